"""Addresses of the kiosk, under ``/kiosk/<slug>/``: outside the staff's."""

from django.urls import path

from maillage.desk.kiosk import screens

urlpatterns = [
    path("", screens.kiosk, name="kiosk"),
    path("compter", screens.tally, name="kiosk-tally"),
    path("commands", screens.commands, name="kiosk-commands"),
]
