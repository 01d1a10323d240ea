"""Every address of Maillage."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.i18n import set_language

from maillage.api.v1 import api
from maillage.network.logos import NAME
from maillage.office.urls import sign_urls
from maillage.public import feeds, finding, health, logos, own, screens

urlpatterns: list[URLPattern | URLResolver] = [
    path("", screens.welcome, name="welcome"),
    *sign_urls,
    path("api/v1/", api.urls),
    path("langue", set_language, name="language"),
    path("healthz", health.healthz, name="healthz"),
    re_path(f"^media/(?P<name>{NAME})$", logos.logo, name="logo"),
    path("agenda/<str:feed>.ics", feeds.feed, name="feed"),
    path("libre", finding.free, name="free"),
    path("moi/sw.js", own.worker, name="own-worker"),
    path("moi/<str:page>/", own.page, name="own"),
    path("moi/<str:page>/reserver", own.reserve, name="own-reserve"),
    path("moi/<str:page>/annuler", own.cancel, name="own-cancel"),
    path("kiosk/<slug:slug>/", include("maillage.desk.kiosk.urls")),
    path("s/<slug:slug>/desk/", include("maillage.desk.urls")),
    path("s/<slug:slug>/", include("maillage.office.urls")),
]

handler400 = "maillage.core.errors.bad_request"
handler403 = "maillage.core.errors.permission_denied"
handler404 = "maillage.core.errors.page_not_found"
handler500 = "maillage.core.errors.server_error"
