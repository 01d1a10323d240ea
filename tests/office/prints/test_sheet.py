"""What the attendance sheet says, as data and as the paper that comes out."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.utils import timezone
from pypdf import PdfReader

from maillage.core import saying
from maillage.core.ids import new_id
from maillage.core.printing import PrintFailed, pdf
from maillage.office.prints.sheet import EMPTY_LINES, NOTHING, sheet_data
from maillage.programme.models import Session
from tests.houses import House
from tests.making import registration

TEMPLATE = "programme/prints/attendance_sheet.typ"


def full_session(house: House, seats: int, *, name: str = "Prénom") -> Session:
    house.do("network.edit_place", place=house.place, motto="Village connecté à l’avenir")
    session = house.session(
        day=date(2027, 3, 16), start="14:00", minutes=120, capacity=seats, room=house.room,
        mediators=[house.manager],
    )  # fmt: skip
    for number in range(seats):
        person = house.person(f"{name} {number + 1}", "Le Gall")
        registration = [{"registration": new_id(), "person": person}]
        house.do("programme.register", session=session, seats=registration)
    with house.scope():
        return Session.objects.select_related("place", "room").get(pk=session)


def pages(content: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(content))
    return [
        " ".join((page.extract_text() or "").replace("\u00a0", " ").split())
        for page in reader.pages
    ]


def test_the_sheet_names_place_session_day_and_seats(house: House) -> None:
    session = full_session(house, 2)
    with house.scope():
        data = sheet_data(session, whole_names=True)
    assert data["place"] == {
        "name": "Numéripôle", "motto": "Village connecté à l’avenir", "logo": [],
    }  # fmt: skip
    assert data["session"] == {
        "title": "Boîte mail",
        "when": "Mardi 16 mars 2027, de 14\u00a0h à 16\u00a0h",
        "where": "Salle bleue",
        "mediators": "Animation : Loïc",
    }
    assert [(row["seat"], row["name"]) for row in data["rows"][:2]] == [
        ("1", "Prénom 1 Le Gall"),
        ("2", "Prénom 2 Le Gall"),
    ]
    assert len(data["rows"]) == 2 + EMPTY_LINES


def test_a_volunteer_prints_first_names_and_initials(house: House) -> None:
    session = full_session(house, 1)
    with house.scope():
        assert sheet_data(session, whole_names=False)["rows"][0]["name"] == "Prénom 1 L."


def test_who_waits_stands_last_with_a_rank(house: House) -> None:
    session = full_session(house, 1)
    person = house.person("Zoé", "")
    registration = [{"registration": new_id(), "person": person}]
    house.do("programme.register", session=session.pk, seats=registration)
    with house.scope():
        data = sheet_data(session, whole_names=True)
    assert data["rows"][1] == {"seat": "(1)", "name": "Zoé", "signed": [NOTHING]}
    assert "liste d’attente" in data["note"]


@pytest.mark.once
def test_each_half_day_signed_has_its_column(house: House) -> None:
    session = house.session(day=timezone.localdate(), start="09:00", minutes=420)
    drawn, tapped = registration(house, session), registration(house, session)
    at = timezone.now()
    strokes = [[10, 150, 500, 20, 990, 280]]
    for seat, half, lines in ((drawn, "morning", strokes), (tapped, "afternoon", [])):
        house.do("programme.sign", signature=new_id(), registration=seat, half=half,
                 strokes=lines, at=at)  # fmt: skip
    with house.scope():
        data = sheet_data(Session.objects.select_related("place", "room").get(pk=session),
                          whole_names=True)  # fmt: skip
        made = pdf(TEMPLATE, data)
    said = f"a signé à {saying.hour(timezone.localtime(at).time())}"
    assert data["halves"] == ["Matin", "Après-midi"]
    (first, nothing), (other, tap) = data["rows"][0]["signed"], data["rows"][1]["signed"]
    assert '<polyline points="10 150 500 20 990 280"/>' in first["drawing"]
    assert (nothing, other, tap) == (NOTHING, NOTHING, {"drawing": "", "said": said})
    (page,) = pages(made)
    assert "Place Nom Matin Après-midi" in page
    assert said.replace("\u00a0", " ") in page


@pytest.mark.once
def test_sixty_seats_take_several_pages_and_each_repeats_its_header(house: House) -> None:
    session = full_session(house, 60)
    with house.scope():
        made = pdf(TEMPLATE, sheet_data(session, whole_names=True))
    read = pages(made)
    assert len(read) == 3
    for number, text in enumerate(read, start=1):
        assert "Place Nom Signature" in text
        assert f"page {number} sur 3" in text
    everything = " ".join(read)
    for number in range(1, 61):
        assert f"{number} Prénom {number} Le Gall" in everything
    assert read[0].startswith(
        "Numéripôle Village connecté à l’avenir Boîte mail Mardi 16 mars 2027"
    )


@pytest.mark.once
def test_the_paper_is_tagged_titled_in_french_and_large(house: House) -> None:
    session = full_session(house, 3)
    with house.scope():
        made = pdf(TEMPLATE, sheet_data(session, whole_names=True))
    reader = PdfReader(io.BytesIO(made))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "fr-FR"
    assert reader.metadata is not None
    assert reader.metadata.title == "Feuille de présence – Boîte mail"
    assert b'pdfuaid:part="1"' in made or b"<pdfuaid:part>1</pdfuaid:part>" in made
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    assert {font.get_object()["/BaseFont"].split("+")[1] for font in fonts} == {
        "AtkinsonHyperlegibleNext-Regular",
        "AtkinsonHyperlegibleNext-Bold",
    }
    sizes: list[float] = []
    for page in reader.pages:
        page.extract_text(
            visitor_text=lambda text, _cm, matrix, _font, size: (
                sizes.append(round(abs(matrix[3]) * (size or 1), 1)) if text.strip() else None
            )
        )
    assert min(sizes) >= 14


@pytest.mark.once
@pytest.mark.parametrize(
    "name", ["#panic(“x”)", '*Marie* _x_ $y$ `z` "q" \\ <a>', "#sys.inputs", "Łukasz Éé Ñ œ – ’"]
)
def test_what_people_typed_is_only_text(house: House, name: str) -> None:
    session = full_session(house, 1, name=name)
    with house.scope():
        text = " ".join(pages(pdf(TEMPLATE, sheet_data(session, whole_names=True))))
    squeezed = re.sub(r"\s", "", text)
    assert re.sub(r"\s", "", f"{name} 1 Le Gall") in squeezed


@pytest.mark.once
def test_letters_that_no_font_has_do_not_stop_the_print(house: House) -> None:
    session = full_session(house, 2, name="李 😀")
    with house.scope():
        made = pdf(TEMPLATE, sheet_data(session, whole_names=True))
    assert "Mardi 16 mars 2027" in pages(made)[0]
    assert PdfReader(io.BytesIO(made)).trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.once
def test_a_template_that_fails_says_why() -> None:
    with pytest.raises(PrintFailed, match=r"nowhere\.typ"):
        pdf("core/prints/nowhere.typ", {})
