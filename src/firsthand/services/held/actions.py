"""Held messages that may be requests: the first response of the triage clause runs from their receipt, owed by the
triage role, until a person makes a ticket of them or says why not."""

from collections.abc import Collection

from firsthand.domain.book import Request, decide
from firsthand.domain.book.rules import Cell
from firsthand.domain.clocks import ClockKind
from firsthand.domain.events import DESK, Actor
from firsthand.domain.events.conversation import CarriedClock, PromiseId
from firsthand.domain.events.held import MessageDismissed, MessageHeld, MessageReleased
from firsthand.domain.names import Role
from firsthand.domain.ownership import triage
from firsthand.domain.sentences import Sentence, say
from firsthand.models.accounts import Account
from firsthand.models.channels import Endpoint
from firsthand.models.intake import HeldMessage, RawMessage
from firsthand.models.subjects import Subject
from firsthand.services.acting import acting
from firsthand.services.book.deciding import keep_decision_about
from firsthand.services.book.desk import Desk
from firsthand.services.channels.own import OwnAddresses

FIRST = ClockKind.first_response.value


def hold(row: RawMessage, *, account: Account | None, desk: Desk) -> None:
    """An answer is owed to a held message, by the book's clauses for what nobody has looked at yet: without an account
    the sender counts as a prospect. Held a second time it changes nothing."""
    if HeldMessage.objects.filter(raw=row).exists():
        return
    held = triage(desk.edition, row.received_at)
    made = HeldMessage.objects.create(raw=row, responsible_role=held.role)
    if row.ticket_id is not None:
        Subject.objects.filter(pk=made.subject_id).update(ticket=row.ticket_id)
        made.subject.ticket_id = row.ticket_id
    request = Request.of(_cell(row, account, desk), ident=f"held {row.pk}", received_at=row.received_at)
    decision = keep_decision_about(
        subject=made.subject,
        request=request,
        decision=decide(desk.edition, request),
        occasion=MessageHeld.verb,
        known_at=desk.at,
    )
    with acting(made.subject, desk=desk, actor=DESK, is_new=True) as act:
        payload = MessageHeld(raw=row.pk, responsible_role=held.role)
        act.append(payload, at=row.received_at, decision=decision)


def _cell(row: RawMessage, account: Account | None, desk: Desk) -> Cell:
    own = OwnAddresses(Endpoint.objects.filter(channel=row.channel).order_by("id"))
    came_to = own.endpoint(row.channel, row.envelope_to)
    return Cell(
        kind=triage(desk.edition, row.received_at).clocks_as,
        severity=None,
        channel=came_to.called if came_to is not None else row.channel,
        stage=account.stage if account is not None else desk.organisation.first_stage,
        strategic=account is not None and account.strategic,
        plan=(account.plan or None) if account is not None else None,
        contract=(account.contract or None) if account is not None else None,
        account=account.name if account is not None else None,
    )


def owed_to(row: RawMessage, *, desk: Desk, actor: Actor) -> tuple[CarriedClock, ...]:
    """The answers that are owed to a held message, as a ticket takes them up."""
    subject = _locked(row)
    if subject is None:
        return ()
    with acting(subject, desk=desk, actor=actor) as act:
        fold = act.followed().fold
        return tuple(one.carry(fold.statuses, at=desk.at) for one in fold.open_of(FIRST))


def release(row: RawMessage, *, ticket_id: int, carried: tuple[CarriedClock, ...], desk: Desk, actor: Actor) -> None:
    """A person took it in on a ticket: what was owed to it (`carried`) went there."""
    subject = _locked(row)
    if subject is not None:
        went = tuple(PromiseId(kind=one.kind, started_by=one.started_by) for one in carried)
        with acting(subject, desk=desk, actor=actor) as act:
            act.append(MessageReleased(raw=row.pk, ticket=ticket_id, carried=went))


def dismiss(row: RawMessage, *, why: Sentence | str, desk: Desk, actor: Actor) -> None:
    """It is no request: the answer that was owed is cancelled, with who says so and why."""
    subject = _locked(row)
    if subject is not None:
        with acting(subject, desk=desk, actor=actor) as act:
            act.append(MessageDismissed(raw=row.pk, why=why))


def _locked(row: RawMessage) -> Subject | None:
    held = HeldMessage.objects.filter(raw=row).first()
    return Subject.objects.select_for_update().get(pk=held.subject_id) if held is not None else None


def labels_of(subjects: Collection[int], _desk: Desk) -> dict[int, Sentence]:
    """Held messages in a line each. What they say is behind a door of its own."""
    rows = HeldMessage.objects.filter(subject__in=subjects).values_list("subject", "raw")
    return {number: say("message {number} in the quarantine", number=str(raw)) for number, raw in rows}


def owed_by(subject: Subject, desk: Desk) -> tuple[Role, ...]:
    """The triage role."""
    role = HeldMessage.objects.values_list("responsible_role", flat=True).get(subject=subject)
    return (desk.organisation.now(Role(role)),) if role else ()
