"""Addresses of the kiosk, under ``/kiosk/<slug>/``: outside the staff's."""

from django.urls import path

from maillage.desk.kiosk import screens

urlpatterns = [
    path("", screens.kiosk, name="kiosk"),
    path(screens.TALLY, screens.tally, name="kiosk-tally"),
    path("sw.js", screens.service_worker, name="kiosk-worker"),
    path("manifest.webmanifest", screens.web_manifest, name="kiosk-manifest"),
    path("commands", screens.commands, name="kiosk-commands"),
]
