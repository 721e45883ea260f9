"""Reads about raw messages: the quarantine page, and where a message's bytes lie."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery

from firsthand.domain.errors import Missing
from firsthand.domain.organisation import Right
from firsthand.domain.ownership import triage
from firsthand.domain.sentences import Sentence, say
from firsthand.models.clocks import LIVE, Clock
from firsthand.models.intake import RawMessage, RawState
from firsthand.services.access.doors import raw_messages_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import Desk
from firsthand.services.intake.values import NULL_SENDER


@dataclass(frozen=True, kw_only=True)
class RawRow:
    """One raw message. `sha256` names its file in the archive; `answer_due_at` is when the answer is due that is owed
    to it while it is held, None where none is."""

    id: int
    channel: str
    sha256: str
    state: RawState
    reason: Sentence
    via: str
    sender: str
    subject: str
    envelope_to: str
    envelope_from: str
    has_null_sender: bool
    received_at: datetime
    size: int
    copies: int
    ticket_id: int | None
    erased_at: datetime | None
    answer_due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class QuarantinePage:
    """The newest raw messages in a state, and how many there are of each."""

    rows: tuple[RawRow, ...]
    counts: dict[RawState, int]
    has_more: bool


def quarantine_page(
    *, viewer: Viewer, state: RawState = RawState.quarantined, offset: int = 0, limit: int = 50
) -> QuarantinePage:
    """The quarantine page in two queries. Raises Refused for somebody who may not handle it."""
    require(viewer, Right.handle_quarantine)
    raws = raw_messages_for(viewer).annotate(answer_due_at=_due())
    counted = dict(raw_messages_for(viewer).values_list("state").annotate(Count("id")).order_by())
    page = raws.filter(state=state).order_by("-received_at", "-id")[offset : offset + limit + 1]
    rows = [_row(raw) for raw in page]
    return QuarantinePage(
        rows=tuple(rows[:limit]),
        counts={one: counted.get(one.value, 0) for one in RawState},
        has_more=len(rows) > limit,
    )


def raw_message(*, viewer: Viewer, raw_id: int) -> RawRow:
    """One raw message. Raises Missing when there is none that the viewer may see."""
    raw = raw_messages_for(viewer).annotate(answer_due_at=_due()).filter(pk=raw_id).first()
    if raw is None:
        raise Missing("no_message", say("There is no such message."))
    return _row(raw)


def held_requests(*, viewer: Viewer, desk: Desk, limit: int = 5) -> tuple[RawRow, ...]:
    """What is held and may be a request, next to breach first, for those who hold the triage role; else nothing."""
    if triage(desk.edition, desk.at).role not in viewer.roles:
        return ()
    held = (
        raw_messages_for(viewer)
        .annotate(answer_due_at=_due())
        .filter(state=RawState.quarantined, answer_due_at__isnull=False)
    )
    return tuple(_row(raw) for raw in held.order_by("answer_due_at", "id")[:limit])


def _due() -> Subquery:
    """When the answer is due that is owed to a held message, as a column."""
    owed = Clock.objects.filter(subject=OuterRef("held__subject"), state__in=LIVE)
    return Subquery(owed.order_by("due_at").values("due_at")[:1])


def ticket_of_mail(*, sha256: str) -> int | None:
    """The ticket that a raw message went to, by the digest of its bytes; None when it went to none."""
    raw = RawMessage.objects.filter(sha256=sha256).first()
    return raw.ticket_id if raw is not None else None


def _row(raw: RawMessage) -> RawRow:
    return RawRow(
        id=raw.pk,
        channel=raw.channel,
        sha256=raw.sha256,
        state=RawState(raw.state),
        reason=raw.reason,
        via=raw.via,
        sender=raw.sender,
        subject=raw.subject,
        envelope_to=raw.envelope_to,
        envelope_from="" if raw.envelope_from == NULL_SENDER else raw.envelope_from,
        has_null_sender=raw.envelope_from == NULL_SENDER,
        received_at=raw.received_at,
        size=raw.size,
        copies=raw.copies,
        ticket_id=raw.ticket_id,
        erased_at=raw.erased_at,
        answer_due_at=getattr(raw, "answer_due_at", None),
    )
