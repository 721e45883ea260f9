"""Drafts of amendments: anybody writes and proposes one, its owners answer and publish it (S5, S6, A21)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from firsthand.domain.acts import File, Flag, Id, Number, OneOf, SentFile, Text
from firsthand.domain.errors import Invalid
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, Place, act
from firsthand.services.drafts import actions
from firsthand.services.drafts.beginnings import About, How, start_about, start_from_file
from firsthand.services.drafts.queries import published_edition
from firsthand.services.drafts.texts import dated

_OPEN = ("no_draft", "closed")
_AS_READ = (*_OPEN, "text_changed", "does_not_load", "changes_nothing", "not_yours")
Day = Annotated[str, Text(at_most=10)]
Digest = Annotated[str, Text(at_most=64)]
EditionName = Annotated[str, Text(at_most=200)]
BIGGEST_FILE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Begin:
    """A title, what of the book it is about, if anything, and the day on which it shall hold."""

    title: Annotated[str, Text(at_most=actions.LONGEST_TITLE)]
    clause: Annotated[str, Text(at_most=100)] = ""
    calendar: Annotated[str, Text(at_most=100)] = ""
    how: Annotated[How, OneOf(How)] = How.change
    on: Day = ""


@act(
    "drafts.begin",
    say("Begin a draft of an amendment"),
    right=Right.propose_amendment,
    refusals=("no_book", "title_wrong", "text_wrong", "date_wrong", "no_clause", "no_calendar"),
)
def begin(doer: Doer, wanted: Begin) -> Done:
    """Blank, or with the text of the clause or calendar that it is about."""
    about = About(clause=wanted.clause, calendar=wanted.calendar, how=wanted.how, on=_day(wanted.on))
    made = start_about(viewer=doer.viewer, title=wanted.title, about=about, at=doer.at)
    return Done(goes_to=Place(kind="draft", of=made.pk))


def _day(text: str) -> str:
    """A date as it was typed, or none. Raises Invalid."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise Invalid("date_wrong", say("Expected a date such as 2026-03-01."), field="on") from error


@dataclass(frozen=True, kw_only=True)
class BeginFromFile:
    """A file; its name is the draft's where it says none."""

    file: Annotated[SentFile, File(at_most=BIGGEST_FILE)]


@act(
    "drafts.begin-from-file",
    say("Begin a draft from a file"),
    right=Right.propose_amendment,
    refusals=("no_book", "title_wrong", "text_wrong", "not_utf8"),
)
def begin_from_file(doer: Doer, wanted: BeginFromFile) -> Done:
    """What the desk writes itself is taken out of its text."""
    made = start_from_file(viewer=doer.viewer, name=wanted.file.name, content=wanted.file.content, at=doer.at)
    return Done(goes_to=Place(kind="draft", of=made.pk))


@dataclass(frozen=True, kw_only=True)
class OnDraft:
    """A draft."""

    draft: Annotated[int, Id("draft")]


@dataclass(frozen=True, kw_only=True)
class Save(OnDraft):
    """The text; the version that the writer began from, or `over` the one that they chose to write over; and a date to
    set in it."""

    text: Annotated[str, Text(at_most=actions.LONGEST_TEXT, as_typed=True)] = ""
    version: Annotated[int, Number(0, 10**9)] = 0
    over: Annotated[int, Number(0, 10**9)] = 0
    set_date: Annotated[bool, Flag()] = False
    on: Day = ""


@act(
    "drafts.save",
    say("Keep a draft's text"),
    right=Right.propose_amendment,
    refusals=(*_OPEN, "text_wrong", "overtaken", "date_wrong"),
)
def save(doer: Doer, wanted: Save) -> Done:
    """Two writers at once never lose a word: the later one sees both texts."""
    text = wanted.text
    if wanted.set_date:
        text = dated(text.replace("\r\n", "\n"), _day(wanted.on))
    made = actions.save(
        viewer=doer.viewer, draft_id=wanted.draft, text=text, version=wanted.over or wanted.version, at=doer.at
    )
    return Done(goes_to=Place(kind="draft", of=made.pk))


@act(
    "drafts.propose",
    say("Propose a draft"),
    right=Right.propose_amendment,
    refusals=(*_OPEN, "does_not_load"),
)
def propose(doer: Doer, wanted: OnDraft) -> Done:
    """Those who must agree are told."""
    actions.propose(viewer=doer.viewer, draft_id=wanted.draft, at=doer.at)
    return Done(said=say("Proposed. Those who must agree are told."))


@dataclass(frozen=True, kw_only=True)
class Approve(OnDraft):
    """A draft, the digest of the text that was read, and the edition beside which it was read."""

    digest: Digest
    edition: EditionName = ""


@act(
    "drafts.approve",
    say("Approve a draft"),
    right=Right.propose_amendment,
    refusals=(*_AS_READ, "book_changed"),
)
def approve(doer: Doer, wanted: Approve) -> Done:
    """For every rule set that the doer answers for."""
    actions.approve(
        viewer=doer.viewer,
        draft_id=wanted.draft,
        digest=wanted.digest,
        edition=wanted.edition or None,
        at=doer.at,
    )
    return Done(said=say("Approved as it stands."))


@dataclass(frozen=True, kw_only=True)
class Decline(OnDraft):
    """A draft, the digest of the text that was read, and why not."""

    digest: Digest
    why: Annotated[str, Text(at_most=actions.LONGEST_REASON)]


@act(
    "drafts.decline",
    say("Decline a draft"),
    right=Right.propose_amendment,
    refusals=(*_AS_READ, "why_missing"),
)
def decline(doer: Doer, wanted: Decline) -> Done:
    """Its writers are told why."""
    actions.decline(viewer=doer.viewer, draft_id=wanted.draft, digest=wanted.digest, why=wanted.why, at=doer.at)
    return Done(said=say("Declined. Its writers are told why."))


@dataclass(frozen=True, kw_only=True)
class Remark(OnDraft):
    """A draft, and what is to be said to it."""

    remark: Annotated[str, Text(at_most=actions.LONGEST_REMARK)]


@act(
    "drafts.remark",
    say("Say something to a draft"),
    right=Right.propose_amendment,
    refusals=(*_OPEN, "remark_wrong"),
)
def remark(doer: Doer, wanted: Remark) -> Done:
    """Its writers are told."""
    actions.remark(viewer=doer.viewer, draft_id=wanted.draft, text=wanted.remark, at=doer.at)
    return Done()


@act(
    "drafts.withdraw",
    say("Withdraw a draft"),
    right=Right.propose_amendment,
    refusals=(*_OPEN, "not_yours"),
)
def withdraw(doer: Doer, wanted: OnDraft) -> Done:
    """It stays readable."""
    actions.withdraw(viewer=doer.viewer, draft_id=wanted.draft, at=doer.at)
    return Done(said=say("Withdrawn. The draft stays readable."))


@dataclass(frozen=True, kw_only=True)
class Publish(Approve):
    """As for an approval, and whether its findings are known."""

    known: Annotated[bool, Flag()] = False


@act(
    "drafts.publish",
    say("Publish a draft"),
    right=Right.propose_amendment,
    refusals=(
        *_AS_READ,
        "book_changed",
        "not_approved",
        "findings",
        "too_early",
        "clock_not_run",
        "already_published",
        "back_dated",
        "no_desk",
        "no_edition",
    ),
)
def publish(doer: Doer, wanted: Publish) -> Done:
    """What the doer answers for is approved with it; from now on the book says so."""
    made = actions.publish_draft(
        viewer=doer.viewer,
        draft_id=wanted.draft,
        digest=wanted.digest,
        edition=wanted.edition or None,
        acknowledged=wanted.known,
        at=doer.at,
    )
    said = say("{name} is published.", name=made.amendment.name)
    return Done(said=said, goes_to=Place(kind="change", of=published_edition(draft_id=wanted.draft)))
