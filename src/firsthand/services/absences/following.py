"""Reading calendars again: which are due, what they say now, and what went wrong. What was read well last stands until
then."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from firsthand.domain.absences import AbsenceSource, Counts, joined, pause_after
from firsthand.domain.sentences import NOTHING_SAID, Sentence, say
from firsthand.models.absences import AbsenceCalendar, CalendarAbsence
from firsthand.services.absences.holidays_of import stretches_of
from firsthand.services.absences.reading import LOOKS_AHEAD, MOST_BYTES, NotRead, ReadCalendar, read_calendar
from firsthand.services.outgoing.fetching import Fetching, NotFetched, fetch

LEASE = timedelta(minutes=10)
"""For so long whoever claimed a calendar has it to read."""


def read_due(*, now: datetime, limit: int) -> int:
    """Read the calendars that are due, each claimed by a conditional update; how many."""
    due = AbsenceCalendar.objects.filter(next_at__isnull=False, next_at__lte=now).order_by("next_at", "id")
    done = 0
    for row in due.select_related("person")[:limit]:
        claimed = AbsenceCalendar.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=now + LEASE)
        if claimed:
            _read(row, now=now)
            done += 1
    return done


def _read(row: AbsenceCalendar, *, now: datetime) -> None:
    try:
        found = _found(row, now=now)
    except (NotFetched, NotRead) as error:
        _note_fault(row, error.words, now=now)
    else:
        _note_read(row, found, now=now)


def _found(row: AbsenceCalendar, *, now: datetime) -> ReadCalendar:
    if row.source == AbsenceSource.holidays:
        days = stretches_of(row.said, at=now, until=now + LOOKS_AHEAD)
        return ReadCalendar(stretches=joined(days), events=len(days), counted=len(days), left_out=0)
    address = row.secrets.get("address")
    if address is None:
        raise NotFetched(say("The address was kept under another key of the desk. Give it again."))
    how = Fetching(allowed=settings.ENVIRONMENT.inner_networks, most_bytes=MOST_BYTES)
    email = (row.person.email or "") if row.person is not None else ""
    return read_calendar(fetch(address, how), rule=Counts(row.counts), email=email, at=now)


@transaction.atomic
def _note_read(row: AbsenceCalendar, found: ReadCalendar, *, now: datetime) -> None:
    """Keep what was read, unless the calendar was taken away meanwhile."""
    kept = AbsenceCalendar.objects.select_for_update().filter(pk=row.pk).first()
    if kept is not None:
        kept.next_at = now + pause_after(AbsenceSource(kept.source), failing_for=None)
        keep(kept, found, at=now)


@transaction.atomic
def _note_fault(row: AbsenceCalendar, words: Sentence, *, now: datetime) -> None:
    kept = AbsenceCalendar.objects.select_for_update().filter(pk=row.pk).first()
    if kept is not None:
        kept.failing_since = kept.failing_since or now
        kept.last_error = words
        kept.next_at = now + pause_after(AbsenceSource(kept.source), failing_for=now - kept.failing_since)
        kept.save(update_fields=["failing_since", "last_error", "next_at"])


def keep(row: AbsenceCalendar, found: ReadCalendar, *, at: datetime) -> None:
    """What the calendar says now, in place of what it said before. The caller holds the row, in a transaction."""
    CalendarAbsence.objects.filter(calendar=row).delete()
    CalendarAbsence.objects.bulk_create(
        CalendarAbsence(calendar=row, from_at=one.from_at, to_at=one.to_at, floating=one.floating)
        for one in found.stretches
    )
    row.read_at, row.failing_since, row.last_error = at, None, NOTHING_SAID
    row.events, row.counted, row.left_out = found.events, found.counted, found.left_out
    row.save()
