"""What we say: replies to the customer, notes to each other, and taking a reply back."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db import transaction

from firsthand.domain.conversation.files import AttachedFile
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.conversation import (
    NoteAdded,
    NothingToAnswer,
    Replied,
    ReplyLeft,
    ReplyTakenBack,
)
from firsthand.domain.events.tickets import Taken
from firsthand.domain.kept_sentences import plain_sentence
from firsthand.domain.names import Role, StateName
from firsthand.domain.notices import NoticeKind
from firsthand.domain.organisation import Right
from firsthand.domain.promises import Finding, FindingKind
from firsthand.domain.promises.languages import until
from firsthand.domain.sentences import Sentence, in_a_row, say
from firsthand.domain.tickets import Cause, Owes, ReplyJudgement, State, judge_reply
from firsthand.models.conversation import Direction, Message
from firsthand.models.events import Event
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import messages_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import Acting, acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.desk.queries import desk as desk_settings
from firsthand.services.handoffs.actions import offered_to_owner
from firsthand.services.handoffs.provisional import end_provisional, resume_provisional
from firsthand.services.handoffs.queries import one_way_since, why_no_reply
from firsthand.services.language.letters import told_line
from firsthand.services.notices.actions import notify
from firsthand.services.outbox.actions import take_back as take_back_delivery
from firsthand.services.outbox.actions import write
from firsthand.services.promises.queries import promises_in
from firsthand.services.tickets.actions.addressing import Envelope, envelope_for
from firsthand.services.tickets.actions.amending import (
    amend,
    event_of_reply,
    locked_with,
    owe_again,
)
from firsthand.services.tickets.actions.locking import lock, lock_unended
from firsthand.services.tickets.actions.status import move
from firsthand.services.tickets.actions.ways import CUSTODY
from firsthand.services.writing.attaching import attach, keep, pictures_of
from firsthand.services.writing.below import below, with_below
from firsthand.services.writing.layout import laid_out
from firsthand.services.writing.mentions import Named, named_in
from firsthand.services.writing.others import check_nobody_answered
from firsthand.services.writing.unsent import NOTHING_BEGUN, LastSeen, Written, sent, taken_back

TAKE_BACK_WITHIN = timedelta(seconds=10)
_NONCE_BYTES = 20


@dataclass(frozen=True, kw_only=True)
class ReplyWritten:
    """A reply that is on its way, and whether it counts as the response that was owed."""

    message: Message
    judgement: ReplyJudgement


@dataclass(frozen=True, kw_only=True)
class NoteWritten:
    """A note, and whom it names."""

    message: Message
    named: Named


def add_note(
    *,
    viewer: Viewer,
    ticket_id: int,
    text: str,
    at: datetime,
    files: Sequence[AttachedFile] = (),
    begun: LastSeen = NOTHING_BEGUN,
) -> NoteWritten:
    """Add an internal note. It goes to nobody outside, and stops no clock (invariant 6). Whom it names is told, as far
    as they may see the ticket. `begun` is what the viewer had
    begun, as their page saw it."""
    body = _text(text)
    warnings = keep(files)
    with transaction.atomic():
        ticket = lock(viewer=viewer, ticket_id=ticket_id)
        message = Message.objects.create(
            ticket=ticket,
            direction=Direction.note,
            at=at,
            person_id=viewer.person_id,
            sender=viewer.name,
            text=body,
            html=laid_out(body, pictures_of(files)),
            warnings=list(map(plain_sentence, warnings)),
        )
        attach(message, files)
        sent(Written(text=body), message, viewer=viewer, seen=begun, files=files)
        desk = open_desk(at)
        named = named_in(body, viewer=viewer, ticket_id=ticket.pk, desk=desk)
        with acting_on_ticket(ticket, desk=desk, actor=viewer.actor) as act:
            act.append(NoteAdded(message=message.pk, told=tuple(one.pk for one in named.told)))
        if named.told:
            _tell(named.told, message, ticket=ticket, at=at)
    return NoteWritten(message=message, named=named)


def _tell(people: Sequence[Person], note: Message, *, ticket: Ticket, at: datetime) -> None:
    text = "{name} names you in a note on #{number} {title}."
    notify(
        people=people,
        subject=ticket.subject,
        at=at,
        kind=NoticeKind.mentioned,
        text=say(text, name=note.sender, number=ticket.pk, title=ticket.title),
        clause="",
        key=f"mentioned:{note.pk}",
    )


def reply(
    *,
    viewer: Viewer,
    ticket_id: int,
    text: str,
    substantive: bool,
    at: datetime,
    status_after: StateName | None = None,
    seen: int | None = None,
    to: Sequence[str] | None = None,
    copies: Sequence[str] | None = None,
    endpoint_id: int | None = None,
    files: Sequence[AttachedFile] = (),
    begun: LastSeen = NOTHING_BEGUN,
    answered: int | None = None,
    with_history: bool = False,
    despite: str | None = None,
) -> ReplyWritten:
    """Reply to the customer. The answer is written to the outbox in this transaction and leaves after ten seconds.

    It goes to `to`, with a copy for each of `copies`; None for either means those of the conversation. It leaves by the
    desk's address `endpoint_id`, or was given there by mouth; None means the way that they wrote. `files` go with it.
    How the viewer signs there stands below the text, and `with_history` what was said before.

    `begun` is what the viewer had begun, as their page saw it: it is sent with this. `answered` is the newest answer
    of ours that the writer had before them (0: none); Refused when there is another since.

    `substantive` is the writer's own mark that the reply says what was done and the next step; only such a reply
    meets the response that is owed (A17), once it has left; what was said by mouth has. `seen` is the newest message of
    the customer's that the writer had before them; what came after it stays owed. The viewer takes an untaken ticket of
    a role that the viewer holds. Raises Refused for whose role handed the ticket over for good (S42), and Invalid for
    an empty text, a ticket with nobody to write to, and a promise that asks for a reason and got none (S44, S45, A23).
    """
    body = _text(text)
    warnings = keep(files)
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        _check_may_write(viewer, ticket)
        if answered is not None:
            check_nobody_answered(ticket, answered, viewer=viewer)
        envelope = envelope_for(ticket, endpoint_id=endpoint_id, to=to, copies=copies)
        desk = open_desk(at)
        asks = despite is not None and not envelope.channel.by_hand
        stopped = _stopped(ticket, body, despite=despite or "", viewer=viewer, desk=desk) if asks else ()
        written = Written(
            text=body,
            endpoint_id=endpoint_id,
            to=tuple(to) if to is not None else None,
            copies=tuple(copies) if copies is not None else None,
            substantive=substantive,
            with_history=with_history,
            status_after=status_after or "",
        )
        words = _Words(written=written, files=tuple(files), warnings=warnings, despite=despite or "", stopped=stopped)
        message = _message(words, ticket=ticket, envelope=envelope, viewer=viewer, at=at)
        sent(written, message, viewer=viewer, seen=begun, files=files)
        _send(ticket=ticket, message=message, envelope=envelope, at=at)
        with acting_on_ticket(ticket, desk=desk, actor=viewer.actor) as act:
            _replied(act, ticket, message, words=words, seen=seen, by_hand=envelope.channel.by_hand, viewer=viewer)
    return ReplyWritten(message=message, judgement=words.judgement)


def _check_may_write(viewer: Viewer, ticket: Ticket) -> None:
    """Raises Invalid where nobody is left to write to, Refused for whose role handed the ticket over for good (S42)."""
    if ticket.contact is not None and ticket.contact.erased_at is not None:
        raise Invalid("erased", say("This ticket's customer was erased; there is nobody to write to."), field="text")
    if (given := one_way_since(viewer, ticket)) is not None:
        raise Refused("handed_over", why_no_reply(given), field="text")


def _stopped(ticket: Ticket, body: str, *, despite: str, viewer: Viewer, desk: Desk) -> tuple[Finding, ...]:
    """What stops a reply of what it promises. Raises Invalid at the field of the reason where there is such a thing and
    none is given."""
    role = Role(ticket.responsible_role)
    found = promises_in(body, viewer=viewer, desk=desk, ticket_id=ticket.pk, responsible=role)
    stops = [one for one in found if one.stops]
    if stops and not despite.strip():
        message = say("{finding} Change it, or say why you send it all the same.", finding=_why_stopped(stops[0], body))
        raise Invalid("promise_stopped", message, field="despite")
    return tuple(stops)


def _why_stopped(one: Finding, body: str) -> Sentence:
    """Why a promise stops, with the wording that is true where there is one."""
    if one.kind is not FindingKind.TOO_EARLY or one.place is None:
        return one.reading
    words = " ".join(body[slice(*one.place)].split())
    early = say("“{words}” is earlier than the team’s own clock allows.", words=words)
    if one.true_at is None:
        return early.followed_by(say(" Say what happens next instead of when."))
    return early.followed_by(say(" True is “{true}”.", true=until(one.true_at, zone=one.zone, language=one.language)))


@dataclass(frozen=True, kw_only=True)
class _Words:
    written: Written
    files: tuple[AttachedFile, ...]
    warnings: tuple[Sentence, ...]
    despite: str
    stopped: tuple[Finding, ...]

    @cached_property
    def judgement(self) -> ReplyJudgement:
        """Whether it counts as the response that is owed."""
        return judge_reply(self.written.text, self.written.substantive)


def _message(words: _Words, *, ticket: Ticket, envelope: Envelope, viewer: Viewer, at: datetime) -> Message:
    """The message that a reply is, with its files; what is said by mouth is signed by nobody."""
    by, history = envelope.endpoint, words.written.with_history
    mute = envelope.channel.by_hand
    quoted = "" if mute else below(ticket, viewer=viewer, endpoint_id=by.pk if by else None, with_history=history)
    message = Message.objects.create(
        ticket=ticket,
        direction=Direction.outbound,
        channel=envelope.channel.name,
        at=at,
        person_id=viewer.person_id,
        sender=viewer.name,
        recipients=list(envelope.to),
        copies=list(envelope.copies),
        subject=reply_subject(ticket) if envelope.channel.subjects else "",
        text=words.written.text,
        html=laid_out(words.written.text, pictures_of(words.files)),
        quoted=quoted,
        warnings=list(map(plain_sentence, words.warnings)),
        external_id=_external_id(envelope) or None,
        substantive=words.written.substantive,
        counts_as_response=words.judgement.counts,
        counts_because=in_a_row(words.judgement.reasons),
    )
    attach(message, words.files)
    return message


def _replied(
    act: Acting, ticket: Ticket, message: Message, *, words: _Words, seen: int | None, by_hand: bool, viewer: Viewer
) -> None:
    """What a reply does to its ticket: a promise may be kept, the turn changes, and who writes takes what is free. What
    was given `by_hand` has left."""
    after = _after(act, ticket, wanted=StateName(words.written.status_after) or None, seen=seen)
    event = act.append(
        Replied(
            message=message.pk,
            counts=words.judgement.counts,
            seen=seen,
            asks=after.owes is Owes.customer,
            leaves_within=desk_settings().leaves_within,
            why=in_a_row(words.judgement.reasons) or "",
            despite=" ".join(words.despite.split()) if words.stopped else "",
            clauses=tuple(dict.fromkeys(one.clause for one in words.stopped if one.clause)),
        )
    )
    if by_hand:
        act.append(ReplyLeft(message=message.pk, reply=event.pk))
    is_free = ticket.responsible_id is None and ticket.responsible_role in viewer.roles
    if is_free and offered_to_owner(ticket, act.desk) is None:
        act.append(Taken(from_person=None), because=event.pk)
        ticket.responsible_id = viewer.person_id
        end_provisional(act, ticket, why=say("Somebody of the role that owns it took it."))
    move(act, ticket, cause=Cause.our_reply, wanted=after.name, because=event)


def _after(act: Acting, ticket: Ticket, *, wanted: StateName | None, seen: int | None) -> State:
    """Where a reply leads: as the writer wants, else as the state says; not to the customer's turn while the customer
    waits for an answer to something that the writer had not seen."""
    states = act.desk.organisation.states
    after = states.of(wanted or states.of(StateName(ticket.status)).after_reply)
    return states.working if after.owes is Owes.customer and act.followed().is_unseen(seen) else after


def take_back(*, viewer: Viewer, message_id: int, at: datetime) -> Ticket:
    """Take a reply back before it left: within ten seconds, by the person who wrote it. It never happened: what it had
    met runs on, the ticket is where it was, and whose it was; the writer goes on with the text as it was."""
    require(viewer, Right.work_tickets)
    found = messages_for(viewer).filter(pk=message_id).first()
    if found is None:
        raise Missing("no_message", say("There is no such reply."))
    with transaction.atomic():
        reply_event = event_of_reply(found.ticket_id, found.pk)
        ticket = locked_with(found.ticket_id, reply_event)
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.person_id != viewer.person_id or message.direction != Direction.outbound:
            raise Refused("not_yours", say("Only the person who wrote a reply can take it back."))
        if message.taken_back_at is not None:
            return ticket
        for delivery in message.deliveries.order_by("pk"):
            take_back_delivery(delivery_id=delivery.pk)  # Refused when it has left, or is leaving
        message.taken_back_at = at
        message.save(update_fields=["taken_back_at"])
        taken_back(message, at=at)
        desk = open_desk(at)
        with acting_on_ticket(ticket, desk=desk, actor=viewer.actor) as act:
            payload = ReplyTakenBack(message=message.pk, reply=reply_event.pk if reply_event else None)
            if reply_event is None:
                act.append(payload)
                return ticket
            event = amend(act, payload, desk=desk, actor=viewer.actor, reply=reply_event)
            _give_back(ticket, reply=reply_event.pk)
            before = StateName(act.followed().fold.status)
            move(act, ticket, cause=Cause.reply_taken_back, wanted=before, because=event)
            owe_again(act, ticket, desk=desk, actor=viewer.actor, because=event)
    return ticket


def _give_back(ticket: Ticket, *, reply: int) -> None:
    """A ticket that the reply took is nobody's again, unless somebody decided otherwise meanwhile."""
    custody = Event.objects.filter(subject=ticket.subject, verb__in=CUSTODY)
    last = custody.order_by("-id").first()
    if last is not None and last.verb == Taken.verb and last.because_id == reply:
        ticket.responsible_id = last.payload.get("from_person")
        resume_provisional(ticket, ended_at=last.recorded_at)


def nothing_to_answer(*, viewer: Viewer, ticket_id: int, at: datetime, why: str, seen: int | None = None) -> Ticket:
    """Say that what the customer wrote, up to the message `seen`, needs no answer, with a reason. The next response
    ends as cancelled; a first response is never ended so."""
    reason = " ".join(why.split())
    if not reason:
        raise Invalid(
            "reason_missing", say("Say why nothing needs an answer, for example: they only said thanks."), field="why"
        )
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        with acting_on_ticket(ticket, desk=open_desk(at), actor=viewer.actor) as act:
            if not act.followed().fold.open_of("next_response"):
                raise Refused("nothing_owed", say("No answer is owed to a later message of the customer's."))
            act.append(NothingToAnswer(seen=seen, why=reason))
    return ticket


def _send(*, ticket: Ticket, message: Message, envelope: Envelope, at: datetime) -> None:
    write(
        key=f"reply:{message.pk}",
        purpose="reply",
        channel=envelope.channel.name,
        endpoint=envelope.endpoint,
        recipients=message.recipients,
        copies=message.copies,
        subject=message.subject,
        text=with_below(message.text, message.quoted),
        at=at,
        not_before=at + TAKE_BACK_WITHIN,
        left=envelope.channel.by_hand,
        ticket=ticket,
        message=message,
        external_id=message.external_id or "",
    )


def _external_id(envelope: Envelope) -> str:
    """The name of a new message of ours, where its channel lets us give one."""
    address = envelope.endpoint.address if envelope.endpoint is not None else ""
    return envelope.channel.external_id(address, os.urandom(_NONCE_BYTES))


def reply_subject(ticket: Ticket) -> str:
    """The subject of what answers on a ticket."""
    subject = ticket.title or told_line(say("Your request #{number}", number=ticket.pk))
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"[:998]


def _text(text: str) -> str:
    body = text.replace("\r\n", "\n").strip()
    if not body:
        raise Invalid("empty", say("Write something first; nothing was sent."), field="text")
    return body
