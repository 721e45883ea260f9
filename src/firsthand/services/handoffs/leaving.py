"""The offers to and by somebody who leaves, and what they began provisionally."""

from collections import Counter
from collections.abc import Mapping

from firsthand.domain.events import ActorKind
from firsthand.domain.events.handoffs import HandoffMoved, HandoffWithdrawn
from firsthand.domain.handoffs import HandoffState
from firsthand.domain.names import Role
from firsthand.domain.sentences import count, say
from firsthand.models.handoffs import OPEN, Handoff, ProvisionalWork
from firsthand.models.people import Person
from firsthand.services.book.desk import Desk
from firsthand.services.handoffs.actions import acting_on, end, with_lock
from firsthand.services.handoffs.provisional import end_all_of
from firsthand.services.handoffs.telling import label_of, receiver_of, tell_receiver, tell_sender
from firsthand.services.owning.carrying_on import is_let_in
from firsthand.services.owning.values import Leaver, Owned, lead_of, of_no_role


def _to_them(person: Person, desk: Desk) -> Mapping[Role, int]:
    rows = Handoff.objects.filter(OPEN, to_person=person).order_by("to_role_name")
    return Counter(receiver_of(row, desk.organisation).role for row in rows)


def _hand_on_to_them(leaver: Leaver) -> None:
    """What was offered to them is offered to whoever is named, or to the lead; to the role where neither is there or
    let in. Its clock runs on."""
    for row in with_lock().filter(OPEN, to_person=leaver.person).order_by("subject_id"):
        to = leaver.owner("offers_to", receiver_of(row, leaver.desk.organisation).role)
        if to is not None and (to.pk in _senders(row) or not is_let_in(row.ticket_id, to, leaver.desk)):
            to = None
        _move(row, "receiver", to, leaver)
        row.to_person = to
        row.save(update_fields=["to_person"])
        text = say("{name} left the desk; it is for you to answer: {what}", name=leaver.person.name, what=label_of(row))
        tell_receiver(row, text=text, key=f"left:{leaver.person.pk}", desk=leaver.desk)


def _hand_on_by_them(leaver: Leaver) -> None:
    """What they offered is offered by whoever has their ticket now, else by the lead of their role."""
    for row in with_lock().filter(OPEN, from_person=leaver.person).order_by("subject_id"):
        role = leaver.desk.organisation.now(Role(row.from_role))
        to = row.ticket.responsible or lead_of((role,), desk=leaver.desk, but=leaver.person)
        if to is not None and not is_let_in(row.ticket_id, to, leaver.desk):
            to = None
        if to is not None and to.pk == row.to_person_id and role == receiver_of(row, leaver.desk.organisation).role:
            _withdraw(row, leaver)
            continue
        _move(row, "sender", to, leaver)
        row.from_person = to
        row.save(update_fields=["from_person"])
        text = say(
            "{name} left the desk; what they offered is yours: {what}", name=leaver.person.name, what=label_of(row)
        )
        tell_sender(row, text=text, key=f"left:{leaver.person.pk}", desk=leaver.desk)


def _senders(row: Handoff) -> tuple[int | None, ...]:
    return (row.offered_by_id, row.from_person_id)


def _withdraw(row: Handoff, leaver: Leaver) -> None:
    """Whom it is offered to, in the same role, has the ticket by now: nobody owes themselves an answer."""
    by = leaver.actor.id if leaver.actor.kind is ActorKind.person else None
    withdrawn = HandoffWithdrawn(why=leaver.why)
    end(
        row,
        withdrawn,
        HandoffState.withdrawn,
        desk=leaver.desk,
        actor=leaver.actor,
        by=by,
        because=leaver.because,
    )
    text = say("No longer offered: {what}. {why}", what=label_of(row), why=leaver.why)
    tell_receiver(row, text=text, key="withdrawn", desk=leaver.desk)


def _move(row: Handoff, which: str, to: Person | None, leaver: Leaver) -> None:
    moved = HandoffMoved(
        end=which, from_person=leaver.person.pk, to_person=to.pk if to is not None else None, why=leaver.why
    )
    with acting_on(row, desk=leaver.desk, actor=leaver.actor) as act:
        act.append(moved, because=leaver.because)


OWNED = (
    Owned(
        kind="offers_to",
        columns=frozenset({"Handoff.to_person"}),
        counted=_to_them,
        said=lambda number: count(number, "One hand-over offered to them", "{n} hand-overs offered to them"),
        left_behind=lambda: Handoff.objects.filter(OPEN, to_person__is_active=False).values_list("to_person"),
        hand_on=_hand_on_to_them,
        left_to=say("the role: whoever of it answers first"),
    ),
    Owned(
        kind="offers_by",
        columns=frozenset({"Handoff.from_person"}),
        counted=lambda person, _desk: of_no_role(Handoff.objects.filter(OPEN, from_person=person).count()),
        said=lambda number: count(number, "One hand-over that they offer", "{n} hand-overs that they offer"),
        left_behind=lambda: Handoff.objects.filter(OPEN, from_person__is_active=False).values_list("from_person"),
        hand_on=_hand_on_by_them,
        by_itself=say("each goes along with its ticket"),
    ),
    Owned(
        kind="provisional",
        columns=frozenset({"ProvisionalWork.person"}),
        counted=lambda person, _desk: of_no_role(ProvisionalWork.objects.filter(OPEN, person=person).count()),
        said=lambda number: count(number, "One ticket begun provisionally", "{n} tickets begun provisionally"),
        left_behind=lambda: ProvisionalWork.objects.filter(OPEN, person__is_active=False).values_list("person"),
        hand_on=lambda leaver: end_all_of(leaver.person, desk=leaver.desk, actor=leaver.actor),
        by_itself=say("it ends; whoever owns the ticket goes on"),
    ),
)
