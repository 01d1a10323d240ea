"""What each column of a list holds: recognised by its heading, proposed, or said by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core.folding import fold
from maillage.people.importing.sheets import Line, Unreadable

HEADING_WITHIN = 20
ENOUGH = 2


class Holds(StrEnum):
    """What a column may hold; the value is the word used to say it by hand."""

    FIRST_NAME = "prenom"
    LAST_NAME = "nom"
    LAST_THEN_FIRST = "nom-prenom"
    FIRST_THEN_LAST = "prenom-nom"
    BIRTH_NAME = "nom-naissance"
    PHONE = "telephone"
    EMAIL = "email"
    CARD = "carte"
    BIRTH = "naissance"
    AGE_BAND = "tranche-age"
    SEX = "sexe"
    STATUS = "situation"
    COMMUNE = "commune"
    POSTCODE = "code-postal"
    ADDRESS = "adresse"
    QPV = "quartier"
    PRICE_PROFILE = "profil"
    CONTACT_BY = "contact"
    NOTHING = "rien"


LABELS = {
    Holds.FIRST_NAME: gettext_lazy("prénom"),
    Holds.LAST_NAME: gettext_lazy("nom"),
    Holds.LAST_THEN_FIRST: gettext_lazy("nom puis prénom"),
    Holds.FIRST_THEN_LAST: gettext_lazy("prénom puis nom"),
    Holds.BIRTH_NAME: gettext_lazy("nom de naissance"),
    Holds.PHONE: gettext_lazy("téléphone"),
    Holds.EMAIL: gettext_lazy("adresse e-mail"),
    Holds.CARD: gettext_lazy("numéro de carte"),
    Holds.BIRTH: gettext_lazy("année de naissance"),
    Holds.AGE_BAND: gettext_lazy("tranche d’âge"),
    Holds.SEX: gettext_lazy("sexe"),
    Holds.STATUS: gettext_lazy("situation"),
    Holds.COMMUNE: gettext_lazy("commune"),
    Holds.POSTCODE: gettext_lazy("code postal"),
    Holds.ADDRESS: gettext_lazy("adresse"),
    Holds.QPV: gettext_lazy("quartier prioritaire"),
    Holds.PRICE_PROFILE: gettext_lazy("profil tarifaire"),
    Holds.CONTACT_BY: gettext_lazy("comment prévenir"),
    Holds.NOTHING: gettext_lazy("laissée de côté"),
}

HEADINGS: Mapping[str, Holds] = {
    heading: holds
    for holds, headings in {
        Holds.FIRST_NAME: ("prenom", "prenoms", "prenom usuel", "first name", "given name"),
        Holds.LAST_NAME: (
            "nom", "nom de famille", "nom d usage", "nom usuel", "nom marital", "last name",
        ),
        Holds.LAST_THEN_FIRST: (
            "nom prenom", "nom et prenom", "noms prenoms", "adherent", "usager", "personne",
        ),
        Holds.FIRST_THEN_LAST: ("prenom nom", "prenom et nom", "nom complet"),
        Holds.BIRTH_NAME: ("nom de naissance", "nom de jeune fille", "nom jf"),
        Holds.PHONE: (
            "telephone", "tel", "tel portable", "telephone portable", "portable", "mobile", "gsm",
            "numero de telephone", "n de telephone", "tel mobile", "telephone mobile", "phone",
        ),
        Holds.EMAIL: (
            "e mail", "email", "mail", "courriel", "adresse mail", "adresse e mail",
            "adresse email", "adresse electronique",
        ),
        Holds.CARD: (
            "carte", "numero de carte", "n de carte", "n carte", "numero adherent", "n adherent",
            "numero d adherent", "n d adherent", "code adherent",
        ),
        Holds.BIRTH: (
            "date de naissance", "naissance", "annee de naissance", "ne le", "nee le", "ne e le",
            "date naissance", "annee naissance", "ddn",
        ),
        Holds.AGE_BAND: ("tranche d age", "tranche age", "classe d age"),
        Holds.SEX: ("sexe", "genre", "civilite", "titre", "h f"),
        Holds.STATUS: (
            "situation", "statut", "csp", "situation professionnelle", "statut professionnel",
            "activite", "profession",
        ),
        Holds.COMMUNE: ("commune", "ville", "commune de residence", "localite", "code insee"),
        Holds.POSTCODE: ("code postal", "cp", "postal"),
        Holds.ADDRESS: ("adresse", "adresse postale", "rue", "adresse 1", "voie"),
        Holds.QPV: ("qpv", "quartier", "quartier prioritaire"),
        Holds.PRICE_PROFILE: ("profil", "profil tarifaire", "tarif", "categorie"),
        Holds.CONTACT_BY: ("comment prevenir", "prevenir par", "preference de contact"),
    }.items()
    for heading in headings
}  # fmt: skip

ONE_NAME = {Holds.FIRST_NAME, Holds.LAST_THEN_FIRST, Holds.FIRST_THEN_LAST}


class Column(NamedTuple):
    """A column, from 0: its heading as typed, what it holds, how that is known."""

    at: int
    heading: str
    holds: Holds
    said: bool = False

    @property
    def label(self) -> str:
        return str(LABELS[self.holds])


class Table(NamedTuple):
    """A list whose heading line was found: its columns, then its lines."""

    columns: list[Column]
    lines: list[Line]

    def column(self, holds: Holds) -> Column | None:
        return next((one for one in self.columns if one.holds == holds), None)


def recognise(lines: Sequence[Line], said: Mapping[str, Holds]) -> Table:
    """Find the heading line and what each column holds.

    ``said`` gives by hand what the column of that heading holds. Raises ``Unreadable`` when there
    is no heading line, when no column gives a name, or when two hold the same thing.
    """
    wanted = {fold(heading): holds for heading, holds in said.items()}
    for position, line in enumerate(lines[:HEADING_WITHIN]):
        columns = [_column(index, text, wanted) for index, text in enumerate(line.cells) if text]
        known = [one for one in columns if one.holds != Holds.NOTHING]
        if len(known) >= ENOUGH or (known and any(one.said for one in known)):
            _check(columns, wanted)
            return Table(columns, list(lines[position + 1 :]))
    raise Unreadable(
        _(
            "Aucune ligne de titres n’a été trouvée. La première ligne doit nommer les colonnes, "
            "par exemple : Nom, Prénom, Téléphone, Commune."
        )
    )


def _column(index: int, heading: str, said: Mapping[str, Holds]) -> Column:
    folded = fold(heading)
    if folded in said:
        return Column(index, heading, said[folded], said=True)
    return Column(index, heading, HEADINGS.get(folded, Holds.NOTHING))


def _check(columns: list[Column], said: Mapping[str, Holds]) -> None:
    unknown = said.keys() - {fold(one.heading) for one in columns}
    if unknown:
        raise Unreadable(
            _("Il n’y a pas de colonne « %(heading)s ». Il y a : %(headings)s.")
            % {
                "heading": min(unknown),
                "headings": ", ".join(one.heading for one in columns),
            }
        )
    held: dict[Holds, Column] = {}
    for one in columns:
        if one.holds != Holds.NOTHING and one.holds in held:
            raise Unreadable(
                _(
                    "Deux colonnes donnent la même chose (%(what)s) : « %(one)s » et « %(two)s ». "
                    'Dites laquelle laisser : --column "%(two)s=rien".'
                )
                % {"what": one.label, "one": held[one.holds].heading, "two": one.heading}
            )
        held[one.holds] = one
    if not held.keys() & ONE_NAME:
        raise Unreadable(
            _('Aucune colonne ne donne le prénom. Dites laquelle : --column "Titre=prenom".')
        )
