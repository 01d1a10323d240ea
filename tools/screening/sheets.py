"""Contact sheets: pictures side by side with their titles, laid out and taken by Chromium."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from playwright.sync_api import Browser

MOST_BYTES = 400_000
QUALITIES = range(70, 25, -5)
GAP = 18
STYLE = """
  body { margin: 0; padding: 20px; width: max-content; background: #e9e4d8;
         font: 17px/1.3 sans-serif; }
  h1 { margin: 0 0 14px; font-size: 24px; }
  main { display: grid; gap: 18px; align-items: start; }
  figure { margin: 0; }
  figcaption { margin-bottom: 5px; font-weight: 700; overflow: hidden; white-space: nowrap;
               text-overflow: ellipsis; }
  div { display: flex; gap: 8px; align-items: start; }
  img { display: block; border: 1px solid #8b8474; object-fit: cover; object-position: top; }
"""


@dataclass(frozen=True)
class Seen:
    """What was seen at once: its title, and its pictures (wide first, then a phone's)."""

    title: str
    pictures: tuple[Path, ...]


@dataclass(frozen=True)
class Layout:
    """How many across, and the width and the most height of each picture, in pixels."""

    across: int
    widths: tuple[int, ...]
    height: int
    flows: bool = False
    """Whether what has fewer pictures takes less room."""


SCREENS = Layout(across=2, widths=(600, 172), height=520)
STEPS = Layout(across=3, widths=(520,), height=480)
PAPERS = Layout(across=4, widths=(230, 230), height=330, flows=True)


def compose(browser: Browser, title: str, seen: Iterable[Seen], layout: Layout, to: Path) -> None:
    """One JPEG of all of it, no heavier than ``MOST_BYTES`` if its quality can be that low."""
    page = browser.new_page(viewport={"width": 800, "height": 600})
    html = to.with_suffix(".html")
    html.write_text(_page(title, seen, layout), encoding="utf-8")
    try:
        page.goto(html.as_uri())
        width = page.evaluate("document.body.offsetWidth")
        page.set_viewport_size({"width": width, "height": 600})
        for quality in QUALITIES:
            page.screenshot(path=to, full_page=True, type="jpeg", quality=quality)
            if to.stat().st_size <= MOST_BYTES:
                break
    finally:
        html.unlink()
        page.close()


def _page(title: str, seen: Iterable[Seen], layout: Layout) -> str:
    cells = "".join(_cell(one, layout) for one in seen)
    grid = f"grid-template-columns: repeat({layout.across}, max-content)"
    if layout.flows:
        width = layout.across * (sum(layout.widths) + GAP)
        grid = f"display: flex; flex-wrap: wrap; width: {width}px"
    return (
        f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>'
        f'<h1>{escape(title)}</h1><main style="{grid}">{cells}</main>'
    )


def _cell(one: Seen, layout: Layout) -> str:
    pictures = "".join(
        f'<img src="{path.resolve().as_uri()}" width="{width}"'
        f' style="max-height: {layout.height}px">'
        for path, width in zip(one.pictures, layout.widths, strict=False)
    )
    shown = layout.widths[: len(one.pictures)]
    widest = sum(shown) + 8 * (len(shown) - 1)
    return (
        f'<figure style="max-width: {widest}px"><figcaption>{escape(one.title)}</figcaption>'
        f"<div>{pictures}</div></figure>"
    )
