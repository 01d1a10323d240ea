"""Messages: what is left to say, the journal of all, one message, the words of each kind."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maillage.messages import queries
from maillage.messages.connectors import BY_MACHINE, connector_of
from maillage.messages.connectors.calls.paper import call_data, phone_list
from maillage.messages.connectors.letter.paper import letters as letters_pdf
from maillage.messages.models import Channel, Message, Template
from maillage.messages.telling import words_of
from maillage.messages.wordings import MEANING, WORDINGS, Wording
from maillage.network.access import needs
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.announcing import sample
from maillage.office.forms.fields import OfficeForm
from maillage.office.forms.messages import TextForm, WordsForm
from maillage.office.screens.people import person_or_404
from maillage.office.screens.prints import is_large
from maillage.office.shell import act, address, page, run, say, typed
from maillage.office.telling import channels_fr, counted, rows_to_tell

FORM = ["GET", "POST"]
EDITOR = "office/message_words_edit.html"
A_PAGE = 50
MOST_PAGES = 200
State = Message.State

GROUPS = {
    "": (gettext_lazy("Tous"), ()),
    "waiting": (gettext_lazy("En route"), (State.QUEUED, State.SENDING)),
    "told": (gettext_lazy("Dits"), (State.SENT, State.DONE)),
    "to-do": (gettext_lazy("À faire"), (State.TO_DO,)),
    "to-check": (gettext_lazy("À vérifier"), queries.TO_CHECK),
    "dropped": (gettext_lazy("Abandonnés"), (State.DROPPED,)),
}
"""What the journal is looked at by: words, and states."""


@needs(Right.PEOPLE)
@require_GET
def to_tell(request: StaffRequest, slug: str) -> HttpResponse:
    """Calls to make, letters to post, what did not leave: what somebody has to do."""
    return _to_tell(request)


def _to_tell(request: StaffRequest, form: OfficeForm | None = None) -> HttpResponse:
    context = {
        "calls": [{"message": one, **call_data(one)} for one in queries.to_do(Channel.CALL)],
        "letters": queries.to_do(Channel.LETTER),
        "checks": queries.to_check(),
        "left": queries.left_to_do(),
        "ways": ways(),
        "form": form,
    }
    return page(request, "office/messages.html", context, status=422 if form else 200)


def ways() -> dict[str, str]:
    """How e-mails and SMS leave: ``out``, ``folder`` when nobody receives them, or nothing."""
    found = {}
    for channel in sorted(BY_MACHINE):
        connector = connector_of(channel)
        found[str(channel)] = (
            "" if connector is None else "folder" if connector.name == "file" else "out"
        )
    return found


@needs(Right.PEOPLE)
@require_GET
def message_journal(request: StaffRequest, slug: str) -> HttpResponse:
    """Every message, the latest first; ``?state=`` a group, ``?page=``."""
    group = request.GET.get("state", "")
    group = group if group in GROUPS else ""
    asked = request.GET.get("page", "")
    number = min(int(asked), MOST_PAGES) if asked.isascii() and asked.isdigit() and asked else 1
    number = max(number, 1)
    skip = (number - 1) * A_PAGE
    rows = queries.journal(states=GROUPS[group][1], skip=skip, limit=A_PAGE + 1)
    context = {
        "rows": [{"message": one, "label": called(one), **named(one)} for one in rows[:A_PAGE]],
        "groups": [(key, words, key == group) for key, (words, _states) in GROUPS.items()],
        "group": group,
        "newer": number - 1,
        "older": number + 1 if len(rows) > A_PAGE and number < MOST_PAGES else 0,
    }
    return page(request, "office/message_journal.html", context)


def called(message: Message) -> str:
    """What its kind is called."""
    return str(WORDINGS[message.code].label) if message.code in WORDINGS else ""


def named(message: Message) -> dict[str, str]:
    """Who is told; for whom, when it is about somebody else."""
    other = message.told_id != message.person_id
    return {
        "who": str(message.told or "") or _("fiche effacée"),
        "ask": _("pour %s") % message.person if other and message.body else "",
    }


@needs(Right.PEOPLE)
@require_GET
def message(request: StaffRequest, slug: str, message: UUID) -> HttpResponse:
    """What was said, to whom, how, and where it stands."""
    return _show(request, _message(message))


def _message(message: UUID) -> Message:
    found = queries.message_of(message)
    if found is None:
        raise Http404
    return found


def _show(request: StaffRequest, found: Message, form: OfficeForm | None = None) -> HttpResponse:
    by_machine = found.channel in BY_MACHINE
    ended = {State.FAILED, State.UNSURE, State.DROPPED}
    again = ended if by_machine else {State.DONE, State.DROPPED}
    context = {
        "message": found,
        "label": called(found),
        **named(found),
        "by_machine": by_machine,
        "may_do": found.state in (State.TO_DO, *queries.TO_CHECK),
        "may_again": found.state in again and bool(found.body),
        "may_drop": found.state in (State.TO_DO, State.QUEUED, *queries.TO_CHECK),
        "form": form,
    }
    return page(request, "office/message.html", context, status=422 if form else 200)


@needs(Right.PEOPLE)
@require_POST
def message_done(request: StaffRequest, slug: str, message: UUID) -> HttpResponse:
    """A call made, a letter posted."""
    ids = {"messages": [message]}
    return _act(request, _message(message), "messages.mark_done", ids, _("C’est noté."))


@needs(Right.PEOPLE)
@require_POST
def message_again(request: StaffRequest, slug: str, message: UUID) -> HttpResponse:
    """Send again, or put back among what is to do."""
    ids = {"message": message}
    return _act(request, _message(message), "messages.send_again", ids, _("C’est reparti."))


@needs(Right.PEOPLE)
@require_POST
def message_drop(request: StaffRequest, slug: str, message: UUID) -> HttpResponse:
    """Give a message up."""
    ids = {"message": message}
    return _act(request, _message(message), "messages.drop", ids, _("C’est abandonné."))


def _act(
    request: StaffRequest, found: Message, kind: str, ids: dict[str, Any], said: str
) -> HttpResponse:
    form = OfficeForm({})
    form.is_valid()
    if run(request, form, kind, ids, place=found.place_id) is None:
        return _show(request, found, form)
    say(request, said)
    return redirect("messages", slug=request.structure.slug)


@needs(Right.PEOPLE)
@require_POST
def letters_posted(request: StaffRequest, slug: str) -> HttpResponse:
    """All the letters that were shown are posted."""
    form = OfficeForm({})
    form.is_valid()
    payload = {"messages": request.POST.getlist("message")}
    if run(request, form, "messages.mark_done", payload) is None:
        return _to_tell(request, form)
    say(request, _("Les lettres sont notées comme postées."))
    return redirect("messages", slug=slug)


@needs(Right.PEOPLE)
@require_GET
def letters(request: StaffRequest, slug: str) -> HttpResponse:
    """Every letter to post, in one PDF; ``?size=large`` in large print, ``?message=`` one alone."""
    rows = queries.to_do(Channel.LETTER)
    one = request.GET.get("message")
    rows = [row for row in rows if str(row.pk) == one] if one else rows
    if not rows:
        raise Http404
    made = letters_pdf(rows, timezone.localdate(), large=is_large(request))
    return _pdf(made, "lettres.pdf")


@needs(Right.PEOPLE)
@require_GET
def calls(request: StaffRequest, slug: str) -> HttpResponse:
    """The list to phone from, on paper; ``?size=large`` in large print."""
    rows = queries.to_do(Channel.CALL)
    return _pdf(phone_list(rows, request.place, large=is_large(request)), "appels.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@needs(Right.PLACES)
@require_GET
def words(request: StaffRequest, slug: str) -> HttpResponse:
    """Each kind of message; those that the structure says its own way."""
    own = set(Template.objects.values_list("code", flat=True))
    context = {"wordings": [(one, one.code in own) for one in WORDINGS.values()]}
    return page(request, "office/message_words.html", context)


@needs(Right.PLACES)
@require_http_methods(FORM)
def words_edit(request: StaffRequest, slug: str) -> HttpResponse:
    """The words of a kind (``?code=``), with what they give on a sample."""
    wording = WORDINGS.get(request.GET.get("code", ""), next(iter(WORDINGS.values())))
    if "reset" in request.POST:
        return _reset(request, wording)
    subject, body = words_of(wording.code)
    form = WordsForm(typed(request), code=wording.code, initial={"subject": subject, "body": body})
    context = {"form": form, **_editor(request, wording, form)}
    to = address(request, "message-words")
    if "preview" in request.POST:
        status = 200 if form.is_valid() else 422
        return page(request, EDITOR, {**context, "back": to}, status=status)
    return act(
        request,
        context.pop("form"),
        "messages.set_template",
        ids={"code": wording.code},
        to=to,
        said=_("Vos mots sont gardés."),
        template=EDITOR,
        **context,
    )


def _reset(request: StaffRequest, wording: Wording) -> HttpResponse:
    form = OfficeForm({})
    form.is_valid()
    if run(request, form, "messages.set_template", {"code": wording.code}) is not None:
        say(request, _("Ce sont de nouveau les mots de Maillage."))
    return redirect("message-words", slug=request.structure.slug)


def _editor(request: StaffRequest, wording: Wording, form: WordsForm) -> dict[str, Any]:
    """What the editor shows around the form: placeholders, and the words on a sample."""
    subject, body = (str(form[one].value() or "") for one in ("subject", "body"))
    return {
        "title": wording.label,
        "placeholders": [
            (f"{{{name}}}", meaning) for name, meaning in MEANING.items() if name in wording.holds
        ],
        "own": Template.objects.filter(code=wording.code).exists(),
        "sample": sample(subject, body, request.place),
    }


@needs(Right.PEOPLE)
@require_http_methods(FORM)
def person_write(request: StaffRequest, slug: str, person: UUID) -> HttpResponse:
    """Write to somebody, by their own channel."""
    found = person_or_404(person)
    told = rows_to_tell({person: []}, timezone.now(), until=None)
    return act(
        request,
        TextForm(typed(request)),
        "messages.write",
        ids={"persons": [person]},
        to=address(request, "person", person),
        said=_("C’est noté."),
        template="office/write.html",
        title=_("Écrire à %s") % found,
        lead=_("Des phrases courtes, avec le jour et l’heure en entier."),
        told=told,
        channels=channels_fr(counted(told)),
    )
