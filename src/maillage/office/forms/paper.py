"""Forms of what comes back on paper: the receipts of a kit, the tally of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.core import saying
from maillage.core.forms import Day, Hour
from maillage.core.periods import local_instant
from maillage.money.models import PaperBatch
from maillage.money.models.sales import Means
from maillage.money.models.till import DifferenceReason
from maillage.network.models import Place
from maillage.office.forms.fields import OfficeForm, Rate
from maillage.people.models import AnonymousCount, Person

UNITS_PER_CENT = 100
NOBODY = "nobody"
MOST_HEADS = 200
NOON = time(12)
PARTS = ("day", "hour", "what", "paid", "means", "who", "which")


class Used(NamedTuple):
    """A receipt as it was copied from the paper: local day and hour, cents, whom if known."""

    number: int
    day: date
    hour: time
    what: str
    cents: int
    means: str
    person: UUID | None


class PaperForm(OfficeForm):
    """The receipts of a kit: a line a number, void unless a sum is written.

    ``search`` finds the persons that some words may mean; ``label`` says each of them.
    """

    counted = Rate(
        label=_("Espèces dans l’enveloppe"),
        required=False,
        help_text=_("Comptées, en euros. Vide : le compte est juste."),
    )
    reason = forms.ChoiceField(
        label=_("S’il y a un écart, d’où vient-il ?"),
        choices=DifferenceReason.choices,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        batch: PaperBatch,
        codes: Mapping[str, str],
        today: date,
        earlier: bool,
        search: Callable[[str], list[Person]],
        label: Callable[[Person], str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.batch, self.today, self.search, self.label = batch, today, search, label
        for number in batch.numbers:
            self._add_line(number, codes)
        if earlier:
            self.fields["earlier_unused"] = forms.BooleanField(
                label=_("Les kits d’avant n’ont pas servi : annuler aussi leurs numéros"),
                required=False,
            )

    def _add_line(self, number: int, codes: Mapping[str, str]) -> None:
        offered = [("", _now("autre chose")), *codes.items()]
        which = forms.ChoiceField(label=_("Laquelle ?"), required=False)
        made = {
            "day": Day(label=_("Jour"), required=False, initial=self.batch.day),
            "hour": Hour(label=_("Heure"), required=False),
            "what": forms.ChoiceField(label=_("Pour quoi"), choices=offered, required=False),
            "paid": Rate(label=_("Payé, en euros"), required=False),
            "means": forms.ChoiceField(label=_("Moyen"), choices=Means.choices, required=False),
            "who": forms.CharField(label=_("Prénom, nom ou carte"), max_length=60, required=False),
            "which": which,
        }
        typed = str(self.data.get(f"n{number}_who", "")).strip()[:60]
        found = self.search(typed) if typed else []
        which.choices = [
            ("", _now("Choisissez…")),
            *((str(one.pk), self.label(one)) for one in found),
            (NOBODY, _now("sans nom")),
        ]
        self.found = {**getattr(self, "found", {}), number: found}
        for part, field in made.items():
            self.fields[f"n{number}_{part}"] = field

    # What the template goes through

    def lines(self) -> list[tuple[str, list[BoundField]]]:
        """Each number with its fields; which person, once some words were not enough."""
        code = self.batch.series.code
        return [(f"{code}-{number}", self._fields(number)) for number in self.batch.numbers]

    def _fields(self, number: int) -> list[BoundField]:
        asked = f"n{number}_which" in self.errors or self.data.get(f"n{number}_which")
        return [self[f"n{number}_{part}"] for part in PARTS if part != "which" or asked]

    def last_fields(self) -> list[BoundField]:
        """What is said once for the whole kit."""
        names = ("counted", "reason", "earlier_unused")
        return [self[name] for name in names if name in self.fields]

    # What was typed

    def clean(self) -> dict[str, Any]:
        """The receipts that were used, in ``used``."""
        self.cleaned_data["used"] = [
            used for number in self.batch.numbers if (used := self._used(number)) is not None
        ]
        return self.cleaned_data

    def _used(self, number: int) -> Used | None:
        said = {part: self.cleaned_data.get(f"n{number}_{part}") for part in PARTS}
        cents = (said["paid"] or 0) // UNITS_PER_CENT
        if not cents:
            if said["who"] or said["hour"] or said["what"]:
                self.add_error(
                    f"n{number}_paid", _now("Combien a été payé ? Vide partout : annulé.")
                )
            return None
        day = said["day"] or self.batch.day
        if day > self.today:
            self.add_error(f"n{number}_day", _now("Ce jour n’est pas encore venu."))
        return Used(
            number=number,
            day=day,
            hour=said["hour"] or NOON,
            what=said["what"] or "",
            cents=cents,
            means=said["means"] or Means.CASH,
            person=self._person(number, said["which"]),
        )

    def _person(self, number: int, which: str | None) -> UUID | None:
        """Who it was: the only one found, or the one chosen among several."""
        if which == NOBODY or not self.cleaned_data.get(f"n{number}_who"):
            return None
        if which:
            return UUID(which)
        found = self.found[number]
        if len(found) == 1:
            return UUID(str(found[0].pk))
        several = _now("Plusieurs personnes : choisissez, ou « sans nom ».")
        nobody = _now("Personne de ce nom : corrigez, ou choisissez « sans nom ».")
        self.add_error(f"n{number}_which", several if found else nobody)
        return None

    def counted_cents(self) -> int | None:
        counted: int | None = self.cleaned_data["counted"]
        return None if counted is None else counted // UNITS_PER_CENT


class TallyForm(OfficeForm):
    """Heads counted without a name, hour by hour.

    ``before`` is how many counts the day had when the page was shown: a page sent twice counts
    once, another sheet of the day counts apart.
    """

    before = forms.IntegerField(widget=forms.HiddenInput, label="", required=False)

    def __init__(
        self,
        *args: Any,
        place: Place,
        day: date,
        rows: list[AnonymousCount],
        hours: range,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.place, self.day, self.hours = place, day, hours
        self.fields["before"].initial = len(rows)
        counted: Counter[int] = Counter()
        for row in rows:
            if not row.undone:
                counted[row.at.astimezone(ZoneInfo(place.time_zone)).hour] += row.count
        for hour in hours:
            self.fields[f"h{hour}"] = _heads(hour, counted[hour])

    def lines(self) -> list[BoundField]:
        return [self[f"h{hour}"] for hour in self.hours]

    def clean(self) -> dict[str, Any]:
        if not self.errors and not any(self.cleaned_data.get(f"h{hour}") for hour in self.hours):
            said = _now("Écrivez au moins une personne, à son heure.")
            self.add_error(f"h{self.hours[0]}", said)
        return self.cleaned_data

    def counts(self) -> list[tuple[datetime, UUID, UUID, int]]:
        """For each hour: when, the command's key, the count's id, how many heads."""
        sheet = f"tally {self.day} {self.cleaned_data['before'] or 0}"
        return [
            (
                local_instant(self.day, time(hour), self.place.time_zone),
                uuid5(self.place.pk, f"{sheet} {hour} {heads}"),
                uuid5(self.place.pk, f"{sheet} {hour}"),
                heads,
            )
            for hour in self.hours
            if (heads := self.cleaned_data.get(f"h{hour}"))
        ]


def _heads(hour: int, before: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=saying.hour(time(hour)),
        min_value=0,
        max_value=MOST_HEADS,
        required=False,
        help_text=_now("déjà comptées : %s") % before if before else "",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
