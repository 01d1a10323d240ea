"""Who may do what, written out by hand from ``needs`` §4.3, beside the code's own table.

A role or a right that changes in the code changes here too, on purpose: otherwise a permission
that was removed by mistake would be its own proof.
"""

from __future__ import annotations

ROLES = ("volunteer", "mediator", "manager", "treasurer", "coordinator")

DESK = {"volunteer", "mediator", "manager"}
TEAM = {"mediator", "manager"}
HEAD = {"manager"}
BOOKS = {"manager", "treasurer"}
TO_SETTLE = {"mediator", "manager", "treasurer"}
EVERYBODY = {*ROLES}

KINDS = {
    "core.settle": TO_SETTLE,
    "core.undo": DESK,
    "counter.arrive": DESK,
    "money.add_plan": HEAD,
    "money.add_profile": HEAD,
    "money.close_till": DESK,
    "money.end_price": HEAD,
    "money.give_series": TEAM,
    "money.open_till": DESK,
    "money.pay": DESK,
    "money.reverse": HEAD,
    "money.sell": DESK,
    "money.set_price": HEAD,
    "network.add_organisation": TEAM,
    "network.add_place": HEAD,
    "network.add_staff": HEAD,
    "network.add_token": HEAD,
    "network.add_unit": HEAD,
    "network.cancel_absence": TEAM,
    "network.declare_absence": TEAM,
    "network.edit_place": HEAD,
    "network.end_rota_slot": HEAD,
    "network.end_role": HEAD,
    "network.end_staff": HEAD,
    "network.enrol_device": TEAM,
    "network.give_role": HEAD,
    "network.qualify_staff": HEAD,
    "network.revoke_device": TEAM,
    "network.set_carrier": HEAD,
    "network.set_logo": HEAD,
    "network.set_password": EVERYBODY,
    "network.set_pin": DESK,
    "network.set_rota_slot": HEAD,
    "people.accept_document": DESK,
    "people.add_document": HEAD,
    "people.count_anonymous": DESK,
    "people.create": DESK,
    "people.edit": TEAM,
    "people.erase": HEAD,
    "people.greet": DESK,
    "people.import_persons": HEAD,
    "programme.add_chair": DESK,
    "programme.cancel_registration": DESK,
    "programme.cancel_session": TEAM,
    "programme.create_workshop": TEAM,
    "programme.edit_workshop": TEAM,
    "programme.mark_attendance": DESK,
    "programme.offer_seat": DESK,
    "programme.plan_session": TEAM,
    "programme.register": DESK,
}

ADDRESSES = {
    "": EVERYBODY,
    "settings/": EVERYBODY,
    "account/": EVERYBODY,
    "desk/": DESK,
    "desk/enrol": TEAM,
    "desk/snapshot.json": DESK,
    "desk/rev.json": DESK,
    "desk/commands": DESK,
    "desk/switch": DESK,
    "sessions/": TEAM,
    "sessions/plan": TEAM,
    "sessions/<uuid:session>/": TEAM,
    "sessions/<uuid:session>/cancel": TEAM,
    "sessions/<uuid:session>/mark": TEAM,
    "sessions/<uuid:session>/sheet.pdf": DESK,
    "workshops/": TEAM,
    "workshops/add": TEAM,
    "workshops/<uuid:workshop>/": TEAM,
    "prices/": HEAD,
    "prices/add": HEAD,
    "prices/<uuid:price>/end": HEAD,
    "prices/profiles/add": HEAD,
    "prices/plans/add": HEAD,
    "places/": HEAD,
    "places/add": HEAD,
    "places/<uuid:place>/": HEAD,
    "places/<uuid:place>/logo": HEAD,
    "places/<uuid:place>/rooms/add": HEAD,
    "places/carriers/add": HEAD,
    "places/carriers/<uuid:carrier>/": HEAD,
    "team/": HEAD,
    "team/add": HEAD,
    "team/<uuid:staff>/roles/add": HEAD,
    "team/<uuid:staff>/pin": HEAD,
    "team/<uuid:staff>/password": HEAD,
    "team/<uuid:staff>/end": HEAD,
    "team/roles/<uuid:role>/end": HEAD,
    "devices/": TEAM,
    "devices/<uuid:device>/revoke": TEAM,
    "documents/": HEAD,
    "documents/add": HEAD,
    "people/": TEAM,
    "people/add": TEAM,
    "people/<uuid:person>/": TEAM,
    "people/<uuid:person>/edit": TEAM,
    "people/<uuid:person>/erase": HEAD,
    "till/": BOOKS,
    "till/day": BOOKS,
    "till/journal.csv": BOOKS,
    "till/receipts/<uuid:receipt>/": BOOKS,
    "receipts/<uuid:receipt>/": DESK,
    "sales/<uuid:sale>/reverse": HEAD,
    "to-settle/": TO_SETTLE,
    "to-settle/<uuid:row>/": TO_SETTLE,
    "journal/": BOOKS,
}
"""Under ``/s/<structure>/``."""

LISTS = {
    "places": EVERYBODY,
    "sessions": EVERYBODY,
    "registrations": DESK,
    "persons": TEAM,
    "visits": TEAM,
    "sales": BOOKS,
    "journal": BOOKS,
}
"""Under ``/api/v1/``."""
