"""The language of the pages: the browser's, or the one chosen."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tests.houses import House, sign_in

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9,fr;q=0.5"}


def language_of(answer) -> str:
    return answer.content.decode().split('<html lang="')[1].split('"')[0]


def test_french_unless_the_browser_asks_for_english(db):
    for asked, given in (("fr-FR", "fr"), ("en-GB,fr;q=0.5", "en"), ("de-DE,de", "fr"), ("", "fr")):
        answer = Client(HTTP_ACCEPT_LANGUAGE=asked).get(reverse("sign-in"))
        assert language_of(answer) == given


def test_the_choice_on_the_sign_in_page_wins_and_is_kept(db):
    client = Client(enforce_csrf_checks=True, **ENGLISH)
    address = f"{reverse('sign-in')}?next=/s/bras/"
    token = client.get(address).cookies["maillage_csrf"].value
    sent = {"language": "fr", "next": address, "csrfmiddlewaretoken": token}
    assert client.post(reverse("language"), {**sent, "csrfmiddlewaretoken": ""}).status_code == 403
    answer = client.post(reverse("language"), sent)
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert language_of(client.get(address)) == "fr"


def test_the_choice_leads_nowhere_else(db):
    sent = {"language": "en", "next": "https://example.org/"}
    assert Client().post(reverse("language"), sent)["Location"] == "/"


def test_ones_own_account_offers_the_other_language(house: House):
    client = sign_in(house, "manager")
    account = reverse("account", args=[house.slug])
    page = client.get(account).content.decode()
    assert (f'name="next" value="{account}"' in page, 'value="en" lang="en">English<' in page) == (
        True,
        True,
    )
    client.post(reverse("language"), {"language": "en", "next": account})
    page = client.get(account).content.decode()
    assert ('<html lang="en">' in page, 'value="fr" lang="fr">Français<' in page) == (True, True)
