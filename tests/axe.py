"""Every rule of axe, experimental and AAA ones included: none is disabled."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).parent / "vendor/axe-core/axe.min.js"
RUN = """async () => {
  const rules = Object.fromEntries(axe.getRules().map((one) => [one.ruleId, { enabled: true }]));
  const { violations } = await axe.run(document, { rules, resultTypes: ["violations"] });
  return violations.map((one) =>
    `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""


def load(page: Page) -> None:
    """Bring axe into the page; its policy must let it, or be bypassed."""
    page.evaluate(SOURCE.read_text(encoding="utf-8"))


def faults(page: Page) -> list[str]:
    """What axe finds wrong in the page as it stands: the rule, and the first elements."""
    found: list[str] = page.evaluate(RUN)
    return found
