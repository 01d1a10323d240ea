"""The texts people accept: their versions, what changed, how many accepted each."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maillage.core.ids import new_id
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.forms.people import DocumentForm, NextDocumentForm
from maillage.office.shell import act, address, page, typed
from maillage.people import queries
from maillage.people.models import Acceptance, Document

FORM = ["GET", "POST"]


@needs(Right.PLACES)
@require_GET
def documents(request: StaffRequest, slug: str) -> HttpResponse:
    """The texts people accept, every version, how many accepted each."""
    today = timezone.localdate()
    current = {one.pk for one in queries.current_documents(today).values()}
    rows = [{"document": one, "current": one.pk in current} for one in queries.documents()]
    return page(request, "office/documents.html", {"rows": rows, "today": today})


def _document(document: UUID) -> Document:
    found: Document | None = Document.objects.filter(pk=document).first()
    if found is None:
        raise Http404
    return found


@needs(Right.PLACES)
@require_GET
def document(request: StaffRequest, slug: str, document: UUID) -> HttpResponse:
    """A version: its text, what changed from the one before, how many accepted it, and how."""
    found = _document(document)
    before = queries.version_before(found)
    counts = queries.acceptances_by_means(document)
    context = {
        "document": found,
        "before": before,
        "changes": changes(before.text, found.text) if before and before.text else [],
        "counts": [(label, counts.get(how, 0)) for how, label in Acceptance.How.choices],
        "total": sum(counts.values()),
    }
    return page(request, "office/document.html", context)


def changes(old: str, new: str) -> list[dict[str, Any]]:
    """Line by line, what stays, what is gone, what is new: ``kind`` ``same``, ``gone``, ``new``."""
    was, now = old.splitlines(), new.splitlines()
    found: list[dict[str, Any]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [{"kind": "same", "text": line} for line in was[i1:i2]]
            continue
        found += [{"kind": "gone", "text": line} for line in was[i1:i2]]
        found += [{"kind": "new", "text": line} for line in now[j1:j2]]
    return found if any(one["kind"] != "same" for one in found) else []


@needs(Right.PLACES)
@require_http_methods(FORM)
def document_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A text to accept."""
    form = DocumentForm(typed(request), initial={"from_day": timezone.localdate()})
    return act(
        request,
        form,
        "people.add_document",
        ids={"document": new_id()},
        to=address(request, "documents"),
        said=_("Le document est publié. Il sera demandé à l’accueil."),
        title=_("Ajouter un document à accepter"),
        lead=_("Ce que chaque personne accepte avant de participer."),
    )


@needs(Right.PLACES)
@require_http_methods(FORM)
def document_next(request: StaffRequest, slug: str, document: UUID) -> HttpResponse:
    """The next version of a text, asked again of everybody or not."""
    found = _document(document)
    held = Document.objects.filter(kind=found.kind).order_by("-version")
    last = held.values_list("version", flat=True)[0]
    initial = {"from_day": timezone.localdate(), "asks_again": True}
    initial |= {name: getattr(found, name) for name in ("title", "text", "required_of")}
    return act(
        request,
        NextDocumentForm(typed(request), initial=initial),
        "people.add_document",
        ids={"document": new_id(), "document_kind": found.kind, "version": last + 1},
        to=address(request, "documents"),
        said=_("La nouvelle version est publiée."),
        title=_("Nouvelle version de « %s »") % found.title,
        lead=_("L’ancienne reste, avec qui l’a acceptée."),
    )
