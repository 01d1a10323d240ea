"""The desk's lists, its till, who may do what, what it shows when all is not well."""

import re

import pytest
from playwright.sync_api import expect

from tests.desk.fixture_snapshot import name
from tests.desk.gestures import Keyboard, toast

pytestmark = [pytest.mark.browser, pytest.mark.once]


def test_names_are_tapped_in_the_list_and_the_money_is_left_for_later(open_desk, sent):
    tab = open_desk()
    tab.locator("a.session", has_text="Boîte mail").click()
    tab.get_by_role("button", name="Présente : Odette Martin").click()
    expect(tab.locator(".seat-row", has_text="Odette")).to_contain_text("8,00 €")
    tab.get_by_role("button", name="Absent : Marcel Petit").click()
    (_, arrival), (kind, marked) = sent(tab)
    assert (arrival["sale"]["payments"], "receipt" in arrival["sale"]) == ([], False)
    assert (kind, marked["attendance"]) == ("programme.mark_attendance", "absent")


def test_a_name_that_is_only_near_is_chosen_by_an_arrow(open_desk, sent):
    tab = open_desk()
    tab.keyboard.type("lefebvre")
    near = tab.locator("#results .option", has_text="Julien Lefèvre")
    expect(near).to_contain_text("nom proche")
    expect(tab.locator("#results [aria-selected=true]")).to_contain_text("Nouvelle personne")
    expect(tab.locator("#live")).to_have_text(
        "Personne de ce nom. Entrée\u00a0: nouvelle personne. "
        "1\u00a0nom proche, à choisir par la flèche du bas."
    )
    tab.keyboard.press("ArrowDown")
    expect(tab.locator("#stage h2")).to_have_text("Julien Lefèvre")
    tab.keyboard.press("Enter")
    [(kind, payload)] = sent(tab)
    assert (kind, payload["person"]) == ("people.greet", name("Julien Lefèvre"))


def test_enter_makes_a_newcomer_of_a_name_that_is_only_near(open_desk):
    tab = open_desk()
    Keyboard(tab).type("martine")
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("Prénom", exact=True)).to_have_value("Martine")


def test_what_was_left_for_later_is_paid(open_desk, sent):
    tab = open_desk()
    tab.keyboard.type("mehdi")
    tab.get_by_role("button", name="Régler ce qui reste dû").click()
    expect(tab.locator("#stage h2")).to_have_text("Régler : Mehdi Haddad")
    tab.keyboard.press("Enter")
    expect(toast(tab)).to_have_text("Mehdi : réglé, 8,00 € en espèces")
    [(kind, payload)] = sent(tab)
    assert (kind, payload["payments"]) == ("money.pay", [{"means": "cash", "amount_cents": 800}])
    assert payload["receipt"]["number"] == 12
    expect(tab.get_by_role("button", name="Reçu A-12")).to_be_visible()


def test_what_was_left_for_later_has_its_receipt(open_desk):
    tab = open_desk("bras", f"#regler={name('Mehdi Haddad')}")
    expect(tab.get_by_label("Imprimer le reçu")).not_to_be_checked()
    Keyboard(tab)("r", "Enter")
    tab.emulate_media(media="print")
    expect(tab.locator("#print .paper")).to_have_count(1)
    written = " ".join(tab.locator("#print").inner_text().split())
    taxed = "8,00 € TTC = 6,67 € HT + 1,33 € de TVA (20 %)"
    for part in ("Reçu n° A-12", "Mehdi Haddad", "Mon téléphone 8,00 €", "Espèces 8,00 €", taxed):
        assert part in written


def test_a_passer_by_pays_three_copies_without_a_name(open_desk, sent):
    tab = open_desk()
    keys = Keyboard(tab)
    keys("=", "ArrowRight", "Tab", "3", "Enter")
    expect(tab.locator(".line-total")).to_contain_text("Copie, la page × 3")
    expect(tab.locator(".line-total")).to_contain_text("0,45 €")
    expect(tab.get_by_role("button", name="Plus tard")).to_have_count(0)
    keys("c", "r", "Enter")
    expect(toast(tab)).to_have_text("Copie, la page × 3, 0,45 € par carte")
    expect(tab.locator("#search")).to_be_focused()
    tab.emulate_media(media="print")
    assert "Copie, la page × 3" in " ".join(tab.locator("#print").inner_text().split())
    assert "Reçu de" not in tab.locator("#print").inner_text()
    [(kind, payload)] = sent(tab)
    assert (kind, list(payload), keys.strokes) == ("money.sell", ["sale"], 8)
    [line] = payload["sale"]["lines"]
    assert (line["kind"], line["code"], line["quantity"]) == ("other", "COPIE", 3000)
    assert payload["sale"]["payments"] == [{"means": "card", "amount_cents": 45}]


def test_a_quantity_that_is_none_is_said(open_desk):
    tab = open_desk("bras", "#vente")
    tab.get_by_label("Combien ?").fill("beaucoup")
    tab.keyboard.press("Enter")
    expect(tab.locator(".errors")).to_have_text("Écrivez un nombre, comme 3 ou 1,5.")
    expect(tab.get_by_label("Combien ?")).to_be_focused()


def test_nothing_is_asked_of_who_owes_nothing(open_desk):
    tab = open_desk("bras", f"#regler={name('Marie Le Gall')}")
    expect(tab.locator("#stage")).to_contain_text("Rien n’est à régler ici.")


def test_what_is_left_to_settle_leads_to_the_office_for_who_may(open_desk):
    link = open_desk().locator("#here a")
    expect(link).to_have_text("! 2 à régler au bureau")
    expect(link).to_have_attribute("href", "/s/bras/to-settle/")
    expect(open_desk("notill").locator("#here a")).to_have_count(0)


def test_a_mistaken_tap_is_taken_back_by_the_same_tap(open_desk, sent):
    tab = open_desk()
    for _ in range(2):
        tab.get_by_role("button", name="Présente : Odette Martin").click()
    expect(tab.get_by_role("button", name="Présente : Odette Martin")).to_have_attribute(
        "aria-pressed", "false"
    )
    (_, arrival), (kind, undone) = sent(tab)
    assert (kind, "receipt" in undone["given"]) == ("core.undo", False)
    assert arrival["sale"]["payments"] == []


def test_a_session_opens_over_a_search(open_desk):
    tab = open_desk()
    tab.keyboard.type("mar")
    tab.locator("a.session", has_text="Boîte mail").click()
    expect(tab.locator("#stage h2")).to_have_text("Boîte mail")
    expect(tab.locator("#search")).to_have_value("")


def test_a_person_is_registered_in_two_taps(open_desk, sent):
    tab = open_desk()
    tab.keyboard.type("gérard")
    tab.get_by_role("button", name="Inscrire à une séance").click()
    tab.get_by_role("button", name="Photos : trier").first.click()
    expect(toast(tab)).to_contain_text("Gérard : inscrit")
    [(kind, payload)] = sent(tab)
    assert (kind, len(payload["seats"])) == ("programme.register", 1)


def test_a_cancellation_names_the_next_person_and_the_number_to_call(open_desk):
    tab = open_desk()
    tab.locator("summary").click()
    tab.locator("a.session", has_text="Réalité virtuelle").click()
    tab.get_by_role("button", name="Annuler l’inscription de Marcel Petit").click()
    expect(tab.locator(".notice b")).to_contain_text("Prochaine personne : Odette Martin (rang 1)")
    expect(tab.get_by_role("link", name="Appeler 03 29 00 22 90")).to_have_attribute(
        "href", "tel:0329002290"
    )


def test_the_till_closes_with_a_difference_explained_and_prints_the_head(open_desk, sent):
    tab = open_desk("bras", "#caisse")
    keys = Keyboard(tab)
    keys.type("122")
    keys("Enter")
    expect(tab.locator(".errors").last).to_have_text(
        "Choisissez une explication, même « inexpliqué »."
    )
    tab.get_by_text("Erreur de rendu").click()
    keys("Enter", "Enter")
    expect(tab.locator("dialog[open]")).to_contain_text("7f3a09c2")
    [(_, payload)] = sent(tab)
    assert (payload["counted_cents"], payload["reason"]) == (12_200, "change")


def test_a_refusal_says_what_to_do_next(open_desk):
    tab = open_desk("refused")
    Keyboard(tab)("c", "l", "a", "Enter")
    expect(toast(tab)).to_contain_text("Cette séance est annulée. Proposez-en une autre.")
    expect(tab.locator(".line-state")).to_have_text("1 refus à voir")


def test_the_queue_is_visible_when_the_server_is_away(open_desk):
    tab = open_desk("away")
    tab.keyboard.press("+")
    tab.keyboard.press("+")
    expect(tab.locator(".line-state")).to_have_text("2 en attente · hors ligne")


def test_another_person_takes_the_desk_with_a_pin(open_desk):
    tab = open_desk()
    tab.get_by_role("button", name="Sandrine").click()
    tab.get_by_text("Karim", exact=True).click()
    tab.keyboard.type("0000")
    tab.keyboard.press("Enter")
    expect(tab.locator("dialog .errors")).to_contain_text("Ce code n’est pas le bon")
    tab.keyboard.type("1234")
    tab.keyboard.press("Enter")
    expect(tab.locator(".who")).to_contain_text("Karim")
    tab.get_by_role("button", name="Karim est").click()
    tab.get_by_text("Sandrine", exact=True).last.click()
    tab.keyboard.type("1234")
    tab.keyboard.press("Enter")
    expect(tab.locator(".who")).to_contain_text("Sandrine")


def test_without_the_till_nobody_is_asked_to_pay(open_desk, sent):
    tab = open_desk("notill")
    Keyboard(tab)("m", "a", "r", "Enter")
    expect(toast(tab)).to_have_text("Marie : présente")
    [(_, payload)] = sent(tab)
    assert "sale" not in payload


def test_a_second_tab_of_the_device_only_looks(open_desk):
    tab = open_desk()
    second = tab.context.new_page()
    second.goto(tab.url)
    expect(second.locator("#notice")).to_contain_text("Un autre onglet de ce poste est déjà ouvert")
    expect(second.get_by_role("button", name="+1 sans nom").first).to_be_disabled()
    tab.close()
    expect(second.locator("#notice")).to_be_empty()


def test_mode_accueil_masks_names_sums_and_phones(open_desk):
    tab = open_desk()
    tab.get_by_role("button", name="Mode accueil").click()
    expect(tab.locator(".till b")).to_have_text("••• €")
    tab.locator("summary").click()
    tab.locator("a.session", has_text="Réalité virtuelle").click()
    tab.get_by_role("button", name="Annuler l’inscription de Marcel P.").click()
    expect(tab.get_by_role("link", name="Appeler")).to_have_text("Appeler •• •• •• •• ••")
    assert re.search("Petit|Le Gall|Martin", tab.locator("body").inner_text()) is None


def test_the_receipt_has_the_place_the_carrier_and_the_change(open_desk):
    tab = open_desk()
    Keyboard(tab)("m", "a", "r", "Enter", "2", "r", "Enter")
    tab.emulate_media(media="print")
    expect(tab.locator("#print")).to_contain_text("Reçu")
    written = " ".join(tab.locator("#print").inner_text().split())
    identity = ("Numéripôle", "Association Numéripôle (fictive)", "RNA W551000000")
    bought = ("Reçu n° A-12", "Marie Le Gall", "Boîte mail", "8,00 €", "Rendu 2,00 €")
    for part in (*identity, *bought, "TVA non applicable"):
        assert part in written
    expect(tab.locator("main")).to_be_hidden()


def test_on_a_phone_the_last_entry_leaves_the_tools_to_be_touched(open_desk):
    tab = open_desk()
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.keyboard.press("+")
    expect(toast(tab)).to_contain_text("sans nom")
    tab.locator("[data-key=queue]").click(timeout=5_000)
    expect(tab.get_by_role("dialog")).to_contain_text("Ce qui a été saisi")
