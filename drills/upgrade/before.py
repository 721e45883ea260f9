"""A desk of the version before in full size: people, accounts, a book, and every ticket's story."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count

from drills.upgrade.clock import Clock, Line
from drills.upgrade.desk import ACCOUNTS, CONTACTS, count_on, histories, open_desk, publish, terms_of
from drills.upgrade.rows import Rows, unchecked
from drills.upgrade.story import NO_CLOCK, Story, World, numbers
from firsthand.domain.book import Edition

_DAYS = 400
_FRESH = timedelta(days=2)
_WAITS = 40
_AT_A_TIME = 400  # tickets whose events are put in one order


def fill(*, tickets: int, events: int, now: datetime, seed: int) -> dict[str, int]:
    """Fill the empty database of the version before, with `events` timeline rows at least; the rows of each table."""
    rows = Rows()
    unchecked()
    people = open_desk(rows)
    edition = publish(rows, now=now)
    world = World(
        chance=random.Random(seed),
        now=now,
        numbers=numbers(),
        people=people,
        terms=terms_of(edition),
        edition=edition.id,
    )
    lines = count(1)
    made = 0
    while made < tickets:
        stories = list(_stories(world, min(_AT_A_TIME, tickets - made), made=made, of=tickets))
        made += len(stories)
        _pad(stories, wanted=events * made // tickets - rows.counts["timelineevent"], world=world)
        _write(rows, stories, lines=lines, edition=edition, now=now)
    histories(rows, world.chance, now=now)
    rows.flush()
    count_on(rows)
    return dict(rows.counts)


def _stories(world: World, wanted: int, *, made: int, of: int) -> Iterator[Story]:
    """Some tickets, in the order of their receipt; now and then one is merged into the one before."""
    found = 0
    while found < wanted:
        story = _begun(world, received_at=_received_at(world, made + found, of=of))
        found += 1
        yield story
        if found < wanted and world.chance.random() < 0.03:
            found += 1
            yield _merged(story, received_at=_received_at(world, made + found, of=of))
        _lives_on(story)


def _merged(story: Story, *, received_at: datetime) -> Story:
    """Another ticket of the same customer, which is merged into the story's unless that is over."""
    world = story.world
    source = Story(world, account=story.account, contact=story.contact, received_at=max(received_at, story.at))
    at = source.received_at + timedelta(minutes=world.chance.randint(5, 600))
    if at < world.now:
        source.pass_until(at)
        story.pass_until(at)
        if story.status != "closed":
            story.absorb(source)
    source.pass_until(world.now)
    return source


def _received_at(world: World, number: int, *, of: int) -> datetime:
    """Spread over more than a year; the last twentieth over the last two days."""
    fresh = of - of // 20
    if number < fresh:
        return world.now - _FRESH - timedelta(days=_DAYS) * (1 - number / max(fresh, 1))
    return world.now - _FRESH * (1 - (number - fresh) / (of - fresh)) - timedelta(seconds=1)


def _begun(world: World, *, received_at: datetime) -> Story:
    """A new ticket, perhaps answered soon, perhaps no request at all."""
    chance = world.chance
    contact = chance.randint(1, CONTACTS)
    account = None if chance.random() < 0.05 else contact % ACCOUNTS + 1
    story = Story(world, account=account, contact=contact, received_at=received_at)
    at = received_at + timedelta(minutes=chance.uniform(2, 40))
    quick = 0.4 if received_at > world.now - _FRESH else 0.75
    if at < world.now and chance.random() < quick:
        story.pass_until(at)
        if chance.random() < 0.05:
            story.end_as_spam()
        else:
            story.reply(counts=True)
    return story


def _lives_on(story: Story) -> None:
    """It lives for a while, or to this day."""
    chance, now = story.world.chance, story.world.now
    at, left = story.at, chance.choice([0, 0, 0, 1, 1, 2, 3, 7])
    while left and story.status != "closed":
        at += timedelta(minutes=chance.choice([7, 90, 400, 1_500, 4_000]) * chance.uniform(0.3, 1.7))
        if at >= now:
            break
        story.pass_until(at)
        if story.status != "closed":
            _act(story, chance)
        left -= 1
    if not left and story.status not in ("solved", "closed") and chance.random() < 0.85:
        at += timedelta(hours=chance.uniform(1, 60))
        if at < now:
            story.pass_until(at)
            story.set_status("solved")
    story.pass_until(now)


def _act(story: Story, chance: random.Random) -> None:
    """Something that somebody does in the ticket's state."""
    acts: list[Callable[[], object]]
    match story.status:
        case "new":
            acts = [story.take, story.take, story.assign, story.rate, story.confirm]
        case "open":
            acts = [lambda: story.reply(counts=True)] * 4
            acts += [lambda: story.reply(counts=False), lambda: story.set_status("on_hold"), story.take_back]
            acts += [story.rate, story.confirm, story.hear, lambda: story.say("released", actor=1, why="On holiday.")]
        case "pending" | "on_hold":
            acts = [story.hear, story.hear, lambda: story.hear(automatic=True), story.rate, story.judge_as_if]
            acts += [lambda: story.set_status("open" if story.status == "pending" else "pending")]
        case _:
            acts = [story.hear] + [story.judge_as_if] * 5
    chance.choice(acts)()


def _pad(stories: Sequence[Story], *, wanted: int, world: World) -> None:
    """Small talk on the tickets until there are `wanted` events."""
    chance = world.chance
    missing = wanted - sum(len(story.lines) for story in stories)
    for _ in range(missing):
        story = chance.choice(stories)
        at = story.received_at + (story.at - story.received_at) * chance.random()
        verb, why, detail = chance.choice(_SMALL_TALK)
        actor = None if verb.startswith("mail") else chance.choice(world.people)[0]
        story.lines.append(Line(ticket=story.id, at=at, actor=actor, verb=verb, why=why, detail=dict(detail)))
        if verb == "tagged" and detail["tag"] not in story.tags:
            story.tags.append(str(detail["tag"]))


_SMALL_TALK: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("note_added", "", {"message": 1}),
    ("note_added", "by e-mail", {"message": 1}),
    ("tagged", "", {"tag": "billing"}),
    ("tagged", "", {"tag": "upgrade"}),
    ("untagged", "", {"tag": "billing"}),
    ("mail_failed", "Mailbox full", {"mail": 1, "purpose": "reply", "recipients": ["c1@mail.example"], "message": 1}),
    ("mail_bounced", "No such user", {"mail": 1, "purpose": "reply", "recipients": ["c1@mail.example"]}),
    ("mail_delayed", "", {"mail": 1, "purpose": "notice", "recipients": []}),
    ("linked", "the same cause", {"ticket": 1, "kind": "related"}),
    ("unlinked", "", {"ticket": 1}),
    ("contact_erased", "They asked us to.", {"contact": "Erased contact 1"}),
)


def _write(rows: Rows, stories: Sequence[Story], *, lines: Iterator[int], edition: Edition, now: datetime) -> None:
    """The rows of some tickets; their events are numbered in the order in which they happened."""
    for line in sorted((line for story in stories for line in story.lines), key=lambda one: one.at):
        line.id = next(lines)
        rows.add(
            "timelineevent",
            id=line.id,
            ticket_id=line.ticket,
            at=line.at,
            actor_id=line.actor,
            verb=line.verb,
            why=line.why,
            detail=line.detail,
            decision_id=line.decision,
        )
    for story in stories:
        _write_ticket(rows, story, edition, now=now)
        for clock in story.clocks:
            _write_clock(rows, clock, edition)
        _write_ledger(rows, story, edition, now=now)


def _write_ticket(rows: Rows, story: Story, edition: Edition, *, now: datetime) -> None:
    running = [one for one in story.clocks if one.state == "running" and one.due_at is not None]
    first = min(running, key=lambda one: (one.due_at or NO_CLOCK, one.id), default=None)
    rows.add(
        "ticket",
        id=story.id,
        subject=f"Request {story.id}: the upgrade of our workspace does not finish",
        status=story.status,
        kind=story.kind,
        kind_confirmed_at=story.confirmed_at,
        severity=story.severity,
        channel="email",
        to_address="help@lighthouse.example",
        account_id=story.account,
        contact_id=story.contact,
        stage="production",
        strategic=False,
        plan="",
        contract="",
        responsible_role="support",
        responsible_id=story.responsible,
        received_at=story.received_at,
        updated_at=min(story.at, now),
        solved_at=story.solved_at,
        closes_at=story.closes_at,
        closed_at=story.closed_at,
        closed_as=story.closed_as,
        order_at=first.due_at if first else NO_CLOCK,
        next_clock=first.terms.kind if first else "",
    )
    for one in story.decisions:
        clocks = [
            {
                "kind": terms.kind,
                "budget": str(terms.budget),
                "calendar": terms.calendar,
                "clause": terms.clause,
                "class": terms.commitment,
            }
            for terms in one.clocks
        ]
        rows.add(
            "decision",
            id=one.id,
            ticket_id=story.id,
            at=one.at,
            occasion=one.occasion,
            edition=edition.id,
            known_at=one.at,
            facts=one.facts,
            outcome={
                "owner": {"role": "support", "clause": "S30"},
                "triage": True,
                "clocks": clocks,
                "no_clocks": [],
                "context_required": [],
            },
            because=[{"clause": "S30", "source": "S30", "text": "Support owns this request. " * 8}],
        )


def _write_clock(rows: Rows, clock: Clock, edition: Edition) -> None:
    terms = clock.terms
    rows.add(
        "clock",
        id=clock.id,
        ticket_id=clock.ticket,
        decision_id=clock.decision,
        kind=terms.kind,
        state=clock.state,
        clause=terms.clause,
        edition=edition.id,
        commitment=terms.commitment,
        disclosable=terms.disclosable,
        budget=str(terms.budget),
        calendar=terms.calendar,
        calendar_version=terms.calendar_version,
        pauses_on=list(terms.pauses_on),
        warn_share=str(terms.warn_share) if terms.warn_share is not None else "",
        started_at=clock.started_at,
        due_at=clock.due_at,
        warn_at=clock.warn_at,
        warned_at=clock.warned_at,
        breached_at=clock.breached_at,
        escalated=clock.escalated,
        next_at=clock.next_at,
        ended_at=clock.ended_at,
        ended_because=clock.because,
        met_by_id=clock.met_by,
    )
    for span in clock.spans:
        rows.add(
            "clockpause",
            clock_id=clock.id,
            from_at=span.from_at,
            to_at=span.to_at,
            cause=span.cause,
            evidence_id=span.evidence.id,
        )


def _write_mail(rows: Rows, story: Story, *, number: int, at: datetime, now: datetime) -> None:
    """The mail of an answer: it left, but one in so many waits, and some of those were being sent at the very end."""
    state = "sent" if number % _WAITS else "sending" if number % (_WAITS * 5) == 0 else "queued"
    rows.add(
        "outboxmail",
        key=f"reply:{number}",
        purpose="reply",
        recipients=[f"c{story.contact}@mail.example"],
        subject="Re: The upgrade does not finish",
        text="It stops at the third step. " * 6,
        headers={"References": f"<{number - 1}@mail.example>"},
        mail_id=f"<{number}@mail.example>",
        state=state,
        created_at=at,
        next_attempt_at=now if state == "queued" else None,
        attempts=0 if state == "queued" else 1,
        claimed_by="one" if state == "sending" else "",
        claimed_until=now if state == "sending" else None,
        sent_at=at + timedelta(seconds=12) if state == "sent" else None,
        last_error="",
        mailbox_id=1,
        message_id=number,
        ticket_id=story.id,
    )


def _write_ledger(rows: Rows, story: Story, edition: Edition, *, now: datetime) -> None:
    """Messages and their mails, verdicts, notices, links, tags."""
    for one in story.messages:
        inbound = one.direction == "inbound"
        rows.add(
            "message",
            id=one.id,
            ticket_id=story.id,
            direction=one.direction,
            at=one.at,
            person_id=one.person,
            contact_id=story.contact if inbound else None,
            sender=f"c{story.contact}@mail.example" if inbound else "Support",
            recipients=[],
            subject="The upgrade does not finish",
            text="It stops at the third step. " * 6,
            quoted="",
            html="",
            message_id=f"<{one.id}@mail.example>",
            content_digest="",
            automatic=one.automatic,
            warnings=[],
            substantive=one.counts,
            counts_as_response=one.counts,
            counts_because="",
            taken_back_at=one.taken_back_at,
        )
        if one.direction == "outbound" and one.taken_back_at is None:
            _write_mail(rows, story, number=one.id, at=one.at, now=now)
    for clock, at, outcome, met_at, by in story.verdicts:
        terms = clock.terms
        rows.add(
            "verdict",
            clock_id=clock.id,
            basis="as_judged" if by is None else "as_if",
            at=at,
            outcome=outcome,
            edition=edition.id,
            known_at=story.received_at,
            clause=terms.clause,
            budget=str(terms.budget),
            calendar=terms.calendar,
            calendar_version=terms.calendar_version,
            started_at=clock.started_at,
            due_at=clock.due_at or at,
            met_at=met_at,
            by_id=by,
            why="",
        )
    for key, person, at, kind in story.notices:
        text, clause = f"Due: #{story.id}", "breach.team"
        rows.add("notice", key=key, person_id=person, ticket_id=story.id, at=at, kind=kind, text=text, clause=clause)
    for source, target, kind, at in story.links:
        rows.add("ticketlink", source_id=source, target_id=target, kind=kind, at=at)
    for tag in story.tags:
        rows.add("tickettag", ticket_id=story.id, tag=tag)
