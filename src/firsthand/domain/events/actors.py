"""Who did it: a teammate, a person at a customer, or the desk itself, and by which way."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What kind of somebody acts. An integration joins them when tokens come."""

    person = "person"
    contact = "contact"
    desk = "desk"


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Exactly one actor. `id` is the person's or the contact's; None for the desk. `via` names what carried the act:
    a page, the command line, a mailbox's address, the engine."""

    kind: ActorKind
    id: int | None = None
    via: str = ""

    def __post_init__(self) -> None:
        if (self.id is None) != (self.kind is ActorKind.desk):
            raise ValueError(f"{self.kind} acts with id {self.id}")


DESK = Actor(kind=ActorKind.desk)


def person(number: int, *, via: str = "") -> Actor:
    """A teammate."""
    return Actor(kind=ActorKind.person, id=number, via=via)


def contact(number: int | None, *, via: str = "") -> Actor:
    """A person at a customer; somebody unknown is spoken for by the desk that took the message in."""
    return (
        Actor(kind=ActorKind.contact, id=number, via=via) if number is not None else Actor(kind=ActorKind.desk, via=via)
    )
