"""Handing a ticket over in two steps: it is offered, and its sender stays responsible until the receiver accepts."""

from datetime import datetime, timedelta
from functools import lru_cache

from django.db import transaction

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.handoffs import (
    HandedOver,
    HandoffAccepted,
    HandoffAnswerTakenBack,
    HandoffDeclined,
    HandoffQuestionAnswered,
    HandoffQuestioned,
    HandoffWithdrawn,
    HandoverTakenBack,
)
from firsthand.domain.forms import Filled
from firsthand.domain.handoffs import End, HandoffState
from firsthand.domain.names import Kind, NameFamily, Role
from firsthand.domain.organisation import Right
from firsthand.domain.ownership import route
from firsthand.domain.sentences import Name, Sentence, every, say
from firsthand.domain.tickets import Cause
from firsthand.models.events import Event
from firsthand.models.handoffs import Handoff
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import handoffs_for
from firsthand.services.access.handoffs import may_answer
from firsthand.services.access.viewers import Viewer, anybody_like, require
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.handoffs.actions import Offer, acting_on, end, make_offer, standing_on, with_lock
from firsthand.services.handoffs.context import context_of
from firsthand.services.handoffs.provisional import end_provisional, resume_provisional
from firsthand.services.handoffs.queries import may_speak_for_sender
from firsthand.services.handoffs.telling import (
    label_of,
    people_asked,
    receiver_of,
    sender_of,
    tell_receiver,
    tell_sender,
)
from firsthand.services.prepared.queries import Blank, PreparedQuery, prepare
from firsthand.services.tickets.actions.locking import lock_unended
from firsthand.services.tickets.actions.restricting import check_let_in
from firsthand.services.tickets.actions.status import move
from firsthand.services.tickets.actions.ways import CUSTODY, check_gives, check_way, checked_end, holder_of

LONGEST = 400
TAKE_BACK_WITHIN = timedelta(seconds=10)


def offer(*, viewer: Viewer, ticket_id: int, to: End, context: Filled, at: datetime) -> Handoff:
    """Offer the ticket to a role, in one of its teams, or to somebody there; who is responsible stays so.

    Raises Refused with the right route where the book has none there (S40), for whoever does not hold the responsible
    role, where nobody there is let in to a restricted ticket, and where it is offered already; Invalid for a receiver
    that is none, or that has it.
    """
    with transaction.atomic():
        ticket, desk = lock_unended(viewer=viewer, ticket_id=ticket_id), open_desk(at)
        person, sender = checked_end(to, desk=desk), holder_of(ticket)
        check_way(viewer=viewer, ticket=ticket, role=to.role, desk=desk, field="to")
        check_gives(viewer, ticket)
        if to.is_like(sender) or to == End(role=sender.role):
            raise Invalid("has_it", say("They have it already. Choose whom it is to go to."), field="to")
        check_let_in(ticket, role=to.role, person=person, desk=desk)
        if (before := standing_on(ticket, desk)) is not None:
            words = "It is offered to {role} already. Withdraw that offer first."
            raise Refused("offered_before", say(words, role=Name(before.to_role, NameFamily.role)), field="to")
        by = Person.objects.get(pk=viewer.person_id)
        made = Offer(sender=sender, receiver=to, context=context, offered_by=by)
        return make_offer(ticket, made, desk=desk, actor=viewer.actor)


def accept(*, viewer: Viewer, handoff_id: int, essence: str, at: datetime) -> Handoff:
    """Take the ticket over, its essence read back in a sentence; the viewer is responsible from now on. Raises Invalid
    without the sentence, and Refused for whom the answer is not, and where the offer has ended."""
    with transaction.atomic():
        row, ticket, desk = _locked(viewer, handoff_id, at=at)
        _check_answers(viewer, row, desk)
        _check_context(row)
        said = _said(essence, say("Say in a sentence what you take over, as you understood it."), field="essence")
        before, to = holder_of(ticket), receiver_of(row, desk.organisation)
        event = end(
            row,
            HandoffAccepted(essence=said),
            HandoffState.accepted,
            desk=desk,
            actor=viewer.actor,
            by=viewer.person_id,
            essence=said,
        )
        with acting_on_ticket(ticket, desk=desk, actor=viewer.actor) as act:
            ticket.responsible_role, ticket.team, ticket.responsible_id = to.role, to.team, viewer.person_id
            over = act.append(
                HandedOver(
                    from_role=before.role,
                    from_team=before.team or "",
                    from_person=before.person,
                    role=to.role,
                    team=to.team or "",
                    person=viewer.person_id,
                    handoff=row.pk,
                    sender=row.from_role if row.from_role != before.role else "",
                ),
                because=event.pk,
            )
            end_provisional(act, ticket, why=say("It was handed over."))
            move(act, ticket, cause=Cause.taken, because=over)
            act.settle()  # another role owes other clocks
        text = say("{name} accepted: {what}. {essence}", name=viewer.name, what=label_of(row), essence=said)
        tell_sender(row, text=text, key="accepted", desk=desk, but=viewer.person_id)
    return row


def decline(*, viewer: Viewer, handoff_id: int, why: str, instead: Role, at: datetime) -> Handoff:
    """Leave the ticket with its sender, with a reason and the way that is right by the book. Raises Invalid without a
    reason, and for a way that the sender may not go; Refused as `accept`."""
    with transaction.atomic():
        row, ticket, desk = _locked(viewer, handoff_id, at=at)
        _check_answers(viewer, row, desk)
        said = _said(why, say("Say why not, in a sentence."), field="why")
        if instead not in ways_instead(row, ticket, desk):
            words = "The sender may not go to {role}. Choose another way."
            raise Invalid("wrong_route", say(words, role=Name(instead, NameFamily.role)), field="instead")
        end(
            row,
            HandoffDeclined(why=said, instead=instead),
            HandoffState.declined,
            desk=desk,
            actor=viewer.actor,
            by=viewer.person_id,
            why=said,
            instead=instead,
        )
        words = "{name} declined: {what}. {why} The way is to {role}."
        role = Name(instead, NameFamily.role)
        text = say(words, name=viewer.name, what=label_of(row), why=said, role=role)
        tell_sender(row, text=text, key=f"declined:{row.ended_at}", desk=desk, but=viewer.person_id)
    return row


def ways_instead(row: Handoff, ticket: Ticket, desk: Desk) -> tuple[Role, ...]:
    """Where the sender may go instead, in the order of the book: their own role first, which keeps the ticket; every
    role to which the book has a way from there, but the one that declines."""
    sender, receiver = sender_of(row, desk.organisation), receiver_of(row, desk.organisation)
    others = [role for role in desk.organisation.roles if role not in (sender.role, receiver.role)]
    free = [
        role for role in others if route(desk.edition, sender.role, role, kind=Kind(ticket.kind), at=desk.at).allowed
    ]
    return (sender.role, *free)


def ask(*, viewer: Viewer, handoff_id: int, question: str, at: datetime) -> Handoff:
    """Ask the sender one question before answering; the offer stays as it is, and so does its clock. Raises Refused
    where one was asked before."""
    with transaction.atomic():
        row, _ticket, desk = _locked(viewer, handoff_id, at=at)
        _check_answers(viewer, row, desk)
        if row.question:
            raise Refused(
                "asked_before", say("One question was asked already. Accept it, or decline."), field="question"
            )
        row.question = _said(question, say("Write your question."), field="question")
        row.asked_by_id = viewer.person_id
        row.save(update_fields=["question", "asked_by"])
        with acting_on(row, desk=desk, actor=viewer.actor) as act:
            act.append(HandoffQuestioned(question=row.question))
        text = say("{name} asks about {what}: {question}", name=viewer.name, what=label_of(row), question=row.question)
        tell_sender(row, text=text, key="asked", desk=desk, but=viewer.person_id)
    return row


def answer(*, viewer: Viewer, handoff_id: int, text: str, at: datetime) -> Handoff:
    """Answer the question about an offer of one's own. Raises Refused for whom it is not to answer, and where nothing
    was asked."""
    with transaction.atomic():
        row, _ticket, desk = _locked(viewer, handoff_id, at=at)
        _check_sends(viewer, row)
        if not row.question or row.answer:
            raise Refused("nothing_asked", say("There is no question that waits for an answer."), field="text")
        row.answer = _said(text, say("Write the answer."), field="text")
        row.save(update_fields=["answer"])
        with acting_on(row, desk=desk, actor=viewer.actor) as act:
            act.append(HandoffQuestionAnswered(answer=row.answer))
        told = say("{name} answers about {what}: {answer}", name=viewer.name, what=label_of(row), answer=row.answer)
        tell_receiver(row, text=told, key="answered", desk=desk, but=viewer.person_id)
    return row


def withdraw(*, viewer: Viewer, handoff_id: int, at: datetime, why: str = "") -> Handoff:
    """Take an offer of one's own back; the clock of its answer ends. Raises Refused for anybody else."""
    with transaction.atomic():
        row, _ticket, desk = _locked(viewer, handoff_id, at=at)
        _check_sends(viewer, row)
        said = " ".join(why.split())[:LONGEST]
        end(
            row,
            HandoffWithdrawn(why=said),
            HandoffState.withdrawn,
            desk=desk,
            actor=viewer.actor,
            by=viewer.person_id,
            why=said,
        )
        text = say("{name} withdrew: {what}.", name=viewer.name, what=label_of(row))
        tell_receiver(row, text=text, key="withdrawn", desk=desk, but=viewer.person_id)
    return row


def take_back(*, viewer: Viewer, handoff_id: int, at: datetime) -> Handoff:
    """Take back, within ten seconds, that one accepted or declined: the offer is open again, and the ticket whose it
    was. Raises Refused afterwards, for anybody else, and where the ticket went on since."""
    with transaction.atomic():
        row, ticket, desk = _found(viewer, handoff_id, at=at)
        if row.state not in (HandoffState.accepted, HandoffState.declined) or row.ended_at is None:
            raise Refused("nothing_answered", say("There is no answer to take back."))
        if row.ended_by_id != viewer.person_id or abs(at - row.ended_at) > TAKE_BACK_WITHIN:  # a clock is set back too
            raise Refused("too_late", say("Only who answered can take it back, and only within ten seconds."))
        if standing_on(ticket, desk) is not None:
            raise Refused("changed_meanwhile", say("The ticket was offered again meanwhile."))
        answered = _answer_event(row)
        if row.state == HandoffState.accepted:
            _give_back(ticket, row, answered, viewer=viewer, desk=desk)
        row.state, row.ended_at, row.ended_by = HandoffState.offered.value, None, None
        row.essence, row.why, row.instead = "", "", None
        row.save()
        with acting_on(row, desk=desk, actor=viewer.actor) as act:
            act.append(HandoffAnswerTakenBack(answer=answered.pk))
    return row


def _give_back(ticket: Ticket, row: Handoff, answered: Event, *, viewer: Viewer, desk: Desk) -> None:
    """The ticket is again whose it was when it was accepted."""
    custody = Event.objects.filter(subject=ticket.subject, verb__in=CUSTODY).order_by("-id").first()
    if custody is None or custody.because_id != answered.pk:
        raise Refused("changed_meanwhile", say("The ticket has gone on meanwhile."))
    had = custody.payload
    with acting_on_ticket(ticket, desk=desk, actor=viewer.actor) as act:
        ticket.responsible_role, ticket.team = had["from_role"], had.get("from_team") or None
        ticket.responsible_id = had.get("from_person")
        act.append(
            HandoverTakenBack(
                from_role=row.to_role,
                from_person=viewer.person_id,
                role=ticket.responsible_role,
                team=ticket.team or "",
                person=ticket.responsible_id,
                handoff=row.pk,
            )
        )
        resume_provisional(ticket, ended_at=answered.recorded_at)
        act.settle()


def _answer_event(row: Handoff) -> Event:
    verbs = (HandoffAccepted.verb, HandoffDeclined.verb)
    return Event.objects.filter(subject=row.subject, verb__in=verbs).order_by("-id")[0]


def _found(viewer: Viewer, handoff_id: int, *, at: datetime) -> tuple[Handoff, Ticket, Desk]:
    """An offer with its ticket, the ticket locked first, so that no two acts block each other."""
    require(viewer, Right.work_tickets)
    seen = _ticket_of(anybody_like(viewer)).rows(who=viewer.person_id, handoff=handoff_id)
    if not seen:
        raise Missing("no_handoff", say("There is no such hand-off."))
    ticket = lock_unended(viewer=viewer, ticket_id=seen[0][0])
    row = with_lock().get(pk=handoff_id)
    row.ticket = ticket
    return row, ticket, open_desk(at)


@lru_cache(maxsize=64)
def _ticket_of(viewer: Viewer) -> PreparedQuery:
    """The ticket of an offer, if its door is open."""
    return prepare(handoffs_for(viewer).filter(pk=Blank("handoff")).values_list("ticket_id"))


def _locked(viewer: Viewer, handoff_id: int, *, at: datetime) -> tuple[Handoff, Ticket, Desk]:
    """As `_found`, of an offer that is open."""
    row, ticket, desk = _found(viewer, handoff_id, at=at)
    if row.state != HandoffState.offered or (row.expires_at is not None and row.expires_at < at):
        state = HandoffState.expired if row.state == HandoffState.offered else row.state
        raise Refused("ended", say("That offer has ended: it was {state}.", state=Name(state)))
    return row, ticket, desk


def _check_answers(viewer: Viewer, row: Handoff, desk: Desk) -> None:
    """Raise Refused, with whom it waits for, unless the answer is the viewer's."""
    if may_answer(viewer, row.pk, desk.at):
        return
    role, asked = Name(receiver_of(row, desk.organisation).role, NameFamily.role), people_asked(row, desk)
    if row.to_person_id is not None and [one.pk for one in asked] == [row.to_person_id]:
        words = "It is offered to {name} ({role}), who accepts or declines it."
        raise Refused("not_yours", say(words, name=asked[0].name, role=role))
    raise Refused("not_yours", say("It is offered to {role}, who accept or decline it.", role=role))


def _check_context(row: Handoff) -> None:
    """Raise Refused while a field is empty for which acceptance waits. What the desk offered by itself, nobody could
    fill in."""
    missing = context_of(row).blocking if row.offered_by_id is not None else ()
    if missing:
        fields = every(one.asks for one in missing)
        words = "It cannot be accepted while this is empty: {fields}. Ask, or decline it."
        raise Refused("context_missing", say(words, fields=fields))


def _check_sends(viewer: Viewer, row: Handoff) -> None:
    if not may_speak_for_sender(viewer, row):
        role = Name(sender_of(row, viewer.organisation).role, NameFamily.role)
        raise Refused("not_yours", say("It is offered by {role}, who may do that.", role=role))


def _said(text: str, ask_for: Sentence, *, field: str) -> str:
    words = " ".join(text.replace("\x00", "").split())
    if not words or len(words) > LONGEST:
        raise Invalid(f"{field}_missing", ask_for, field=field)
    return words
