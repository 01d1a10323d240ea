"""The logo of a place through its screen, on pages and on the sheet."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from maillage.network.models import Place
from tests.office.conftest import Office
from tests.pictures import PNG, SVG


def sent(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("logo.png", content)


def logo(office: Office) -> str:
    with office.house.scope():
        return Place.objects.get(pk=office.house.place).logo.name


def pictures(office: Office, session: object) -> int:
    sheet = office.client.get(office.url("session-sheet", session))
    return len(PdfReader(io.BytesIO(sheet.content)).pages[0].images)


def test_a_logo_is_shown_on_screens_and_prints_then_removed(office: Office) -> None:
    place, session = office.house.place, office.house.session()
    assert "Le logo de Numéripôle" in office.get("logo-set", place)
    assert "enctype" in office.client.get(office.url("logo-set", place)).content.decode()
    assert pictures(office, session) == 0
    assert "Le logo est changé" in office.send("logo-set", place, picture=sent(PNG))
    shown = f'<img class="logo" src="/media/{logo(office)}" alt="">'
    assert shown in office.client.get(office.url("home")).content.decode()
    assert pictures(office, session) == 1
    office.send("logo-set", place, remove="on")
    assert (logo(office), pictures(office, session)) == ("", 0)


def test_what_is_no_picture_is_said_and_the_logo_stays(office: Office) -> None:
    place = office.house.place
    office.send("logo-set", place, picture=sent(PNG))
    before = logo(office)
    for typed, said in (
        ({"picture": sent(SVG)}, "Ce n’est pas une image PNG, JPEG ou WebP"),
        ({"picture": sent(PNG + bytes(300_000))}, "trop lourde"),
        ({"picture": sent(PNG + bytes(7_000_000))}, "Choisissez une image de 300 ko au plus"),
        ({}, "Choisissez une image de 300 ko au plus"),
    ):
        page, _source = office.refused("logo-set", place, **typed)
        assert said in page
    assert logo(office) == before
