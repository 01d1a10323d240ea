"""Writes about people: files, visits, heads without a name, documents accepted."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.compiled import Compiled
from maillage.core.folding import last_four, phone_digits
from maillage.core.periods import local_date
from maillage.core.undo import Undone
from maillage.network.models import Commune, Place, Staff
from maillage.network.queries import place_of
from maillage.people import erasure
from maillage.people.models import (
    COPIED,
    TOLD,
    Acceptance,
    AnonymousCount,
    Document,
    Person,
    Told,
    Visit,
)
from maillage.people.profiles import check_profile
from maillage.people.queries import files_of
from maillage.people.rules import age_band, is_email, name_keys

if TYPE_CHECKING:
    from maillage.people.parts import ProfilePart


def live_person(person: UUID) -> Person:
    """The person, for writing about them; ``not_found`` if unknown here or erased."""
    found = known_person(person)
    if found is None:
        raise Missing(_("Personne"), person)
    return found


def known_person(person: UUID) -> Person | None:
    """The file that stands for an id: of an alias, the one kept; none if unknown or erased."""
    for found in _KNOWN.objects(person):
        kept: Person = found.kept
        return kept
    return None


_KNOWN = Compiled(
    lambda person: Person.objects.filter(pk=person, erased_at=None).select_related("same_as"), UUID
)


def local_day(acting: Acting) -> tuple[Place, date]:
    """The place of the act and its local date; ``not_found`` for another structure's place."""
    place = place_of(acting.place())
    if place is None:
        raise Missing(_("Lieu"), acting.place())
    return place, local_date(acting.at, place.time_zone)


def create(
    acting: Acting,
    *,
    person: UUID,
    first_name: str,
    last_name: str = "",
    phone: str = "",
    email: str = "",
    card: str = "",
    price_profile: str = "",
    address: str = "",
    contact_by: str = "",
    profile: ProfilePart | None = None,
) -> Data:
    """Open a file: a first name is enough.

    Refuses ``card_taken``, ``phone_unreadable``, ``email_unreadable``, ``profile_unknown``.
    """
    _check_email(email)
    check_profile(price_profile)
    made = Person(
        id=person,
        structure_id=acting.structure_id,
        created_at=acting.at,
        first_name=first_name,
        last_name=last_name,
        email=email,
        card=card,
        price_profile=price_profile,
        address=address,
        contact_by=contact_by,
        **name_keys(first_name, last_name),
    )
    _set_phone(made, phone)
    _set_profile(made, profile)
    _check_card(made)
    made.save(force_insert=True)
    acting.touch(person)
    return {"person": str(person)}


def edit(
    acting: Acting, *, person: UUID, profile: ProfilePart | None = None, **changes: str
) -> None:
    """Change what is given, leave the rest. Same refusals as ``create``."""
    found = live_person(person)
    if "phone" in changes:
        _set_phone(found, changes.pop("phone"))
    changed = {name: value for name, value in changes.items() if getattr(found, name) != value}
    _check_email(changed.get("email", ""))
    check_profile(changed.get("price_profile", ""))
    for name, value in changed.items():
        setattr(found, name, value)
    _set_profile(found, profile)
    if "card" in changes:
        _check_card(found)
    write_name_keys(found)
    found.save()
    acting.touch(person)


def write_name_keys(person: Person) -> None:
    """The columns by which the person is found, after a name changed."""
    for column, key in name_keys(person.first_name, person.last_name).items():
        setattr(person, column, key)


def _set_phone(person: Person, phone: str) -> None:
    person.phone = phone_digits(phone) if phone else ""
    if phone and len(person.phone) < 5:
        raise Refusal(
            "phone_unreadable", _("Ce numéro de téléphone est incomplet. Corrigez-le ou videz-le.")
        )
    person.phone_last4 = last_four(person.phone)


def _check_email(email: str) -> None:
    if email and not is_email(email):
        said = _("Cette adresse e-mail est incomplète. Corrigez-la ou videz-la.")
        raise Refusal("email_unreadable", said)


def _set_profile(person: Person, profile: ProfilePart | None) -> None:
    if profile is None:
        return
    if profile.commune and not Commune.objects.filter(pk=profile.commune).exists():
        raise Missing(_("Commune"), profile.commune)
    for name, value in profile.columns().items():
        setattr(person, name, value)
    if person.birth_year is not None:
        person.age_told = Told.KNOWN
    elif person.age_band is None and person.age_told == Told.KNOWN:
        person.age_told = Told.UNKNOWN


def _check_card(person: Person) -> None:
    if not person.card:
        return
    if Person.objects.filter(card=person.card).exclude(pk=person.pk).exists():
        raise Refusal("card_taken", _("Ce numéro de carte est déjà donné. Choisissez-en un autre."))


def profile_at(person: Person, day: date) -> Data:
    """The columns a visit or an attendance copies; the age band is computed at the act."""
    columns = {name: getattr(person, name) for name in (*COPIED, *TOLD)}
    if person.birth_year is not None:
        columns["age_band"] = age_band(person.birth_year, day.year)
        columns["age_told"] = Told.KNOWN
    return columns


def greet(acting: Acting, *, visit: UUID, person: UUID, purpose: str = "") -> Data:
    """A person comes. One visit per person, place and local day: a second greeting joins it.

    At a desk it has already happened: somebody unknown is counted without a name, and noted in
    *À régler*.
    """
    place, day = local_day(acting)
    found = known_person(person)
    if found is None:
        return _greet_unknown(acting, visit=visit, person=person, purpose=purpose)
    return record_visit(acting, visit=visit, person=found, place=place, day=day, purpose=purpose)


def _greet_unknown(acting: Acting, *, visit: UUID, person: UUID, purpose: str) -> Data:
    if not acting.counts:
        raise Missing(_("Personne"), person)
    acting.leave_out("person_unknown", person)
    return count_anonymous(acting, count=visit, purpose=purpose)


def record_visit(
    acting: Acting,
    *,
    visit: UUID,
    person: Person,
    place: Place,
    day: date,
    purpose: str,
    at: datetime | None = None,
) -> Data:
    """Insert the visit of the day, or join the one that stands. ``at``: the act's, unless said."""
    standing = next(iter(_STANDING.objects(person.pk, place.pk, day)), None)
    if standing is not None:
        joined = standing.greetings > 0
        Visit.objects.filter(pk=standing.pk).update(greetings=F("greetings") + 1)
        visit = standing.pk
    else:
        joined = False
        Visit.objects.create(
            id=visit,
            structure_id=acting.structure_id,
            person=person,
            place=place,
            day=day,
            at=at or acting.at,
            purpose=purpose,
            is_new=not _came(person),
            **profile_at(person, day),
        )
    acting.touch(visit, person.pk)
    acting.keep_for_undo(visit=str(visit))
    return {"visit": str(visit), "joined": joined}


_STANDING = Compiled(
    lambda person, place, day: Visit.objects.select_for_update().filter(
        person=person, place=place, day=day
    ),
    UUID,
    UUID,
    date,
)


def _came(person: Person) -> bool:
    """Whether they were greeted before, under the file kept (as most were) or another of theirs."""
    return bool(_CAME.rows([person.pk], limit=1) or _CAME.rows(files_of(person)[1:], limit=1))


_CAME = Compiled(
    lambda files: Visit.objects.filter(person__id__among=files, greetings__gt=0).values_list("id"),
    list,
)


def ungreet(acting: Acting, undone: Undone) -> None:
    """Take one greeting back; a visit without greetings no longer counts."""
    if "count" in undone.values:
        return uncount(acting, undone)
    Visit.objects.filter(pk=undone.values["visit"], greetings__gt=0).update(
        greetings=F("greetings") - 1
    )
    return None


def count_anonymous(
    acting: Acting,
    *,
    count: UUID,
    heads: int = 1,
    purpose: str = "",
    session: UUID | None = None,
    sex: str | None = None,
    age_band: str | None = None,
    status: str | None = None,
) -> Data:
    """Count heads without a name; what is not said of them stays *non communiqué*."""
    place, day = local_day(acting)
    AnonymousCount.objects.create(
        id=count,
        structure_id=acting.structure_id,
        place=place,
        session_id=session,
        day=day,
        at=acting.at,
        purpose=purpose,
        count=heads,
        sex=sex,
        age_band=age_band,
        status=status,
    )
    acting.touch(count)
    acting.keep_for_undo(count=str(count))
    return {"count": str(count)}


def uncount(acting: Acting, undone: Undone) -> None:
    """Take heads back."""
    AnonymousCount.objects.filter(pk=undone.values["count"]).update(undone=True)


def add_document(
    acting: Acting,
    *,
    document: UUID,
    document_kind: str,
    title: str,
    version: int,
    from_day: date,
    required_of: str,
    text: str = "",
    asks_again: bool = True,
) -> None:
    """Publish a version of a text to accept. Refuses ``version_taken``."""
    if Document.objects.filter(kind=document_kind, version=version).exists():
        raise Refusal("version_taken", _("Cette version existe déjà. Donnez la suivante."))
    Document.objects.create(
        id=document,
        structure_id=acting.structure_id,
        kind=document_kind,
        title=title,
        version=version,
        from_day=from_day,
        required_of=required_of,
        text=text,
        asks_again=asks_again,
    )
    acting.touch(document)


def accept_document(
    acting: Acting,
    *,
    acceptance: UUID,
    person: UUID,
    document: UUID,
    how: str,
    sheet: str = "",
    witness: UUID | None = None,
    witness_staff: UUID | None = None,
    expires_on: date | None = None,
) -> None:
    """Somebody accepts a text. The spoken word needs a witness: refuses ``witness_needed``."""
    found = live_person(person)
    if not Document.objects.filter(pk=document).exists():
        raise Missing(_("Document"), document)
    if how == Acceptance.How.ORAL and witness is None and witness_staff is None:
        raise Refusal("witness_needed", _("Un accord oral demande un témoin : nommez-le."))
    if witness is not None:
        live_person(witness)
    if witness_staff is not None and not Staff.objects.filter(pk=witness_staff).exists():
        raise Missing(_("Témoin"), witness_staff)
    Acceptance.objects.create(
        id=acceptance,
        structure_id=acting.structure_id,
        person=found,
        document_id=document,
        at=acting.at,
        how=how,
        sheet=sheet,
        staff_id=acting.actor_id,
        witness_id=witness,
        witness_staff_id=witness_staff,
        expires_on=expires_on,
    )
    acting.touch(acceptance, person)
    acting.keep_for_undo(acceptance=str(acceptance))


def unaccept_document(acting: Acting, undone: Undone) -> None:
    """Take an agreement back."""
    Acceptance.objects.filter(pk=undone.values["acceptance"]).update(undone=True)


def erase(acting: Acting, *, person: UUID) -> None:
    """Empty the person's file and keep it as a tombstone: counts and amounts do not move."""
    erasure.erase_person(acting, live_person(person))


def erase_if_alone(acting: Acting, person: UUID, *, made_with: list[str]) -> bool:
    """Erase a person just created, unless something made by another command names them."""
    found = Person.objects.filter(pk=person, erased_at=None).first()
    if found is None or erasure.is_named_elsewhere(found, made_with):
        return False
    erasure.erase_person(acting, found)
    return True
