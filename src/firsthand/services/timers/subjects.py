"""What the timers ask of a kind of subject that is no ticket. A room whose subjects have clocks adds one entry."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from firsthand.domain.events import SubjectKind
from firsthand.domain.names import Role
from firsthand.domain.sentences import Sentence
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.services.acting import Acting
from firsthand.services.book.desk import Desk
from firsthand.services.coaching import telling as coaching
from firsthand.services.consequences import telling as consequences
from firsthand.services.considerations import queries as considerations
from firsthand.services.exceptions import actions as exceptions
from firsthand.services.exceptions import queries as exceptions_queries
from firsthand.services.feature_requests import queries as feature_requests
from firsthand.services.handoffs import telling as handoffs
from firsthand.services.held import actions as held
from firsthand.services.help import telling as help_requests
from firsthand.services.proposals import telling as proposals
from firsthand.services.tasks import queries as tasks


def _nothing(act: Acting) -> None:
    """The book ends no such subject."""


def _nobody(subject: Subject, desk: Desk) -> tuple[Role, ...]:
    """Its clocks say themselves who owes them."""
    return ()


def _no_person(subject: Subject, desk: Desk) -> list[Person]:
    """It is owed by roles."""
    return []


@dataclass(frozen=True, kw_only=True)
class WatchedSubject:
    """`labels` say the subjects with these numbers in a line each. `owed_by` are the roles that owe what its clocks
    promise, where no clause names one; `whose` are the people who owe it themselves (none: all of the role). Which
    rows those are for somebody who looks says `WHOSE` in `access/waiting.py`. `follow_book` appends what the book
    itself ended; `page` is where people look for it, without a ticket: the same for all, or with `{subject}` one for
    each."""

    labels: Callable[[Collection[int], Desk], Mapping[int, Sentence]]
    owed_by: Callable[[Subject, Desk], tuple[Role, ...]] = _nobody
    whose: Callable[[Subject, Desk], list[Person]] = _no_person
    follow_book: Callable[[Acting], None] = _nothing
    page: str = ""

    def page_of(self, subject: int) -> str:
        """Where people look for one of them."""
        return self.page.replace("{subject}", str(subject))


WATCHED: Mapping[str, WatchedSubject] = {
    SubjectKind.exception: WatchedSubject(
        labels=exceptions_queries.labels_of, follow_book=exceptions.follow_book, page="/book"
    ),
    SubjectKind.proposal: WatchedSubject(labels=proposals.labels_of, owed_by=proposals.owed_by),
    SubjectKind.feature_request: WatchedSubject(
        labels=feature_requests.labels_of, owed_by=feature_requests.owed_by, page="/requests"
    ),
    SubjectKind.consideration: WatchedSubject(labels=considerations.labels_of, owed_by=considerations.owed_by),
    SubjectKind.handoff: WatchedSubject(
        labels=handoffs.labels_of, owed_by=handoffs.owed_by, whose=handoffs.whose, page="/handoffs"
    ),
    SubjectKind.consequence_round: WatchedSubject(
        labels=consequences.labels_of_rounds,
        owed_by=consequences.bridging_role,
        whose=consequences.who_bridges,
        page=consequences.OF_SUBJECT,
    ),
    SubjectKind.consequence: WatchedSubject(
        labels=consequences.labels_of_asked, owed_by=consequences.asked_role, page=consequences.OF_SUBJECT
    ),
    SubjectKind.help: WatchedSubject(
        labels=help_requests.labels_of,
        owed_by=help_requests.owed_by,
        whose=help_requests.whose,
        page="/help",
    ),
    SubjectKind.held: WatchedSubject(labels=held.labels_of, owed_by=held.owed_by, page="/quarantine"),
    SubjectKind.coaching_step: WatchedSubject(
        labels=coaching.labels_of, owed_by=coaching.owed_by, whose=coaching.whose, page="/coaching/{subject}"
    ),
    SubjectKind.task: WatchedSubject(labels=tasks.labels_of, whose=tasks.whose, page="/tasks"),
}
