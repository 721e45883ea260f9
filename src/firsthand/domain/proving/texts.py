"""What the texts of a book leave behind: announcements whose time passed, and references that lead nowhere."""

from collections.abc import Iterator
from datetime import datetime

from firsthand.domain.book.editions import Edition
from firsthand.domain.book.prose import moment
from firsthand.domain.book.values import CommitmentClass
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import Finding
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.regions import times_said
from firsthand.domain.proving.showing import shown_or_spoken_of, spoken_of
from firsthand.domain.proving.space import rule_of
from firsthand.domain.proving.times import Times, less, meet, span, union
from firsthand.domain.sentences import say


def stale_aspirations(proof: Proof, as_of: datetime) -> Iterator[Finding]:
    """Announcements whose horizon passed by `as_of` before they were withdrawn or replaced (C11)."""
    edition = proof.edition
    for number, amendment in enumerate(edition.amendments):
        for clause in amendment.adds:
            horizon = clause.in_force.to_at
            if clause.commitment is not CommitmentClass.aspiration or horizon is None:
                continue
            gone = _gone_at(edition, clause.id, number + 1)
            stale = meet(span(horizon, gone), span(None, as_of))
            if stale:
                region = times_said(span(horizon, gone), edition.zone)
                ticket, expect = spoken_of(proof, clause.condition, "stale_aspiration", stale)
                yield Finding(
                    code=FindingCode.stale_aspiration,
                    clauses=(clause.id,),
                    about=say("an announcement"),
                    message=say(
                        "{clause} announced something by {horizon}, and stood there {region}",
                        clause=clause.id,
                        horizon=moment(horizon, edition.zone),
                        region=region,
                    ),
                    region=region,
                    example=ticket,
                    expect=expect,
                    said={"horizon": moment(horizon, edition.zone)},
                )


def overdue_reviews(proof: Proof, as_of: datetime) -> Iterator[Finding]:
    """Clauses in force that somebody should have looked at again by `as_of`; deviations are `expired_exceptions`."""
    for clause in proof.clauses:
        if clause.review_at is None or clause.review_at > as_of or not clause.in_force_at(as_of):
            continue
        overdue = meet(span(clause.review_at, None), rule_of(clause).times)
        ticket, expect = shown_or_spoken_of(proof, clause, "overdue_review", overdue)
        review = moment(clause.review_at, proof.edition.zone)
        yield Finding(
            code=FindingCode.overdue_review,
            clauses=(clause.id,),
            about=say("a rule that is to be looked at again"),
            message=say("{clause} still stands, and its review was due {review}", clause=clause.id, review=review),
            region=say("from {begin}", begin=review),
            example=ticket,
            expect=expect,
            said={"review": review},
        )


def dead_references(proof: Proof) -> Iterator[Finding]:
    """References under `see` and `over` to clauses that are not in the book at the time (C16). A clause is in it from
    its publication until it is withdrawn or gives way to one of another id, whether it is in force or not."""
    edition = proof.edition
    there = {clause.id for clause in edition.clauses}
    present = {ident: _present(edition, ident) for ident in there}
    for clause in edition.clauses:
        whole = meet(span(clause.in_force.from_at, clause.in_force.to_at), proof.since)
        for ident in dict.fromkeys((*clause.see, *clause.over)):
            dead = less(whole, present.get(ident, ()))
            if dead:
                region = times_said(dead, edition.zone)
                ticket, expect = shown_or_spoken_of(proof, clause, "dead_reference", dead)
                yield Finding(
                    code=FindingCode.dead_reference,
                    clauses=(clause.id, ident),
                    about=say("a reference"),
                    message=say(
                        "{clause} refers to {other}, which is not in the book {region}",
                        clause=clause.id,
                        other=ident,
                        region=region,
                    ),
                    region=region,
                    example=ticket,
                    expect=expect,
                )


def _present(edition: Edition, ident: str) -> Times:
    """When a clause of that id is in the book."""
    found = []
    for number, amendment in enumerate(edition.amendments):
        if any(clause.id == ident for clause in amendment.adds):
            found.append(span(amendment.published_at, _gone_at(edition, ident, number + 1)))
    return union(found)


def _gone_at(edition: Edition, ident: str, after: int) -> datetime | None:
    """When a later amendment, from that number on, takes the clause out of the book; None if none does."""
    for amendment in edition.amendments[after:]:
        ends = [one.at for one in amendment.withdraws if one.clause == ident]
        if any(one.old == ident for one in amendment.replaces):
            ends.append(amendment.published_at)
        if ends:
            return min(ends)
    return None
