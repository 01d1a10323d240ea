"""What a person at the command line is told when something expected goes wrong."""

from __future__ import annotations

NOT_READY = "La base n’est pas prête : lancez « maillage migrate », puis recommencez."
BUSY = "La base est occupée par un autre programme. Attendez un peu, puis recommencez."


class Fault(Exception):
    """An expected fault: a French sentence that says what to do next, and an exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.message, self.code = message, code


def database_fault(error: Exception) -> Fault:
    """Say what a database error asks of the person."""
    said = str(error).strip()
    if any(sign in said for sign in ("no such table", "does not exist", "no such column")):
        if said.startswith("connection"):
            return Fault(f"Cette base n’existe pas : créez-la, ou corrigez DATABASE_URL. ({said})")
        return Fault(NOT_READY)
    if is_busy(error):
        return Fault(BUSY)
    return Fault(
        "La base de données ne répond pas. Vérifiez qu’elle tourne et que DATABASE_URL "
        f"(ou --data) est juste, puis recommencez.\n({said})"
    )


def is_busy(error: Exception) -> bool:
    """Whether a database error says that somebody else holds a lock."""
    return any(sign in str(error) for sign in ("locked", "lock timeout"))


def file_fault(error: OSError) -> Fault:
    """Say what a file that cannot be read or written asks of the person."""
    name = error.filename or "?"
    if isinstance(error, FileNotFoundError):
        return Fault(f"« {name} » est introuvable. Vérifiez le chemin, puis recommencez.")
    if isinstance(error, PermissionError):
        return Fault(
            f"« {name} » ne peut être ni lu ni écrit par ce compte : changez ses droits, "
            "ou lancez la commande avec le compte de Maillage."
        )
    return Fault(f"« {name} » : {error.strerror or error}. Réglez cela, puis recommencez.")
