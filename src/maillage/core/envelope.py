"""How commands come in: one envelope, each command in its own transaction, in order.

``{"device", "now", "commands": [{"key", "n", "kind", "v", "place", "actor", "at", "payload"}]}``,
at most 200 commands. The answer is ``{"results": [{"key", "status", "code", "message", "data"}]}``
with one result per command reached: ``done``, ``refused`` (stored, does not stop the batch) or
``retry`` (no trace; it and all after it come again).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from maillage.core.acting import Acting, Door, forbidden
from maillage.core.commands import Data, Instant, Kind, Missing, Payload, Refusal, kinds
from maillage.core.compiled import Compiled, keeping
from maillage.core.guards import broken_guard
from maillage.core.inserts import insert_all
from maillage.core.journal import follow_n, next_n, raise_clock, write_line
from maillage.core.models import Command, DeviceSequence, ToSettle
from maillage.core.scopes import structure_scope

MOST_COMMANDS = 200
ATTEMPTS = 4


class Sent(BaseModel):
    """One command as sent."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    key: UUID
    n: int | None = Field(default=None, ge=1, le=2**53)
    kind: str = Field(max_length=60, pattern=r"^[a-z_.]+$")
    v: int = 1
    place: UUID | None = None
    actor: UUID
    at: Instant
    payload: dict[str, Any]

    def fingerprint(self) -> str:
        """What makes two sendings of a key the same command; ``n`` is not part of it."""
        body = self.model_dump(mode="json", exclude={"key", "n"})
        return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


class Envelope(BaseModel):
    """What a device sends."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    device: UUID
    now: Instant
    commands: list[Sent] = Field(max_length=MOST_COMMANDS)


@dataclass(frozen=True, slots=True)
class Result:
    key: UUID
    status: str
    code: str = ""
    message: str = ""
    data: Data | None = None

    def as_json(self) -> Data:
        return {
            "key": str(self.key),
            "status": self.status,
            "code": self.code,
            "message": self.message,
            "data": self.data or {},
        }


class Unreadable(ValueError):
    """The body is no envelope: nothing was read, nothing was done."""


def read_envelope(body: bytes) -> Envelope:
    """The envelope in a request's body; raises ``Unreadable``, with a French message."""
    try:
        return Envelope.model_validate_json(body)
    except ValidationError as error:
        where = ", ".join(".".join(map(str, one["loc"])) or "JSON" for one in error.errors()[:5])
        raise Unreadable(_("Envoi illisible (%s). Rien n’a été enregistré.") % where) from error


def run_batch(door: Door, envelope: Envelope, received_at: datetime) -> list[Result]:
    """Apply the commands in order; stop after the first ``retry``.

    The envelope's device is the door's: the face has checked it (401 otherwise).
    """
    drift = received_at - envelope.now
    results = []
    with structure_scope(door.structure_id), keeping() as forget:
        known = _known(envelope.commands)
        for sent in envelope.commands:
            at = min(sent.at + drift, received_at).astimezone(UTC)
            result = _one(door, sent, at, received_at, is_new=sent.key not in known)
            known.add(sent.key)
            results.append(result)
            forget(all_of_it=result.status != "done")
            if result.status == "retry":
                break
    return results


def run_one(door: Door, sent: Sent, received_at: datetime) -> Result:
    """Apply a single command typed now, such as an office screen's or the command line's."""
    envelope = Envelope(device=door.device_id, now=received_at, commands=[sent])
    return run_batch(door, envelope, received_at)[0]


_KEYS = Compiled(lambda keys: Command.objects.filter(key__among=keys).values_list("key"), list)


def _known(commands: list[Sent]) -> set[UUID]:
    """The keys of a batch that are held already; one statement, none for a command alone."""
    alone = len(commands) == 1
    return {commands[0].key} if alone else {row[0] for row in _KEYS.rows([c.key for c in commands])}


def _one(
    door: Door, sent: Sent, at: datetime, received_at: datetime, *, is_new: bool = False
) -> Result:
    """One command, whatever happens to it. A key inserted meanwhile is simply read again.

    ``is_new``: its key was not held when the batch came in, and need not be asked for at first.
    """
    refusal: Refusal | None = None
    for left in reversed(range(ATTEMPTS)):
        try:
            if refusal is not None:
                return _store_refusal(door, sent, at, received_at, refusal)
            first = left == ATTEMPTS - 1
            return _attempt(door, sent, at, received_at, is_new=is_new and first)
        except IntegrityError as error:
            # Somebody else's row came first: once more, and the operation sees it and names it.
            if broken_guard(error) in {"append_only", "same_structure"} or left <= 1:
                refusal = _guarded(error)
        except (OperationalError, InterfaceError):
            break
    return Result(sent.key, "retry", "busy", _("Le serveur est occupé. On réessaie."))


def _attempt(
    door: Door, sent: Sent, at: datetime, received_at: datetime, *, is_new: bool
) -> Result:
    try:
        with transaction.atomic():
            held = None if is_new else _held(sent)
            if held is not None:
                return held
            n = _take_n(door, sent)
            return _apply(door, sent, n, at, received_at)
    except _Gap as gap:
        return gap.result
    except Refusal as refusal:
        return _store_refusal(door, sent, at, received_at, refusal)


_ANSWER = Compiled(
    lambda key: Command.objects.filter(key=key).values_list(
        "fingerprint", "status", "code", "message", "answer"
    ),
    UUID,
)


def _held(sent: Sent) -> Result | None:
    """The stored answer of a key already received."""
    for fingerprint, status, code, message, answer in _ANSWER.rows(sent.key):
        if fingerprint != sent.fingerprint():
            said = _("Cette clé a déjà servi à autre chose.")
            return Result(sent.key, "refused", "key_reused", said)
        # Of a refusal of more than 30 days, only the code is kept.
        refused = status == Command.Status.REFUSED
        said = message or (_("Cette saisie avait été refusée.") if refused else "")
        return Result(sent.key, status, code, said, answer)
    return None


class _Gap(Exception):
    def __init__(self, result: Result) -> None:
        super().__init__("gap")
        self.result = result


def _take_n(door: Door, sent: Sent) -> int | None:
    """The ``n`` of a device that counts, its row held from here on; ``None`` elsewhere."""
    if not door.counts:
        return None
    if sent.n is None or not follow_n(door.device_id, sent.n):
        last_n = DeviceSequence.objects.get(device_id=door.device_id).last_n
        message = _("Il manque une saisie avant celle-ci : renvoyez à partir de la suivante.")
        raise _Gap(Result(sent.key, "refused", "gap", message, {"last_n": last_n}))
    return sent.n


def _apply(door: Door, sent: Sent, n: int | None, at: datetime, received_at: datetime) -> Result:
    kind, payload = read_payload(sent)
    acting = _acting(door, sent, at, received_at)
    happened = payload.has_happened(at)
    _allow(door, acting, kind, payload, happened=happened)
    data = kind.run(acting, **payload.values()) or {}
    if acting.left_out:
        data["left_out"] = [{"code": code, "ids": ids} for code, ids in acting.left_out]
    if door.revoked:
        data = {}
    n = next_n(door.device_id) if n is None else n
    rev = raise_clock(door.structure_id)
    write_line(acting, rev=rev, n=n)
    _store_done(acting, sent, n=n, rev=rev, data=data)
    return Result(sent.key, "done", data=data)


def read_payload(sent: Sent) -> tuple[Kind, Payload]:
    """The kind and its typed payload; refuses ``unreadable``."""
    kind = kinds().get(sent.kind)
    if kind is None or sent.v != 1:
        said = _("Cette action n’est pas connue de cette version de Maillage.")
        raise Refusal("unreadable", said)
    body = json.dumps(sent.payload)
    if "\\u0000" in body:
        raise Refusal("unreadable", _("Un caractère interdit s’est glissé dans cette saisie."))
    try:
        return kind, kind.payload.model_validate_json(body)
    except ValidationError as error:
        where = ", ".join(".".join(map(str, one["loc"])) for one in error.errors()[:5])
        said = _("Cette saisie est illisible (%s). Corrigez-la et recommencez.") % where
        raise Refusal("unreadable", said[:300]) from error


def _acting(door: Door, sent: Sent, at: datetime, received_at: datetime) -> Acting:
    return Acting(
        structure_id=door.structure_id,
        device_id=door.device_id,
        actor_id=sent.actor,
        place_id=sent.place,
        key=sent.key,
        kind=sent.kind,
        at=at,
        typed_at=sent.at.astimezone(UTC),
        received_at=received_at,
        counts=door.counts,
        revoked=door.revoked,
    )


def _allow(door: Door, acting: Acting, kind: Kind, payload: Payload, *, happened: bool) -> None:
    """Refuse what the actor may not do; what has happened at a desk is kept and noted instead."""
    rights = door.rights(acting.actor_id, acting.at, acting.place_id, proved=kind.proved)
    acting.rights = rights or frozenset()
    stands = happened and door.counts
    if door.revoked and not stands:
        raise Refusal("revoked", _("Cet appareil a été retiré. Voyez un responsable."))
    if acting.may(kind.right):
        return
    if not stands or door.in_the_open:
        raise forbidden()
    acting.leave_out("not_signed_in" if rights is None else "forbidden", acting.actor_id)


def _store_done(acting: Acting, sent: Sent, *, n: int, rev: int, data: Data) -> None:
    Command.objects.create(
        **_common(acting.structure_id, acting.device_id, sent, acting.at, acting.received_at),
        n=n,
        rev=rev,
        status=Command.Status.DONE,
        answer=data,
        touched=[str(one) for one in acting.touched],
        payload=sent.payload,
        undo=acting.undo,
    )
    insert_all(
        [
            ToSettle(
                structure_id=acting.structure_id,
                command_key=acting.key,
                kind=acting.kind,
                place_id=acting.place_id,
                code=code,
                ids=ids,
                at=acting.at,
            )
            for code, ids in acting.left_out
        ]
    )


def _common(
    structure_id: UUID, device_id: UUID, sent: Sent, at: datetime, received_at: datetime
) -> dict[str, Any]:
    return {
        "structure_id": structure_id,
        "device_id": device_id,
        "key": sent.key,
        "kind": sent.kind,
        "place_id": sent.place,
        "actor_id": sent.actor,
        "typed_at": sent.at,
        "at": at,
        "received_at": received_at,
        "fingerprint": sent.fingerprint(),
    }


def _store_refusal(
    door: Door, sent: Sent, at: datetime, received_at: datetime, refusal: Refusal
) -> Result:
    """Keep a refusal with its key; what depended on a refused creation says so."""
    try:
        with transaction.atomic():
            held = _held(sent)
            if held is not None:
                return held
            n = _take_n(door, sent)
            n = next_n(door.device_id) if n is None else n
            if isinstance(refusal, Missing) and _was_refused(door, refusal.wanted):
                refusal = _depends_on()
            Command.objects.create(
                **_common(door.structure_id, door.device_id, sent, at, received_at),
                n=n,
                status=Command.Status.REFUSED,
                code=refusal.code,
                message=refusal.message[:300],
                answer=refusal.data,
                touched=[str(one) for one in _would_create(sent)],
            )
    except _Gap as gap:
        return gap.result
    return Result(sent.key, "refused", refusal.code, refusal.message, refusal.data)


def _would_create(sent: Sent) -> Iterable[UUID]:
    try:
        return read_payload(sent)[1].creates()
    except Refusal:
        return ()


def _was_refused(door: Door, wanted: str) -> bool:
    """Whether a refused command of this device would have created ``wanted``."""
    since = timedelta(days=31)
    refused = Command.objects.filter(
        device_id=door.device_id,
        status=Command.Status.REFUSED,
        received_at__gte=datetime.now(UTC) - since,
    )
    return any(wanted in touched for touched in refused.values_list("touched", flat=True))


def _depends_on() -> Refusal:
    return Refusal(
        "depends_on", _("Une saisie précédente a été refusée : reprenez-la d’abord, puis celle-ci.")
    )


def _guarded(error: DatabaseError) -> Refusal:
    """What a database guard refused, said to a person."""
    name = broken_guard(error)
    if name == "same_structure":
        return Refusal("not_found", _("Élément introuvable. Rechargez la page et recommencez."))
    if name == "append_only":
        return Refusal("append_only", _("Ce qui est encaissé ou noté au journal ne change plus."))
    if name:
        return Refusal("overlap", _("Cette plage est déjà prise. Choisissez une autre heure."))
    return Refusal("id_taken", _("Cet élément existe déjà. Rechargez la page et recommencez."))
