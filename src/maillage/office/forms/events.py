"""Forms of events: what they need to know, something to do, what was decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import Day
from maillage.office.forms.fields import OfficeForm
from maillage.office.forms.workshops import CodesField
from maillage.people.models import Document
from maillage.programme.models import EventSheet, Session

AGE: dict[str, Any] = {"required": False, "min_value": 0, "max_value": 99}
PEGI = (3, 7, 12, 16, 18)
MOST_DECISIONS = 20
LONGEST_DECISION = 300


class EventForm(OfficeForm):
    """The game, the ages, the papers of an event."""

    game = forms.CharField(label=_("Jeu"), max_length=80, required=False)
    pegi = forms.TypedChoiceField(
        label=_("Âge conseillé du jeu (PEGI)"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Non précisé")), *((age, str(age)) for age in PEGI)],
    )
    minimum_age = forms.IntegerField(label=_("Âge minimum"), **AGE)
    maximum_age = forms.IntegerField(label=_("Âge maximum"), **AGE)
    papers = CodesField(
        label=_("Papiers demandés"),
        choices=Document.Kind.choices,
        help_text=_("L’autorisation parentale n’est demandée qu’aux mineurs."),
    )
    cash_prizes = forms.BooleanField(
        label=_("Il y a de l’argent à gagner, ou une mise"),
        required=False,
        help_text=_("Le tournoi se déclare alors 30 jours avant, et pas de gain avant 12 ans."),
    )


def event_values(session: Session, sheet: EventSheet | None) -> dict[str, Any]:
    """What the form shows of an event."""
    names = ("game", "pegi", "maximum_age", "papers", "cash_prizes")
    values = {name: getattr(sheet, name) for name in names} if sheet else {}
    return {"minimum_age": session.minimum_age, **values}


class ItemForm(OfficeForm):
    """Something to do before a session."""

    label = forms.CharField(label=_("À faire"), max_length=160)
    due_on = Day(label=_("Avant le"), required=False)


class DecisionsForm(OfficeForm):
    """What was decided, a line each."""

    decisions = forms.CharField(
        label=_("Ce que nous avons décidé"),
        required=False,
        max_length=MOST_DECISIONS * (LONGEST_DECISION + 2),
        help_text=_("Une décision par ligne."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_decisions(self) -> list[str]:
        """The lines that say something."""
        lines = [line.strip() for line in self.cleaned_data["decisions"].splitlines()]
        kept = [line for line in lines if line]
        if len(kept) > MOST_DECISIONS or any(len(one) > LONGEST_DECISION for one in kept):
            raise forms.ValidationError(
                _("Gardez vingt décisions au plus, de 300 signes au plus chacune.")
            )
        return kept
