"""« Combien paierait Marie ? »: what the desk would ask, and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from maillage.money import queries
from maillage.money.models import PriceProfile
from maillage.money.queries import Standing
from maillage.money.quote import QuoteLine, quote
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.forms.money import QuoteForm
from maillage.office.prices import Words
from maillage.office.shell import IN_ERROR, page
from maillage.people.models import Person
from maillage.people.queries import live_persons, search_persons

MOST_FOUND = 8


@needs(Right.PRICES)
@require_GET
def price_quote(request: StaffRequest, slug: str) -> HttpResponse:
    """A person (or a profile), what is sold, a place, a day: the amount and its reason."""
    today, profiles = timezone.localdate(), queries.profiles()
    person = _person(request)
    here = request.place.pk if request.place else None
    form = QuoteForm(
        request.GET if "code" in request.GET else None,
        initial={"day": today, "where": here},
        codes=queries.price_codes(today),
        profiles=profiles,
        places=request.places,
        known=person is not None,
    )
    context: dict[str, Any] = {"form": form, "person": person}
    if form.is_bound and form.is_valid():
        found = _found(request, form, person)
        person = found[0] if len(found) == 1 else person
        if person is not None or not form.cleaned_data.get("who"):
            context |= _answer(request, form, person, profiles)
        context |= {"found": found if person is None else [], "person": person}
        context["asked"] = {name: request.GET[name] for name in form.fields if name in request.GET}
    status = IN_ERROR if form.is_bound and form.errors else 200
    return page(request, "office/quote.html", context, status=status)


def _person(request: StaffRequest) -> Person | None:
    try:
        wanted = UUID(request.GET.get("person", ""))
    except ValueError:
        return None
    found: Person | None = live_persons().filter(pk=wanted).first()
    return found


def _found(request: StaffRequest, form: QuoteForm, person: Person | None) -> list[Person]:
    """Who the words may mean, when nobody was chosen yet."""
    text = form.cleaned_data.get("who", "")
    return search_persons(text, MOST_FOUND) if text and person is None else []


def _answer(
    request: StaffRequest, form: QuoteForm, person: Person | None, profiles: list[PriceProfile]
) -> dict[str, Any]:
    """The amount, line by line, each with its reason."""
    data = form.cleaned_data
    plans = queries.plans_on(data["day"])
    if person is not None:
        stands = queries.standing(queries.last_membership(person.pk), plans, data["day"])
    else:
        stands = queries.standing(None, plans, data["day"])
        stands = stands._replace(until=data["day"]) if data["member"] else stands
    profile = person.price_profile if person else data["profile"]
    place = data["where"] or (request.place.pk if request.place else None)
    answer = quote(code=data["code"], profile=profile, stands=stands, place=place, day=data["day"])
    words = Words(request, profiles)
    return {
        "answer": answer,
        "lines": [
            line_of(one, words) for one in (answer.membership, answer.asked) if one is not None
        ],
        "stands": standing_words(stands),
        "profile": words.profiles.get(profile, ""),
    }


def line_of(line: QuoteLine, words: Words) -> dict[str, Any]:
    """A line of the answer: what, how much, why."""
    return {
        "label": line.label,
        "cents": line.cents,
        "unit": words.unit(line.price.unit) if line.price else "",
        "why": words.reason(line.price) if line.price else "",
    }


def standing_words(stands: Standing) -> dict[str, Any]:
    """Until when they are a member, or since when no longer."""
    return {"until": stands.until, "expired_on": stands.expired_on}
