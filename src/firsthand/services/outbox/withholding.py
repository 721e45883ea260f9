"""Word to a teammate that nobody may hear any more: it is taken back when it would leave, whatever shut them out."""

from collections.abc import Sequence
from datetime import datetime

from firsthand.models.outbox import Delivery, Notice
from firsthand.models.people import Person
from firsthand.models.restrictions import Restriction
from firsthand.services.access.restrictions import circle_of, members_of
from firsthand.services.book.desk import open_desk
from firsthand.services.outbox.values import Purpose


def not_to_be_told(rows: Sequence[Delivery], at: datetime) -> set[int]:
    """The keys of those notices among the rows whose reader is no teammate any more, is not let in to a ticket that
    they tell of, or has read all that they tell on the page. Of a mail that told of other tickets too, what its reader
    may still hear is mailed again without the rest."""
    notices = [row for row in rows if row.purpose == Purpose.notice]
    readers = {address for row in notices for address in row.recipients}
    gone = set(Person.objects.filter(email__in=readers, is_active=False).values_list("email", flat=True))
    about = _tickets_of(notices)
    restricted = Restriction.objects.filter(pk__in=set().union(*about.values())).values_list("pk", flat=True)
    let_in = {ticket: _let_in(ticket, at) for ticket in restricted}
    shut = set()
    for row in notices:
        closed = {one for one in about[row.pk] & let_in.keys() if not let_in[one].issuperset(row.recipients)}
        if closed:
            shut.add(row.pk)
            others = Notice.objects.filter(delivery=row.pk, read_at=None).exclude(subject__ticket__in=closed)
            others.update(delivery=None, mail_at=at)
    return shut | {row.pk for row in notices if gone.intersection(row.recipients)} | _read(notices)


def _tickets_of(mails: Sequence[Delivery]) -> dict[int, set[int]]:
    """The tickets that each mail tells of."""
    found = {mail.pk: {mail.ticket_id} if mail.ticket_id is not None else set[int]() for mail in mails}
    told = Notice.objects.filter(delivery__in=found, subject__ticket__isnull=False)
    for mail, ticket in told.values_list("delivery", "subject__ticket"):
        found[mail].add(ticket)
    return found


def _read(mails: Sequence[Delivery]) -> set[int]:
    """Those whose every notice was read on the page before the mail left."""
    told = Notice.objects.filter(delivery__in=[mail.pk for mail in mails])
    waiting = set(told.filter(read_at=None).values_list("delivery", flat=True))
    return set(told.values_list("delivery", flat=True)) - waiting


def _let_in(ticket: int, at: datetime) -> set[str]:
    circle = circle_of(ticket)
    members = members_of(circle, open_desk(at)) if circle is not None else []
    return {person.email for person in members if person.email}
