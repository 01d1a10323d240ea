"""« Territoire et quartiers »: communes, population, who came from where, neighbourhoods."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from maillage.core import saying
from maillage.core.ids import new_id
from maillage.network import territory_queries as queries
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Territory
from maillage.network.rights import Right
from maillage.network.rules import percent
from maillage.office.forms.territory import (
    NeighbourhoodForm,
    NeighbourhoodNameForm,
    PopulationForm,
    TerritoryForm,
    YearForm,
    territory_values,
)
from maillage.office.shell import IN_ERROR, act, address, page, run, say, typed
from maillage.people.neighbourhoods import breakdown
from maillage.people.queries import communes_seen, neighbourhoods_of_visits

FORM = ["GET", "POST"]
COVERED_DAYS = 365
COUNTED_DAYS = 30
MOST_TERRITORIES = 50


@needs(Right.PLACES)
@require_GET
def territory(request: StaffRequest, slug: str) -> HttpResponse:
    """The territories, who came from where, the neighbourhoods."""
    today = timezone.localdate()
    month = neighbourhoods_of_visits(today - timedelta(days=COUNTED_DAYS - 1), today)
    context = {
        "rows": _rows(today),
        "neighbourhoods": queries.neighbourhoods(),
        "share": breakdown(month).text_fr(),
    }
    return page(request, "office/territory.html", context)


def _rows(today: date) -> list[dict[str, Any]]:
    """Each territory with its population and coverage; four statements."""
    found = queries.territories()[:MOST_TERRITORIES]
    everywhere = {one.pk: one for each in found for one in queries.communes_of(each)}
    seen = communes_seen(everywhere, today - timedelta(days=COVERED_DAYS - 1), today)
    typed_counts = queries.counts_typed(everywhere.values())
    rows = []
    for one in found:
        communes = queries.communes_of(one)
        years = queries.populations(communes, typed_counts)
        rows.append(
            {
                "territory": one,
                "communes": communes,
                "years": years,
                "warning": stated_fr(one, years),
                "coverage": coverage_fr(len(seen & {each.pk for each in communes}), len(communes)),
                "seen": seen,
            }
        )
    return rows


def coverage_fr(seen: int, communes: int) -> str:
    """« 12/14 communes (86 %) »."""
    if not communes:
        return ""
    sentence = ngettext(
        "%(seen)s/%(n)s commune (%(share)s\u00a0%%)",
        "%(seen)s/%(n)s communes (%(share)s\u00a0%%)",
        communes,
    )
    return sentence % {"seen": seen, "n": communes, "share": percent(seen, communes)}


def stated_fr(one: Territory, years: list[queries.Population]) -> str:
    """What the stated population is not; nothing when it is the sum of its year."""
    if one.stated_population is None:
        return ""
    of_year = next((each for each in years if each.year == one.stated_year), None)
    compared = of_year or years[0]
    gap = one.stated_population - compared.total
    if gap == 0:
        return ""
    words = {
        "stated": saying.figure(Decimal(one.stated_population)),
        "total": saying.figure(Decimal(compared.total)),
        "year": compared.year,
    }
    if of_year is None:
        return _("%(stated)s annoncés ; la somme connue est celle de %(year)s : %(total)s.") % words
    return _("%(stated)s annoncés, mais la somme de %(year)s est %(total)s : vérifiez.") % words


def _territory(ident: UUID) -> Territory:
    found = next((one for one in queries.territories() if one.pk == ident), None)
    if found is None:
        raise Http404
    return found


@needs(Right.PLACES)
@require_http_methods(FORM)
def territory_add(request: StaffRequest, slug: str) -> HttpResponse:
    """The communes the structure serves."""
    return act(
        request,
        TerritoryForm(typed(request)),
        "network.set_territory",
        ids={"territory": new_id()},
        to=address(request, "territory"),
        said=_("Le territoire est noté."),
        title=_("Dire quel territoire vous servez"),
        lead=_("Les bilans se lisent ensuite par commune et pour mille habitants."),
    )


@needs(Right.PLACES)
@require_http_methods(FORM)
def territory_edit(request: StaffRequest, slug: str, territory: UUID) -> HttpResponse:
    """Communes more or fewer, another name, another stated population."""
    found = _territory(territory)
    return act(
        request,
        TerritoryForm(typed(request), initial=territory_values(found)),
        "network.set_territory",
        ids={"territory": territory},
        to=address(request, "territory"),
        said=_("Le territoire est modifié."),
        title=found.name,
        lead=_("Les communes que vous servez ; leur somme est sa population."),
    )


@needs(Right.PLACES)
@require_http_methods(FORM)
def population(request: StaffRequest, slug: str, territory: UUID) -> HttpResponse:
    """The population of each commune another year; ``?year=2012``."""
    found = _territory(territory)
    asked = YearForm(request.GET) if "year" in request.GET else YearForm()
    if not asked.is_bound or not asked.is_valid():
        context = {
            "form": asked,
            "title": _("La population une autre année"),
            "lead": _("L’année du recensement que vous recopiez."),
            "back": address(request, "territory"),
        }
        return page(request, "office/territory_year.html", context)
    year = asked.cleaned_data["year"]
    communes = queries.communes_of(found)
    held = queries.populations_of(year, communes)
    source = next((row.source for row in held.values()), "")
    form = PopulationForm(typed(request), communes=communes, held=held, initial={"source": source})
    if form.is_bound and form.is_valid() and _populate(request, form, year):
        say(request, _("La population de %s est notée.") % year)
        return redirect("territory", slug=slug)
    context = {
        "form": form,
        "title": _("La population de %(name)s en %(year)s") % {"name": found.name, "year": year},
        "lead": _("Le nombre d’habitants de chaque commune, cette année-là."),
        "back": address(request, "territory"),
    }
    return page(request, "office/form.html", context, status=IN_ERROR if form.is_bound else 200)


def _populate(request: StaffRequest, form: PopulationForm, year: int) -> bool:
    payloads = [{**one, "year": year} for one in form.payloads()]
    done = [run(request, form, "network.set_population", one) is not None for one in payloads]
    return all(done)


@needs(Right.PLACES)
@require_http_methods(FORM)
def neighbourhood_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A priority neighbourhood, which persons' files then offer."""
    return act(
        request,
        NeighbourhoodForm(typed(request)),
        "network.add_neighbourhood",
        ids={"neighbourhood": new_id()},
        to=address(request, "territory"),
        said=_("Le quartier est ajouté. Les fiches le proposent."),
        title=_("Ajouter un quartier prioritaire"),
        lead=_("Son nom suffit : les fiches le proposeront."),
    )


@needs(Right.PLACES)
@require_http_methods(FORM)
def neighbourhood(request: StaffRequest, slug: str, neighbourhood: UUID) -> HttpResponse:
    """Another name, or offered no more: up to two commands."""
    found = queries.neighbourhood(neighbourhood)
    if found is None:
        raise Http404
    initial = {"name": found.name, "retired_on": found.retired_on}
    form = NeighbourhoodNameForm(typed(request), initial=initial)
    if form.is_bound and form.is_valid() and _change(request, form, neighbourhood):
        say(request, _("Le quartier est modifié."))
        return redirect("territory", slug=slug)
    context = {
        "form": form,
        "title": found.name,
        "lead": _("Un autre nom, ou un dernier jour : les fiches suivent."),
        "back": address(request, "territory"),
    }
    return page(request, "office/form.html", context, status=IN_ERROR if form.is_bound else 200)


def _change(request: StaffRequest, form: NeighbourhoodNameForm, neighbourhood: UUID) -> bool:
    kinds = {"name": "people.rename_neighbourhood", "retired_on": "network.retire_neighbourhood"}
    return all(
        run(
            request,
            form,
            kind,
            {"neighbourhood": neighbourhood, name: form.cleaned_data[name]},
        )
        is not None
        for name, kind in kinds.items()
        if name in form.changed_data
    )
