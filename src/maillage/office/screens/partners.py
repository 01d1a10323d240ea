"""Partners: who organises with the structure, as posters show them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maillage.core import saying
from maillage.core.ids import new_id
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.models import Organisation
from maillage.network.queries import organisations as all_organisations
from maillage.network.rights import Right
from maillage.office.forms.network import LogoForm, OrganisationForm
from maillage.office.shell import act, address, page, typed

FORM = ["GET", "POST"]


@needs(Right.PROGRAMME)
@require_GET
def organisations(request: StaffRequest, slug: str) -> HttpResponse:
    """The partners, by name."""
    return page(request, "office/organisations.html", {"rows": all_organisations()})


@needs(Right.PROGRAMME)
@require_http_methods(FORM)
def organisation_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A new partner."""
    return act(
        request,
        OrganisationForm(typed(request)),
        "network.add_organisation",
        ids={"organisation": new_id()},
        to=address(request, "organisations"),
        said=_("Le partenaire est ajouté."),
        title=_("Ajouter un partenaire"),
        lead=_("Un nom suffit pour que des séances soient organisées avec lui."),
    )


def _organisation(organisation: UUID) -> Organisation:
    found: Organisation | None = Organisation.objects.filter(pk=organisation).first()
    if found is None:
        raise Http404
    return found


@needs(Right.PROGRAMME)
@require_http_methods(FORM)
def organisation_edit(request: StaffRequest, slug: str, organisation: UUID) -> HttpResponse:
    """The name and kind of a partner."""
    found = _organisation(organisation)
    values = {name: getattr(found, name) for name in OrganisationForm.base_fields}
    return act(
        request,
        OrganisationForm(typed(request), initial=values),
        "network.edit_organisation",
        ids={"organisation": organisation},
        to=address(request, "organisations"),
        said=_("Le partenaire est modifié."),
        title=_("Modifier « %s »") % found.name,
        lead=_("Le nom paraît sur les affiches des séances à venir."),
    )


@needs(Right.PROGRAMME)
@require_http_methods(FORM)
def organisation_logo(request: StaffRequest, slug: str, organisation: UUID) -> HttpResponse:
    """The logo of a partner, or none."""
    found = _organisation(organisation)
    return act(
        request,
        LogoForm(typed(request), request.FILES or None),
        "network.edit_organisation",
        ids={"organisation": organisation},
        to=address(request, "organisations"),
        said=_("Le logo est changé."),
        title=saying.of(_("Le logo de %s"), found.name),
        lead=_("Il paraît sur les affiches, à côté du vôtre."),
    )
