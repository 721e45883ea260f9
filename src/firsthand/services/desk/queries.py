"""Reads about the desk itself: is it set up, does it work, which mailboxes does it have."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection

from firsthand.domain.organisation import Act
from firsthand.models.desk import DeskSettings, Heartbeat
from firsthand.models.intake import Mailbox
from firsthand.models.policy import Amendment
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.people.queries import anybody_is_here

SILENT_AFTER = timedelta(seconds=30)


def desk() -> DeskSettings:
    """The desk's settings; the defaults while it is not set up."""
    return DeskSettings.objects.filter(pk=1).first() or DeskSettings(pk=1, name="Firsthand")


def is_set_up() -> bool:
    """Whether the desk has an owner who can sign in."""
    return anybody_is_here()


@dataclass(frozen=True, kw_only=True)
class SetUpState:
    """Which first steps are done."""

    owner: bool
    mailbox: bool
    book: bool

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do."""
        return self.owner and self.mailbox and self.book

    @property
    def next_step(self) -> str:
        """`owner`, `book`, `mailbox`, or the empty string: the walk's order, in which roles follow the book."""
        steps = (("owner", self.owner), ("book", self.book), ("mailbox", self.mailbox))
        return next((name for name, done in steps if not done), "")


def set_up_state() -> SetUpState:
    """How far the first user has come."""
    return SetUpState(
        owner=anybody_is_here(),
        mailbox=Mailbox.objects.filter(is_active=True).exists(),
        book=Amendment.objects.filter(book=desk().book).exists(),
    )


@dataclass(frozen=True, kw_only=True)
class MailboxRow:
    """A mailbox as the settings page shows it; its password is never read back."""

    id: int
    subject_id: int
    address: str
    name: str
    mode: str
    is_active: bool
    imap_host: str
    imap_port: int
    imap_security: str
    imap_folder: str
    smtp_host: str
    smtp_port: int
    smtp_security: str
    username: str
    has_password: bool
    polled_at: datetime | None
    failing_since: datetime | None
    last_error: str


def mailboxes(*, viewer: Viewer) -> list[MailboxRow]:
    """The desk's mailboxes by address. Raises Refused for those who do not run the desk."""
    require(viewer, Act.run_desk)
    return [
        MailboxRow(
            id=box.pk,
            subject_id=box.subject_id,
            address=box.address,
            name=box.name,
            mode=box.mode,
            is_active=box.is_active,
            imap_host=box.imap_host,
            imap_port=box.imap_port,
            imap_security=box.imap_security,
            imap_folder=box.imap_folder,
            smtp_host=box.smtp_host,
            smtp_port=box.smtp_port,
            smtp_security=box.smtp_security,
            username=box.username,
            has_password=bool(box.password),
            polled_at=box.polled_at,
            failing_since=box.failing_since,
            last_error=box.last_error,
        )
        for box in Mailbox.objects.order_by("address")
    ]


def mailbox_password(*, viewer: Viewer, mailbox_id: int) -> str:
    """The stored password of a mailbox, to test its connection with; never shown. Raises Refused as above."""
    require(viewer, Act.run_desk)
    return Mailbox.objects.filter(pk=mailbox_id).values_list("password", flat=True).first() or ""


@dataclass(frozen=True, kw_only=True)
class HealthPart:
    """One part of the desk. A part that is not `required` may fail and the desk still works."""

    name: str
    works: bool
    text: str
    required: bool = True


@dataclass(frozen=True, kw_only=True)
class Health:
    """Whether the desk works, and which part does not."""

    parts: tuple[HealthPart, ...]

    @property
    def works(self) -> bool:
        """Whether every required part works."""
        return all(part.works for part in self.parts if part.required)


def health(*, now: datetime) -> Health:
    """Whether database, engine and mailboxes work at `now`. Never raises; reads only."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        parts = (*_engine(now), *_mailboxes())
    except DatabaseError as error:
        return Health(parts=(HealthPart(name="database", works=False, text=type(error).__name__),))
    return Health(parts=(HealthPart(name="database", works=True, text="answers"), *parts))


def _engine(now: datetime) -> tuple[HealthPart, ...]:
    beats = list(Heartbeat.objects.order_by("part"))
    last = max((beat.at for beat in beats), default=None)
    if last is None:
        return (HealthPart(name="engine", works=False, text="never ran"),)
    seconds = max(0, int((now - last).total_seconds()))
    engine = HealthPart(name="engine", works=now - last <= SILENT_AFTER, text=f"last sign of life {seconds} s ago")
    failing = tuple(
        HealthPart(name=f"engine {beat.part}", works=False, text=beat.error, required=False)
        for beat in beats
        if beat.error
    )
    return (engine, *failing)


def _mailboxes() -> tuple[HealthPart, ...]:
    return tuple(
        HealthPart(
            name=f"mailbox {box.address}",
            works=box.failing_since is None,
            text=box.last_error or "works",
            required=False,
        )
        for box in Mailbox.objects.filter(is_active=True).order_by("address")
    )
