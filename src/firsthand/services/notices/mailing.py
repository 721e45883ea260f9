"""Notices by mail: what became due for somebody meanwhile is one mail, written in the transaction that says so.

A mail is made of notices that still wait for one, and they wait no more once it is: a crash leaves both or neither, and
two workers never take the same. What its reader has read on the page by then is not mailed, nor what they may not see
any more, nor that something is late where nothing is owed any more; it stays on the page.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from firsthand.domain.calendars import zone_named
from firsthand.domain.notices import NoticeKind
from firsthand.domain.sentences import Sentence, count, say
from firsthand.models.clocks import LIVE, Clock
from firsthand.models.desk import DeskSettings
from firsthand.models.outbox import Delivery, Notice
from firsthand.models.people import Person
from firsthand.models.restrictions import Restriction
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import notices_for
from firsthand.services.access.viewers import viewer_of
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.language.languages import language_of
from firsthand.services.language.letters import Letter, told
from firsthand.services.language.telling import teller_of
from firsthand.services.notices.ways import GATHERED
from firsthand.services.outbox.actions import write
from firsthand.services.outbox.values import OF_A_DAY, Purpose

_OF_CLOCKS = (NoticeKind.clock_warned, NoticeKind.clock_breached)


def mail_due(*, now: datetime, limit: int = 50) -> int:
    """Write the mails of the notices that are due by `now`, for so many readers at most; how many mails. What was told
    while the clock was ahead is due. A mail that cannot be written keeps nobody else from theirs; its error is raised
    at the end."""
    due = Notice.objects.filter(_is_due(now), mail_at__isnull=False)
    readers = list(due.order_by("person").values_list("person", flat=True).distinct()[:limit])
    if not readers:
        return 0
    desk, written = open_desk(now), 0
    failed: Exception | None = None
    for number in readers:
        try:
            written += _mail(number, desk)
        except Exception as error:  # noqa: BLE001, RUF100 - it is raised when the others have theirs
            failed = error
    if failed is not None:
        raise failed
    return written


def _is_due(now: datetime) -> Q:
    return Q(mail_at__lte=now) | Q(at__gt=now + GATHERED)


@transaction.atomic
def _mail(person_id: int, desk: Desk) -> int:
    """The mails of one reader; what is due within the time in which notices are gathered goes along."""
    waiting = Notice.objects.filter(
        Q(mail_at__lte=desk.at + GATHERED) | _is_due(desk.at), person=person_id, mail_at__isnull=False
    )
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(of=("self",), skip_locked=True)
    rows = list(waiting.select_related("subject__ticket").order_by("at", "id"))
    if not any(row.mail_at is not None and (row.mail_at <= desk.at or row.at > desk.at + GATHERED) for row in rows):
        return 0  # another worker has what is due
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mail_at=None)
    person = Person.objects.get(pk=person_id)
    viewer = viewer_of(person, at=desk.at, desk=desk)
    seen = set(notices_for(viewer).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    owed = _owed(rows)
    wanted = [
        row
        for row in rows
        if row.pk in seen and row.read_at is None and (row.kind not in _OF_CLOCKS or row.subject_id in owed)
    ]
    if not person.is_active or not person.email:
        return 0
    bundles = _apart(wanted)
    for bundle in bundles:
        mail = _write(person, bundle, desk)
        Notice.objects.filter(pk__in=[row.pk for row in bundle]).update(delivery=mail)
    return len(bundles)


def _owed(rows: Sequence[Notice]) -> set[int | None]:
    """The subjects of notices on which something is still owed; what is of no subject is owed as far as anybody
    knows."""
    of = [row.subject_id for row in rows if row.subject_id is not None and row.kind in _OF_CLOCKS]
    return {None, *Clock.objects.filter(subject__in=of, state__in=LIVE).values_list("subject", flat=True)}


def _apart(rows: Sequence[Notice]) -> list[list[Notice]]:
    """All in one, but for what is told of a restricted ticket: that has a mail of its own, which can be taken back."""
    tickets = {ticket.pk for row in rows if (ticket := _ticket(row)) is not None}
    restricted = set(Restriction.objects.filter(pk__in=tickets).values_list("pk", flat=True))
    found: dict[int | None, list[Notice]] = {}
    for row in rows:
        ticket = _ticket(row)
        found.setdefault(ticket.pk if ticket is not None and ticket.pk in restricted else None, []).append(row)
    return list(found.values())


def _ticket(row: Notice) -> Ticket | None:
    return row.subject.ticket if row.subject is not None else None


def _write(person: Person, rows: Sequence[Notice], desk: Desk) -> Delivery:
    base_url = DeskSettings.objects.values_list("base_url", flat=True).first() or ""
    paragraphs: list[Sentence | str] = []
    for row in rows:
        paragraphs += _paragraphs(row, base_url)
    if len(rows) > 1 and base_url:
        paragraphs += [say("All of them are on your page:"), f"{base_url}/notices"]
    subject = rows[0].text
    if len(rows) > 1:
        subject = say("{notices}: {first}", notices=count(len(rows), "{n} notice", "{n} notices"), first=subject)
    letter = Letter(name=person.name, subject=subject, paragraphs=paragraphs)
    mail = told(letter, language=language_of(person), teller=teller_of(desk.organisation))
    tickets = {ticket.pk: ticket for row in rows if (ticket := _ticket(row)) is not None}
    about_one = len(tickets) == 1 and all(_ticket(row) is not None for row in rows)
    day = desk.at.astimezone(zone_named(person.zone))
    return write(
        key=f"{OF_A_DAY}{person.pk}:{day:%Y-%m-%d}:{rows[-1].pk}:{len(rows)}",
        purpose=Purpose.notice,
        recipients=[person.email or ""],
        subject=f"[Firsthand] {mail.subject}",
        text=mail.text,
        at=desk.at,
        ticket=next(iter(tickets.values())) if about_one else None,
    )


def _paragraphs(row: Notice, base_url: str) -> list[Sentence | str]:
    found: list[Sentence | str] = [row.text]
    if row.clause:
        found.append(say("The book says so in {clause}.", clause=row.clause))
    ticket = _ticket(row)
    if base_url and (path := f"/t/{ticket.pk}" if ticket is not None else row.path):
        found.append(f"{base_url}{path}")
    return found
