"""Codes said in French: what somebody did, what was left out and what to do about it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core.commands import kinds
from maillage.network.rights import Right

BY_ITSELF = {
    "tick.retention": gettext_lazy("a effacé ce dont la durée de conservation est passée"),
    "tick.rota": gettext_lazy("a prolongé la semaine de l’équipe"),
    "tick.messages": gettext_lazy("a envoyé des messages"),
    "tick.reminders": gettext_lazy("a rappelé leur séance du lendemain à des personnes"),
    "tick.endings": gettext_lazy("a prévenu des personnes que leur forfait ou leur essai finit"),
    "tick.bookings": gettext_lazy("a libéré ce que personne n’est venu prendre"),
    "tick.tasks": gettext_lazy("a rangé les tâches finies"),
}

RIGHT_WORDS = {
    Right.GREET: gettext_lazy("Accueillir une personne, la compter, faire sa fiche"),
    Right.RING: gettext_lazy("Compter les venues à la porte, comme la borne"),
    Right.REGISTER: gettext_lazy("Inscrire une personne, ajouter une chaise"),
    Right.BOOK: gettext_lazy("Réserver une machine, une salle, un poste"),
    Right.ATTENDANCE: gettext_lazy("Émarger : dire qui est venu à une séance"),
    Right.TILL: gettext_lazy("Encaisser, ouvrir et fermer la caisse"),
    Right.UNDO: gettext_lazy("Annuler sa propre saisie, une minute"),
    Right.DESK: gettext_lazy("Tenir l’accueil, prendre la main par son code"),
    Right.COUNTS: gettext_lazy("Voir les comptes du jour, sans les noms"),
    Right.PEOPLE: gettext_lazy("Lire et corriger les fiches des personnes"),
    Right.PROGRAMME: gettext_lazy("Créer des ateliers, planifier et annuler des séances"),
    Right.AUTHORISE: gettext_lazy("Habiliter une personne, mettre une machine hors service"),
    Right.OWN_SESSIONS: gettext_lazy("S’occuper des séances de son organisme"),
    Right.DEVICES: gettext_lazy("Ajouter et retirer un poste d’accueil"),
    Right.SETTLE: gettext_lazy("Régler ce qui est resté en attente"),
    Right.ERASE: gettext_lazy("Effacer la fiche d’une personne"),
    Right.IMPORT: gettext_lazy("Faire entrer une liste de personnes"),
    Right.PRICES: gettext_lazy("Fixer les prix et les formules d’adhésion"),
    Right.REVERSE: gettext_lazy("Annuler une vente et rembourser"),
    Right.ACCOUNTS: gettext_lazy("Lire la caisse, les reçus, les clôtures"),
    Right.PLACES: gettext_lazy("Régler les lieux, les documents, qui porte la structure"),
    Right.RESOURCES: gettext_lazy("Dire ce qui se réserve, et par quelles règles"),
    Right.STAFF: gettext_lazy("Composer l’équipe : rôles, codes, mots de passe"),
    Right.JOURNAL: gettext_lazy("Lire qui a fait quoi"),
    Right.OWN_ACCOUNT: gettext_lazy("Changer son mot de passe et son code"),
}
"""What each right lets one do, from the desk to the whole structure."""

LEFT_OUT = {
    "already_charged": gettext_lazy(
        "C’était déjà compté ailleurs. Rendez la somme, ou gardez le reçu."
    ),
    "already_signed": gettext_lazy(
        "La présence était déjà signée pour cette demi-journée. La première signature est gardée."
    ),
    "already_registered": gettext_lazy(
        "La personne avait déjà une place dans cette séance. Vérifiez la liste de la séance."
    ),
    "cancelled_session": gettext_lazy("La séance était annulée. Prévenez la personne."),
    "card_taken": gettext_lazy("Le numéro de carte est déjà donné. Donnez-en un autre."),
    "closed": gettext_lazy("La caisse était déjà fermée. L’annulation compte dans la suivante."),
    "consent_missing": gettext_lazy("Il manquait l’autorisation parentale. Faites-la signer."),
    "deposit_apart": gettext_lazy("Une caution a été prise avec autre chose. Vérifiez le reçu."),
    "discount_too_large": gettext_lazy("La remise dépasse le prix. Vérifiez le reçu."),
    "forbidden": gettext_lazy("Le rôle de la personne ne le permettait pas. Voyez avec elle."),
    "holder_needed": gettext_lazy("Un forfait n’est au nom de personne. Refaites-le."),
    "member_needed": gettext_lazy("Une adhésion n’est au nom de personne. Refaites-la."),
    "no_price": gettext_lazy("Rien ne disait le prix de cet usage. Ajoutez-le aux tarifs."),
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
    "receipts_missing": gettext_lazy(
        "Des reçus d’un poste retiré ne sont jamais arrivés. Cherchez-les sur papier."
    ),
    "registration_unknown": gettext_lazy(
        "L’inscription n’existait plus. La venue est comptée sans nom."
    ),
    "sale_unknown": gettext_lazy(
        "La vente de ce reçu avait été refusée. L’argent est gardé : voyez ce qui a été vendu."
    ),
    "taken_apart": gettext_lazy(
        "Un reçu nommait un forfait ou une adhésion pris autrement. Il ne paie que ce qu’il dit."
    ),
    "term_overlaps": gettext_lazy(
        "Ce forfait courait déjà ces jours-là. Rendez la somme, ou faites commencer la suite après."
    ),
    "too_large": gettext_lazy("La quantité est trop grande pour une vente. Vérifiez-la."),
    "too_young": gettext_lazy("La personne est trop jeune pour cet atelier."),
    "total_wrong": gettext_lazy("Le total ne correspond pas aux lignes. Vérifiez le reçu."),
    "use_unknown": gettext_lazy(
        "Le début de cet usage avait été refusé. Ce qui est payé est gardé : voyez la personne."
    ),
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
