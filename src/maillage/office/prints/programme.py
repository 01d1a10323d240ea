"""What is printed to be read at the baker's: the month's programme, posters, flyers, signs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.money.queries import prices_on
from maillage.network.logos import read_logo
from maillage.network.models import Organisation, Place
from maillage.office.forms.fields import rate_text
from maillage.office.prints.parts import hour_of, reach_part, when, where
from maillage.programme import queries
from maillage.programme.catalogue import labels
from maillage.programme.models import Format, Level, Session, Workshop

ARROWS = ("right", "left", "ahead")
MOST_DATES = 6


def month_data(
    first: date, sessions: Sequence[Session], *, place: Place, site: str, lead: str = ""
) -> dict[str, Any]:
    """A month of sessions that take place, a line each."""
    planned = [one for one in sessions if one.state == Session.State.PLANNED]
    several = len({one.place_id for one in planned}) > 1
    named = queries.organisers_of(planned)
    return {
        "title": _("Programme de %s") % saying.month(first),
        "lead": lead,
        "place": reach_part(place, site),
        "columns": [_("Jour"), _("Heure"), _("Séance")],
        "rows": [_month_row(one, several=several, named=named.get(one.pk, [])) for one in planned],
        "nothing": _("Aucune séance ce mois-ci."),
        "organisers": organisers_part(_once(named.values())),
    }


def _month_row(session: Session, *, several: bool, named: list[Organisation]) -> dict[str, Any]:
    level = session.workshop.level
    about = [
        session.place.name if several else "",
        where(session) if session.address or session.room else "",
        session.workshop.get_level_display() if level != Level.ALL else "",
        _("avec %s") % saying.together([one.name for one in named]) if named else "",
    ]
    return {
        "day": saying.capital(saying.day_in_month(session.day)),
        "hour": hour_of(session),
        "title": session.title,
        "about": " · ".join(filter(None, about)),
    }


def _once(rows: Iterable[list[Organisation]]) -> list[Organisation]:
    found = {one.pk: one for row in rows for one in row}
    return sorted(found.values(), key=lambda one: one.name)


def organisers_part(rows: Iterable[Organisation]) -> list[dict[str, Any]]:
    """Who organises: the name, and the logo where there is one."""
    return [{"name": one.name, "logo": list(read_logo(one))} for one in rows]


def session_poster(session: Session, *, site: str, size: str) -> dict[str, Any]:
    """The poster of a session or an event: what, when, where, with whom."""
    named = queries.organisers_of([session]).get(session.pk, [])
    return poster(
        session.workshop,
        title=session.title,
        dates=[when(session)],
        where_=where(session),
        place=session.place,
        site=site,
        size=size,
        named=named,
        price=price_words(session.price_code, session.day),
        age=session.minimum_age,
    )


def workshop_poster(
    workshop: Workshop, coming: Sequence[Session], *, place: Place, site: str, size: str
) -> dict[str, Any]:
    """The poster of a workshop: its next dates."""
    planned = [one for one in coming if one.state == Session.State.PLANNED][:MOST_DATES]
    places = {where(one) for one in planned}
    day = planned[0].day if planned else None
    return poster(
        workshop,
        title=workshop.title,
        dates=[when(one) for one in planned] or [_("Prochaines dates à l’accueil.")],
        where_=places.pop() if len(places) == 1 else place.address,
        place=planned[0].place if planned else place,
        site=site,
        size=size,
        named=_once(queries.organisers_of(planned).values()),
        price=price_words(workshop.price_code, day) if day else "",
        age=workshop.minimum_age,
    )


def poster(
    workshop: Workshop,
    *,
    title: str,
    dates: list[str],
    where_: str,
    place: Place,
    site: str,
    size: str,
    named: list[Organisation],
    price: str,
    age: int | None,
) -> dict[str, Any]:
    """The data of ``poster.typ``; ``size`` is ``a4`` or ``a5``."""
    facts = [*labels(workshop), price, _("dès %s ans") % age if age else ""]
    kinds = {Format.CLASSIC, Format.FREE_ACCESS}
    return {
        "title": title,
        "paper": size,
        "kind": "" if workshop.format in kinds else workshop.get_format_display(),
        "when": dates,
        "where": where_,
        "about": workshop.description,
        "facts": [saying.capital(one) for one in facts if one],
        "with": _("Organisé avec"),
        "organisers": organisers_part(named),
        "place": reach_part(place, site),
    }


def price_words(code: str, day: date) -> str:
    """« Gratuit », « 8,00 € », « de 8,00 € à 12,00 € »; nothing when no price stands that day."""
    if not code:
        return _("Gratuit")
    rates = [one.rate for one in prices_on(day) if (one.code, one.unit) == (code, "session")]
    if not rates:
        return ""
    low, high = min(rates), max(rates)
    if low == high:
        return rate_text(low) if low else _("Gratuit")
    words = {"low": rate_text(low), "high": rate_text(high)}
    return _("de %(low)s à %(high)s") % words


def signs_data(session: Session) -> dict[str, Any]:
    """« Entrez ! » and the arrows of an event, a page each."""
    turned = [{"turn": turn, "words": _("Par ici")} for turn in ARROWS]
    return {
        "title": _("Panneaux – %s") % session.title,
        "session": session.title,
        "signs": [{"turn": "", "words": _("Entrez !")}, *turned],
    }
