"""What people have to look at: exceptions, vacant roles, and clocks that one role promises and another has to keep."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import partial

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.clock import CLOCK, ClockEffect, clock_matter
from firsthand.domain.book.effects.coaching_plan import CoachingPlanEffect
from firsthand.domain.book.effects.consequences import BridgesEffect, ConsequencesEffect
from firsthand.domain.book.effects.duty import DutyEffect
from firsthand.domain.book.effects.escalates import EscalateEffect, EscalationRecipient
from firsthand.domain.book.effects.owner import OWNER, OwnerEffect
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.prose import moment
from firsthand.domain.book.values import Clause
from firsthand.domain.calendars.instants import END_OF_INSTANTS, instant_of
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import Finding, smallest_ticket
from firsthand.domain.proving.proof import Proof, winners
from firsthand.domain.proving.regions import Part, Regions, region_said, times_said
from firsthand.domain.proving.showing import NOT_SHOWN, ShownTicket, answered, decided_parts, shown_by, spoken_of
from firsthand.domain.proving.space import Space, rule_of
from firsthand.domain.proving.times import Times, less, meet, span, union
from firsthand.domain.sentences import Name, Sentence, SentenceValue, say


def expired_exceptions(proof: Proof, as_of: datetime) -> Iterator[Finding]:
    """Deviations that still decide although somebody should have looked at them again by `as_of`."""
    now = ((instant_of(as_of), END_OF_INSTANTS),)
    for clause in proof.clauses:
        exception = clause.exception
        if exception is None or exception.review_at > as_of or not clause.in_force_at(as_of):
            continue
        ticket, expect = shown_by(proof, clause, "expired", now)
        review = moment(exception.review_at, proof.edition.zone)
        yield Finding(
            code=FindingCode.expired_exception,
            clauses=(clause.id,),
            about=say("a deviation for one account"),
            message=say(
                "{clause} still deviates for one account; its review was due {review}", clause=clause.id, review=review
            ),
            region=say("from {begin}", begin=review),
            example=ticket,
            expect=expect,
            said={"review": review},
        )


def vacant_roles(proof: Proof) -> Iterator[Finding]:
    """Steps of an escalation that need a role while nobody holds it (A20), in a book that says who holds which: a step
    tells the role, or is the duty of one that leads. And owners that nobody is, where the book says of others who they
    are, as with roles that are asked for consequences or combine the answers."""
    holders = proof.edition.holders
    if not holders:
        return
    leading = proof.edition.organisation_at(proof.edition.latest).heads
    owning = {clause.effect.role for clause in proof.clauses if isinstance(clause.effect, OwnerEffect)}
    owning |= {role for clause in proof.clauses for role in _answering(clause)}
    named = leading | (owning if any(one.role in owning for one in holders) else set())
    for clause in proof.clauses:
        for role, needs in _needed(clause, leading):
            held = union(span(one.from_at, one.to_at) for one in holders if one.role == role)
            if not held and role not in named:
                continue
            vacant = less(meet(rule_of(clause).times, proof.since), held)
            if vacant:
                yield _vacant(proof, clause, vacant, role=role, needs=needs)


def _answering(clause: Clause) -> tuple[Role, ...]:
    """The roles that answer what sales asks before it moves an account."""
    if isinstance(clause.effect, ConsequencesEffect):
        return clause.effect.asked
    return (clause.effect.role,) if isinstance(clause.effect, BridgesEffect) else ()


def _needed(clause: Clause, leading: AbstractSet[Role]) -> tuple[tuple[Role, Sentence], ...]:
    """The roles that an owner or a step of an escalation needs, each with what it needs them for."""
    effect = clause.effect
    if isinstance(effect, OwnerEffect):
        return ((effect.role, say("{clause} gives requests to {role}", **_said(clause, effect.role))),)
    if isinstance(effect, ConsequencesEffect):
        text = "{clause} asks {role} for consequences"
        return tuple((role, say(text, **_said(clause, role))) for role in effect.asked)
    if isinstance(effect, BridgesEffect):
        return ((effect.role, say("{clause} has {role} record the combined answer", **_said(clause, effect.role))),)
    if isinstance(effect, EscalateEffect):
        if isinstance(effect.tell, EscalationRecipient):
            return ()
        return ((effect.tell, say("{clause} tells {role}", **_said(clause, effect.tell))),)
    if isinstance(effect, CoachingPlanEffect):
        roles = dict.fromkeys(one.role for one in effect.steps)
        return tuple((role, say("{clause} has {role} coach accounts", **_said(clause, role))) for role in roles)
    if isinstance(effect, DutyEffect) and clause.set is ClauseSet.escalation:
        needed = [role for role in effect.roles if role in leading]
        return tuple((role, say("{clause} is a duty of {role}", **_said(clause, role))) for role in needed)
    return ()


def _said(clause: Clause, role: Role) -> dict[str, SentenceValue]:
    return {"clause": clause.id, "role": Name(role, NameFamily.role)}


def _vacant(proof: Proof, clause: Clause, vacant: Times, *, role: Role, needs: Sentence) -> Finding:
    told = isinstance(clause.effect, EscalateEffect)
    ticket, expect = _breached(proof, clause, vacant) if told else spoken_of(proof, clause.condition, "vacant", vacant)
    region, called = times_said(vacant, proof.edition.zone), Name(role, NameFamily.role)
    return Finding(
        code=FindingCode.vacant_role,
        clauses=(clause.id,),
        about=say("the role {role}", role=called),
        message=say("{needs}, and nobody holds that role {region}", needs=needs, region=region),
        region=region,
        example=ticket,
        expect=expect,
        said={"role": called},
    )


def _breached(proof: Proof, step: Clause, vacant: Times) -> ShownTicket:
    """A ticket of those times with a clock that the step speaks about."""
    for kind in proof.edition.clock_kinds:
        for clause in proof.by_matter[clock_matter(kind)]:
            if not isinstance(clause.effect, ClockEffect):
                continue
            for part in decided_parts(proof, clock_matter(kind), clause, vacant):
                ticket = smallest_ticket((part,), proof.edition, "vacant")
                if ticket is None:
                    continue
                owner = answered(proof.edition, ticket, OWNER)["owner"]
                role = owner.get("role") if isinstance(owner, dict) else None
                if step.condition.holds({"clock": kind.value, "owner": role}):
                    return ticket, answered(proof.edition, ticket, clock_matter(kind))
    return NOT_SHOWN


def owed_by_others(proof: Proof) -> Iterator[Finding]:
    """Clocks that a clause calls one role's promise, on requests that another role owns (C6, C12)."""
    for matter, clauses in proof.by_matter.items():
        if matter.kind != CLOCK or not any(_owed_by(one) for one in clauses):
            continue
        space = proof.owned(matter)
        found = Regions(space, partial(_others, space, proof.since)).of(space.root())
        for (clock, owner), parts in found.items():
            yield _owed(proof, matter, (space.rules[clock].clause, space.rules[owner].clause), parts)


def _others(space: Space, since: Times, mask: int) -> dict[tuple[int, int], Times]:
    """The clauses of the clock and the owner, by their positions among the rules, that name different roles."""
    found: dict[tuple[int, int], list[Times]] = {}
    for times, (clock, *owners) in winners(space.of(mask), since):
        owner = owners[0] if owners else None
        owed_by = _owed_by(clock) if clock else None
        if clock and owner and owed_by and isinstance(owner.effect, OwnerEffect) and owner.effect.role != owed_by:
            found.setdefault((space.position(clock), space.position(owner)), []).append(times)
    return {pair: union(parts) for pair, parts in found.items()}


def _owed(proof: Proof, matter: Matter, pair: tuple[Clause, Clause], parts: tuple[Part, ...]) -> Finding:
    clock, owner = pair
    region = region_said(parts, proof.edition)
    ticket = smallest_ticket(parts, proof.edition, "owed_by_another")
    expect = {**answered(proof.edition, ticket, matter), **answered(proof.edition, ticket, OWNER)} if ticket else {}
    owner_role = Name(owner.effect.role if isinstance(owner.effect, OwnerEffect) else "", NameFamily.role)
    debtor = Name(_owed_by(clock) or "", NameFamily.role)
    return Finding(
        code=FindingCode.owed_by_another,
        clauses=(clock.id, owner.id),
        about=matter.said,
        message=say(
            "{clock} makes {about} a promise of {debtor}, and {clause} gives the request to {owner}: {region}",
            clock=clock.id,
            about=matter.said,
            debtor=debtor,
            clause=owner.id,
            owner=owner_role,
            region=region,
        ),
        region=region,
        example=ticket,
        expect=expect,
        said={"debtor": debtor, "owner": owner_role},
    )


def _owed_by(clause: Clause) -> Role | None:
    return clause.effect.owed_by if isinstance(clause.effect, ClockEffect) else None
