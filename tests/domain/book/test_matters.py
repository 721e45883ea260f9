"""Whatever two clauses settle, an overlap without precedence is reported; a deviation for one account comes first."""

from datetime import UTC, datetime

import pytest

from firsthand.domain.book import AccountFacts, Book, CellAnswer, Request, decide, parse_book
from firsthand.domain.book.rules import Cell
from firsthand.domain.names import Kind, Stage

HEAD = {"book": "ours", "title": "A title", "author": "Ines", "approver": "Bo", "zone": "America/Los_Angeles"}
DAYS = {"days": {"zone": "America/Los_Angeles", "weekly": {"mon-fri": "09:00-17:00"}}}
AT = datetime(2021, 6, 29, 17, tzinfo=UTC)  # Tuesday 10:00 Pacific


def book_of(**sections: object) -> Book:
    first = {**HEAD, "amendment": "first", "published_at": "2021-01-01T00:00:00Z", "calendars": DAYS, **sections}
    return parse_book([("first.yaml", first)])


def clause(ident: str, **fields: object) -> dict[str, object]:
    return {"clause": ident, "source": "S30", "text": "A rule.", **fields}


def answer(book: Book, **facts: object) -> CellAnswer:
    cell = Cell("how_to", None, None, "trial", strategic=False, plan=None, contract=None)
    return book.edition().answer(cell._replace(**facts), int(AT.timestamp()) * 1_000_000)  # type: ignore[arg-type]


def orders(ident: str, *by: object) -> dict[str, object]:
    return clause(ident, orders={"team": "support", "by": list(by)})


@pytest.mark.clause("C7")
def test_two_orders_of_one_team_are_in_conflict() -> None:
    book = book_of(priority=[orders("received", "received"), orders("ladder", {"stage": ["prospect", "trial"]})])
    [conflict] = answer(book).conflicts
    assert (conflict.about, conflict.clauses) == ("the order of support", ("received", "ladder"))


def test_the_same_order_said_twice_is_no_conflict() -> None:
    assert answer(book_of(priority=[orders("one", "received"), orders("other", "received")])).conflicts == ()


@pytest.mark.clause("C8")
def test_two_numbers_for_one_measure_are_in_conflict() -> None:
    def help_share(ident: str, most: str) -> dict[str, object]:
        return clause(ident, target={"measure": "engineering_help", "at_most": most, "period": "month"})

    [conflict] = answer(book_of(service_levels=[help_share("index", "10%"), help_share("okr", "15%")])).conflicts
    assert conflict.about == "the target of engineering help"
    assert answer(book_of(service_levels=[help_share("index", "10%"), help_share("again", "10.0%")])).conflicts == ()


@pytest.mark.clause("C5", "C15")
def test_routes_and_closing_that_contradict_each_other_are_in_conflict() -> None:
    direct = {"from": "customer_engineering", "to": "engineering"}
    book = book_of(
        ownership=[
            clause("S40", route={**direct, "allowed": False, "instead": "support"}),
            clause("may-still", route={**direct, "allowed": True}),
        ],
        service_levels=[
            clause("workflow", solved_closes={"after": "48 business hours", "calendar": "days"}),
            clause("tools", solved_closes={"after": "16 business hours", "calendar": "days"}),
        ],
    )
    about = [conflict.about for conflict in answer(book).conflicts]
    assert about == ["the way from customer engineering to engineering", "closing"]


def response(ident: str, budget: str, **fields: object) -> dict[str, object]:
    terms = {"kind": "first_response", "budget": budget, "calendar": "days"}
    return clause(ident, clock=terms, **{"class": "contractual"}, **fields)


def test_a_deviation_for_one_account_comes_before_its_contract() -> None:
    deviation = {"reason": "They run a launch.", "approver": "Bo", "review_at": "2021-12-01"}
    book = book_of(
        ownership=[clause("S30", owner="support")],
        service_levels=[
            response("gold", "4 business hours", precedence="contract", when={"contract": "gold"}),
            response("acme", "1 business hours", exception=deviation, when={"account": "Acme"}),
        ],
    )

    def due(name: str | None) -> tuple[str, int]:
        account = AccountFacts(stage=Stage("production"), name=name, contract="gold")
        request = Request(id=1, received_at=AT, kind=Kind("troubleshooting"), account=account)
        [clock] = decide(book.edition(), request).clocks
        assert clock.due_at is not None
        return clock.clause, clock.due_at.hour

    assert due("Acme") == ("acme", 18)
    assert due("Borealis") == ("gold", 21)
    assert due(None) == ("gold", 21)
