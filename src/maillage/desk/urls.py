"""Addresses of the desk, under ``/s/<slug>/desk/``."""

from django.urls import path

from maillage.desk import screens
from maillage.desk.kiosk.screens import enrol as kiosk_enrol

urlpatterns = [
    path("", screens.desk, name="desk"),
    path("sw.js", screens.service_worker, name="desk-worker"),
    path("manifest.webmanifest", screens.web_manifest, name="desk-manifest"),
    path("enrol", screens.enrol, name="desk-enrol"),
    path("snapshot.json", screens.snapshot_json, name="desk-snapshot"),
    path("rev.json", screens.rev_json, name="desk-rev"),
    path("commands", screens.commands, name="desk-commands"),
    path("kiosk", kiosk_enrol, name="kiosk-enrol"),
    path("switch", screens.switch, name="desk-switch"),
]
