"""What the demo says on the terminal: where it is, who signs in, what to try first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from maillage.core import saying
from maillage.demo.booking import RESERVED, book
from maillage.demo.prepare import SCENES, TOO_OLD, world_of
from maillage.demo.scene import MINUTES_PER_HOUR, Scene
from maillage.demo.writer import PASSWORD


def page(now: datetime, port: int) -> str:
    """The whole page, in French."""
    return "\n".join(_lines(now, port))


def _lines(now: datetime, port: int) -> Iterator[str]:
    address = f"http://127.0.0.1:{port}"
    yield ""
    yield "La démonstration de Maillage : de vrais lieux, des personnes inventées."
    yield ""
    yield f"  L’accueil du Numéripôle    {address}/s/bras/desk/"
    yield f"  Identifiant                sandrine@bras     mot de passe {PASSWORD}"
    yield "  La première fois, appuyez sur le bouton qui fait du navigateur un poste d’accueil,"
    yield "  puis ouvrez la caisse avec un fond de 50,00 €."
    yield ""
    yield "À essayer d’abord :"
    yield from (f"  · {tip}" for tip in (*_arrivals(now), *SCENES[0].tips))
    for scene in SCENES:
        yield ""
        yield from _team(scene, address)
    yield ""
    yield f"Mot de passe de tout le monde : {PASSWORD}. Le code sert à se relayer sur un poste."
    yield f"Après {TOO_OLD.days} jours, la démonstration est refaite : n’y gardez rien."
    yield ""


def _team(scene: Scene, address: str) -> Iterator[str]:
    yield f"{scene.title}, {scene.name} : {address}/s/{scene.slug}/desk/"
    for one in scene.team:
        login = f"{one.label}@{scene.slug}"
        yield f"  {login:<20} code {one.pin}   {one.job}"
    if scene is not SCENES[0]:
        yield from (f"  · {tip}" for tip in scene.tips)


def _arrivals(now: datetime) -> Iterator[str]:
    """Who is still expected today at a training of Bras; somebody well known without one."""
    world = world_of(SCENES[0], now)
    today = world.day_of(now)
    people = {one.label: one for one in world.folk(today)}
    for slot in world.scene.slots(today, world.first_run):
        booking = book(world, today, slot)
        expected = [people[one] for one in booking.seated if not RESERVED & people[one].traits]
        if booking.activity.crowd == "training" and expected and now < world.at(today, slot.start):
            who = next((one for one in expected if one.label == "marie"), expected[0])
            at = saying.hour(time(*divmod(slot.start, MINUTES_PER_HOUR)))
            yield (
                f"Bonjour ! Tapez « {who.first_name[:3].lower()} » puis Entrée : {who.first_name} "
                f"{who.last_name} vient pour « {booking.activity.title} », à {at} ; 8,00 €."
            )
            return
    yield "Bonjour ! Tapez « mar » puis Entrée : Marie Le Gall arrive."
