"""Addresses of the office: sign-in, and every staff screen under ``/s/<slug>/``."""

from __future__ import annotations

from django.urls import path

from maillage.office.screens import (
    home,
    journal,
    money,
    people,
    places,
    programme,
    sign,
    team,
    till,
)

sign_urls = [
    path("connexion", sign.sign_in, name="sign-in"),
    path("connexion/structures", sign.structures, name="structures"),
    path("deconnexion", sign.sign_out, name="sign-out"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("settings/", home.settings, name="settings"),
    path("sessions/", programme.sessions, name="sessions"),
    path("sessions/plan", programme.session_plan, name="session-plan"),
    path("sessions/<uuid:session>/", programme.session, name="session"),
    path("sessions/<uuid:session>/cancel", programme.session_cancel, name="session-cancel"),
    path("sessions/<uuid:session>/mark", programme.session_mark, name="session-mark"),
    path("sessions/<uuid:session>/sheet.pdf", programme.session_sheet, name="session-sheet"),
    path("workshops/", programme.workshops, name="workshops"),
    path("workshops/add", programme.workshop_add, name="workshop-add"),
    path("workshops/<uuid:workshop>/", programme.workshop_edit, name="workshop"),
    path("prices/", money.prices, name="prices"),
    path("prices/add", money.price_add, name="price-add"),
    path("prices/<uuid:price>/end", money.price_end, name="price-end"),
    path("prices/profiles/add", money.profile_add, name="profile-add"),
    path("prices/plans/add", money.plan_add, name="plan-add"),
    path("places/", places.places, name="places"),
    path("places/add", places.place_add, name="place-add"),
    path("places/<uuid:place>/", places.place_edit, name="place"),
    path("places/<uuid:place>/rooms/add", places.room_add, name="room-add"),
    path("places/carriers/add", places.carrier_add, name="carrier-add"),
    path("places/carriers/<uuid:carrier>/", places.carrier_edit, name="carrier"),
    path("team/", team.team, name="team"),
    path("team/add", team.staff_add, name="staff-add"),
    path("team/<uuid:staff>/roles/add", team.role_give, name="role-give"),
    path("team/<uuid:staff>/pin", team.pin_set, name="pin-set"),
    path("team/roles/<uuid:role>/end", team.role_end, name="role-end"),
    path("devices/", places.devices, name="devices"),
    path("devices/<uuid:device>/revoke", places.device_revoke, name="device-revoke"),
    path("documents/", places.documents, name="documents"),
    path("documents/add", places.document_add, name="document-add"),
    path("people/", people.people, name="people"),
    path("people/add", people.person_add, name="person-add"),
    path("people/<uuid:person>/", people.person, name="person"),
    path("people/<uuid:person>/edit", people.person_edit, name="person-edit"),
    path("people/<uuid:person>/erase", people.person_erase, name="person-erase"),
    path("till/", till.till, name="till"),
    path("till/day", till.till_day, name="till-day"),
    path("till/journal.csv", till.journal_csv, name="till-journal"),
    path("till/receipts/<uuid:receipt>/", till.office_receipt, name="till-receipt"),
    path("receipts/<uuid:receipt>/", till.desk_receipt, name="receipt"),
    path("sales/<uuid:sale>/reverse", till.reverse_sale, name="sale-reverse"),
    path("to-settle/", journal.to_settle, name="to-settle"),
    path("to-settle/<uuid:row>/", journal.settle, name="settle"),
    path("journal/", journal.journal, name="journal"),
]
