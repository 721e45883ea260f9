"""How word comes to each reader: by which way, as they chose, and when: at once, or in their hours."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from firsthand.domain.calendars import WorkingTime, working_time
from firsthand.domain.errors import Refused
from firsthand.domain.names import Role
from firsthand.domain.notices import NoticeKind, NoticeWay
from firsthand.domain.ownership import NoticeRule, notice_rule
from firsthand.domain.sentences import Sentence, say
from firsthand.models.outbox import NoticeChoice
from firsthand.models.people import Person, RoleHolding
from firsthand.services.access.viewers import Viewer, held_at
from firsthand.services.book.desk import Desk

GATHERED = timedelta(minutes=5)
"""What need not come at once waits so long for others, so that they come as one mail."""


@dataclass(frozen=True, kw_only=True)
class ChosenWay:
    """A kind of notice as a reader's profile shows it: what it tells of, how it comes, and what the book says."""

    kind: NoticeKind
    said: Sentence
    way: NoticeWay
    must: bool
    at_once: bool
    clause: str


def chosen_ways(*, viewer: Viewer, desk: Desk) -> tuple[ChosenWay, ...]:
    """Every kind of notice, with how it comes to the viewer."""
    chosen = dict(NoticeChoice.objects.filter(person_id=viewer.person_id).values_list("kind", "way"))
    rows = []
    for kind in NoticeKind:
        rule = notice_rule(desk.edition, kind, desk.at)
        way = _way(chosen.get(kind), rule)
        rows.append(
            ChosenWay(
                kind=kind, said=kind.said, way=way, must=rule.must, at_once=rule.at_once, clause=rule.clause or ""
            )
        )
    return tuple(rows)


@transaction.atomic
def choose_way(*, viewer: Viewer, kind: NoticeKind, way: NoticeWay, desk: Desk) -> None:
    """Word of a kind comes to the viewer by a way from now on. Raises Refused for turning off what the book says must
    be told."""
    if way is NoticeWay.none and notice_rule(desk.edition, kind, desk.at).must:
        raise Refused(
            "must_be_told", say("The book says that this must be told. Choose how: on the page, by mail, or both.")
        )
    NoticeChoice.objects.update_or_create(person_id=viewer.person_id, kind=kind, defaults={"way": way})


def ways_of(people: Sequence[Person], kind: NoticeKind, rule: NoticeRule) -> dict[int, NoticeWay]:
    """How word of a kind comes to each of these people."""
    chosen = dict(NoticeChoice.objects.filter(person__in=people, kind=kind).values_list("person_id", "way"))
    return {person.pk: _way(chosen.get(person.pk), rule) for person in people}


def _way(chosen: str | None, rule: NoticeRule) -> NoticeWay:
    way = NoticeWay(chosen) if chosen is not None else NoticeWay.both
    return NoticeWay.both if rule.must and way is NoticeWay.none else way


def mailed_at(people: Collection[Person], rule: NoticeRule, desk: Desk) -> dict[int, datetime]:
    """When a mail may bring them word: now, where it must come at once; else a little later, so that it is gathered
    with others, in the hours of the roster of a role that they hold. Whoever is on no roster reads at any hour."""
    if rule.at_once:
        return {person.pk: desk.at for person in people}
    soon, hours = desk.at + GATHERED, _hours_of(people, desk)
    return {
        person.pk: min((one.next_opening(soon) for one in hours.get(person.pk, ())), default=soon) for person in people
    }


def _hours_of(people: Collection[Person], desk: Desk) -> dict[int, list[WorkingTime]]:
    rosters = {one.role: working_time(one.calendar) for one in desk.edition.rosters}
    found: dict[int, list[WorkingTime]] = {}
    if rosters:
        held = RoleHolding.objects.filter(held_at(desk.at), person__in=people).values_list("person_id", "role")
        for person_id, role in held:
            if (roster := rosters.get(desk.organisation.now(Role(role)))) is not None:
                found.setdefault(person_id, []).append(roster)
    return found
