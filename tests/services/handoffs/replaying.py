"""A real log's reassignments, replayed as hand-offs over the acts of the desk: offered, sometimes withdrawn, declined
or asked about first, and accepted. At every act, and from the events afterwards, one role has each ticket."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from firsthand.domain.names import Kind, Role
from firsthand.models.events import Event
from firsthand.models.handoffs import Handoff
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import viewer_of
from firsthand.services.tickets.actions import handing_over
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.handing_over import ESSENCE, offer
from tests.lighthouse import Lighthouse, person

NAME = "uci_incident_event_log.zip"
LATER = timedelta(days=3653)
"""The log is of 2016, before the desk's book."""
ROLES = ("customer_engineering", "support", "product")
MINUTE = timedelta(minutes=1)
_GIVES_ROLE = ("received", "begun", "assigned", "kind_confirmed", "reclassified", "handed_over")


@dataclass(frozen=True, kw_only=True)
class Incident:
    """An incident, when it was opened, and the group that had it from each instant on."""

    number: str
    opened_at: datetime
    groups: tuple[tuple[datetime, int], ...]


def incidents(log: Path) -> Iterator[Incident]:
    """The incidents of the log, in its order; what has no group, or the one before, changes nothing."""
    with zipfile.ZipFile(log) as archive, archive.open(archive.namelist()[0]) as file:
        number, opened, groups = "", _at("1/1/2016 00:00"), list[tuple[datetime, int]]()
        for row in csv.DictReader(io.TextIOWrapper(file, encoding="utf-8")):
            if row["number"] != number:
                if number:
                    yield Incident(number=number, opened_at=opened, groups=tuple(groups))
                number, opened, groups = row["number"], _at(row["opened_at"]), []
            group = row["assignment_group"]
            if group != "?" and (not groups or groups[-1][1] != int(group.split()[-1])):
                groups.append((_at(row["sys_updated_at"]), int(group.split()[-1])))
        if number:
            yield Incident(number=number, opened_at=opened, groups=tuple(groups))


def _at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC) + LATER


@dataclass(kw_only=True)
class Replay:
    """The desk on which they are replayed, with two people in each role, and what happened so far."""

    desk: Lighthouse
    people: dict[tuple[str, int], Person] = field(default_factory=dict)
    incidents: int = 0
    reassigned: int = 0
    handed: int = 0
    declined: int = 0
    withdrawn: int = 0
    owned: timedelta = timedelta()

    def __post_init__(self) -> None:
        for role in ROLES:
            for half in (0, 1):
                self.people[role, half] = person(f"{role.title()}{half} Someone", Role(role))

    def play(self, incident: Incident) -> None:
        """Open the incident as a how-to and hand it over as its log says."""
        self.incidents += 1
        at = incident.opened_at
        ticket = self.desk.ticket(subject=f"INC{incident.number}", received_at=at, number=self.incidents)
        at += MINUTE
        confirm_kind(viewer=viewer_of(self.desk.mira, at=at), ticket_id=ticket.pk, kind=Kind("how_to"), at=at)
        for place, (when, group) in enumerate(incident.groups):
            at = self._hand_over(ticket, group, at=max(when, at + MINUTE))
            self.reassigned += place > 0
        self._account(ticket, until=at + MINUTE)

    def _hand_over(self, ticket: Ticket, group: int, *, at: datetime) -> datetime:
        """Offer the ticket to who stands for a group, as it may go in life, until they accept; when that was."""
        ticket.refresh_from_db()
        role, had = ROLES[group % len(ROLES)], ticket.responsible_role
        receiver = self.people[role, group // len(ROLES) % 2]
        if ticket.responsible_id == receiver.pk:
            return at
        pair = (self.people[had, 0], self.people[had, 1])
        sender = ticket.responsible or next(one for one in pair if one != receiver)
        whim = (ticket.pk * 31 + group) % 10
        if whim == 1:
            row = offer(sender, ticket, role, at=at, to=receiver)
            at += MINUTE
            handing_over.withdraw(viewer=viewer_of(sender, at=at), handoff_id=row.pk, at=at)
            self.withdrawn += 1
            at = self._is_still(ticket, had, at)
        if whim == 2:
            row = offer(sender, ticket, role, at=at, to=receiver)
            at += MINUTE
            handing_over.decline(
                viewer=viewer_of(receiver, at=at), handoff_id=row.pk, why="Not yet.", instead=Role(had), at=at
            )
            self.declined += 1
            at = self._is_still(ticket, had, at)
        row = offer(sender, ticket, role, at=at, to=receiver)
        if whim == 3:
            handing_over.ask(viewer=viewer_of(receiver, at=at), handoff_id=row.pk, question="Since when?", at=at)
            handing_over.answer(viewer=viewer_of(sender, at=at), handoff_id=row.pk, text="Since Monday.", at=at)
        at = self._is_still(ticket, had, at)
        handing_over.accept(viewer=viewer_of(receiver, at=at), handoff_id=row.pk, essence=ESSENCE, at=at)
        self.handed += 1
        ticket.refresh_from_db()
        assert (ticket.responsible_role, ticket.responsible_id) == (role, receiver.pk)
        return at

    def _is_still(self, ticket: Ticket, role: str, at: datetime) -> datetime:
        """Until somebody accepts, whoever had it has it. A minute later."""
        ticket.refresh_from_db()
        assert ticket.responsible_role == role
        return at + MINUTE

    def _account(self, ticket: Ticket, *, until: datetime) -> None:
        """Add up from the events how long each role had the ticket: all the time that there was, to the minute."""
        spans = list[tuple[datetime, str]]()
        for event in Event.objects.filter(subject=ticket.subject, verb__in=_GIVES_ROLE).order_by("id"):
            role = event.payload.get("responsible_role") or event.payload.get("role")
            if role:
                spans.append((event.at, role))
        assert spans, f"#{ticket.pk} was never anybody's"
        ends = [at for at, _ in spans[1:]] + [until]
        owned = sum((end - begin for (begin, _), end in zip(spans, ends, strict=True)), timedelta())
        unowned = until - ticket.received_at - owned
        assert unowned == timedelta(), f"#{ticket.pk} was nobody's for {unowned}"
        assert not Handoff.objects.filter(ticket=ticket, ended_at=None).exists()
        self.owned += owned
