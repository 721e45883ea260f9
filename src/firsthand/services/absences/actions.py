"""Giving and taking away calendars of absences. Everybody gives their own; whoever runs the desk those of a role and of
everybody, and anybody's."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.domain.absences import AbsenceSource, Counts
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.absences import CalendarGiven, CalendarTakenAway
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.absences import AbsenceCalendar
from firsthand.models.desk import DeskSettings
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.services.absences.following import keep
from firsthand.services.absences.holidays_of import check_place
from firsthand.services.absences.reading import NotRead, read_calendar
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting
from firsthand.services.book.desk import open_desk
from firsthand.services.outgoing.fetching import NotFetched, host_of
from firsthand.services.people.actions.members import locked

LONGEST_ADDRESS = 2000
MOST_OF_ONE = 5


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose calendar it is: a person's, that of whoever holds a role, or everybody's where it is of neither."""

    person: int | None = None
    role: Role | None = None


@transaction.atomic
def give_address(*, viewer: Viewer, whose: Whose, address: str, every: bool, at: datetime) -> AbsenceCalendar:
    """A calendar that is read at once and then every hour by the engine. `every`: each of its events counts, not only
    those that say that somebody is away. Raises Invalid on `address`."""
    person = _allowed(viewer, whose)
    typed = address.strip()
    if typed.lower().startswith(("webcal:", "webcals:")):
        typed = f"https:{typed.partition(':')[2]}"
    try:
        host = host_of(typed)
    except NotFetched as error:
        raise Invalid("calendar_address_wrong", error.words, field="address") from error
    row = AbsenceCalendar(
        source=AbsenceSource.address, said=host, secrets={"address": typed}, counts=_counts(every), next_at=at
    )
    return _given(row, whose, person, viewer=viewer, at=at)


def give_file(*, viewer: Viewer, whose: Whose, content: bytes, every: bool, at: datetime) -> AbsenceCalendar:
    """A calendar file, read now, before anything is locked: a file that is costly to read keeps nobody else from
    writing. Raises Invalid on `file` for what is no calendar."""
    with transaction.atomic():
        before = _allowed(viewer, whose)
    email = (before.email or "") if before is not None else ""
    try:
        found = read_calendar(content, rule=_counts(every), email=email, at=at)
    except NotRead as error:
        raise Invalid("file_wrong", error.words, field="file") from error
    with transaction.atomic():
        person = _allowed(viewer, whose)
        row = AbsenceCalendar(source=AbsenceSource.file, counts=_counts(every))
        made = _given(row, whose, person, viewer=viewer, at=at)
        keep(made, found, at=at)
    return made


@transaction.atomic
def give_holidays(*, viewer: Viewer, whose: Whose, place: str, at: datetime) -> AbsenceCalendar:
    """The public holidays of a country or a part of one. Raises Invalid on `place`."""
    person = _allowed(viewer, whose)
    row = AbsenceCalendar(source=AbsenceSource.holidays, said=check_place(place), counts=Counts.every, next_at=at)
    return _given(row, whose, person, viewer=viewer, at=at)


@transaction.atomic
def take_away(*, viewer: Viewer, calendar_id: int, at: datetime) -> AbsenceCalendar:
    """The calendar and all that was read from it go. Raises Missing."""
    row = _locked(viewer, calendar_id)
    number, whose = row.pk, row.person
    row.delete()
    row.pk = number
    note_taken_away(row, whose, viewer=viewer, at=at)
    return row


@transaction.atomic
def read_again(*, viewer: Viewer, calendar_id: int, at: datetime) -> AbsenceCalendar:
    """It is read again at once. Raises Missing, and Refused for a file, which is given anew."""
    row = _locked(viewer, calendar_id)
    if row.source == AbsenceSource.file:
        raise Refused("is_a_file", say("A file is read once. Give it again when it has changed."))
    row.next_at = at
    row.save(update_fields=["next_at"])
    return row


def note_taken_away(row: AbsenceCalendar, person: Person | None, *, viewer: Viewer, at: datetime) -> None:
    """That a calendar says nothing any more, in the history of whose it was."""
    with acting(_subject(person), desk=open_desk(at), actor=viewer.actor) as act:
        act.append(CalendarTakenAway(source=row.source, said=row.said, role=row.role or ""))


def _counts(every: bool) -> Counts:  # noqa: FBT001 - the one thing it is about
    return Counts.every if every else Counts.marked


def _allowed(viewer: Viewer, whose: Whose) -> Person | None:
    own = whose.person is not None and whose.person == viewer.person_id
    require(viewer, Right.see_desk if own else Right.run_desk)
    if whose.person is None:
        return None
    person = locked(whose.person)
    if not person.is_active:
        raise Invalid("has_left", say("{name} has left the desk.", name=person.name), field="person")
    return person


def _given(
    row: AbsenceCalendar, whose: Whose, person: Person | None, *, viewer: Viewer, at: datetime
) -> AbsenceCalendar:
    row.person, row.role = person, None if person is not None else whose.role
    if AbsenceCalendar.objects.filter(person=person, role_name=row.role).count() >= MOST_OF_ONE:
        raise Refused("too_many_calendars", say("{most} calendars are there; take one away first.", most=MOST_OF_ONE))
    row.given_by_id, row.given_at = viewer.person_id, at
    row.save()
    with acting(_subject(person), desk=open_desk(at), actor=viewer.actor) as act:
        act.append(CalendarGiven(source=row.source, said=row.said, role=row.role or ""))
    return row


def _locked(viewer: Viewer, calendar_id: int) -> AbsenceCalendar:
    row = AbsenceCalendar.objects.select_for_update(of=("self",)).filter(pk=calendar_id).first()
    if row is None or not (row.person_id == viewer.person_id or viewer.may(Right.run_desk)):
        raise Missing("no_absence_calendar", say("There is no such calendar."))
    _allowed(viewer, Whose(person=row.person_id))
    return row


def _subject(person: Person | None) -> Subject:
    return person.subject if person is not None else DeskSettings.objects.get(pk=1).subject
