"""The worked examples of a book, tried: which hold, and what is decided where one does not."""

from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.domain.book.amendments import Example, ExpectedClock
from firsthand.domain.book.deciding import DecidedRequest, Request, decide
from firsthand.domain.book.deciding_at import decide_at
from firsthand.domain.book.editions import Book, Edition
from firsthand.domain.book.prose import moment
from firsthand.domain.book.values import NoClockResult
from firsthand.domain.book.wire import plain_clock, plain_decision, plain_request, request_of
from firsthand.domain.names import NameFamily
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import ExampleTicket, Finding, Place
from firsthand.domain.proving.places import file_of
from firsthand.domain.proving.proof import Proof
from firsthand.domain.sentences import Name, Sentence, Series, say


@dataclass(frozen=True, kw_only=True)
class TriedExample:
    """A worked example, its ticket as `firsthand decide` takes it, what is decided about it, and what of that the
    example says otherwise: nothing if it holds."""

    example: Example
    ticket: ExampleTicket
    decision: DecidedRequest
    wrong: tuple[Sentence, ...]
    place: Place

    @property
    def holds(self) -> bool:
        """Whether the book decides what the example says."""
        return not self.wrong


def try_examples(edition: Edition) -> Iterator[TriedExample]:
    """Every worked example that counts, tried on the edition, in the order of the book."""
    for example in current_examples(edition):
        ticket = ticket_of_example(example)
        decision = _decided(edition, example, request_of(ticket))
        yield TriedExample(
            example=example,
            ticket=ticket,
            decision=decision,
            wrong=tuple(_differences(example, decision, edition)),
            place=Place(file=file_of(example.amendment, edition), field=example.place),
        )


def _decided(edition: Edition, example: Example, request: Request) -> DecidedRequest:
    if example.at is None:
        return decide(edition, request)
    return decide_at(Book(name=edition.book, amendments=edition.amendments), request, example.at)


def failed_examples(proof: Proof) -> Iterator[Finding]:
    """Worked examples that the book decides otherwise. Of two about the same ticket, the later one counts."""
    for tried in try_examples(proof.edition):
        example, wrong = tried.example, Series(tried.wrong, between="; ")
        if not tried.holds:
            yield Finding(
                code=FindingCode.failed_example,
                about=say("a worked example of {amendment}", amendment=example.amendment),
                message=say("{example} The book decides otherwise: {wrong}", example=example.about, wrong=wrong),
                region=moment(example.received_at, proof.edition.zone),
                example=tried.ticket if example.at is None else None,
                expect=_answer(example, tried.decision) if example.at is None else {},
                said={"example": example.about, "wrong": wrong},
                place=tried.place,
            )


def current_examples(edition: Edition) -> tuple[Example, ...]:
    """The worked examples, of two about the same ticket the later one."""
    return tuple({(one.received_at, one.cell, one.at): one for one in edition.examples}.values())


def ticket_of_example(example: Example) -> ExampleTicket:
    """The ticket of a worked example, as `firsthand decide` takes it."""
    return plain_request(example.cell, ident="failed_example", received_at=example.received_at)


def _differences(example: Example, decision: DecidedRequest, edition: Edition) -> Iterator[Sentence]:
    zone = edition.zone
    owner = decision.owner.role if decision.owner else None
    if (example.owner is not None or example.nobody) and owner != example.owner:
        was, wanted = (Name(one, NameFamily.role) if one else say("nobody") for one in (owner, example.owner))
        yield say("the owner is {was}, not {wanted}", was=was, wanted=wanted)
    if example.context is not None and set(example.context) != set(decision.context_required):
        said, expected = (
            Series(tuple(each)) if each else say("nothing") for each in (decision.context_required, example.context)
        )
        yield say("to be given along: {said}, not {expected}", said=said, expected=expected)
    for expected_clock in example.clocks:
        found = _clock_decided(expected_clock, decision)
        if not _clock_holds(expected_clock, found):
            was, wanted = _clock_said(found, zone), _clock_said(expected_clock, zone)
            yield say("{kind}: {was}, not {wanted}", kind=Name(expected_clock.kind), was=was, wanted=wanted)


def _clock_decided(expected: ExpectedClock, decision: DecidedRequest) -> ExpectedClock:
    """What the decision says of a clock, in the form in which an example would say it."""
    clock = next((one for one in decision.clocks if one.kind is expected.kind), None)
    if clock is not None:
        return ExpectedClock(kind=clock.kind, clause=clock.clause, due_at=clock.due_at)
    silent = next((one for one in decision.no_clocks if one.kind is expected.kind), None)
    return ExpectedClock(kind=expected.kind, result=silent.result if silent else NoClockResult.no_policy)


def _clock_holds(expected: ExpectedClock, found: ExpectedClock) -> bool:
    if expected.result is not None or found.result is not None:
        return expected.result is found.result
    return expected.clause in (None, found.clause) and expected.due_at in (None, found.due_at)


def _clock_said(clock: ExpectedClock, zone: str) -> Sentence:
    if clock.result is not None:
        return say("{result}", result=Name(clock.result))
    if clock.due_at is None:
        return say("by {clause}", clause=clock.clause) if clock.clause else say("a clock")
    due = moment(clock.due_at, zone)
    return say("by {clause} due {due}", clause=clock.clause, due=due) if clock.clause else say("due {due}", due=due)


def _answer(example: Example, decision: DecidedRequest) -> dict[str, object]:
    """What is decided about the first thing that the example gets wrong."""
    plain = plain_decision(decision)
    owner = decision.owner.role if decision.owner else None
    if (example.owner is not None or example.nobody) and owner != example.owner:
        return {"owner": plain["owner"]}
    if example.context is not None and set(example.context) != set(decision.context_required):
        return {"context_required": plain["context_required"]}
    wrong = next(one.kind.value for one in example.clocks if not _clock_holds(one, _clock_decided(one, decision)))
    for clock in decision.clocks:
        if clock.kind.value == wrong:
            return {"clock": wrong, "clause": clock.clause, "due_at": plain_clock(clock)["due_at"]}
    silent = next((one for one in decision.no_clocks if one.kind.value == wrong), None)
    return {"no_clock": wrong, "result": silent.result.value, "clause": silent.clause} if silent else {}
