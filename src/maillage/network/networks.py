"""Writes about networks: founded by a structure, joined with a code, left on a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Missing, Refusal
from maillage.network.models import Network, NetworkMembership


def found_network(
    acting: Acting,
    *,
    network: UUID,
    membership: UUID,
    name: str,
    code: str,
    from_day: date,
) -> None:
    """Found a network and be its first member. Refuses ``network_taken``."""
    if Network.objects.filter(name=name).exists():
        raise Refusal(
            "network_taken",
            _("Un réseau porte déjà ce nom. Demandez son code à un de ses membres."),
        )
    Network.objects.create(id=network, name=name, code=code)
    _join(acting, network, membership, from_day)


def join_network(acting: Acting, *, membership: UUID, code: str, from_day: date) -> None:
    """Join the network of that code. Refuses ``network_unknown``, ``network_joined``."""
    found = Network.objects.filter(code=code).first()
    if found is None:
        raise Refusal(
            "network_unknown", _("Aucun réseau n’a ce code. Vérifiez-le avec qui vous invite.")
        )
    if NetworkMembership.objects.filter(network=found, to_day=None).exists():
        raise Refusal("network_joined", _("Vous faites déjà partie de ce réseau."))
    _join(acting, found.pk, membership, from_day)


def _join(acting: Acting, network: UUID, membership: UUID, from_day: date) -> None:
    NetworkMembership.objects.create(
        id=membership,
        structure_id=acting.structure_id,
        network_id=network,
        from_day=from_day,
    )
    acting.touch(membership)


def leave_network(acting: Acting, *, membership: UUID, to_day: date) -> None:
    """Be a member no more after a day; what was shared until then stays with those who read it."""
    found = NetworkMembership.objects.select_for_update().filter(pk=membership).first()
    if found is None:
        raise Missing(_("Réseau"), membership)
    if to_day < found.from_day:
        raise Refusal("ends_before", _("La fin vient après le début."))
    found.to_day = to_day
    found.save(update_fields=["to_day"])
    acting.touch(membership)
