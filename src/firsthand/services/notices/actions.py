"""Word to teammates: once, by key, on the desk and by mail."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Missing
from firsthand.domain.sentences import Sentence, say
from firsthand.models.desk import DeskSettings
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import notices_for
from firsthand.services.access.restrictions import circle_of, members_of
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import open_desk
from firsthand.services.language.languages import language_of
from firsthand.services.language.letters import Letter, told
from firsthand.services.language.telling import teller_of
from firsthand.services.outbox.actions import stored_key, write
from firsthand.services.outbox.values import Purpose
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
    kind: str,
    text: Sentence,
    clause: str,
    key: str,
    path: str = "",
) -> list[Notice]:
    """Tell each of `people` once: a notice on the desk and a mail in the outbox, in the caller's transaction.

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
            hearers, text, subject, about = owners(), NOBODY_LET_IN, None, None
    if not hearers:
        hearers = owners()
        text = say(
            "Nobody holds the role that this is for, so it comes to you as an owner of the desk: {text}", text=text
        )
    keys = {stored_key(f"{key}:{person.pk}"): person for person in hearers}
    known = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
    new = []
    for one, person in keys.items():
        if one in known:
            continue
        new.append(
            Notice.objects.create(key=one, person=person, subject=subject, at=at, kind=kind, text=text, clause=clause)
        )
        _mail(person=person, ticket=about, at=at, text=text, clause=clause, key=f"notice:{one}", path=path)
    return new


def _mail(
    *, person: Person, ticket: Ticket | None, at: datetime, text: Sentence, clause: str, key: str, path: str
) -> None:
    if not person.email:
        return  # they read it on their notices' page
    base_url = DeskSettings.objects.values_list("base_url", flat=True).first() or ""
    paragraphs: list[Sentence | str] = [text]
    if clause:
        paragraphs.append(say("The book says so in {clause}.", clause=clause))
    if (path := f"/t/{ticket.pk}" if ticket is not None else path) and base_url:
        paragraphs.append(f"{base_url}{path}")
    letter = Letter(name=person.name, subject=text, paragraphs=paragraphs)
    mail = told(letter, language=language_of(person), teller=teller_of(open_desk(at).organisation))
    write(
        key=key,
        purpose=Purpose.notice,
        recipients=[person.email],
        subject=f"[Firsthand] {mail.subject}",
        text=mail.text,
        at=at,
        ticket=ticket,
    )


def mark_read(*, viewer: Viewer, notice_id: int, at: datetime) -> None:
    """The viewer has read one of their notices. Raises Missing for somebody else's; twice changes nothing."""
    mine = notices_for(viewer).filter(pk=notice_id)
    if not mine.filter(read_at=None).update(read_at=at) and not mine.exists():
        raise Missing("no_notice", say("There is no such notice for you."))


def mark_all_read(*, viewer: Viewer, at: datetime) -> int:
    """The viewer has read every notice up to `at`; how many were unread."""
    return notices_for(viewer).filter(read_at=None, at__lte=at).update(read_at=at)
