"""Support asks engineering for help and stays accountable; engineering answers, and what came of it is said (S50)."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.names import Kind, Role, TeamName
from firsthand.models.clocks import Clock
from firsthand.models.events import Event
from firsthand.models.help import HelpRequest
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.access.help import comes_back_to, waits_for_answer
from firsthand.services.acting.checking import differences
from firsthand.services.book.desk import open_desk
from firsthand.services.help.asking import may_ask_for_help
from firsthand.services.tickets.actions import asking_for_help, helping
from firsthand.services.tickets.actions.asking_for_help import Asking
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.asking_for_help import answer, ask, asking, close
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, clocks, person

LATER = NOW + timedelta(minutes=10)
MONDAY_1630 = datetime(2021, 8, 9, 23, 45, tzinfo=UTC)
"""Eight hours of contract hours after Friday 16:45: 15 minutes on Friday, the rest on Monday from nine."""


def verbs(row: HelpRequest) -> list[str]:
    """What happened to a request."""
    return list(Event.objects.filter(subject=row.subject).order_by("id").values_list("verb", flat=True))


def told(who: Person) -> list[str]:
    """The kinds of word that somebody got."""
    return [one.key.split(":")[2] for one in Notice.objects.filter(person=who, kind="help").order_by("id")]


def clock_of(row: HelpRequest) -> Clock:
    """The newest clock of a request."""
    return Clock.objects.filter(subject=row.subject).latest("id")


@pytest.mark.clause("S50")
def test_mira_asks_and_the_ticket_and_its_clocks_stay_hers(lighthouse: Lighthouse, trouble: Ticket) -> None:
    before = {kind: (one.state, one.due_at, one.owed_by) for kind, one in clocks(trouble).items()}
    row = ask(lighthouse.mira, trouble, at=NOW)
    trouble.refresh_from_db()
    assert (trouble.responsible_role, trouble.responsible, trouble.status) == ("support", lighthouse.mira, "open")
    after = {kind: (one.state, one.due_at, one.owed_by) for kind, one in clocks(trouble).items() if kind != "help"}
    assert after == before
    assert (row.role, row.from_role, row.asked_by) == ("engineering", "support", lighthouse.mira)
    assert told(lighthouse.olu) == ["asked"]
    assert list(differences(open_desk(NOW))) == []


def test_cs_p1_has_eight_hours_of_its_own(lighthouse: Lighthouse, trouble: Ticket) -> None:
    clock = clock_of(ask(lighthouse.mira, trouble, at=NOW))
    assert (clock.kind, clock.clause, clock.due_at, clock.owed_by) == ("help", "S50.p1", MONDAY_1630, "")


def test_cs_p2_has_no_clock_by_policy_and_waits_for_engineering_all_the_same(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    row = ask(lighthouse.mira, trouble, at=NOW, priority="cs/p2")
    assert not Clock.objects.filter(subject=row.subject).exists()
    [none] = Decision.objects.get(subject=row.subject).outcome["no_clocks"]
    assert (none["kind"], none["result"], none["clause"]) == ("help", "no_clock_by_policy", "S50.p2")
    assert HelpRequest.objects.filter(waits_for_answer(lighthouse.viewer(lighthouse.olu), NOW)).get() == row


def test_the_words_of_the_ticket_find_the_team_and_are_kept(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row = ask(lighthouse.mira, trouble, at=NOW, team="distribution")
    assert (row.team, row.team_clause, row.matched) == ("distribution", "S50.distribution", "upgrade")


def test_who_is_unsure_starts_anywhere_and_the_team_gives_it_on(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row = ask(lighthouse.mira, trouble, at=NOW, team="search")
    assert (row.team, row.team_clause, row.matched) == ("search", "", "")
    due = clock_of(row).due_at
    olu = lighthouse.viewer(lighthouse.olu, at=LATER)
    row = helping.pass_on(viewer=olu, help_id=row.pk, team=TeamName("core_app"), why="It is the login.", at=LATER)
    assert (row.team, clock_of(row).due_at, verbs(row)) == ("core_app", due, ["help_asked", "help_passed_on"])


def test_teammates_are_asked_first_or_a_reason_is_given(lighthouse: Lighthouse, trouble: Ticket) -> None:
    viewer, made = lighthouse.viewer(lighthouse.mira), asking(lighthouse.mira, trouble, at=NOW)
    zoe = person("Zoe Marsh", Role("support"))
    for said, field in (
        ({"skipped": ""}, "help_said"),
        ({"skipped": "", "they_said": "No idea."}, "help_asked"),
        ({"skipped": "", "asked_first": (zoe.pk,)}, "help_said"),
        ({"skipped": "", "asked_first": (lighthouse.mira.pk,), "they_said": "Me."}, "help_asked"),
    ):
        with pytest.raises(Invalid) as refused:
            asking_for_help.ask(viewer=viewer, ticket_id=trouble.pk, asking=Asking(**{**vars(made), **said}), at=NOW)
        assert refused.value.field == field
    both = Asking(**{**vars(made), "skipped": "", "asked_first": (zoe.pk,), "they_said": "Never seen it."})
    row = asking_for_help.ask(viewer=viewer, ticket_id=trouble.pk, asking=both, at=NOW)
    assert (row.asked_first, row.teammates) == ([zoe.pk], "Never seen it.")


def test_an_answer_ends_the_clock_and_comes_back_to_mira_until_she_says_what_came_of_it(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    row = answer(lighthouse.olu, ask(lighthouse.mira, trouble, at=NOW), at=LATER)
    assert (clock_of(row).state, clock_of(row).ended_at, row.taken_by) == ("met", LATER, lighthouse.olu)
    mine = HelpRequest.objects.filter(comes_back_to(lighthouse.viewer(lighthouse.mira, at=LATER), LATER))
    assert mine.get() == row
    row = close(lighthouse.mira, row, at=LATER)
    assert (row.state, row.link) == ("closed", "https://docs.lighthouse.example/login")
    assert verbs(row) == ["help_asked", "help_answered", "help_closed"]
    assert (told(lighthouse.mira), told(lighthouse.olu)) == (["word"], ["asked", "closed"])
    assert list(differences(open_desk(LATER))) == []


def test_what_came_of_it_is_a_link_or_a_reason(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row = answer(lighthouse.olu, ask(lighthouse.mira, trouble, at=NOW), at=LATER)
    mira = lighthouse.viewer(lighthouse.mira, at=LATER)
    for link in ("", "ask Olu"):
        with pytest.raises(Invalid):
            asking_for_help.close(viewer=mira, help_id=row.pk, link=link, why="", at=LATER)
    row = asking_for_help.close(viewer=mira, help_id=row.pk, link="", why="One of a kind.", at=LATER)
    assert (row.state, row.why) == ("closed", "One of a kind.")


def test_an_answer_that_is_not_enough_is_asked_again_by_a_clock_of_its_own(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    row = answer(lighthouse.olu, ask(lighthouse.mira, trouble, at=NOW), at=LATER)
    mira = lighthouse.viewer(lighthouse.mira, at=LATER)
    row = asking_for_help.ask_again(viewer=mira, help_id=row.pk, why="It still loops.", at=LATER)
    states = list(Clock.objects.filter(subject=row.subject).order_by("id").values_list("state", flat=True))
    assert (row.state, row.times, states) == ("asked", 2, ["met", "running"])
    row = answer(lighthouse.olu, row, at=MONDAY_1630 + timedelta(hours=20))
    assert [one.state for one in Clock.objects.filter(subject=row.subject).order_by("id")] == ["met", "missed"]
    assert list(differences(open_desk(MONDAY_1630 + timedelta(hours=20)))) == []


def test_olu_asks_back_and_it_waits_for_mira_while_the_clock_runs(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row = ask(lighthouse.mira, trouble, at=NOW)
    olu, mira = (lighthouse.viewer(one, at=LATER) for one in (lighthouse.olu, lighthouse.mira))
    helping.talk(viewer=olu, help_id=row.pk, text="Which proxy?", asks=True, at=LATER)
    row.refresh_from_db()
    assert (row.asks_back, clock_of(row).state, told(lighthouse.mira)) == (LATER, "running", ["word"])
    helping.talk(viewer=mira, help_id=row.pk, text="nginx.", asks=True, at=LATER)
    row.refresh_from_db()
    assert row.asks_back is None
    assert [one.kind for one in row.words.order_by("id")] == ["asked_back", "said"]
    with pytest.raises(Refused, match="Only who asks and who is asked"):
        helping.talk(viewer=lighthouse.viewer(lighthouse.eve), help_id=row.pk, text="Hm.", asks=False, at=LATER)


def test_two_engineers_take_it_at_once_and_one_is_told_who_has_it(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row, zed = ask(lighthouse.mira, trouble, at=NOW), person("Zed Moss", Role("engineering"))
    helping.take(viewer=lighthouse.viewer(lighthouse.olu), help_id=row.pk, at=NOW)
    with pytest.raises(Refused, match="Olu Bello looks after it"):
        helping.take(viewer=lighthouse.viewer(zed), help_id=row.pk, at=NOW)
    assert not HelpRequest.objects.filter(waits_for_answer(lighthouse.viewer(zed), NOW)).exists()
    row = helping.take(viewer=lighthouse.viewer(zed), help_id=row.pk, at=NOW, had=lighthouse.olu.pk)
    assert row.taken_by == zed
    row = helping.leave(viewer=lighthouse.viewer(zed), help_id=row.pk, at=NOW)
    assert row.taken_by is None


def test_two_answers_at_once_are_one_answer(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row = answer(lighthouse.olu, ask(lighthouse.mira, trouble, at=NOW), at=LATER)
    with pytest.raises(Refused, match="It was answered"):
        answer(person("Zed Moss", Role("engineering")), row, at=LATER)
    assert HelpRequest.objects.get().words.count() == 1


def test_two_teams_are_asked_at_once_each_with_its_own_clock(lighthouse: Lighthouse, trouble: Ticket) -> None:
    one, two = (ask(lighthouse.mira, trouble, at=NOW, team=name) for name in ("distribution", "core_app"))
    answer(lighthouse.olu, one, at=LATER)
    assert (clock_of(one).state, clock_of(two).state) == ("met", "running")


def test_mira_withdraws_it_as_long_as_nobody_answered(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row, mira = ask(lighthouse.mira, trouble, at=NOW), lighthouse.viewer(lighthouse.mira, at=LATER)
    row = asking_for_help.withdraw(viewer=mira, help_id=row.pk, why="Found it.", at=LATER)
    assert (row.state, clock_of(row).state, told(lighthouse.olu)) == ("withdrawn", "cancelled", ["asked", "withdrawn"])
    with pytest.raises(Refused, match="over"):
        answer(lighthouse.olu, row, at=LATER)
    assert list(differences(open_desk(LATER))) == []


@pytest.mark.clause("S38", "S39", "S40", "S35")
@pytest.mark.parametrize(
    ("kind", "way", "words"),
    [
        ("troubleshooting", "note", "go to support instead"),
        ("feature_request", "send_request", "go to product instead"),
        ("how_to", "open_channel", "Ask in ask-product-eng instead"),
    ],
)
def test_a_customer_engineer_does_not_ask_engineering_and_hears_the_right_way(
    lighthouse: Lighthouse, kind: str, way: str, words: str
) -> None:
    ticket, noor = lighthouse.ticket(), lighthouse.viewer(lighthouse.noor)
    confirm_kind(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, kind=Kind(kind), at=NOW)
    ticket.refresh_from_db()
    may = may_ask_for_help(noor, ticket, desk=open_desk(NOW))
    assert may.way == way
    with pytest.raises(Refused) as refused:
        ask(lighthouse.noor, ticket, at=NOW)
    assert words in str(refused.value.message.text) or words in str(refused.value)
    assert not HelpRequest.objects.exists()


def test_mira_does_not_ask_about_what_is_customer_engineerings(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    confirm_kind(viewer=lighthouse.viewer(lighthouse.noor), ticket_id=ticket.pk, kind=Kind("how_to"), at=NOW)
    with pytest.raises(Refused, match="is responsible for it"):
        ask(lighthouse.mira, ticket, at=NOW)
