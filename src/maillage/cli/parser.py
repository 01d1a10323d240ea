"""Every verb of ``maillage`` with its arguments and its help, in French. Loads no Django."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from maillage import __version__

PORT = 8000
ROLES = ("volunteer", "mediator", "manager", "treasurer", "coordinator")

ABOUT = """Maillage fait vivre un réseau de lieux numériques, du premier bonjour au rapport.

Réglages par l’environnement (chacun aussi par un fichier : NOM_FILE) :
  MAILLAGE_DATA        le dossier des données, comme --data
  DATABASE_URL         postgresql://compte:motdepasse@hôte:port/base ; sans elle, SQLite
  MAILLAGE_HOSTS       les noms auxquels le serveur répond, séparés par des virgules
  MAILLAGE_SECRET_KEY  la clé de signature ; sans elle, une est faite dans le dossier
  MAILLAGE_HTTPS       1 derrière un serveur mandataire en https
  MAILLAGE_MAIL_URL    le serveur de courrier : smtp+tls://compte:motdepasse@hôte:587
  MAILLAGE_MAIL_FROM   l’adresse d’où partent les e-mails
  MAILLAGE_SMS_URL     la passerelle SMS ; MAILLAGE_SMS_TOKEN, son jeton
"""

_FRENCH = (
    (r"the following arguments are required: (.*)", r"il manque : \1"),
    (r"unrecognized arguments: (.*)", r"en trop, ou mal écrit : \1"),
    (r"argument (.*): expected one argument", r"\1 attend une valeur"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1 : \2 n’existe pas ; \3"),
    (r"argument (.*): invalid .* value: (.*)", r"\1 : \2 n’est pas un nombre"),
    (r"argument (.*): ", r"\1 : "),
)


class _Help(argparse.RawDescriptionHelpFormatter):
    """The usage line, in French."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Emploi : " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks French, and accepts ``--data`` before or after the verb."""

    def __init__(self, **values: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Help, allow_abbrev=False, **values)
        self._positionals.title = "Quoi"
        self._optionals.title = "Options"
        self.add_argument("-h", "--help", action="help", help="montrer cette aide")
        self.add_argument(
            "--data",
            metavar="DOSSIER",
            type=Path,
            default=argparse.SUPPRESS,
            help="le dossier des données (sinon MAILLAGE_DATA, sinon ./data)",
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where the help is; exit code 2."""
        for english, french in _FRENCH:
            message = re.sub(f"^{english}", french, message)
        self.exit(2, f"{message}\nVoyez : {self.prog} --help\n")


def read_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line. ``module`` names the module of ``maillage.cli`` that does it."""
    return build_parser().parse_args(arguments)


def build_parser() -> Parser:
    """The whole command line."""
    parser = Parser(
        prog="maillage",
        description=ABOUT,
        epilog="« maillage VERBE --help » dit tout d’un verbe.",
    )
    version = f"Maillage {__version__}"
    parser.add_argument("--version", action="version", version=version, help="montrer la version")
    verbs = parser.add_subparsers(
        title="Verbes", dest="verb", metavar="VERBE", required=True, parser_class=Parser
    )

    def add(
        name: str, about: str, fill: Callable[[Parser], None] | None = None, module: str = ""
    ) -> None:
        verb = verbs.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        verb.set_defaults(module=module or name)
        if fill is not None:
            fill(verb)

    add("demo", "ouvrir une démonstration, dans son propre dossier", _demo)
    add("serve", "servir Maillage", _serve)
    add("migrate", "préparer la base")
    add("upgrade", "sauvegarder, puis mettre la base à jour de cette version")
    add("staff", "ajouter quelqu’un à l’équipe, ou fonder une structure", _staff)
    add("token", "donner à un programme un jeton pour l’API", _token)
    add("import", "faire entrer un fichier de personnes", _import, module="import_people")
    add("backup", "sauvegarder tout dans un fichier zip, sans rien arrêter", _backup)
    add("restore", "remettre une sauvegarde dans une base vide", _restore)
    add("till", "vérifier les caisses", _till)
    add("tick", "faire le travail daté : durées de conservation, ménage", None)
    add("worker", "faire les tâches en attente, jusqu’à ce qu’on l’arrête", None)
    add("doctor", "dire si tout va bien, et comment y remédier", _doctor)
    add("bench", "mesurer, sur une base faite pour cela", _bench)
    # Without help, it is not listed.
    manage = verbs.add_parser("manage", description="Les commandes de Django.")
    manage.set_defaults(module="manage")
    manage.add_argument("rest", nargs=argparse.REMAINDER, metavar="COMMANDE")
    return parser


def _demo(verb: Parser) -> None:
    verb.add_argument(
        "--prepare", action="store_true", help="préparer la démonstration sans la servir"
    )
    _address(verb)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        raise argparse.ArgumentTypeError(f"'{text}' n’est pas un port, de 1 à 65535")
    return int(text)


def _address(verb: Parser) -> None:
    verb.add_argument("--host", default="127.0.0.1", metavar="ADRESSE", help="où écouter")
    verb.add_argument("--port", type=_port, default=PORT, help=f"le port ({PORT})")


def _serve(verb: Parser) -> None:
    _address(verb)
    verb.add_argument("--workers", type=int, default=1, metavar="N", help="processus (1)")
    verb.add_argument(
        "--threads",
        type=int,
        default=4,
        metavar="N",
        help="requêtes à la fois par processus, chacune avec sa connexion à la base (4)",
    )
    verb.add_argument("--tls-cert", type=Path, metavar="FICHIER", help="certificat, pour https")
    verb.add_argument("--tls-key", type=Path, metavar="FICHIER", help="clé du certificat")
    verb.add_argument(
        "--no-jobs",
        action="store_true",
        help="ne faire ni les tâches ni le travail daté : « worker » et « tick » les font",
    )


def _staff(verb: Parser) -> None:
    add = verb.add_subparsers(
        title="Verbes", dest="what", metavar="VERBE", required=True, parser_class=Parser
    ).add_parser(
        "add",
        help="ajouter quelqu’un",
        description=(
            "Ajouter quelqu’un à l’équipe d’une structure, avec un rôle. Avec --found, fonder la "
            "structure : la personne en est la première responsable.\n"
            "Le mot de passe est demandé, ou lu de MAILLAGE_PASSWORD, ou de --password-stdin."
        ),
    )
    add.add_argument("--structure", required=True, metavar="ADRESSE", help="comme dans /s/bras/")
    add.add_argument("--found", metavar="NOM", help="fonder la structure sous ce nom")
    add.add_argument("--first-name", required=True, metavar="PRÉNOM")
    add.add_argument("--last-name", default="", metavar="NOM")
    add.add_argument("--login", required=True, metavar="IDENTIFIANT")
    add.add_argument("--role", choices=ROLES, help="rôle (manager en fondant, sinon volunteer)")
    add.add_argument("--place", metavar="NOM", help="un seul lieu, par son nom (sinon tous)")
    add.add_argument(
        "--password-stdin", action="store_true", help="lire le mot de passe de l’entrée"
    )
    _by(add)


def _by(verb: Parser) -> None:
    verb.add_argument(
        "--by",
        metavar="IDENTIFIANT",
        help="la ou le responsable au nom de qui c’est fait (sinon, le premier)",
    )


def _token(verb: Parser) -> None:
    verb.add_argument("--structure", required=True, metavar="ADRESSE", help="comme dans /s/bras/")
    verb.add_argument("--role", choices=ROLES, required=True, help="ce que le jeton permet")
    verb.add_argument("--name", default="Programme", metavar="NOM", help="comme au journal")
    verb.add_argument("--place", metavar="NOM", help="un seul lieu, par son nom (sinon tous)")
    _by(verb)


def _import(verb: Parser) -> None:
    people = verb.add_subparsers(
        title="Verbes", dest="what", metavar="VERBE", required=True, parser_class=Parser
    ).add_parser(
        "people",
        help="des personnes, d’un .xlsx ou d’un .csv",
        description=(
            "Faire entrer une liste de personnes. Les colonnes sont reconnues par leurs titres, "
            "chaque ligne est vérifiée, puis la question est posée. Les lignes justes entrent "
            "ensemble ; les autres sont nommées avec ce qui ne va pas : corrigez-les et "
            "recommencez, ce qui est déjà entré ne l’est pas deux fois."
        ),
    )
    people.add_argument("file", metavar="FICHIER", type=Path, help="un .xlsx ou un .csv")
    people.add_argument("--structure", required=True, metavar="ADRESSE", help="comme /s/bras/")
    people.add_argument("--sheet", default="", metavar="FEUILLE", help="du classeur (la première)")
    people.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="TITRE=SENS",
        help="dire ce que contient une colonne, comme « Portable 2=rien »",
    )
    people.add_argument("--dry-run", action="store_true", help="vérifier seulement")
    people.add_argument("--yes", action="store_true", help="ne pas poser la question")
    _by(people)


def _backup(verb: Parser) -> None:
    verb.add_argument("file", metavar="FICHIER", type=Path, help="le zip à écrire")


def _restore(verb: Parser) -> None:
    verb.add_argument("file", metavar="FICHIER", type=Path, help="le zip à lire")


def _till(verb: Parser) -> None:
    verb.add_subparsers(
        title="Verbes", dest="what", metavar="VERBE", required=True, parser_class=Parser
    ).add_parser(
        "verify",
        help="recalculer les chaînes de reçus",
        description=(
            "Recalculer chaque reçu de chaque série et le comparer au journal, aux clôtures et à "
            "anchors.log. Dit le premier reçu faux ; code de sortie 1 s’il y en a un."
        ),
    )


def _doctor(verb: Parser) -> None:
    verb.add_argument("--json", action="store_true", help="pour un programme")


def _bench(verb: Parser) -> None:
    verb.add_argument("name", choices=("registration", "booking"), help="quoi mesurer")
    verb.add_argument(
        "--past", type=int, nargs="+", metavar="N",
        help="lignes passées (10 1000000 ; pour booking, 10000 100000 1000000)",
    )  # fmt: skip
    verb.add_argument(
        "--clients", type=int, nargs="+", default=[1, 16, 32], metavar="N",
        help="clients à la fois (1 16 32)",
    )  # fmt: skip
    verb.add_argument("--rounds", type=int, default=3, metavar="N", help="tours alternés (3)")
    verb.add_argument("--requests", type=int, default=400, metavar="N", help="par tour (400)")
