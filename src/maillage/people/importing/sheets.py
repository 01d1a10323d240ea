"""Reading a spreadsheet: the lines of an .xlsx or a .csv, as text, with their numbers."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

MOST_BYTES = 20 * 1024 * 1024
MOST_UNZIPPED = 200 * 1024 * 1024
MOST_LINES = 20_000
MOST_COLUMNS = 80
FORMULA = "="


class Unreadable(Exception):
    """The file cannot be read; the message says, in French, what to do."""


class Line(NamedTuple):
    """A line of the file, numbered as the spreadsheet shows it; its cells as text."""

    number: int
    cells: list[str]

    def cell(self, index: int) -> str:
        return self.cells[index] if index < len(self.cells) else ""


def read_lines(path: Path, sheet: str = "") -> list[Line]:
    """The lines of the file that hold something, in order.

    Raises ``Unreadable`` for another kind of file, one too large or broken, an unknown ``sheet``.
    """
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(_("Ce fichier dépasse 20 Mo. Coupez-le en plusieurs."))
    content = path.read_bytes()
    if content.startswith(b"PK"):
        rows = _from_workbook(content, sheet)
    elif path.suffix.lower() in {".csv", ".txt", ".tsv"}:
        rows = _from_csv(content)
    else:
        raise Unreadable(
            _("Ce fichier n’est ni un .xlsx ni un .csv. Enregistrez-le sous l’un de ces formats.")
        )
    lines = [Line(number, cells) for number, cells in rows if any(cells)]
    if len(lines) > MOST_LINES:
        raise Unreadable(_("Ce fichier a plus de 20 000 lignes. Coupez-le en plusieurs."))
    return lines


def _from_csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for row in reader:
            # A cell may hold line breaks: the number is that of the line it ends on.
            yield reader.line_num, [cell.strip() for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise Unreadable(
            _("La ligne %(line)s n’est pas du CSV. Enregistrez le fichier à nouveau en .xlsx.")
            % {"line": reader.line_num}
        ) from error


def _decoded(content: bytes) -> str:
    if b"\0" in content[:1000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(_("Ce fichier n’est pas du texte. Enregistrez-le en .xlsx ou en .csv."))
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig",)
    for encoding in (*encodings, "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _delimiter(text: str) -> str:
    """Of « ; », tab and « , », the one most used in the first lines."""
    head = "\n".join(text.splitlines()[:20])
    return max(";\t,", key=head.count)


def _from_workbook(content: bytes, sheet: str) -> Iterator[tuple[int, list[str]]]:
    # Loaded now: a server that reads no workbook never pays for it.
    import openpyxl  # noqa: PLC0415

    _refuse_a_bomb(content)
    try:
        typed = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        shown = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Unreadable(
            _("Ce classeur ne s’ouvre pas. Enregistrez-le à nouveau en .xlsx.")
        ) from error
    names = typed.sheetnames
    if sheet and sheet not in names:
        raise Unreadable(
            _("Il n’y a pas de feuille « %(name)s ». Il y a : %(names)s.")
            % {"name": sheet, "names": ", ".join(names)}
        )
    name = sheet or names[0]
    return _both(typed[name].iter_rows(), shown[name].iter_rows())


def _refuse_a_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as inside:
            size = sum(one.file_size for one in inside.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable(_("Ce fichier est abîmé. Copiez-le à nouveau.")) from error
    if size > MOST_UNZIPPED:
        raise Unreadable(_("Ce classeur est trop grand. Gardez-en les seules colonnes utiles."))


def _both(
    typed: Iterable[tuple[Any, ...]], shown: Iterable[tuple[Any, ...]]
) -> Iterator[tuple[int, list[str]]]:
    """Each row as it is shown; a formula whose result was not kept stays a formula."""
    for number, (row, results) in enumerate(zip(typed, shown, strict=True), start=1):
        if number > MOST_LINES + 1000:
            return
        cells = [
            _text(result.value if result.value is not None else cell.value)
            for cell, result in zip(row[:MOST_COLUMNS], results[:MOST_COLUMNS], strict=True)
        ]
        yield number, cells


def _text(value: Any) -> str:
    """A cell as text: a day in ISO, a whole number without a decimal part."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
