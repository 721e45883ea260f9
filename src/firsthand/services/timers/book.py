"""Open clocks are brought to the book, once, when an amendment becomes known and when a dated change takes force.

Each act does this for its own subject first; here it is done for those on which nobody acts, so that pages are true.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from firsthand.domain.events import DESK, SubjectKind
from firsthand.models.clocks import LIVE, Clock
from firsthand.models.desk import DeskSettings
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Ticket
from firsthand.services.acting import acting, acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.clocks.straddling import changed_at
from firsthand.services.exceptions import actions as exceptions
from firsthand.services.tickets.actions.locking import locked
from firsthand.services.tickets.actions.moves_by_book import note_move, tell_of_moves
from firsthand.services.timers.firing import mark_as_told


@dataclass(frozen=True, kw_only=True)
class Watermark:
    """How far the book has come: how many amendments are known, and when it last changed by a date."""

    amendments: int
    changed_at: datetime | None


def watermark_to_reach(*, now: datetime) -> Watermark | None:
    """Where open clocks are to be brought; None when they are there already."""
    book = open_desk(now).edition
    watermark = Watermark(amendments=len(book.amendments), changed_at=changed_at(book, now))
    done = DeskSettings.objects.values_list("followed_amendment", "followed_at").first()
    return None if done is None or done == (watermark.amendments, watermark.changed_at) else watermark


def reached(watermark: Watermark, *, since: datetime | None, now: datetime) -> None:
    """Every open clock was brought to the watermark, and who published what changed hears which tickets it gives to
    another role; `since` is when the first was looked at."""
    tell_of_moves(since=since, key=f"{watermark.amendments}:{watermark.changed_at}", now=now)
    DeskSettings.objects.update(followed_amendment=watermark.amendments, followed_at=watermark.changed_at)


def bring_exceptions_to_book(*, now: datetime) -> int:
    """Promise the review of each deviation that is known by `now`, and end what is over; how many that were. Of one
    that an earlier version told people of, nobody is told again."""
    with transaction.atomic():
        if DeskSettings.objects.select_for_update().first() is None:
            return 0
        desk = open_desk(now)
        new = exceptions.promise_reviews(desk=desk)
        for row in new:
            if exceptions.was_told_before(row):
                mark_as_told(row.subject, desk=desk)
        return len(new) + exceptions.end_what_is_over(desk=desk)


def bring_other_subjects_to_book(*, now: datetime) -> int:
    """As `bring_to_book`, for what is no ticket and has an open clock by a clause; how many the book changed."""
    live = Clock.objects.filter(state__in=LIVE, decision__isnull=False).exclude(subject__kind=SubjectKind.ticket)
    desk, changed = open_desk(now), 0
    for number in live.order_by("subject").values_list("subject", flat=True).distinct():
        with transaction.atomic():
            subject = Subject.objects.select_for_update().get(pk=number)
            with acting(subject, desk=desk, actor=DESK) as act:
                act.settle()
            changed += bool(act.appended)
    return changed


def bring_to_book(*, now: datetime, after: int = 0, limit: int = 200) -> list[int]:
    """Bring the clocks of the next tickets with something open, by number from `after`, to the book as known by `now`.

    Answers the tickets that it looked at; none means that there are no more. Each has a transaction of its own."""
    live = Clock.objects.filter(subject=OuterRef("subject"), state__in=LIVE)
    owing = Ticket.objects.filter(Q(solved_at=None) | Exists(live), pk__gt=after).order_by("pk")
    numbers = list(owing.values_list("pk", flat=True)[:limit])
    desk = open_desk(now)
    for number in numbers:
        with transaction.atomic():
            bring_ticket_to_book(number, desk=desk)
    return numbers


def bring_ticket_to_book(number: int, *, desk: Desk) -> bool:
    """Whether the book changed anything for a ticket's open clocks."""
    ticket = locked(number)
    with acting_on_ticket(ticket, desk=desk, actor=DESK) as act:
        act.settle()
        act.touches = bool(act.appended)
    note_move(ticket, desk=desk)
    return bool(act.appended)
