"""Reads about the desk itself: is it set up, does it work."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection

from firsthand.domain.sentences import Sentence, as_written, say
from firsthand.models.channels import Endpoint
from firsthand.models.desk import DeskSettings, Heartbeat
from firsthand.models.policy import Amendment
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
    address: bool
    book: bool

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do."""
        return self.owner and self.address and self.book

    @property
    def next_step(self) -> str:
        """`owner`, `book`, `address`, or the empty string: the walk's order, in which roles follow the book."""
        steps = (("owner", self.owner), ("book", self.book), ("address", self.address))
        return next((name for name, done in steps if not done), "")


def set_up_state() -> SetUpState:
    """How far the first user has come."""
    return SetUpState(
        owner=anybody_is_here(),
        address=Endpoint.objects.filter(is_active=True).exists(),
        book=Amendment.objects.filter(book=desk().book).exists(),
    )


@dataclass(frozen=True, kw_only=True)
class HealthPart:
    """One part of the desk: its `name` for machines, what it is `called`, and how it is. A part that is not `required`
    may fail and the desk still works."""

    name: str
    called: Sentence
    works: bool
    text: Sentence
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
    """Whether database, engine and addresses work at `now`. Never raises; reads only."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        parts = (*_engine(now), *_addresses())
    except DatabaseError as error:
        return Health(parts=(_database(works=False, text=as_written(type(error).__name__)),))
    return Health(parts=(_database(works=True, text=say("answers")), *parts))


def _database(*, works: bool, text: Sentence) -> HealthPart:
    return HealthPart(name="database", called=say("database"), works=works, text=text)


def _engine(now: datetime) -> tuple[HealthPart, ...]:
    beats = list(Heartbeat.objects.order_by("part"))
    last = max((beat.at for beat in beats), default=None)
    if last is None:
        return (HealthPart(name="engine", called=say("engine"), works=False, text=say("never ran")),)
    seconds = max(0, int((now - last).total_seconds()))
    engine = HealthPart(
        name="engine",
        called=say("engine"),
        works=now - last <= SILENT_AFTER,
        text=say("last sign of life {seconds} s ago", seconds=seconds),
    )
    failing = tuple(
        HealthPart(
            name=f"engine {beat.part}",
            called=say("engine {part}", part=beat.part),
            works=False,
            text=as_written(beat.error),
            required=False,
        )
        for beat in beats
        if beat.error
    )
    return (engine, *failing)


def _addresses() -> tuple[HealthPart, ...]:
    return tuple(
        HealthPart(
            name=f"{one.channel} {one.address}",
            called=as_written(f"{one.channel} {one.address}"),
            works=one.failing_since is None,
            text=one.last_error or say("works"),
            required=False,
        )
        for one in Endpoint.objects.filter(is_active=True).order_by("channel", "address")
    )
