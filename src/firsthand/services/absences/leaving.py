"""The calendars of somebody who leaves: nobody reads them any more, and their addresses are forgotten."""

from firsthand.domain.events.absences import CalendarTakenAway
from firsthand.domain.sentences import count, say
from firsthand.models.absences import AbsenceCalendar
from firsthand.services.acting import acting
from firsthand.services.owning.values import Leaver, Owned, of_no_role


def _take_away(leaver: Leaver) -> None:
    for row in AbsenceCalendar.objects.select_for_update(of=("self",)).filter(person=leaver.person).order_by("pk"):
        with acting(leaver.person.subject, desk=leaver.desk, actor=leaver.actor) as act:
            act.append(CalendarTakenAway(source=row.source, said=row.said), because=leaver.because)
        row.delete()


OWNED = (
    Owned(
        kind="calendars",
        columns=frozenset({"AbsenceCalendar.person"}),
        counted=lambda person, _desk: of_no_role(AbsenceCalendar.objects.filter(person=person).count()),
        said=lambda number: count(number, "One calendar of absences", "{n} calendars of absences"),
        left_behind=lambda: AbsenceCalendar.objects.filter(person__is_active=False).values_list("person"),
        hand_on=_take_away,
        by_itself=say("taken away"),
    ),
)
