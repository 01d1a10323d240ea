"""What somebody would pay, said by the office: the desk's own answers, on their whole domain."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from maillage.money.rules import membership_advice
from tests.browser import chromium, served

pytestmark = [pytest.mark.browser, pytest.mark.once]

DESK = Path(__file__).parents[2] / "src/maillage/desk/static/desk"
RATES = (None, 0, 80_000, 120_000)
DOMAIN = [
    dict(zip(("as_member", "as_visitor", "opens", "is_member", "expired"), values, strict=True))
    for values in product(RATES, RATES, *[(False, True)] * 3)
]

ADVISE = """async ({ module, domain }) => {
  const { membershipAdvice } = await import(module);
  const price = (member, rate) => (rate === null ? [] : [{ code: "C", profile: "", member, rate }]);
  return domain.map((one) => membershipAdvice({
    prices: [...price(true, one.as_member), ...price(false, one.as_visitor)],
    plan: {}, code: "C", profile: "", format: one.opens ? "free_access" : "workshop",
    isMember: one.is_member, expired: one.expired,
  }));
}"""


def test_the_membership_is_advised_as_the_desk_does() -> None:
    with served(DESK) as address, chromium() as browser:
        page = browser.new_page()
        page.goto(f"{address}/")
        asked = {"module": f"{address}/prices.js", "domain": DOMAIN}
        assert page.evaluate(ADVISE, asked) == [membership_advice(**one) for one in DOMAIN]
