"""What can be wrong with a line of a list, and what to do about it."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SHOWN = 40

FAULTS: dict[str, Promise] = {
    "no_first_name": gettext_lazy(
        "il manque le prénom. Ajoutez-le : il suffit à ouvrir une fiche."
    ),
    "name_has_digits": gettext_lazy("« %(value)s » n’est pas un nom. Corrigez cette case."),
    "name_too_long": gettext_lazy("ce nom dépasse 60 lettres. Raccourcissez-le."),
    "name_unsplit": gettext_lazy(
        "« %(value)s » : le nom et le prénom ne se distinguent pas. Séparez-les en deux colonnes."
    ),
    "garbled": gettext_lazy(
        "« %(value)s » : les accents sont abîmés. Enregistrez le fichier en UTF-8 ou en .xlsx."
    ),
    "spreadsheet_error": gettext_lazy(
        "« %(value)s » est une erreur du tableur. Corrigez la formule ou videz la case."
    ),
    "formula": gettext_lazy(
        "cette case est une formule sans résultat. Collez sa valeur à la place."
    ),
    "phone_short": gettext_lazy(
        "« %(value)s » a moins de dix chiffres. Corrigez ou videz la case."
    ),
    "phone_long": gettext_lazy("« %(value)s » a trop de chiffres. Gardez un seul numéro."),
    "phone_letters": gettext_lazy("« %(value)s » n’est pas un numéro de téléphone."),
    "phone_rounded": gettext_lazy(
        "« %(value)s » a été arrondi par le tableur : des chiffres sont perdus. Tapez-le à nouveau."
    ),
    "two_phones": gettext_lazy("« %(value)s » : il y a deux numéros. Gardez-en un."),
    "email_unreadable": gettext_lazy(
        "« %(value)s » n’est pas une adresse e-mail. Corrigez ou videz la case."
    ),
    "two_emails": gettext_lazy("« %(value)s » : il y a deux adresses. Gardez-en une."),
    "birth_unreadable": gettext_lazy(
        "« %(value)s » n’est ni une date ni une année. Écrivez par exemple 1954 ou 14/03/1954."
    ),
    "birth_impossible": gettext_lazy("le %(value)s n’existe pas au calendrier. Corrigez la date."),
    "birth_to_come": gettext_lazy("« %(value)s » est dans l’avenir. Corrigez la date."),
    "birth_too_old": gettext_lazy("« %(value)s » donne plus de 120 ans. Corrigez la date."),
    "birth_two_digits": gettext_lazy(
        "« %(value)s » : l’année est sur deux chiffres. Écrivez-la sur quatre."
    ),
    "age_unknown": gettext_lazy("« %(value)s » n’est pas une tranche d’âge connue."),
    "sex_unknown": gettext_lazy("« %(value)s » : écrivez femme, homme ou autre, ou videz la case."),
    "status_unknown": gettext_lazy(
        "« %(value)s » : écrivez par exemple en emploi, retraité, étudiant, ou videz la case."
    ),
    "commune_unknown": gettext_lazy(
        "« %(value)s » n’est pas une commune de la liste officielle. Corrigez ou videz la case."
    ),
    "commune_several": gettext_lazy(
        "« %(value)s » : plusieurs communes portent ce nom. Ajoutez le code postal."
    ),
    "postcode_disagrees": gettext_lazy(
        "« %(value)s » : la commune et le code postal ne vont pas ensemble. Corrigez l’un des deux."
    ),
    "card_unreadable": gettext_lazy(
        "« %(value)s » n’est pas un numéro de carte : douze lettres ou chiffres au plus."
    ),
    "card_taken": gettext_lazy("la carte « %(value)s » est déjà à quelqu’un d’autre."),
    "card_twice": gettext_lazy("la carte « %(value)s » est déjà à la ligne %(other)s."),
    "profile_unknown": gettext_lazy(
        "« %(value)s » n’est pas un de vos profils tarifaires. Créez-le ou videz la case."
    ),
    "contact_unknown": gettext_lazy(
        "« %(value)s » : écrivez e-mail, SMS, téléphone, courrier ou ne pas prévenir."
    ),
    "contact_impossible": gettext_lazy(
        "« %(value)s » ne se peut pas : la coordonnée manque sur cette ligne."
    ),
    "too_long": gettext_lazy("cette case est trop longue : %(most)s lettres au plus."),
    "forbidden_number": gettext_lazy(
        "cette case semble contenir un numéro de sécurité sociale ou un IBAN, qui n’ont rien à "
        "faire ici. Videz-la."
    ),
    "twice": gettext_lazy("cette personne est déjà à la ligne %(other)s. Gardez une seule ligne."),
    "like_another": gettext_lazy(
        "même nom que la ligne %(other)s, avec d’autres coordonnées. Si ce sont deux personnes, "
        "donnez l’année de naissance ou la carte de chacune."
    ),
    "like_known": gettext_lazy(
        "une fiche de ce nom existe déjà, avec d’autres coordonnées. Si c’est quelqu’un d’autre, "
        "donnez l’année de naissance ou la carte ; sinon, corrigez la fiche."
    ),
    "heading_again": gettext_lazy("les titres sont répétés ici. Retirez cette ligne."),
    "total_line": gettext_lazy("cette ligne est un total, pas une personne. Retirez-la."),
}


class CellFault(Exception):
    """A value that cannot be read; ``code`` is one of ``FAULTS``."""

    def __init__(self, code: str, value: str = "", **more: str) -> None:
        super().__init__(code)
        self.code, self.values = code, {"value": shortened(value), **more}


class Fault(NamedTuple):
    """What is wrong with a line: where, which rule, in words."""

    line: int
    heading: str
    code: str
    text: str

    def __str__(self) -> str:
        if not self.heading:
            return _("Ligne %(line)s : %(text)s") % {"line": self.line, "text": self.text}
        return _("Ligne %(line)s, colonne « %(heading)s » : %(text)s") % {
            "line": self.line,
            "heading": self.heading,
            "text": self.text,
        }


def fault(line: int, heading: str, wrong: CellFault) -> Fault:
    """The fault of a line, in words."""
    return Fault(line, heading, wrong.code, str(FAULTS[wrong.code]) % wrong.values)


def shortened(text: str) -> str:
    """A value short enough to be shown in a sentence."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
