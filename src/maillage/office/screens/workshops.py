"""What the structure proposes: workshops, the page of one, the catalogue of themes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maillage.core.ids import new_id
from maillage.money.queries import price_codes
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.queries import organisations
from maillage.network.rights import Right
from maillage.office.forms.fields import OfficeForm
from maillage.office.forms.workshops import (
    ThemeForm,
    ThemeRetireForm,
    WorkshopEditForm,
    WorkshopFilter,
    WorkshopForm,
    workshop_values,
)
from maillage.office.printable import Printable
from maillage.office.sessions import cards
from maillage.office.shell import act, address, page, run, say, typed
from maillage.programme import catalogue, queries
from maillage.programme.models import Theme, Workshop

FORM = ["GET", "POST"]


@needs(Right.PROGRAMME)
@require_GET
def workshops(request: StaffRequest, slug: str) -> HttpResponse:
    """What the structure proposes, found by any word, a tool, a level or an audience."""
    form = WorkshopFilter(request.GET)
    asked = form.asked()
    found = catalogue.workshops(asked)
    context = {
        "rows": [{"workshop": one, "labels": catalogue.labels(one)} for one in found],
        "form": form,
        "asked": bool(asked),
    }
    return page(request, "office/workshops.html", context)


def _choices(held: UUID | None = None) -> dict[str, Any]:
    return {
        "codes": price_codes(timezone.localdate()),
        "themes": catalogue.themes_to_choose(held),
        "organisations": organisations(),
    }


@needs(Right.PROGRAMME)
@require_http_methods(FORM)
def workshop_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A new kind of activity."""
    workshop = new_id()
    return act(
        request,
        WorkshopForm(typed(request), **_choices()),
        "programme.create_workshop",
        ids={"workshop": workshop},
        to=address(request, "workshop", workshop),
        back=address(request, "workshops"),
        said=_("L’atelier est ajouté. Planifiez maintenant une séance."),
        title=_("Ajouter un atelier"),
        lead=_("Un titre suffit, ou un thème. Le reste est facultatif."),
    )


def found_workshop(workshop: UUID) -> Workshop:
    """A workshop of the structure, or 404."""
    rows = Workshop.objects.select_related("theme", "organisation")
    found: Workshop | None = rows.filter(pk=workshop).first()
    if found is None:
        raise Http404
    return found


@needs(Right.PROGRAMME)
@require_GET
def workshop(request: StaffRequest, slug: str, workshop: UUID) -> HttpResponse:
    """Everything about a workshop: what it is, its next sessions, the past ones and who came."""
    found, today = found_workshop(workshop), timezone.localdate()
    coming, past = queries.sessions_of_workshop(workshop, today)
    unnamed = queries.unnamed_in(past)
    shown = cards([*coming, *past])
    codes = price_codes(today)
    poster = address(request, "workshop-poster", workshop)
    context = {
        "workshop": found,
        "labels": catalogue.labels(found),
        "price": codes.get(found.price_code, found.price_code),
        "coming": shown[: len(coming)],
        "past": [
            {"card": card, "came": card.taken.present + unnamed.get(card.session.pk, 0)}
            for card in shown[len(coming) :]
        ],
        "most": queries.MOST_OF_WORKSHOP,
        "prints": [
            Printable(_("Affiche A4"), poster),
            Printable(_("Tract A5"), f"{poster}?paper=a5"),
        ],
    }
    return page(request, "office/workshop.html", context)


@needs(Right.PROGRAMME)
@require_http_methods(FORM)
def workshop_edit(request: StaffRequest, slug: str, workshop: UUID) -> HttpResponse:
    """Change a kind of activity."""
    found = found_workshop(workshop)
    return act(
        request,
        WorkshopEditForm(
            typed(request), initial=workshop_values(found), **_choices(found.theme_id)
        ),
        "programme.edit_workshop",
        ids={"workshop": workshop},
        to=address(request, "workshop", workshop),
        said=_("L’atelier est modifié. Les séances déjà planifiées ne changent pas."),
        title=_("Modifier « %s »") % found.title,
        lead=_("Les séances déjà planifiées gardent ce qui a été annoncé."),
    )


# Themes


@needs(Right.PROGRAMME)
@require_GET
def themes(request: StaffRequest, slug: str) -> HttpResponse:
    """The subjects proposed, found by any of their words, old ones included."""
    asked = request.GET.get("q", "").strip()[:60]
    lines = catalogue.theme_lines(asked)
    context = {
        "lines": sorted(lines, key=lambda line: line.theme.retired_on is not None),
        "asked": asked,
    }
    return page(request, "office/themes.html", context)


@needs(Right.PROGRAMME)
@require_POST
def themes_start(request: StaffRequest, slug: str) -> HttpResponse:
    """Take the packaged themes, in one click."""
    form = OfficeForm({})
    form.is_valid()
    done = run(request, form, "programme.add_starter_themes", {})
    if done is None:
        raise Http404
    say(request, _("%s thèmes sont ajoutés. Changez-les à votre goût.") % len(done["themes"]))
    return redirect("themes", slug=slug)


@needs(Right.PROGRAMME)
@require_http_methods(FORM)
def theme_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A new subject."""
    return act(
        request,
        ThemeForm(typed(request), initial={"title": request.GET.get("q", "")[:60]}),
        "programme.add_theme",
        ids={"theme": new_id()},
        to=address(request, "themes"),
        said=_("Le thème est ajouté."),
        title=_("Ajouter un thème"),
        lead=_("De quoi parle un atelier, avec les mots que disent les gens."),
    )


def _theme(theme: UUID) -> Theme:
    found: Theme | None = Theme.objects.filter(pk=theme).first()
    if found is None:
        raise Http404
    return found


@needs(Right.PROGRAMME)
@require_http_methods(FORM)
def theme_edit(request: StaffRequest, slug: str, theme: UUID) -> HttpResponse:
    """Other words for a subject."""
    found = _theme(theme)
    values = {"title": found.title, "synonyms": found.synonyms}
    return act(
        request,
        ThemeForm(typed(request), initial=values),
        "programme.edit_theme",
        ids={"theme": theme},
        to=address(request, "themes"),
        said=_("Le thème est modifié."),
        title=_("Modifier « %s »") % found.title,
        lead=_("Ses ateliers, passés et à venir, portent aussitôt le nouveau nom."),
    )


@needs(Right.PROGRAMME)
@require_http_methods(FORM)
def theme_retire(request: StaffRequest, slug: str, theme: UUID) -> HttpResponse:
    """A subject that is over, or replaced by another."""
    found = _theme(theme)
    others = [one for one in catalogue.themes_to_choose(found.successor_id) if one != found]
    values = {
        "retired_on": found.retired_on or timezone.localdate(),
        "successor": str(found.successor_id or ""),
    }
    return act(
        request,
        ThemeRetireForm(typed(request), initial=values, themes=others),
        "programme.retire_theme",
        ids={"theme": theme},
        to=address(request, "themes"),
        said=_("C’est noté. Les ateliers passés gardent leur thème."),
        title=_("Retirer « %s »") % found.title,
        lead=_("Ce thème ne sera plus proposé. Rien de son histoire ne disparaît."),
    )
