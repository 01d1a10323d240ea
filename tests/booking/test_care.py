"""What happens to machines: the register of incidents, photos, maintenance by hours of use."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from maillage.booking import care_queries, queries
from maillage.booking.models import Incident, Job, LockOut, Maintenance
from maillage.booking.photos import bare_photo, is_kept, keep_photo
from maillage.booking.retention import forget_words
from maillage.core.commands import Refusal
from maillage.core.ids import new_id
from tests.booking.asking import asked, refused
from tests.making_booking import (
    family,
    incident,
    job,
    locked,
    printer,
    reservation,
    resource,
    running,
    slot,
)
from tests.pictures import EXTENDED, JPEG, PNG, SVG, WEBP, png

TEN = datetime(2027, 3, 10, 10, tzinfo=ZoneInfo("Europe/Paris"))
HOUR = timedelta(hours=1)


@pytest.fixture
def ten():
    """It is ten in the morning; the hand of a clock that tests move."""
    with time_machine.travel(TEN) as clock:
        clock.move_to(timezone.now(), tick=False)
        yield clock


def row_of(house, made) -> Incident:
    with house.scope():
        return Incident.objects.select_related("lock_out").get(pk=made)


class TestIncidents:
    def test_anybody_at_the_desk_stops_a_dangerous_machine(self, house):
        volunteer, laser = house.add_staff("volunteer"), resource(house)
        reserved, lock = reservation(house, resource=laser), new_id()
        told = {"incident": new_id(), "resource": laser, "what": "dangerous", "lock_out": lock}
        done = house.do("booking.report_incident", actor=volunteer, **told)
        assert (done["cancelled"], done["moved"], done["running"]) == ([str(reserved)], [], None)
        assert refused(house, **asked(house, resource=laser)).code == "locked_out"
        row = row_of(house, told["incident"])
        assert (row.staff_id, row.lock_out_id, row.lock_out.why) == (volunteer, lock, "dangerous")
        back = refused(house, "booking.give_back", actor=volunteer, resource=laser)
        assert back.code == "forbidden"

    def test_a_report_alone_stops_nothing(self, house):
        laser = resource(house)
        made = incident(house, resource=laser)
        assert row_of(house, made).lock_out_id is None
        reservation(house, resource=laser)

    def test_what_is_out_of_use_already_stays_so(self, house):
        laser = locked(house)
        made = incident(house, resource=laser, lock_out=new_id())
        with house.scope():
            assert LockOut.objects.get().pk == row_of(house, made).lock_out_id

    def test_what_ran_is_stopped_and_said(self, house):
        runs = running(house)
        with house.scope():
            of = Job.objects.get(pk=runs).resource_id
        told = {"incident": new_id(), "resource": of, "what": "hurt", "lock_out": new_id()}
        done = house.do("booking.report_incident", **told)
        assert (done["stopped"], done["running"]) == (str(runs), None)

    def test_ended_it_may_put_the_machine_back_in_use(self, house):
        laser = resource(house)
        made = incident(house, resource=laser, lock_out=new_id())
        house.do("booking.end_incident", incident=made, outcome="mended", back=True)
        reservation(house, resource=laser)
        again = refused(house, "booking.end_incident", incident=made, outcome="nothing")
        assert again.code == "already_ended"
        later = incident(house, resource=laser)
        house.do("booking.end_incident", incident=later, outcome="nothing", words="Rien vu.")
        assert row_of(house, later).outcome_words == "Rien vu."


class TestPhotos:
    @pytest.mark.parametrize("content", [PNG, JPEG, WEBP, EXTENDED])
    def test_a_photo_is_kept_under_a_random_name(self, house, content):
        name = keep_photo(content)
        assert is_kept(name)
        assert keep_photo(content) != name
        assert row_of(house, incident(house, photo=name)).photo.name == name

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (SVG, "PNG, JPEG ou WebP"),
            (b"GIF89a", "PNG, JPEG ou WebP"),
            (png(31, 200), "de 32 à 8000 points"),
            (png(8001, 40), "de 32 à 8000 points"),
            (bytes(5_000_001), "5 Mo au plus"),
            (PNG[:45] + b"????" + PNG[49:], "abîmée"),
        ],
    )
    def test_what_is_no_photo_is_refused(self, content, said):
        with pytest.raises(Refusal) as found:
            bare_photo(content)
        assert found.value.code == "photo"
        assert said in found.value.message

    def test_only_a_photo_that_was_kept_is_named(self, house):
        told = {"incident": new_id(), "resource": resource(house), "what": "broken"}
        for name, code in (
            (f"photos/{'0' * 32}.png", "not_found"),
            ("photos/../keys/secret_key", "unreadable"),
            (f"logos/{'0' * 32}.png", "unreadable"),
        ):
            assert refused(house, "booking.report_incident", **told, photo=name).code == code

    def test_after_three_years_words_and_photos_go_counts_stay(self, house):
        name = keep_photo(PNG)
        old, young = incident(house, photo=name), incident(house)
        made = job(house, what="vase bleu")
        house.do("booking.note_maintenance", maintenance=new_id(), resource=resource(house),
                 words="Courroie.")  # fmt: skip
        long_ago = timezone.now() - timedelta(days=3 * 366)
        with house.scope():
            Incident.objects.filter(pk=old).update(at=long_ago)
            Maintenance.objects.update(at=long_ago)
            Job.objects.update(asked_at=long_ago)
            assert forget_words(house.structure, timezone.now()) == 3
            assert forget_words(house.structure, timezone.now()) == 0
            assert (Maintenance.objects.get().words, Job.objects.get(pk=made).what) == ("", "")
        row = row_of(house, old)
        assert (row.words, row.photo.name, row.what) == ("", "", "broken")
        assert row_of(house, young).words == "Elle fume."

    def test_the_file_of_a_photo_goes_too(self, house, django_capture_on_commit_callbacks):
        name = keep_photo(PNG)
        incident(house, photo=name)
        with house.scope(), django_capture_on_commit_callbacks(execute=True):
            Incident.objects.update(at=timezone.now() - timedelta(days=3 * 366))
            forget_words(house.structure, timezone.now())
        assert not default_storage.exists(name)


class TestMaintenance:
    def care(self, house):
        with house.scope():
            rows = queries.resources_at(house.place)
            return care_queries.care_of(rows, timezone.now())

    def test_what_has_no_plan_is_not_kept(self, house):
        resource(house)
        assert self.care(house) == []

    def test_hours_of_reservations_and_jobs_are_counted_once(self, house, ten):
        of, person = printer(house, maintain_hours=4), house.person()
        reservation(house, resource=of, person=person, **slot(days=0, minutes=180))
        job(house, resource=of, person=person, minutes=240, start=True)
        reservation(house, resource=of, **slot(days=1))
        cancelled = reservation(house, resource=of, **slot(days=2))
        house.do("booking.cancel", reservation=cancelled)
        for hours, minutes, due in ((1, 60, False), (2, 180, False), (1, 240, True)):
            ten.shift(hours * HOUR)
            (found,) = self.care(house)
            assert (found.minutes, found.due) == (minutes, due)

    def test_done_all_is_counted_anew(self, house, ten):
        of = printer(house, maintain_hours=2, maintain_months=6)
        made = job(house, resource=of, minutes=180, start=True)
        ten.shift(2 * HOUR)
        assert self.care(house)[0].due
        house.do("booking.note_maintenance", maintenance=new_id(), resource=of)
        (found,) = self.care(house)
        assert (found.minutes, found.due) == (0, False)
        ten.shift(HOUR)
        house.do("booking.end_job", job=made)
        (found,) = self.care(house)
        assert (found.minutes, found.due, found.on.isoformat()) == (60, False, "2027-09-10")
        ten.shift(timedelta(days=184))
        assert self.care(house)[0].due

    def test_months_run_from_the_first_use(self, house, ten):
        of = resource(house, family(house, maintain_months=1))
        (found,) = self.care(house)
        assert (found.since, found.due) == (None, False)
        reservation(house, resource=of, **slot(days=0))
        ten.shift(timedelta(days=31))
        assert self.care(house)[0].due

    def test_the_plan_of_a_machine_is_stronger_than_its_familys(self, house, ten):
        of = printer(house, maintain_hours=1)
        house.do("booking.edit_resource", resource=of, maintain_hours=10)
        job(house, resource=of, minutes=180, start=True)
        ten.shift(2 * HOUR)
        assert not self.care(house)[0].due
