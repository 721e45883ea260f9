"""Word to teammates: once, by key, on the desk and by mail."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Missing
from firsthand.domain.notices import NoticeKind, NoticeWay
from firsthand.domain.ownership import notice_rule
from firsthand.domain.sentences import Sentence, say
from firsthand.models.outbox import Delivery, Notice
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.services.access.doors import notices_for
from firsthand.services.access.restrictions import circle_of, members_of
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.notices.ways import mailed_at, ways_of
from firsthand.services.outbox.actions import stored_key
from firsthand.services.people.queries import owners

NOBODY_LET_IN = say(
    "Something is owed on a restricted ticket, and nobody who is let in to it is here any more. "
    "The settings page lets an owner of the desk in."
)


@transaction.atomic
def notify(
    *,
    people: Sequence[Person],
    subject: Subject | None,
    at: datetime,
    kind: NoticeKind,
    text: Sentence,
    clause: str,
    key: str,
    path: str = "",
) -> list[Notice]:
    """Tell each of `people` once, on the page and by mail, as each of them chose, in the caller's transaction. A mail
    follows when it may come (`mailing.py`); what comes by mail alone stands on the page until then.

    The same `key` told to the same person again changes nothing. With nobody to tell (a vacant role, A20) the
    desk's owners are told, and the text says so. Of a restricted ticket only those hear who are let in, whoever they
    are; where none of them is here the owners hear that there is something, and not what. Without a ticket the mail
    leads to `path`. Answers the notices that are new.
    """
    about = subject.ticket if subject is not None else None
    hearers = [person for person in people if person.is_active]
    circle = circle_of(about.pk) if about is not None else None
    if circle is not None:
        let_in = members_of(circle, open_desk(at))
        hearers = [person for person in hearers if person in let_in]
        if not hearers and let_in:
            hearers = let_in
            text = say("Nobody whom this is for is let in to this ticket, so it comes to you: {text}", text=text)
        elif not hearers:
            hearers, text, subject = owners(), NOBODY_LET_IN, None
    if not hearers:
        hearers = owners()
        text = say(
            "Nobody holds the role that this is for, so it comes to you as an owner of the desk: {text}", text=text
        )
    keys = {stored_key(f"{key}:{person.pk}"): person for person in hearers}
    known = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
    new = {one: person for one, person in keys.items() if one not in known}
    return _keep(new, subject=subject, desk=open_desk(at), kind=kind, text=text, clause=clause, path=path)


def _keep(
    new: Mapping[str, Person],
    *,
    subject: Subject | None,
    desk: Desk,
    kind: NoticeKind,
    text: Sentence,
    clause: str,
    path: str,
) -> list[Notice]:
    people = list(new.values())
    rule = notice_rule(desk.edition, kind, desk.at)
    ways, mailed = ways_of(people, kind, rule), mailed_at(people, rule, desk)
    return [
        Notice.objects.create(
            key=key,
            person=person,
            subject=subject,
            at=desk.at,
            kind=kind,
            text=text,
            clause=clause,
            path=path,
            read_at=desk.at if ways[person.pk] is NoticeWay.none else None,
            mail_at=mailed[person.pk] if ways[person.pk].is_mailed and person.email else None,
            is_by_mail_alone=ways[person.pk] is NoticeWay.mail,
        )
        for key, person in new.items()
    ]


def mark_mailed(mail: Delivery, *, at: datetime) -> None:
    """A mail reached its reader: what was to come by mail alone stands on their page no longer."""
    Notice.objects.filter(delivery=mail, is_by_mail_alone=True, read_at=None).update(read_at=at)


def mark_read(*, viewer: Viewer, notice_id: int, at: datetime) -> None:
    """The viewer has read one of their notices. Raises Missing for somebody else's; twice changes nothing."""
    mine = notices_for(viewer).filter(pk=notice_id)
    if not mine.filter(read_at=None).update(read_at=at) and not mine.exists():
        raise Missing("no_notice", say("There is no such notice for you."))


def mark_all_read(*, viewer: Viewer, at: datetime) -> int:
    """The viewer has read every notice up to `at`; how many were unread."""
    return notices_for(viewer).filter(read_at=None, at__lte=at).update(read_at=at)
