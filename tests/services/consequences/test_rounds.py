"""Sales asks before it moves, each role answers by its clock, the customer engineer combines, and sales moves when it
wants to (S15–S17, S1–S3, S5)."""

from datetime import timedelta

import pytest

from firsthand.domain.consequences import Advice, Conflict, Move, Seen
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Role, Stage
from firsthand.domain.sentences import PLAIN
from firsthand.models.clocks import Clock
from firsthand.models.consequences import AskedConsequence, ConsequenceRound
from firsthand.models.events import Event
from firsthand.models.outbox import Notice
from firsthand.models.people import RoleHolding
from firsthand.services.accounts.actions import set_accountable, set_commercial, set_seller
from firsthand.services.accounts.merging import merge_accounts
from firsthand.services.acting.checking import differences
from firsthand.services.book.desk import open_desk
from firsthand.services.consequences import actions
from firsthand.services.consequences.queries import beside_account, round_page, rounds_page
from firsthand.services.people.actions import deactivate
from firsthand.services.timers.firing import fire_due
from firsthand.services.waiting.queries import waiting_page
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import LONG_AGO, Lighthouse, person
from tests.services.consequences.parts import (
    MONDAY,
    MUCH_LATER,
    SOON,
    WHY,
    Said,
    all_answered,
    answered,
    asked,
    combined,
)


def waits_for(lighthouse: Lighthouse, who: str) -> list[str]:
    """What stands on somebody's list of what they owe."""
    person = getattr(lighthouse, who)
    page = waiting_page(viewer=lighthouse.viewer(person), desk=open_desk(NOW))
    return [PLAIN.sentence(one.what) for one in page.items]


@pytest.mark.clause("S15", "S16", "S17")
def test_each_role_and_whoever_is_accountable_owe_an_answer_by_the_book(lighthouse: Lighthouse) -> None:
    row = asked(lighthouse)
    monday, tuesday = NOW + timedelta(days=3), NOW + timedelta(days=4)
    assert list(Clock.objects.order_by("pk").values_list("kind", "state", "clause", "due_at")) == [
        ("answer", "running", "S17", tuesday),
        *[("consequence", "running", "S16", monday)] * 3,
    ]
    shown = round_page(viewer=lighthouse.viewer(lighthouse.eve), round_id=row.pk, desk=open_desk(NOW))
    assert [(one.role, one.answer, one.may_answer) for one in shown.asked] == [
        ("support", "", False),
        ("product", "", False),
        ("engineering", "", False),
    ]
    assert shown.bridge_person == "Noor Haddad"


@pytest.mark.clause("S16")
def test_it_waits_for_those_who_are_asked_and_for_nobody_else(lighthouse: Lighthouse) -> None:
    asked(lighthouse)
    assert waits_for(lighthouse, "mira") == ["Consequences: Acme, stage to production"]
    assert waits_for(lighthouse, "pat") == waits_for(lighthouse, "olu") == waits_for(lighthouse, "mira")
    assert waits_for(lighthouse, "noor") == ["Combined answer: Acme, stage to production"]
    assert waits_for(lighthouse, "eve") == []
    told = Notice.objects.filter(kind="consequence").values_list("person__name", flat=True)
    assert sorted(told) == ["Mira Lindqvist", "Noor Haddad", "Olu Bello", "Pat Ruiz"]


def test_who_is_late_is_told_and_a_late_answer_is_kept_as_late(lighthouse: Lighthouse) -> None:
    row = asked(lighthouse)
    fire_due(now=MONDAY + timedelta(days=1))
    late = Notice.objects.filter(kind="clock_breached", path__startswith="/consequences/of/")
    assert late.filter(person=lighthouse.mira).exists()
    answered(lighthouse, row, "support", by=lighthouse.mira, text="It loops.", at=MONDAY + timedelta(days=2))
    clock = Clock.objects.get(subject=row.asked.get(role="support").subject)
    assert (clock.state, clock.outcome) == ("missed", "breached")


@pytest.mark.clause("S16")
def test_support_names_what_it_sees_and_engineering_sees_none(lighthouse: Lighthouse) -> None:
    row = asked(lighthouse)
    all_answered(lighthouse, row)
    shown = round_page(viewer=lighthouse.viewer(lighthouse.eve), round_id=row.pk, desk=open_desk(SOON))
    assert [(one.role, one.answer, one.text, one.who) for one in shown.asked] == [
        ("support", "some", "Their cluster loops.", lighthouse.mira.name),
        ("product", "none", "", lighthouse.pat.name),
        ("engineering", "none", "", lighthouse.olu.name),
    ]
    assert set(Clock.objects.filter(kind="consequence").values_list("state", flat=True)) == {"met"}
    assert Notice.objects.filter(person=lighthouse.noor, key__isnull=False).count() == 2  # asked, and all have answered
    assert Notice.objects.filter(person=lighthouse.eve).count() == 3


def test_only_the_role_that_is_asked_answers_and_once(lighthouse: Lighthouse) -> None:
    row = asked(lighthouse)
    with pytest.raises(Refused, match="Only support answers this"):
        answered(lighthouse, row, "support", by=lighthouse.pat)
    answered(lighthouse, row, "support", by=lighthouse.mira)
    with pytest.raises(Refused, match="answered before"):
        answered(lighthouse, row, "support", by=lighthouse.mira)


def test_none_seen_with_words_is_asked_again_and_some_without_words_too(lighthouse: Lighthouse) -> None:
    one, mira = asked(lighthouse).asked.get(role="support"), lighthouse.viewer(lighthouse.mira)
    with pytest.raises(Invalid, match="Choose"):
        actions.answer(viewer=mira, asked_id=one.pk, seen=Seen.none, text="It loops.", at=SOON)
    with pytest.raises(Invalid, match="what you see coming"):
        actions.answer(viewer=mira, asked_id=one.pk, seen=Seen.some, text=" ", at=SOON)
    with pytest.raises(Missing):
        actions.answer(viewer=mira, asked_id=one.pk + 99, seen=Seen.none, text="", at=SOON)


@pytest.mark.clause("S1", "S2", "S17")
def test_the_combined_answer_has_both_sides_or_is_none(lighthouse: Lighthouse) -> None:
    row = asked(lighthouse)
    with pytest.raises(Invalid) as error:
        combined(lighthouse, row, Said(interest="  "))
    assert (error.value.code, error.value.field) == ("interest_missing", "customer_interest")
    with pytest.raises(Invalid) as error:
        combined(lighthouse, row, Said(long_term=""))
    assert (error.value.code, error.value.field) == ("long_term_missing", "long_term")
    assert not row.combined.exists()
    combined(lighthouse, row)
    assert Clock.objects.get(subject=row.subject).state == "met"


@pytest.mark.clause("S3")
def test_that_they_conflicted_and_which_won_is_a_field(lighthouse: Lighthouse) -> None:
    row = asked(lighthouse)
    made = combined(lighthouse, row, Said(conflict=Conflict.customer, advice=Advice.go))
    assert (made.conflict, made.advice, made.without) == ("customer", "go", ["support", "product", "engineering"])
    later = combined(lighthouse, row, Said(conflict=Conflict.none), at=MONDAY)
    shown = round_page(viewer=lighthouse.viewer(lighthouse.pat), round_id=row.pk, desk=open_desk(MONDAY))
    assert [one.conflict for one in shown.combined] == ["customer", "none"]
    assert shown.answer is not None
    assert shown.answer.at == later.at


@pytest.mark.clause("S17")
def test_only_whoever_is_accountable_combines_and_without_anybody_the_role_does(lighthouse: Lighthouse) -> None:
    row = asked(lighthouse)
    with pytest.raises(Refused, match="Only Noor Haddad records the combined answer"):
        combined(lighthouse, row, by=lighthouse.ada)
    with pytest.raises(Refused):
        combined(lighthouse, row, by=lighthouse.eve)
    RoleHolding.objects.create(person=lighthouse.pat, role="customer_engineering", from_at=LONG_AGO)
    with pytest.raises(Refused):
        combined(lighthouse, row, by=lighthouse.pat)
    set_accountable(viewer=lighthouse.viewer(lighthouse.noor), account_id=lighthouse.acme.pk, person_id=None, at=SOON)
    assert combined(lighthouse, row, by=lighthouse.pat).by == lighthouse.pat


@pytest.mark.clause("S5", "S15")
def test_the_move_is_never_held_up_and_one_before_the_answer_says_why(lighthouse: Lighthouse) -> None:
    row, eve = asked(lighthouse), lighthouse.viewer(lighthouse.eve)
    set_commercial(viewer=eve, account_id=lighthouse.acme.pk, stage=Stage("production"), why="They signed.", at=SOON)
    row.refresh_from_db()
    assert (row.stood, row.moved_by, PLAIN.sentence(row.moved_why)) == ("open", lighthouse.eve, "They signed.")
    asked_for = Clock.objects.filter(kind__in=["consequence", "answer"], state="running")
    assert asked_for.count() == 4  # what was asked stays owed
    event = Event.objects.get(verb="sale_moved")
    assert event.payload["without"] == ["support", "product", "engineering"]
    shown = round_page(viewer=eve, round_id=row.pk, desk=open_desk(MONDAY))
    assert (shown.waited, shown.asked[0].waited) == (timedelta(hours=1), timedelta(hours=1))


@pytest.mark.clause("S5", "S15")
def test_without_a_reason_it_is_moved_all_the_same_and_the_page_says_that_none_was_given(
    lighthouse: Lighthouse,
) -> None:
    row, eve = asked(lighthouse), lighthouse.viewer(lighthouse.eve)
    combined(lighthouse, row)
    set_commercial(viewer=eve, account_id=lighthouse.acme.pk, stage=Stage("production"), at=SOON)
    row.refresh_from_db()
    assert (row.stood, PLAIN.sentence(row.moved_why)) == ("against", "")
    told = Notice.objects.filter(person=lighthouse.noor).order_by("-pk").first()
    assert told is not None
    assert "moved against the combined answer" in PLAIN.sentence(told.text)


def test_moving_it_from_the_sheet_asks_why_while_it_is_open_or_against(lighthouse: Lighthouse) -> None:
    row, eve = asked(lighthouse, move=Move.date, wanted="Go-live to 1 September"), lighthouse.viewer(lighthouse.eve)
    with pytest.raises(Invalid, match="Say why you move now"):
        actions.move_it(viewer=eve, round_id=row.pk, why=" ", at=SOON)
    combined(lighthouse, row, Said(advice=Advice.go, conflict=Conflict.none))
    moved = actions.move_it(viewer=eve, round_id=row.pk, why="", at=SOON)
    assert moved.stood == "agreed"
    with pytest.raises(Refused, match="moved before"):
        actions.move_it(viewer=eve, round_id=row.pk, why="", at=SOON)
    with pytest.raises(Refused, match="Only sales"):
        actions.move_it(viewer=lighthouse.viewer(lighthouse.mira), round_id=row.pk, why="x", at=SOON)


def test_a_stage_that_is_set_back_takes_the_move_back(lighthouse: Lighthouse) -> None:
    row, eve = asked(lighthouse), lighthouse.viewer(lighthouse.eve)
    for stage in ("production", "trial"):
        set_commercial(viewer=eve, account_id=lighthouse.acme.pk, stage=Stage(stage), why="Oh.", at=SOON)
    row.refresh_from_db()
    assert (row.stood, row.moved_at) == ("", None)
    assert list(Event.objects.filter(subject=row.subject).values_list("verb", flat=True))[-2:] == [
        "sale_moved",
        "move_taken_back",
    ]


def test_withdrawn_nobody_owes_anything(lighthouse: Lighthouse) -> None:
    row, eve = asked(lighthouse), lighthouse.viewer(lighthouse.eve)
    answered(lighthouse, row, "product", by=lighthouse.pat)
    actions.withdraw(viewer=eve, round_id=row.pk, why="They wait.", at=SOON)
    states = Clock.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["cancelled", "cancelled", "met", "cancelled"]
    assert [waits_for(lighthouse, who) for who in ("mira", "noor", "olu")] == [[], [], []]
    for act in (lambda: answered(lighthouse, row, "support", by=lighthouse.mira), lambda: combined(lighthouse, row)):
        with pytest.raises(Refused, match="does not ask this any more"):
            act()
    page = rounds_page(viewer=eve, desk=open_desk(SOON))
    assert ([one.id for one in page.ended], page.running) == ([row.pk], ())


def test_asking_says_what_is_wrong(lighthouse: Lighthouse) -> None:
    asked(lighthouse)
    eve, acme = lighthouse.viewer(lighthouse.eve), lighthouse.acme.pk
    for move, wanted, code in (
        (Move.stage, "production", "asked_already"),
        (Move.stage, "trial", "same_value"),
        (Move.stage, "moon", "unknown_stage"),
        (Move.date, " ", "wanted_missing"),
    ):
        with pytest.raises(Invalid) as error:
            actions.ask(viewer=eve, account_id=acme, move=move, wanted=wanted, why=WHY, at=NOW)
        assert error.value.code == code
    with pytest.raises(Invalid, match="Say why"):
        actions.ask(viewer=eve, account_id=acme, move=Move.date, wanted="1 May", why="", at=NOW)
    noor = lighthouse.viewer(lighthouse.noor)
    with pytest.raises(Refused, match="Only sales"):
        actions.ask(viewer=noor, account_id=acme, move=Move.date, wanted="1 May", why=WHY, at=NOW)
    with pytest.raises(Missing):
        actions.ask(viewer=eve, account_id=0, move=Move.date, wanted="1 May", why=WHY, at=NOW)


def test_a_vacant_role_falls_to_the_owners_of_the_desk(lighthouse: Lighthouse) -> None:
    RoleHolding.objects.filter(role="engineering").update(to_at=NOW - timedelta(days=1))
    row = asked(lighthouse)
    mira = lighthouse.viewer(lighthouse.mira)
    assert mira.is_owner
    shown = round_page(viewer=mira, round_id=row.pk, desk=open_desk(NOW))
    assert [one.role for one in shown.asked if one.may_answer] == ["support", "engineering"]
    answered(lighthouse, row, "engineering", by=lighthouse.mira)


def test_an_accountable_person_who_leaves_leaves_the_answer_to_the_role(lighthouse: Lighthouse) -> None:
    row = asked(lighthouse)
    other = RoleHolding.objects.create(person=lighthouse.ada, role="customer_engineering", from_at=LONG_AGO).person
    mira = lighthouse.viewer(lighthouse.mira)
    deactivate(viewer=mira, person_id=lighthouse.noor.pk, at=SOON)
    assert combined(lighthouse, row, by=other, at=MONDAY).by == other


def test_whoever_sells_hears_the_answers_once_the_asker_left(lighthouse: Lighthouse) -> None:
    row, sam = asked(lighthouse), person("Sam Ray", Role("sales"))
    set_seller(viewer=lighthouse.viewer(sam), account_id=lighthouse.acme.pk, person_id=sam.pk, at=SOON)
    deactivate(viewer=lighthouse.viewer(lighthouse.mira), person_id=lighthouse.eve.pk, at=SOON)
    combined(lighthouse, row, at=MONDAY)
    assert "combined the answers" in PLAIN.sentence(Notice.objects.filter(person=sam).latest("pk").text)
    moved = actions.move_it(viewer=lighthouse.viewer(sam, at=MONDAY), round_id=row.pk, why="Signed.", at=MONDAY)
    assert moved.moved_by == sam


def test_a_merged_account_takes_what_was_asked_along(lighthouse: Lighthouse) -> None:
    row, eve = asked(lighthouse), lighthouse.viewer(lighthouse.eve)
    merge_accounts(
        viewer=eve, account_id=lighthouse.acme.pk, into_id=lighthouse.borealis.pk, why="One company.", at=SOON
    )
    found = beside_account(viewer=eve, account=lighthouse.borealis, any_asked=True, desk=open_desk(SOON)).rounds
    assert [one.id for one in found] == [row.pk]
    all_answered(lighthouse, row, at=MONDAY)
    actions.move_it(viewer=eve, round_id=row.pk, why="It is in production.", at=MONDAY)
    assert ConsequenceRound.objects.get().stood == "open"


def test_the_clocks_are_what_the_events_make_of_them(lighthouse: Lighthouse) -> None:
    row, eve = asked(lighthouse), lighthouse.viewer(lighthouse.eve)
    answered(lighthouse, row, "support", by=lighthouse.mira, text="It loops.")
    fire_due(now=MUCH_LATER)
    answered(lighthouse, row, "product", by=lighthouse.pat, at=MUCH_LATER)
    combined(lighthouse, row, at=MUCH_LATER)
    set_commercial(viewer=eve, account_id=lighthouse.acme.pk, stage=Stage("production"), why="So.", at=MUCH_LATER)
    assert list(differences(open_desk(MUCH_LATER))) == []


def test_the_number_of_queries_does_not_grow_with_what_was_asked(
    lighthouse: Lighthouse, django_assert_max_num_queries: object
) -> None:
    for number in range(4):
        all_answered(lighthouse, asked(lighthouse, move=Move.date, wanted=f"{number} May"))
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        page = rounds_page(viewer=lighthouse.viewer(lighthouse.pat), desk=open_desk(SOON))
    assert len(page.running) == 4
    assert AskedConsequence.objects.count() == 12
