"""Forms of what machines do by themselves: a job, its end, how long it still runs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.booking.models import Job, Resource
from maillage.core.forms import Day, Hour
from maillage.core.periods import local_date, local_instant
from maillage.office.forms.booking import offer_persons, offered
from maillage.office.forms.fields import Lasting, OfficeForm, Pick

TWO_WEEKS = 14 * 24 * 60


class JobForm(OfficeForm):
    """What a machine is to do, for whom and how long: now, or sent by ``wait``, in its turn."""

    person = Pick(label=_("Pour qui"), required=False, widget=forms.RadioSelect)
    companion = Pick(label=_("Accompagnée par"), required=False, widget=forms.RadioSelect)
    what = Pick(label=_("Sur quelle machine"))
    minutes = Lasting(label=_("Durée prévue"), most=TWO_WEEKS)
    named = forms.CharField(
        label=_("Ce que c’est"),
        required=False,
        max_length=60,
        help_text=_("Pour s’y retrouver dans la file : « vase bleu », « pièce de vélo »."),
    )

    def __init__(
        self,
        *args: Any,
        resources: list[Resource],
        persons: list[tuple[str, str]],
        companions: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        what: Any = self.fields["what"]
        what.choices = offered(resources, any_of=False)
        offer_persons(self, person=persons, companion=companions)

    def payload(self) -> dict[str, Any]:
        """The command's part: now, or in the queue."""
        data = self.cleaned_data
        sent = {name: data[name] for name in ("person", "companion", "minutes")}
        return {**sent, "resource": data["what"], "what": data["named"], "start": self.starts}

    @property
    def starts(self) -> bool:
        """Whether it runs now: the button of the queue was not the one."""
        return not self.data.get("wait")


class EndForm(OfficeForm):
    """How a job ended, and when if that is not now."""

    outcome = forms.ChoiceField(
        label=_("Le travail est"),
        choices=[one for one in Job.Outcome.choices if one[0] != Job.Outcome.DROPPED],
        widget=forms.RadioSelect,
        initial=Job.Outcome.DONE,
    )
    hour = Hour(
        label=_("Fini à"),
        required=False,
        help_text=_("Laissez vide si c’est maintenant."),
    )
    day = Day(label=_("Le"), required=False, help_text=_("Laissez vide si c’est aujourd’hui."))

    more = ("hour", "day")

    def payload_at(self, tz: str) -> dict[str, Any]:
        """The command's part: an instant of the place's clocks, or now."""
        day: date | None = self.cleaned_data["day"]
        hour, ended = self.cleaned_data["hour"], None
        if hour is not None:
            ended = local_instant(day or local_date(timezone.now(), tz), hour, tz)
        return {"outcome": self.cleaned_data["outcome"], "ended_at": ended}


class ExtendForm(OfficeForm):
    """How long a job still runs, from now."""

    minutes = Lasting(label=_("Encore combien de temps, à partir de maintenant"), most=TWO_WEEKS)


def minutes_left(row: Job, now: datetime) -> int:
    """How long a job should still run; none when it should have ended."""
    left = (row.expected_end - now).total_seconds() if row.expected_end else 0
    return max(0, int(left) // 60)
