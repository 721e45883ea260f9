"""The worked examples of a book, tried: which hold, and what is decided where one does not."""

from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.domain.book.amendments import Example, ExpectedClock
from firsthand.domain.book.deciding import DecidedRequest, Request, decide
from firsthand.domain.book.deciding_at import decide_at
from firsthand.domain.book.editions import Book, Edition
from firsthand.domain.book.parse_sections import NOBODY
from firsthand.domain.book.prose import local_words
from firsthand.domain.book.values import NoClockResult
from firsthand.domain.book.wire import plain_clock, plain_decision, plain_request, request_of
from firsthand.domain.names import NameFamily
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import ExampleTicket, Finding, Place
from firsthand.domain.proving.places import file_of
from firsthand.domain.proving.proof import Proof
from firsthand.domain.words import words


@dataclass(frozen=True, kw_only=True)
class TriedExample:
    """A worked example, its ticket as `firsthand decide` takes it, what is decided about it, and what of that the
    example says otherwise: nothing if it holds."""

    example: Example
    ticket: ExampleTicket
    decision: DecidedRequest
    wrong: tuple[str, ...]
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
        example, wrong = tried.example, "; ".join(tried.wrong)
        if wrong:
            yield Finding(
                code=FindingCode.failed_example,
                about=f"a worked example of {example.amendment}",
                message=f"{example.about} The book decides otherwise: {wrong}",
                region=local_words(example.received_at, proof.edition.zone),
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


def _differences(example: Example, decision: DecidedRequest, edition: Edition) -> Iterator[str]:
    called, zone = edition.declared.called, edition.zone
    owner = decision.owner.role if decision.owner else None
    if (example.owner is not None or example.nobody) and owner != example.owner:
        was, wanted = (called(one or NOBODY, NameFamily.role) for one in (owner, example.owner))
        yield f"the owner is {was}, not {wanted}"
    if example.context is not None and set(example.context) != set(decision.context_required):
        said, expected = (", ".join(each) or "nothing" for each in (decision.context_required, example.context))
        yield f"to be given along: {said}, not {expected}"
    for expected_clock in example.clocks:
        found = _clock_decided(expected_clock, decision)
        if not _clock_holds(expected_clock, found):
            kind = words(expected_clock.kind)
            yield f"{kind}: {_clock_words(found, zone)}, not {_clock_words(expected_clock, zone)}"


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


def _clock_words(clock: ExpectedClock, zone: str) -> str:
    if clock.result is not None:
        return words(clock.result)
    due = f"due {local_words(clock.due_at, zone)}" if clock.due_at else ""
    return " ".join(filter(None, [f"by {clock.clause}" if clock.clause else "", due])) or "a clock"


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
