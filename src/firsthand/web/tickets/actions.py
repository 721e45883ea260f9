"""What a person may do to a ticket: one form, one service call, one answer. Works without JavaScript."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from firsthand.domain.errors import DeskError, Invalid, Missing
from firsthand.domain.names import Kind, NameFamily, Role, StateName, TeamName
from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import say
from firsthand.models.tickets import ClosedAs
from firsthand.services.access.viewers import Viewer
from firsthand.services.channels.registry import channel_of
from firsthand.services.language.telling import gettext as _
from firsthand.services.language.telling import words
from firsthand.services.tickets.actions import conversation, custody, kinds, merging, restricting, status, tags
from firsthand.services.tickets.queries import outlook
from firsthand.web import formats
from firsthand.web.formats import sentence
from firsthand.web.forms import Form, number, seen, text
from firsthand.web.middleware import asked_by_htmx, status_of
from firsthand.web.proposals import forms as proposals
from firsthand.web.request import now_of, viewer_of
from firsthand.web.tasks.acts import CHANGES, give_on_ticket
from firsthand.web.tickets.page import Failed, ticket_context
from firsthand.web.tickets.restricting import circle_of
from firsthand.web.tickets.ticket import template_of
from firsthand.web.toasts import toast
from firsthand.web.writing import LONGEST, addressed, attached_files

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A person's wish about a ticket."""

    request: HttpRequest
    viewer: Viewer
    ticket_id: int
    now: datetime

    @property
    def why(self) -> str:
        """The reason that was given, if any."""
        return text(self.request, "why", at_most=400)

    @property
    def organisation(self) -> Organisation:
        """Who there is and how work stands."""
        return self.viewer.organisation

    def name(self, field: str, declared: Container[str]) -> str:
        """One of the names that the book declares. Raises Invalid at the field."""
        value = text(self.request, field)
        if value not in declared:
            raise Invalid("choose", say("Choose one of the list."), field=field)
        return value

    def choice(self, name: str, of: type[_Choice]) -> _Choice:
        """One of an enumeration's values. Raises Invalid at the field."""
        value = text(self.request, name)
        try:
            return of(value)
        except ValueError as error:
            raise Invalid("choose", say("Choose one of the list."), field=name) from error


@dataclass(frozen=True, kw_only=True)
class Done:
    """What is said afterwards, and to which ticket the reader goes (None: stays)."""

    words: str
    ticket_id: int | None = None


@require_POST
def do(request: HttpRequest, ticket_id: int, verb: str) -> HttpResponse:
    """Do one thing to a ticket and show the ticket again; a refusal stands at its field, with what was typed."""
    act = ACTIONS.get(verb)
    if act is None:
        raise Http404
    asked = Asked(request=request, viewer=viewer_of(request), ticket_id=ticket_id, now=now_of(request))
    try:
        done = act(asked)
    except Missing as error:
        if not error.field:
            raise
        return _refused(asked, verb, error)
    except DeskError as error:
        return _refused(asked, verb, error)
    return _answer(asked, verb, done)


def _answer(asked: Asked, verb: str, done: Done) -> HttpResponse:
    request = asked.request
    target = done.ticket_id or asked.ticket_id
    to = reverse("ticket", kwargs={"ticket_id": target})
    if not asked_by_htmx(request) or target != asked.ticket_id:
        toast(request, done.words)
        answer = HttpResponseRedirect(to, status=303)
        if asked_by_htmx(request):
            answer = HttpResponse(status=204)  # type: ignore[assignment]
            answer["HX-Redirect"] = to
        return answer
    context = ticket_context(request, asked.ticket_id)
    page = render(request, template_of(request), {**context, "toast": done.words})
    page["HX-Trigger"] = f"done:{verb}"
    return page


def _refused(asked: Asked, verb: str, error: DeskError) -> HttpResponse:
    typed = {name: " ".join(map(str, values)) for name, values in asked.request.POST.lists()}
    failed = Failed.of(verb, error, typed)
    context = ticket_context(asked.request, asked.ticket_id, failed=failed)
    return render(asked.request, template_of(asked.request), context, status=status_of(error))


def _reply(asked: Asked) -> Done:
    wanted, before = text(asked.request, "status_after"), seen(asked.request)
    body, people = text(asked.request, "text", at_most=LONGEST), addressed(asked.request)
    replied = conversation.reply(
        viewer=asked.viewer,
        ticket_id=asked.ticket_id,
        text=body,
        to=people.to,
        copies=people.copies,
        endpoint_id=people.endpoint_id,
        files=attached_files(asked.request, body=body),
        substantive=bool(asked.request.POST.get("substantive")),
        status_after=StateName(asked.name("status_after", asked.organisation.states.by_name)) if wanted else None,
        seen=before,
        at=asked.now,
    )
    if channel_of(replied.message.channel).by_hand:
        counts = _("Noted, and it counts as the response.") if replied.judgement.counts else _("Noted.")
        return Done(words=counts)
    newest = outlook(viewer=asked.viewer, ticket_id=asked.ticket_id).newest
    if before is not None and newest is not None and newest > before:
        return Done(words=_("It leaves in ten seconds. What the customer wrote meanwhile is not answered by it."))
    if replied.judgement.counts:
        return Done(words=_("It leaves in ten seconds, and counts as the response once it has left."))
    return Done(words=_("It leaves in ten seconds."))


def _note(asked: Asked) -> Done:
    body = text(asked.request, "text", at_most=LONGEST)
    files = attached_files(asked.request, body=body)
    conversation.add_note(viewer=asked.viewer, ticket_id=asked.ticket_id, text=body, files=files, at=asked.now)
    return Done(words=_("The note is added. Nobody outside sees it."))


def _take_back(asked: Asked) -> Done:
    conversation.take_back(viewer=asked.viewer, message_id=number(asked.request, "message"), at=asked.now)
    return Done(words=_("Taken back. Nothing was sent."))


def _nothing(asked: Asked) -> Done:
    conversation.nothing_to_answer(
        viewer=asked.viewer, ticket_id=asked.ticket_id, seen=seen(asked.request), at=asked.now, why=asked.why
    )
    return Done(words=_("Nothing is owed to what they wrote. Their next message starts anew."))


def _mark(asked: Asked) -> Done:
    counts = text(asked.request, "counts") == "yes"
    conversation.mark_reply(
        viewer=asked.viewer, message_id=number(asked.request, "message"), counts=counts, at=asked.now, why=asked.why
    )
    if counts:
        return Done(words=_("It counts as the response that was owed, from the instant it was written."))
    return Done(words=_("It does not count: what it had answered is owed again."))


def _take(asked: Asked) -> Done:
    custody.take(viewer=asked.viewer, ticket_id=asked.ticket_id, at=asked.now)
    return Done(words=_("You have it: the next step is yours."))


def _release(asked: Asked) -> Done:
    custody.release(viewer=asked.viewer, ticket_id=asked.ticket_id, at=asked.now, why=asked.why)
    return Done(words=_("Given back to the team."))


def _assign(asked: Asked) -> Done:
    role_name, _colon, person = text(asked.request, "to").partition(":")
    name, _slash, team = role_name.partition("/")
    role = Role(name)
    if role not in asked.organisation.roles:
        raise Invalid("choose", say("Choose a team, or somebody in it."), field="to")
    person_id = int(person) if person.isascii() and person.isdigit() else None
    ticket = custody.assign(
        viewer=asked.viewer,
        ticket_id=asked.ticket_id,
        role=role,
        team=TeamName(team) if team else None,
        person_id=person_id,
        at=asked.now,
        why=asked.why,
    )
    called = asked.organisation.called
    taker = called(team, NameFamily.team) if team else called(role, NameFamily.role)
    who = ticket.responsible.name if ticket.responsible else sentence(taker)
    return Done(words=_("{who} is responsible now.").format(who=who))


def _status(asked: Asked) -> Done:
    wanted = StateName(asked.name("status", asked.organisation.states.by_name))
    status.set_status(viewer=asked.viewer, ticket_id=asked.ticket_id, status=wanted, at=asked.now, why=asked.why)
    return Done(words=_("It is {status} now.").format(status=asked.organisation.called(wanted, NameFamily.state)))


def _kind(asked: Asked) -> Done:
    kind = Kind(asked.name("kind", asked.organisation.kinds))
    ticket = kinds.confirm_kind(viewer=asked.viewer, ticket_id=asked.ticket_id, kind=kind, at=asked.now, why=asked.why)
    role = asked.organisation.called(ticket.responsible_role, NameFamily.role)
    return Done(
        words=_("Confirmed as {kind}. {role} is responsible.").format(
            kind=asked.organisation.called(kind, NameFamily.kind), role=sentence(role)
        )
    )


def _topic(asked: Asked) -> Done:
    topic = text(asked.request, "topic", at_most=64)
    kinds.set_topic(viewer=asked.viewer, ticket_id=asked.ticket_id, topic=topic, at=asked.now, why=asked.why)
    return Done(words=_("Decided again by the book."))


def _severity(asked: Asked) -> Done:
    wanted = text(asked.request, "severity", at_most=16)
    kinds.set_severity(viewer=asked.viewer, ticket_id=asked.ticket_id, severity=wanted, at=asked.now, why=asked.why)
    return Done(
        words=_("Severity {severity}; decided again by the book.").format(
            severity=words(wanted) if wanted else _("none")
        )
    )


def _end(asked: Asked) -> Done:
    as_ = asked.choice("as", ClosedAs)
    kinds.end_as_not_a_request(viewer=asked.viewer, ticket_id=asked.ticket_id, as_=as_, at=asked.now, why=asked.why)
    return Done(words=_("Closed as {what}, counted apart from requests.").format(what=words(as_)))


def _merge(asked: Asked) -> Done:
    into = number(asked.request, "into")
    try:
        merging.merge(viewer=asked.viewer, ticket_id=asked.ticket_id, into_id=into, at=asked.now, why=asked.why)
    except Missing as error:
        raise Missing(error.code, error.message, field="into") from error
    return Done(words=_("#{number} is merged into this one.").format(number=asked.ticket_id), ticket_id=into)


def _split(asked: Asked) -> Done:
    made = merging.split(
        viewer=asked.viewer,
        ticket_id=asked.ticket_id,
        message_id=number(asked.request, "message"),
        subject=text(asked.request, "subject", at_most=900),
        at=asked.now,
        why=asked.why,
    )
    return Done(words=_("Split from #{number}.").format(number=asked.ticket_id), ticket_id=made.pk)


def _link(asked: Asked) -> Done:
    other = number(asked.request, "other")
    try:
        merging.link(viewer=asked.viewer, ticket_id=asked.ticket_id, other_id=other, at=asked.now, why=asked.why)
    except Missing as error:
        raise Missing(error.code, error.message, field="other") from error
    return Done(words=_("Linked to #{number}.").format(number=other))


def _unlink(asked: Asked) -> Done:
    other = number(asked.request, "other")
    merging.unlink(viewer=asked.viewer, ticket_id=asked.ticket_id, other_id=other, at=asked.now)
    return Done(words=_("The link to #{number} is gone.").format(number=other))


def _restrict(asked: Asked) -> Done:
    done = restricting.restrict(
        viewer=asked.viewer,
        ticket_id=asked.ticket_id,
        circle=circle_of(asked.request.POST.getlist("let_in")),
        why=asked.why,
        at=asked.now,
    )
    if done.beside:
        beside = formats.every(f"#{number}" for number in done.beside)
        return Done(words=_("Restricted. Linked with it and still everybody's: {beside}.").format(beside=beside))
    return Done(words=_("Restricted. For everybody else it is not there any more."))


def _lift(asked: Asked) -> Done:
    restricting.lift(viewer=asked.viewer, ticket_id=asked.ticket_id, why=asked.why, at=asked.now)
    return Done(words=_("Everybody sees it again."))


def _tag(asked: Asked) -> Done:
    name = text(asked.request, "tag", at_most=64)
    set_to = tags.tag(viewer=asked.viewer, ticket_id=asked.ticket_id, name=name, at=asked.now)
    return Done(words=_("Tagged {tag}.").format(tag=set_to))


def _untag(asked: Asked) -> Done:
    name = text(asked.request, "tag", at_most=64)
    tags.untag(viewer=asked.viewer, ticket_id=asked.ticket_id, name=name, at=asked.now)
    return Done(words=_("The tag {tag} is off.").format(tag=name))


def _propose(asked: Asked) -> Done:
    return Done(words=proposals.propose(asked.request, ticket_id=asked.ticket_id))


def _answers(answer: Callable[[HttpRequest], str]) -> Callable[[Asked], Done]:
    return lambda asked: Done(words=answer(asked.request))


def _give_task(asked: Asked) -> Done:
    return Done(words=give_on_ticket(asked.request, Form.of(asked.request), asked.ticket_id))


def _task_act(change: Callable[[HttpRequest, Form], str]) -> Callable[[Asked], Done]:
    return lambda asked: Done(words=change(asked.request, Form.of(asked.request)))


ACTIONS: dict[str, Callable[[Asked], Done]] = {
    "reply": _reply,
    "note": _note,
    "take-back": _take_back,
    "nothing": _nothing,
    "mark": _mark,
    "take": _take,
    "release": _release,
    "assign": _assign,
    "status": _status,
    "kind": _kind,
    "severity": _severity,
    "topic": _topic,
    "end": _end,
    "merge": _merge,
    "split": _split,
    "link": _link,
    "unlink": _unlink,
    "restrict": _restrict,
    "lift": _lift,
    "tag": _tag,
    "untag": _untag,
    "propose": _propose,
    **{verb: _answers(answer) for verb, answer in proposals.ANSWERS.items()},
    "task-give": _give_task,
    **{verb: _task_act(change) for verb, change in CHANGES.items()},
}
