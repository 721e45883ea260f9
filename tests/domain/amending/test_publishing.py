"""Whose approval an amendment needs (S5, A21), and what happens where a role is vacant (A20)."""

import pytest

from firsthand.domain.amending.chain import FIRST, chain, digest_of, edition_hash
from firsthand.domain.amending.publishing import Area, Need, needs, touched
from firsthand.domain.book import parse_book
from firsthand.domain.names import Role

HEAD = {"book": "ours", "title": "A title", "author": "Ines", "approver": "Bo", "zone": "America/Los_Angeles"}
HOURS = {"zone": "America/Los_Angeles", "weekly": {"mon-fri": "09:00-17:00"}}


def owned(ident: str, **fields: object) -> dict[str, object]:
    return {"clause": ident, "source": "S30", "text": "A rule.", "owner": "support", **fields}


def told(ident: str, **fields: object) -> dict[str, object]:
    return {
        "clause": ident,
        "source": "S44",
        "text": "No ASAP.",
        "avoid": {"phrases": "ASAP", "advice": "Say when."},
        **fields,
    }


FIRST_FILE = {**HEAD, "amendment": "first", "published_at": "2021-01-01T00:00:00Z"} | {
    "ownership": [owned("R", when={"kind": "how_to"})],
    "promise_wording": [told("W")],
    "calendars": {"hours": HOURS},
}


def needed(*, vacant: frozenset[Role] = frozenset(), **second: object) -> dict[Area, Need]:
    """What a second amendment with these parts needs, by area."""
    later = {**HEAD, "amendment": "second", "published_at": "2021-02-01T00:00:00Z", **second}
    book = parse_book([("first.yaml", FIRST_FILE), ("second.yaml", later)])
    before = parse_book([("first.yaml", FIRST_FILE)]).edition()
    found = needs(touched(book.amendments[1], before), before=before, vacant=vacant)
    return {one.area: one for one in found}


@pytest.mark.clause("S5", "A21")
def test_each_rule_set_that_is_touched_needs_its_own_owner() -> None:
    found = needed(
        ownership=[owned("N", when={"kind": "feature_request"})], withdraws=[{"clause": "W", "why": "Nobody says it."}]
    )
    assert {area: one.role for area, one in found.items()} == {
        Area.ownership: Role("vp_customer_engineering"),
        Area.promise_wording: Role("head_of_support"),
    }
    assert found[Area.promise_wording].by == ("W",)


@pytest.mark.clause("S5")
def test_a_calendar_belongs_to_the_service_levels() -> None:
    assert set(needed(calendars={"hours": HOURS})) == {Area.service_levels}


def test_a_replaced_clause_and_its_successor_are_both_touched() -> None:
    assert needed(ownership=[owned("N", replaces="R")])[Area.ownership].by == ("N", "R")


@pytest.mark.clause("A21")
def test_a_rule_set_is_not_taken_from_its_owner_without_them() -> None:
    found = needed(owners={"service_levels": "vp_product"})
    assert set(found) == {Area.service_levels, Area.desk}
    assert found[Area.service_levels].role == Role("head_of_support")
    assert found[Area.desk].role is None


@pytest.mark.clause("A20")
def test_a_vacant_owner_role_falls_to_an_owner_of_the_desk_and_is_named() -> None:
    need = needed(vacant=frozenset({Role("head_of_support")}), calendars={"hours": HOURS})[Area.service_levels]
    assert (need.role, need.vacant) == (None, Role("head_of_support"))
    assert need.may_be_given_by(roles=frozenset(), is_owner=True)
    assert not need.may_be_given_by(roles=frozenset({Role("support")}), is_owner=False)


@pytest.mark.clause("S5")
def test_an_owner_of_the_desk_owns_no_rule_set_that_somebody_holds() -> None:
    need = needed(calendars={"hours": HOURS})[Area.service_levels]
    assert not need.may_be_given_by(roles=frozenset({Role("support")}), is_owner=True)
    assert need.may_be_given_by(roles=frozenset({Role("head_of_support")}), is_owner=False)


def test_people_and_examples_are_for_an_owner_of_the_desk() -> None:
    holder = {"role": "vp_product", "name": "Ada"}
    example = {
        "about": "a how-to",
        "ticket": {"received_at": "2021-03-01T00:00:00Z", "kind": "how_to", "account": {"stage": "trial"}},
    }
    assert set(needed(holders=[holder], examples=[example], rosters={"support": HOURS})) == {Area.desk}


def test_an_amendment_that_says_nothing_new_touches_nothing() -> None:
    assert needed(owners={"service_levels": "head_of_support"}) == {}


def test_a_hash_covers_the_name_the_text_and_everything_before() -> None:
    files = [("a.yaml", digest_of("a")), ("b.yaml", digest_of("b"))]
    first, second = chain("ours", files)
    assert first == edition_hash(book="ours", previous=FIRST, name="a.yaml", digest=digest_of("a"))
    assert second == edition_hash(book="ours", previous=first, name="b.yaml", digest=digest_of("b"))
    assert chain("ours", [("a.yaml", digest_of("A")), files[1]])[1] != second
    assert chain("theirs", files)[1] != second
