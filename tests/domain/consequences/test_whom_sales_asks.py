"""Whom the book has sales ask before it moves an account, and who bridges (S15–S17)."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.book import AccountFacts, PolicyError
from firsthand.domain.consequences import (
    Advice,
    Move,
    Moved,
    asked_for,
    bridge_of,
    moved_as,
    moves_asked_about,
    waited,
    warning_roles,
)
from firsthand.domain.names import Stage
from firsthand.domain.sentences import PLAIN
from tests.domain.proving.books import book_of, clause
from tests.domain.proving.test_contradictions import SUPPORT, found, hours, only

AT = datetime(2021, 3, 1, 12, tzinfo=UTC)
TRIAL, FORMER = (AccountFacts(name="Acme", stage=Stage(one)) for one in ("trial", "former"))


def asks(ident: str = "S16", *, moves: object = ("stage", "date"), asked: object = "support", **more: object) -> object:
    """A clause that has sales ask."""
    terms = {"within": more.pop("within", "8 business hours"), "calendar": "days"} if more.get("within", 1) else {}
    more.pop("within", None)
    moves = list(moves) if isinstance(moves, tuple) else moves
    return clause(
        ident, **{"class": "internal_target", "consequences": {"moves": moves, "asked": asked, **terms}, **more}
    )


def bridges(**more: object) -> object:
    """The clause that names who combines the answers."""
    return clause("S17", **{"class": "internal_target", "bridges": {"role": "customer_engineering"}, **more})


DAYS = {"days": hours("09:00-17:00")}


@pytest.mark.clause("S16", "S17")
def test_by_what_is_moved_and_by_the_account() -> None:
    book = book_of(
        calendars=DAYS,
        ownership=[SUPPORT, asks(asked=["support", "product"], when={"stage": {"not": "former"}}), bridges()],
    )
    edition = book.edition()
    asked = asked_for(edition, Move.stage, TRIAL, at=AT)
    assert asked is not None
    assert (asked.roles, asked.clause) == (("support", "product"), "S16")
    assert asked_for(edition, Move.exception, TRIAL, at=AT) is None
    assert asked_for(edition, Move.stage, FORMER, at=AT) is None
    assert (moves_asked_about(edition, TRIAL, at=AT), moves_asked_about(edition, FORMER, at=AT)) == (
        (Move.stage, Move.date),
        (),
    )
    bridge = bridge_of(edition, TRIAL, at=AT)
    assert bridge is not None
    assert (bridge.role, bridge.clause) == ("customer_engineering", "S17")
    assert warning_roles(edition, at=AT) == ("support", "product")


def test_the_clause_says_itself() -> None:
    [said, bridged] = book_of(calendars=DAYS, ownership=[asks(), bridges()]).edition().clauses
    assert PLAIN.sentence(said.effect.sentence) == (
        "Support are asked for consequences before sales moves stage and date of an account. "
        "Each answers within 8 business hours on days."
    )
    assert PLAIN.sentence(bridged.effect.sentence) == (
        "Customer engineering records the combined answer to what was asked about an account."
    )


def test_what_a_clause_may_not_say() -> None:
    for wrong in (
        {"consequences": {"moves": "price", "asked": "support"}},
        {"consequences": {"moves": "stage", "asked": "support", "within": "8 business hours"}},
        {"bridges": {"role": "nobody"}},
        {"bridges": {"role": "support", "calendar": "days"}},
    ):
        with pytest.raises(PolicyError):
            book_of(calendars=DAYS, ownership=[clause("S16", **{"class": "internal_target", **wrong})])


def test_two_clauses_about_the_same_move_are_reported() -> None:
    both = [asks("one"), asks("two", moves=("date",), asked="product")]
    finding = only(book_of(calendars=DAYS, ownership=[SUPPORT, *both]), "overlap")
    assert finding.clauses == ("one", "two")
    apart = [asks("one", moves=("stage",)), asks("two", moves=("date",), asked="product")]
    assert found(book_of(calendars=DAYS, ownership=[SUPPORT, *apart]), "overlap") == []


def test_a_role_that_nobody_holds_is_reported_where_the_book_says_who_holds_the_others() -> None:
    ownership = [SUPPORT, asks(asked=["support", "product"]), bridges()]
    ada = {"role": "support", "name": "Ada", "from": "2020-01-01"}
    book = book_of(calendars=DAYS, holders=[ada], ownership=ownership)
    assert sorted(one.clauses for one in found(book, "vacant_role")) == [("S16",), ("S17",)]
    everybody = [{**ada, "role": role} for role in ("support", "product", "customer_engineering")]
    assert found(book_of(calendars=DAYS, holders=everybody, ownership=ownership), "vacant_role") == []
    assert found(book_of(calendars=DAYS, ownership=ownership), "vacant_role") == []


@pytest.mark.clause("S15")
def test_how_a_round_stands_for_a_move_and_how_long_it_was_waited() -> None:
    assert [moved_as(one) for one in (None, Advice.wait, Advice.go)] == [Moved.open, Moved.against, Moved.agreed]
    hour = timedelta(hours=1)
    assert waited(AT, AT + hour, until=AT + 3 * hour) == hour
    assert waited(AT, AT + 5 * hour, until=AT + 3 * hour) == 3 * hour
    assert waited(AT, None, until=AT + 3 * hour) == 3 * hour
    assert waited(AT, None, until=AT - hour) == timedelta()
