"""A draft as the desk would publish it now: whether it loads, what it changes, what is found, who must agree."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from firsthand.domain.amending.chain import digest_of
from firsthand.domain.amending.changes import CalendarChange, ClauseChange, calendar_changes, changes_of
from firsthand.domain.amending.publishing import Need
from firsthand.domain.book import Amendment, Edition, PolicyError
from firsthand.domain.book.contributors import Contributor
from firsthand.domain.proving import Finding, Place, check
from firsthand.domain.sentences import say
from firsthand.services.amending.approving import needs_of
from firsthand.services.book.files import WrittenBook, plain_of, written_from_texts
from firsthand.services.book.names import NameInUse, names_in_use
from firsthand.services.book.queries import current_book, published_texts
from firsthand.services.drafts.texts import HEAD_LINES, Head, amendment_text, in_draft

NOBODY_YET = (Contributor(name="not approved yet"),)
"""Stands for the authors and approvers of a draft, who are named when it is published."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A draft that loads, between the edition that it changes and the one that it would make."""

    amendment: Amendment
    before: Edition
    after: Edition
    written: WrittenBook

    def line_in_draft(self, place: Place) -> int | None:
        """The line of the draft's own text at which a place stands; None for one in a published amendment."""
        if place.file != self.amendment.file:
            return None
        line = self.written.line(place.file, place.field)
        return line - HEAD_LINES if line is not None and line > HEAD_LINES else None


@dataclass(frozen=True, kw_only=True)
class DraftReview:
    """What the desk says to a draft's text. With a `problem` there is nothing else. `new` findings come with the
    draft, `known` ones are in the book already; `advice` asks for worked examples of what the draft brings, and needs
    no answer. `in_use` are the names that it gives up while something stands on them."""

    digest: str
    problem: PolicyError | None = None
    proposal: Proposal | None = None
    new: tuple[Finding, ...] = ()
    known: tuple[Finding, ...] = ()
    solved: tuple[Finding, ...] = ()
    advice: tuple[Finding, ...] = ()
    changes: tuple[ClauseChange, ...] = ()
    calendars: tuple[CalendarChange, ...] = ()
    needs: tuple[Need, ...] = ()
    in_use: tuple[NameInUse, ...] = ()
    starts_at: tuple[datetime, ...] = ()
    reaches_back: bool = False


def proposal_of(text: str, *, head: Head) -> tuple[Proposal, str]:
    """The draft on top of the desk's book, with the file that it would become. Raises PolicyError with the line in
    the draft; nothing is kept."""
    whole = amendment_text(text, head)
    name = file_name(text)
    published = published_texts()
    if name in published:
        message = say(
            "an amendment {amendment} was published before; give this one another id",
            amendment=name.removesuffix(".yaml"),
        )
        raise PolicyError("repeated", message, field="amendment", line=line_of(text, "amendment"))
    try:
        written = written_from_texts([*published.items(), (name, whole)])
    except PolicyError as error:
        if error.file not in ("", name):
            raise
        raise in_draft(error) from None
    amendment = next(one for one in written.book.amendments if one.file == name)
    before, after = current_book().edition(), written.book.edition()
    return Proposal(amendment=amendment, before=before, after=after, written=written), whole


def file_name(text: str) -> str:
    """The file that a draft is published as, from its amendment's id."""
    try:
        plain, _ = plain_of("draft", text)
    except PolicyError:
        return "draft.yaml"
    ident = str(plain.get("amendment", "")) if isinstance(plain, dict) else ""
    kept = "".join(one if (one.isalnum() and one.isascii()) or one in "._-" else "-" for one in ident)
    return f"{kept.strip('.-') or 'draft'}.yaml"


def line_of(text: str, field: str) -> int | None:
    """The line on which a field of a draft stands."""
    try:
        return plain_of("draft", text)[1].get(field)
    except PolicyError:
        return None


def review(text: str, *, at: datetime, prove: bool = True) -> DraftReview:
    """Look at a draft's text as if it were published at `at`; without `prove` there are no findings. Never raises for
    what the text says."""
    digest = digest_of(text)
    head = Head(published_at=at, author=NOBODY_YET, approver=NOBODY_YET)
    try:
        proposal, _ = proposal_of(text, head=head)
    except PolicyError as error:
        return DraftReview(digest=digest, problem=error)
    before, after = proposal.before, proposal.after
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    old = {one.identity: one for one in _findings_of(before, today)} if prove else {}
    found = {one.identity: one for one in check(after, as_of=today)} if prove else {}
    starts = starts_of(proposal.amendment)
    return DraftReview(
        digest=digest,
        proposal=proposal,
        new=tuple(one for key, one in found.items() if key not in old and not one.is_advice),
        known=tuple(one for key, one in found.items() if key in old),
        solved=tuple(one for key, one in old.items() if key not in found and not one.is_advice),
        advice=tuple(one for key, one in found.items() if key not in old and one.is_advice),
        changes=changes_of(proposal.amendment, before),
        calendars=calendar_changes(before, after),
        needs=needs_of(proposal.amendment, before, at=at),
        in_use=tuple(names_in_use(before.organisation_at(before.latest), after.organisation_at(after.latest))),
        starts_at=starts,
        reaches_back=any(start < at for start in starts),
    )


@lru_cache(maxsize=4)
def _findings_of(edition: Edition, today: datetime) -> tuple[Finding, ...]:
    """The findings of the book as it is, worked out once a day for all drafts."""
    return check(edition, as_of=today)


def starts_of(amendment: Amendment) -> tuple[datetime, ...]:
    """The instants at which parts of an amendment take force, first to last."""
    found = {clause.in_force.from_at for clause in amendment.adds}
    found |= {one.at for one in amendment.withdraws} | {one.at for one in amendment.activates}
    return tuple(sorted(found))
