"""What the page of a draft prints: the check in sentences, the changes marked, who must agree and what one may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Organisation, Right
from firsthand.domain.sentences import Sentence
from firsthand.models.drafts import DraftState
from firsthand.services.access.viewers import Viewer
from firsthand.services.drafts.queries import DraftPage
from firsthand.services.drafts.review import DraftReview
from firsthand.services.language.telling import TEXT, teller_of, words
from firsthand.services.language.telling import gettext as _
from firsthand.web.book.changes import by_set, calendars_of
from firsthand.web.book.marks import marked_clauses, moment_words
from firsthand.web.drafts.findings import finding_rows
from firsthand.workbench.comparing import ToldChange, tell_change
from firsthand.workbench.drafts.trying import answered_otherwise, try_out

if TYPE_CHECKING:
    from firsthand.workbench.drafts.previewing import PreviewFlip
    from firsthand.workbench.replay import FlipReason

SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a text does not load, and the line to look at."""

    line: int | None
    field: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """What the viewer may do with the draft."""

    write: bool
    withdraw: bool
    propose: bool
    answer: bool
    publish: bool


def page_context(page: DraftPage, *, viewer: Viewer, zone: str, at: datetime) -> dict[str, Any]:
    """Everything that the templates of a draft name."""
    review = page.review
    return {
        "page": page,
        "draft": page.draft,
        "review": review,
        "digest": review.digest if review else "",
        "edition": review.proposal.before.id if review and review.proposal else "",
        "problem": problem_of(review),
        "zone": zone,
        "overtaken": None,
        "typed": "",
        "version": page.draft.version,
        "needs": page.needs,
        "allowed": allowed(page, viewer),
        "starts": [moment_words(one, zone) for one in review.starts_at] if review else [],
        "on": first_day(review, zone),
        "answers": answers_of(review),
        "trial": trial_of(review, viewer=viewer, at=at),
        **_changes(review, zone),
        **finding_rows(review),
    }


def answers_of(review: DraftReview | None) -> tuple[ToldChange, ...]:
    """What is answered otherwise, in the reader's language, each side with the names of its own book."""
    if review is None or review.proposal is None:
        return ()
    before, after = (teller_of(one.declared) for one in (review.proposal.before, review.proposal.after))
    return tuple(tell_change(one, before=before, after=after) for one in answered_otherwise(review.proposal))


def problem_of(review: DraftReview | None) -> Problem | None:
    """The mistake of a text, as a sentence."""
    if review is None or review.problem is None:
        return None
    error = review.problem
    message = TEXT.sentence(error.message)
    message = message if message.endswith((".", "?")) else f"{message}."
    return Problem(line=error.line, field=error.field, message=message)


@dataclass(frozen=True, kw_only=True)
class FlippedTicket:
    """A ticket for which something flips: what, by which clauses, and the two due instants where there are any."""

    ticket_id: int
    subject: str
    account: str
    what: str
    before: str
    after: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TrialPage:
    """The replay in numbers, with the newest flips. `missing` says what is not installed."""

    tickets: int = 0
    flipped: int = 0
    owners: int = 0
    verdicts: int = 0
    bounded: bool = False
    attained: tuple[tuple[str, str, str], ...] = ()
    flips: tuple[FlippedTicket, ...] = ()
    missing: str = ""
    failed: Sentence | None = None


def trial_of(review: DraftReview | None, *, viewer: Viewer, at: datetime) -> TrialPage | None:
    """The draft tried on the desk's own tickets; None while it does not load or changes nothing that decides."""
    if review is None or review.proposal is None or not (review.changes or review.calendars):
        return None
    trial = try_out(review.proposal, viewer=viewer, at=at)
    if trial.preview is None:
        return TrialPage(missing=trial.missing, failed=trial.failed)
    summary = trial.preview.summary
    return TrialPage(
        tickets=summary.tickets,
        flipped=summary.any_flip,
        owners=summary.owner_flip,
        verdicts=summary.verdict_flip,
        bounded=trial.preview.bounded,
        attained=tuple(
            (words(clock.kind.value), _share(clock.whole.before.share), _share(clock.whole.after.share))
            for clock in summary.clocks
            if clock.whole.before.share is not None or clock.whole.after.share is not None
        ),
        flips=tuple(_flipped(one, viewer.organisation) for one in trial.preview.flips[:SHOWN]),
    )


def _share(share: Fraction | None) -> str:
    return _("none judged") if share is None else f"{float(share):.0%}"


def _flipped(one: PreviewFlip, company: Organisation) -> FlippedTicket:
    reason = one.flip.reason
    clauses = dict.fromkeys(clause for clause in (reason.clause_before, reason.clause_after) if clause)
    return FlippedTicket(
        ticket_id=one.ticket_id,
        subject=one.subject,
        account=one.flip.account,
        what=_("owner") if reason.subject == "owner" else words(reason.subject),
        before=_said(reason, reason.before, company),
        after=_said(reason, reason.after, company),
        clauses=tuple(clauses),
    )


def _said(reason: FlipReason, value: str, company: Organisation) -> str:
    return company.called(value, NameFamily.role) if reason.subject == "owner" else words(value)


def _changes(review: DraftReview | None, zone: str) -> dict[str, Any]:
    if review is None or review.proposal is None:
        return {"sets": [], "calendars": [], "people": []}
    proposal = review.proposal
    areas = [need for need in review.needs if need.area == "desk"]
    return {
        "sets": by_set(marked_clauses(review.changes, proposal.after)),
        "calendars": calendars_of(proposal.amendment, proposal.before, proposal.after, zone),
        "people": [by for need in areas for by in need.by],
    }


def first_day(review: DraftReview | None, zone: str) -> str:
    """The date that the amendment as a whole takes force on, where it says one."""
    if review is None or review.proposal is None:
        return ""
    amendment = review.proposal.amendment
    if amendment.in_force_from == amendment.published_at:
        return ""
    return amendment.in_force_from.astimezone(zone_named(zone)).date().isoformat()


def allowed(page: DraftPage, viewer: Viewer) -> Allowed:
    """What the viewer may do now; what is not allowed is not offered, and refused all the same."""
    is_open = page.draft.state == DraftState.open
    loads = is_open and page.review is not None and page.review.problem is None
    whose = page.draft.carried_by_id or page.draft.author_id
    return Allowed(
        write=is_open and viewer.may(Right.propose_amendment),
        withdraw=is_open and (viewer.person_id == whose or viewer.is_owner),
        propose=loads and bool(page.needs) and viewer.may(Right.propose_amendment),
        answer=loads and page.mine,
        publish=loads and page.mine and not page.missing,
    )
