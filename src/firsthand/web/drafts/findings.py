"""The findings of a draft as its page tells them: a title, and below it the ticket, what follows and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from firsthand.domain.proving import Finding, ToldFinding, tell
from firsthand.services.drafts.review import DraftReview, Proposal
from firsthand.services.language.telling import teller_of


@dataclass(frozen=True, kw_only=True)
class QuotedRow:
    """A clause in its own words, or the place of what is no clause. `line` is one of the draft's own text, if it
    stands there; else `file` says where."""

    clause: str
    text: str
    file: str
    line: int | None


@dataclass(frozen=True, kw_only=True)
class FindingRow:
    """A finding with its clauses; `told` has its ticket as a sentence."""

    told: ToldFinding
    quotes: tuple[QuotedRow, ...]

    @property
    def finding(self) -> Finding:
        """What is told."""
        return self.told.finding


def finding_rows(review: DraftReview | None) -> Mapping[str, tuple[FindingRow, ...]]:
    """The findings under the names that the template has for them; all empty while the draft does not load."""
    if review is None or review.proposal is None:
        names = ("new", "known", "solved", "grown", "fresh")
        return {**{f"{name}_findings": () for name in names}, "advice": ()}
    proposal = review.proposal
    was, is_now = ({_same(one) for one in findings} for findings in (review.solved, review.new))
    return {
        "new_findings": _rows(proposal, review.new),
        "fresh_findings": _rows(proposal, (one for one in review.new if _same(one) not in was)),
        "grown_findings": _rows(proposal, (one for one in review.new if _same(one) in was)),
        "known_findings": _rows(proposal, review.known),
        "advice": _rows(proposal, review.advice),
        "solved_findings": _rows(proposal, (one for one in review.solved if _same(one) not in is_now), before=True),
    }


def _same(finding: Finding) -> tuple[object, ...]:
    """What a finding is about, whenever: one that moved is the same one, changed."""
    return (finding.code, frozenset(finding.clauses), finding.about if finding.clauses else finding.title)


def _rows(proposal: Proposal, findings: Iterable[Finding], *, before: bool = False) -> tuple[FindingRow, ...]:
    edition = proposal.before if before else proposal.after
    teller = teller_of(edition.declared)
    return tuple(_row(proposal, tell(one, edition, teller)) for one in findings)


def _row(proposal: Proposal, told: ToldFinding) -> FindingRow:
    quotes = [(one.clause, one.text, one.place) for one in told.quotes] or [("", "", told.place)]
    return FindingRow(
        told=told,
        quotes=tuple(
            QuotedRow(clause=clause, text=text, file=place.file, line=proposal.line_in_draft(place))
            for clause, text, place in quotes
        ),
    )
