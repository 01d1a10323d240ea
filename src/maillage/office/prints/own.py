"""What somebody takes away to open their own page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from maillage.core.qr import qr_code
from maillage.network.models import Place
from maillage.office.prints.parts import reach_part
from maillage.people.models import Person


def own_data(person: Person, *, place: Place, url: str) -> dict[str, Any]:
    """The address of somebody's page, what they do there, and what to do when it is lost."""
    before = url.rindex("/", 0, -1) + 1
    return {
        "title": _("Votre page – %s") % person,
        "place": reach_part(place) | {"call": _("Une question, ou ce papier perdu ?")},
        "heading": _("Votre page"),
        "name": str(person),
        "lead": _("Avec l’appareil photo de votre téléphone, visez ce carré :"),
        "drawn": qr_code(url),
        "or": _("Ou tapez cette adresse, d’un seul tenant :"),
        "url": url,
        "lines-of-url": [url[:before], url[before:]],
        "lines": [
            _("Vous y voyez ce que vous avez réservé."),
            _("Vous réservez et vous annulez, sans mot de passe."),
            _("Gardez cette adresse pour vous : qui l’a peut réserver à votre place."),
            _("Perdue ? Nous en donnons une autre, et celle-ci ne marche plus."),
        ],
    }
