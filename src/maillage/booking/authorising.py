"""Writes of authorisations: given by who may train others, withdrawn by the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.booking import rules
from maillage.booking.models import Authorisation, Family
from maillage.booking.resources import family_or_missing
from maillage.core.acting import Acting
from maillage.core.commands import Data, Missing, Refusal
from maillage.core.folding import fold
from maillage.core.inserts import insert_all
from maillage.core.undo import Undone
from maillage.network.models import StaffQualification
from maillage.network.rights import Right
from maillage.people.operations import live_person, local_day
from maillage.people.queries import root_of
from maillage.programme.models import Registration, Session


def authorise(
    acting: Acting,
    *,
    authorisation: UUID,
    person: UUID,
    family: UUID,
    level: str = Authorisation.Level.USER,
    session: UUID | None = None,
) -> Data:
    """Let somebody use the machines of a family, from today on, as long as its rule says.

    Refuses ``not_qualified`` unless the actor runs the resources or is qualified for the family:
    a qualification whose words are the family's name.
    """
    where = family_or_missing(family)
    _check_qualified(acting, where)
    who = live_person(person)
    row = _given(acting, where, who.pk, _session(session))
    row.pk, row.level = authorisation, level
    row.save(force_insert=True)
    acting.touch(row.pk, who.pk)
    acting.keep_for_undo(authorisations=[str(row.pk)])
    return _told(row)


def _told(row: Authorisation) -> Data:
    expires = row.expires_on.isoformat() if row.expires_on else None
    return {"authorisation": str(row.pk), "expires_on": expires}


def authorise_session(acting: Acting, *, session: UUID, family: UUID) -> Data:
    """Authorise, in one tap, everybody who was present at a training.

    Who stands authorised already is left as they are. Refuses ``not_qualified``,
    ``not_a_training`` for a session of another workshop, ``nobody_came``.
    """
    where = family_or_missing(family)
    _check_qualified(acting, where)
    found = _session(session)
    if found is None or where.training_id != found.workshop_id:
        raise Refusal(
            "not_a_training",
            _("Cette séance n’est pas la formation de « %s ».") % where.name,
        )
    present = _present(session)
    if not present:
        raise Refusal("nobody_came", _("Personne n’est marqué présent : faites d’abord l’appel."))
    held = _held(where, present, found.day)
    rows = [_given(acting, where, one, found) for one in present if one not in held]
    insert_all(rows)
    acting.touch(session, *(row.pk for row in rows), *(row.person_id for row in rows))
    acting.keep_for_undo(authorisations=[str(row.pk) for row in rows])
    return {"given": len(rows), "already": len(present) - len(rows)}


def _present(session: UUID) -> list[UUID]:
    rows = Registration.objects.filter(
        session=session, attendance=Registration.Attendance.PRESENT, person__erased_at=None
    ).exclude(person=None)
    return sorted(set(rows.values_list(root_of("person"), flat=True)))


def _held(family: Family, persons: Sequence[UUID], day: date) -> set[UUID]:
    """Who of these is authorised on the day of their training, by another one."""
    rows = Authorisation.objects.filter(
        Q(expires_on=None) | Q(expires_on__gt=day), family=family, withdrawn_on=None
    ).annotate(root=root_of("person"))
    return set(rows.filter(root__in=persons).values_list("root", flat=True))


def _given(acting: Acting, family: Family, person: UUID, session: Session | None) -> Authorisation:
    """From the day of the training, or today, for as long as the family's rule says."""
    day = session.day if session else local_day(acting)[1]
    return Authorisation(
        structure_id=acting.structure_id,
        person_id=person,
        family=family,
        from_day=day,
        expires_on=rules.expiry(day, family.expires_months),
        given_by_id=acting.actor_id,
        session=session,
    )


def _session(session: UUID | None) -> Session | None:
    if session is None:
        return None
    found: Session | None = Session.objects.filter(pk=session).first()
    if found is None:
        raise Missing(_("Séance"), session)
    return found


def _check_qualified(acting: Acting, family: Family) -> None:
    if acting.may(Right.RESOURCES):
        return
    day = local_day(acting)[1]
    held = StaffQualification.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day), staff=acting.actor_id, granted_on__lte=day
    ).values_list("label", flat=True)
    if fold(family.name) not in map(fold, held):
        raise Refusal(
            "not_qualified",
            _("Pour habiliter à « %s », il faut la qualification de ce nom. Voyez un responsable.")
            % family.name,
        )


def withdraw(acting: Acting, *, authorisation: UUID) -> Data:
    """End an authorisation today. Refuses ``not_qualified``; ``already_withdrawn``."""
    rows = Authorisation.objects.select_related("family").filter(pk=authorisation)
    row: Authorisation | None = rows.first()
    if row is None:
        raise Missing(_("Habilitation"), authorisation)
    _check_qualified(acting, row.family)
    if row.withdrawn_on is not None:
        raise Refusal("already_withdrawn", _("Cette habilitation est déjà retirée."))
    row.withdrawn_on = local_day(acting)[1]
    row.save(update_fields=["withdrawn_on"])
    acting.touch(row.pk, row.person_id)
    acting.keep_for_undo(withdrawn=str(row.pk))
    return {"authorisation": str(row.pk)}


def unauthorise(acting: Acting, undone: Undone) -> None:
    """Undo authorisations given a moment ago: they never stood."""
    rows = Authorisation.objects.filter(pk__in=undone.values["authorisations"])
    acting.touch(*rows.values_list("person", flat=True))
    rows.delete()


def unwithdraw(acting: Acting, undone: Undone) -> None:
    """Undo a withdrawal made a moment ago."""
    rows = Authorisation.objects.filter(pk=undone.values["withdrawn"])
    rows.update(withdrawn_on=None)
    acting.touch(*rows.values_list("person", flat=True))
