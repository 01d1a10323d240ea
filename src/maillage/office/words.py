"""Codes said in French: what somebody did, what was left out and what to do about it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core.commands import kinds

BY_ITSELF = {
    "tick.retention": gettext_lazy("a effacé ce dont la durée de conservation est passée"),
    "tick.rota": gettext_lazy("a prolongé la semaine de l’équipe"),
    "tick.messages": gettext_lazy("a envoyé des messages"),
    "tick.reminders": gettext_lazy("a rappelé leur séance du lendemain à des personnes"),
    "tick.tasks": gettext_lazy("a rangé les tâches finies"),
}

LEFT_OUT = {
    "already_registered": gettext_lazy(
        "La personne avait déjà une place dans cette séance. Vérifiez la liste de la séance."
    ),
    "cancelled_session": gettext_lazy("La séance était annulée. Prévenez la personne."),
    "card_taken": gettext_lazy("Le numéro de carte est déjà donné. Donnez-en un autre."),
    "closed": gettext_lazy("La caisse était déjà fermée. L’annulation compte dans la suivante."),
    "consent_missing": gettext_lazy("Il manquait l’autorisation parentale. Faites-la signer."),
    "discount_too_large": gettext_lazy("La remise dépasse le prix. Vérifiez le reçu."),
    "forbidden": gettext_lazy("Le rôle de la personne ne le permettait pas. Voyez avec elle."),
    "member_needed": gettext_lazy("Une adhésion n’est au nom de personne. Refaites-la."),
    "not_found": gettext_lazy("Un élément n’existe plus. Vérifiez ce qui a été saisi."),
    "not_signed_in": gettext_lazy(
        "La personne de l’équipe n’était pas connectée sur ce poste. Voyez avec elle."
    ),
    "nothing_due": gettext_lazy("Rien n’était dû. Rendez la somme, ou annulez ce reçu."),
    "number_does_not_follow": gettext_lazy(
        "Un numéro de reçu ne suit pas le précédent. Le reçu est gardé dans une série à part."
    ),
    "overpaid": gettext_lazy("Il a été pris plus que le montant dû. Rendez la différence."),
    "person_unknown": gettext_lazy(
        "La fiche n’existait plus. La venue est comptée sans nom, rien d’autre à faire."
    ),
    "phone_unreadable": gettext_lazy("Le téléphone est incomplet. Corrigez la fiche."),
    "price_changed": gettext_lazy("Le prix n’était pas celui de la grille. Vérifiez le reçu."),
    "registration_unknown": gettext_lazy(
        "L’inscription n’existait plus. La venue est comptée sans nom."
    ),
    "too_young": gettext_lazy("La personne est trop jeune pour cet atelier."),
    "total_wrong": gettext_lazy("Le total ne correspond pas aux lignes. Vérifiez le reçu."),
}


def did(kind: str) -> str:
    """What a kind of command did: « a accueilli une personne »."""
    if kind in kinds():
        return str(kinds()[kind].label)
    return str(BY_ITSELF.get(kind, _("a fait une action d’une ancienne version")))


def left_out(code: str) -> str:
    """What was left out, and what to do next."""
    default = _("Une partie n’a pas pu être gardée (%s). Vérifiez ce qui a été saisi.")
    return str(LEFT_OUT[code]) if code in LEFT_OUT else default % code
