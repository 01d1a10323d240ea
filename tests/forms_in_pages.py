"""What a page lets one send: its forms, their fields, the links with a query."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from html.parser import HTMLParser
from uuid import UUID

FILLED = {"date": "2026-12-01", "time": "09:00", "number": "1", "decimal": "8"}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return "-" in text


def uuids_in(text: str) -> set[str]:
    return set(_UUID.findall(text))


@dataclass
class Field:
    """One name of a form: what it holds, and all that it offers."""

    name: str
    values: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)

    def names_rows(self) -> bool:
        return any(map(is_uuid, [*self.values, *self.offered]))

    def chosen(self, liked: Collection[str]) -> list[str]:
        offered = [offer for offer in self.offered if offer]
        return [one for one in offered if one in liked] or self.values or offered[:1]


@dataclass
class Form:
    """A form as it would be sent when only what is required was filled."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    def add(self, name: str, *, value: str | None = None, offered: str | None = None) -> None:
        one = self.fields.setdefault(name, Field(name))
        one.values += [] if value is None else [value]
        one.offered += [] if offered is None else [offered]

    def data(self, liked: Collection[str] = ()) -> dict[str, list[str]]:
        """Its values; a choice takes the row we like, else the first when it is left open."""
        return {name: one.chosen(liked) for name, one in self.fields.items()}

    def ids(self) -> list[str]:
        """Names of the fields whose values are rows."""
        return [name for name, one in self.fields.items() if one.names_rows()]


class Page(HTMLParser):
    """The forms and the links of a page."""

    def __init__(self, html: str, address: str) -> None:
        super().__init__()
        self.address, self.forms, self.links = address, list[Form](), list[str]()
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and "?" in said.get("href", ""):
            self.links.append(said["href"])
        elif tag == "form":
            action = said.get("action") or self.address
            self.forms.append(Form(action, said.get("method", "get").lower()))
        elif self.forms and tag in {"input", "select", "textarea", "option", "button"}:
            self._field(tag, said)

    def _field(self, tag: str, said: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], said.get("name", ""), said.get("type", "text")
        value = said.get("value", "")
        if tag == "option":
            chosen = value if "selected" in said else None
            form.add(self._select, value=chosen or None, offered=value)
        elif tag == "select":
            self._select = name
        elif name and kind in {"radio", "checkbox"}:
            chosen = value if "checked" in said else None
            form.add(name, value=chosen, offered=value if kind == "radio" or is_uuid(value) else "")
        elif name:
            wanted = FILLED.get(said.get("inputmode", kind), "Essai")
            filled = wanted if "required" in said else None
            form.add(name, value=value or filled)
