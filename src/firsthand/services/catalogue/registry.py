"""Every act, by name. A new room of acts is one import here."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from firsthand.domain.errors import Missing
from firsthand.domain.sentences import say
from firsthand.services.catalogue import (
    absences,
    accounts,
    addresses,
    coaching,
    consequences,
    considerations,
    desk,
    drafts,
    exceptions,
    feature_requests,
    handoffs,
    help,
    intake,
    notices,
    outbox,
    people,
    proposals,
    questions,
    rosters,
    saved_replies,
    tasks,
    tickets,
)
from firsthand.services.catalogue.act import DECLARED, Act

ROOMS = (
    tickets,
    handoffs,
    proposals,
    questions,
    feature_requests,
    consequences,
    help,
    considerations,
    tasks,
    accounts,
    coaching,
    exceptions,
    people,
    rosters,
    absences,
    desk,
    addresses,
    notices,
    intake,
    outbox,
    drafts,
    saved_replies,
)
CATALOGUE: Mapping[str, Act[Any]] = MappingProxyType(DECLARED)


def act_named(verb: str, *, rooms: Iterable[str]) -> Act[Any]:
    """The act that a page of these rooms calls so. Raises Missing."""
    for room in rooms:
        if (found := CATALOGUE.get(f"{room}.{verb}")) is not None:
            return found
    raise Missing("no_act", say("There is no such act. Nothing was changed."))


def acts_of(*rooms: str) -> tuple[Act[Any], ...]:
    """The acts of these rooms, in the order in which they are declared."""
    return tuple(one for room in rooms for one in CATALOGUE.values() if one.room == room)
