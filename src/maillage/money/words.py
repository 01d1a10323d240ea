"""What plans pay for, in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from maillage.core import saying
from maillage.money.models import Allowance
from maillage.money.plan_queries import Used
from maillage.money.rules import THOUSANDTHS


def figure(units: int) -> str:
    """« 20 », « 1,5 »: thousandths, as people say them."""
    return saying.figure((Decimal(units) / THOUSANDTHS).normalize())


def used_said(one: Used, labels: Mapping[str, str]) -> str:
    """« 2/2 utilisés cette semaine », « 7/20 utilisés », « 12 utilisés, sans limite »."""
    label = labels.get(one.allowance.code, one.allowance.code)
    if one.given is None:
        return _("%(what)s : %(used)s, sans limite") % {"what": label, "used": figure(one.used)}
    values = {"what": label, "used": figure(one.used), "given": figure(one.given)}
    if one.allowance.per == Allowance.Per.WEEK:
        return _("%(what)s : %(used)s/%(given)s cette semaine") % values
    return _("%(what)s : %(used)s/%(given)s") % values
