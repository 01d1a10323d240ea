"""The grid of prices in words: who pays, where, and what a cell says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import saying
from maillage.money.grid import Cell, Key, Line, grid_of, key_of
from maillage.money.models import MembershipPlan, Price, PriceProfile
from maillage.money.rules import resolve
from maillage.network.middleware import StaffRequest
from maillage.office.forms.fields import rate_text
from maillage.office.forms.money import MEMBERS, UNITS

FAMILIES: Mapping[str, str | Promise] = {
    "membership": gettext_lazy("Adhésions"),
    "plan": gettext_lazy("Forfaits et carnets"),
    "session": gettext_lazy("Séances et ateliers"),
    "time": gettext_lazy("Temps : machine, poste, salle"),
    "material": gettext_lazy("Matière et copies"),
    "other": gettext_lazy("Autre"),
}


class Words:
    """The words of a structure's grid: its profiles and its places."""

    def __init__(self, request: StaffRequest, profiles: Iterable[PriceProfile]) -> None:
        self.slug = request.structure.slug
        self.profiles = {one.code: one.label for one in profiles}
        self.places = {one.pk: one.name for one in request.places}

    def unit(self, unit: str) -> str:
        """« la séance »."""
        return str(dict(UNITS).get(unit, unit))

    def who(self, key: Key) -> str:
        """« tout le monde », « demandeur d’emploi, adhérent·e »."""
        words = [self.profiles.get(key.profile, key.profile)] if key.profile else []
        if key.member is not None:
            words.append(_("adhérent·e") if key.member else _("sans adhésion"))
        return ", ".join(words) or _("tout le monde")

    def where(self, key: Key) -> str:
        """« tous les lieux », or the place's name."""
        return self.places.get(key.place, "") if key.place else _("tous les lieux")

    def where_and_who(self, key: Key) -> str:
        """« Pour tout le monde, dans tous les lieux. »"""
        words = {"who": self.who(key), "where": self.where(key)}
        return _("Pour : %(who)s. Où : %(where)s.") % words

    def instead(self, rows: Iterable[Price], key: Key, day: date) -> str:
        """The price that applies to an empty cell, and whose it is; "" without one."""
        found = resolve(
            rows,
            code=key.code,
            profile=key.profile,
            member=bool(key.member),
            place=key.place,
            day=day,
        )
        return self.said_as(found) if found else ""

    def said_as(self, price: Price) -> str:
        """« 8,00 €, prix de : tout le monde »."""
        key = key_of(price)
        whose = self.who(key) if not key.place else f"{self.who(key)}, {self.where(key)}"
        words = {"rate": rate_text(price.rate), "whose": whose}
        return _("%(rate)s, comme : %(whose)s") % words

    def reason(self, price: Price) -> str:
        """« tarif adhérent·e, profil demandeur d’emploi, depuis le 1er septembre 2026 »."""
        key = key_of(price)
        tariffs = {True: _("tarif adhérent·e"), False: _("tarif sans adhésion")}
        words = [tariffs[key.member]] if key.member is not None else [_("tarif de tous")]
        if key.profile:
            label = self.profiles.get(key.profile, key.profile)
            words.append(_("profil %s") % f"{label[:1].lower()}{label[1:]}")
        if key.place:
            words.append(_("prix de %s") % self.where(key))
        words.append(_("depuis le %s") % saying.date_long(price.from_day))
        return ", ".join(words)

    def address_of(self, key: Key) -> str:
        """The screen of a cell."""
        member = next(text for text, value in MEMBERS.items() if value == key.member)
        asked = {"code": key.code, "profile": key.profile, "member": member}
        where = {"where": str(key.place)} if key.place else {}
        return f"{reverse('price-set', args=[self.slug])}?{urlencode({**asked, **where})}"


def groups(
    rows: list[Price], words: Words, plans: Collection[MembershipPlan], today: date
) -> list[dict[str, Any]]:
    """The grid, a group for each family, as its page shows it."""
    codes = {one.price_code for one in plans}
    profiles = list(words.profiles)
    return [
        {"title": FAMILIES[name], "lines": [line_of(one, words) for one in lines]}
        for name, lines in grid_of(rows, profiles, codes, today)
    ]


def line_of(line: Line, words: Words) -> dict[str, Any]:
    """A line: what is sold, for what, where it has a price of its own."""
    return {
        "label": line.label,
        "unit": words.unit(line.unit),
        "place": words.places.get(line.place, "") if line.place else "",
        "cells": [cell_of(one, line, words) for one in line.cells],
    }


def cell_of(cell: Cell, line: Line, words: Words) -> dict[str, Any]:
    """A cell: its price, or the one that applies instead, or the next.

    A price for members and others alike is that of the others where members have their own.
    """
    key, price = cell.key, cell.price
    if not price and cell.instead and key_of(cell.instead) == key._replace(member=None):
        key, price = key_of(cell.instead), cell.instead
    ahead = None
    if cell.ahead:
        ahead = {"rate": rate_text(cell.ahead.rate), "day": cell.ahead.from_day}
    return {
        "url": words.address_of(key),
        "span": cell.span,
        "rate": rate_text(price.rate) if price else "",
        "until": price.to_day if price and not cell.ahead else None,
        "instead": rate_text(cell.instead.rate) if cell.instead else "",
        "like": words.who(key_of(cell.instead)) if cell.instead else "",
        "ahead": ahead,
        "about": f"{line.label}, {words.who(cell.key)}",
    }
