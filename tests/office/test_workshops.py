"""Workshops and themes through their screens."""

from __future__ import annotations

from datetime import date

from maillage.core.ids import new_id
from maillage.programme.models import Theme, Workshop
from tests.houses import House
from tests.office.conftest import Office

FORM = {"format": "classic", "level": "all", "minutes": "90"}


def test_a_workshop_is_added_then_changed(office: Office) -> None:
    page = office.send(
        "workshop-add", **FORM, title="Photos", capacity="6", price_code="ATELIER",
        minimum_age="12", tools=["phone"], audiences=["seniors", "inhabitants"],
        description="Trier et partager.",
    )  # fmt: skip
    assert "L’atelier est ajouté" in page
    assert "Trier et partager." in page
    assert "téléphone, tous niveaux, habitants, seniors" in page
    with office.house.scope():
        photos = Workshop.objects.get(title="Photos")
    assert (photos.minutes, photos.capacity, photos.price_code) == (90, 6, "ATELIER")
    assert (photos.tools, set(photos.audiences)) == (["phone"], {"inhabitants", "seniors"})
    page = office.send(
        "workshop-edit", photos.pk, **FORM | {"minutes": "60"}, title="Photos de famille"
    )
    assert "Photos de famille" in page
    photos.refresh_from_db()
    assert (photos.capacity, photos.minimum_age, photos.price_code) == (None, None, "")
    assert (photos.tools, photos.minutes) == ([], 60)


def test_a_workshop_without_a_title_keeps_the_rest(office: Office) -> None:
    page, source = office.refused("workshop-add", **FORM | {"minutes": "75"}, description="photo")
    assert "Donnez un titre, ou choisissez un thème" in page
    assert 'value="75"' in source
    assert "photo</textarea>" in source


def theme(house: House, title: str, synonyms: str = "") -> Theme:
    made = new_id()
    house.do("programme.add_theme", theme=made, title=title, synonyms=synonyms)
    with house.scope():
        return Theme.objects.get(pk=made)


def picasa(house: House) -> Theme:
    """« Picasa (ancien) », replaced by « Retouche photo », which a workshop is about."""
    old, new = theme(house, "Picasa (ancien)", "photos, images"), theme(house, "Retouche photo")
    house.do("programme.create_workshop", workshop=new_id(), title="Picasa pas à pas", theme=old.pk)
    house.do("programme.retire_theme", theme=old.pk, retired_on="2016-05-01", successor=new.pk)
    house.do("programme.create_workshop", workshop=new_id(), title="Recadrer", theme=new.pk)
    return old


def test_photos_finds_what_replaced_picasa(office: Office) -> None:
    """M15: an old theme is found by plain words, and leads to its successor."""
    picasa(office.house)
    theme(office.house, "Messagerie", "mail")
    page = office.get("themes", q="photos")
    assert (
        "Picasa (ancien) → Retouche photo photos, images · 1 atelier retiré le 01/05/2016" in page
    )
    assert "Messagerie" not in page
    assert "Recadrer" in office.get("workshops", q="Images")
    assert "Aucun atelier ne répond" in office.get("workshops", q="tricot")


def test_a_past_workshop_keeps_its_retired_theme(office: Office) -> None:
    old = picasa(office.house)
    with office.house.scope():
        workshop = Workshop.objects.get(title="Picasa pas à pas")
    assert workshop.theme_id == old.pk
    assert "Thème Picasa (ancien)" in office.get("workshop", workshop.pk)
    choices = office.client.get(office.url("workshop-add")).content.decode()
    assert ">Retouche photo</option>" in choices
    assert ">Picasa (ancien)</option>" not in choices
    held = office.client.get(office.url("workshop-edit", workshop.pk)).content.decode()
    assert ">Picasa (ancien)</option>" in held


def test_two_themes_never_replace_each_other(office: Office) -> None:
    old = picasa(office.house)
    with office.house.scope():
        new = Theme.objects.get(pk=old.pk).successor_id
    page, _source = office.refused(
        "theme-retire", new, retired_on="2026-01-01", successor=str(old.pk)
    )
    assert "n’en fait pas partie" in page  # a retired theme is not even proposed
    office.send("theme-retire", old.pk, retired_on="")
    office.send("theme-retire", new, retired_on="2026-01-01", successor=str(old.pk))
    with office.house.scope():
        themes = dict(Theme.objects.values_list("title", "successor_id"))
    assert themes == {"Picasa (ancien)": None, "Retouche photo": old.pk}


def test_a_theme_of_the_same_name_is_refused(office: Office) -> None:
    theme(office.house, "Messagerie")
    page, _source = office.refused("theme-add", title="Messagerie", synonyms="")
    assert "Ce thème existe déjà" in page


def test_a_workshop_with_a_theme_only_has_its_title(office: Office) -> None:
    """M14: created with a theme only."""
    robot = theme(office.house, "Robots")
    page = office.send("workshop-add", **FORM | {"format": "collaborative"}, theme=str(robot.pk))
    assert page.count("Robots") >= 2
    with office.house.scope():
        made = Workshop.objects.get(theme=robot)
    assert (made.title, made.format) == ("Robots", "collaborative")


def test_workshops_are_found_by_tool_and_level(office: Office) -> None:
    """B08: « téléphone · débutant », chosen or typed."""
    house = office.house
    for title, tool, level in (
        ("Mon téléphone", "phone", "beginner"),
        ("Trucs et astuces", "phone", "advanced"),
        ("Premiers pas", "computer", "beginner"),
        ("Questions libres", "phone", "all"),
    ):
        house.do(
            "programme.create_workshop", workshop=new_id(), title=title, tools=[tool], level=level
        )

    def found(**query: str) -> list[str]:
        page = office.get("workshops", **query)
        titles = ("Mon téléphone", "Trucs et astuces", "Premiers pas", "Questions libres")
        return [one for one in titles if one in page]

    assert found(tool="phone", level="beginner") == ["Mon téléphone", "Questions libres"]
    assert found(q="téléphone débutant") == ["Mon téléphone"]
    assert found(tool="machine") == []
    assert found(audience="young") == [
        "Mon téléphone", "Trucs et astuces", "Premiers pas", "Questions libres",
    ]  # fmt: skip
    assert len(found(tool="'", level="9")) == 4


def test_the_packaged_themes_come_in_one_click(office: Office) -> None:
    assert "Prendre les thèmes proposés" in office.get("themes")
    page = office.send("themes-start")
    assert "32 thèmes sont ajoutés" in page
    assert "Prendre les thèmes proposés" not in page
    assert "Arnaques et fraudes" in office.get("themes", q="phishing")
    assert "0 thèmes sont ajoutés" in office.send("themes-start")


def test_a_workshop_shows_what_comes_and_who_came(office: Office) -> None:
    house = office.house
    past = house.session(day=date(2026, 1, 6), start="10:00", minutes=60)
    registration = new_id()
    seats = [{"registration": registration, "person": house.person()}]
    house.do("programme.register", session=past, seats=seats)
    house.do("programme.mark_attendance", registration=registration, attendance="present")
    house.do("people.count_anonymous", count=new_id(), heads=2, session=past)
    house.session(day=date(2190, 1, 5), start="14:00", minutes=60)
    page = office.get("workshop", house.workshop)
    assert "Mardi 5 janvier 2190, 14 h Numéripôle 0/8 places prises" in page
    assert "Mardi 6 janvier 2026 Numéripôle 3 présences" in page


def test_a_workshop_no_more_proposed_leaves_the_list_and_keeps_its_page(office: Office) -> None:
    house = office.house
    office.send(
        "workshop-edit", house.workshop, **FORM, title="Boîte mail", retired_on="2026-09-01"
    )
    assert "Boîte mail" not in office.get("workshops")
    assert "n’est plus proposé depuis le 01/09/2026" in office.get("workshop", house.workshop)
