"""What is shown under a reply of Mira (support), Noor (customer engineer) or Eve (sales), and what stops it."""

from datetime import UTC, datetime

import pytest

from firsthand.domain.names import Role
from firsthand.domain.promises import Act, Finding, FindingKind, Names, Support, acts_in, guarded
from firsthand.domain.sentences import PLAIN, Sentence, Teller
from tests.domain.promises.desk import LOADED, acts, setting

THURSDAY = datetime(2026, 11, 26, 18, 0, tzinfo=UTC)  # 10:00 Pacific


def found(text: str, *, role: str = "support", language: str = "en") -> tuple[Finding, ...]:
    return guarded(text, setting(now=THURSDAY, role=role, language=language))


def kinds(text: str, *, role: str = "support", language: str = "en") -> list[str]:
    return [finding.kind.value for finding in found(text, role=role, language=language)]


def told(sentence: Sentence) -> str:
    teller = _Told(message=PLAIN.message, name=PLAIN.name, plural=PLAIN.plural)
    return teller.sentence(sentence)


class _Told(Teller):
    def value(self, value: object) -> str:
        return f"{value:%a %d %b %H:%M}" if isinstance(value, datetime) else super().value(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Thanks for the logs. The error comes from the proxy; restarting it helps.",
        "Have a great weekend!",
        "The job runs every night at 3 am and deletes files that are older than 30 days.",
        "Could you send us the logs by Friday?",
        "We shipped this on Monday.",
        "We won't be able to do this by Friday.",
        "I'm out of office until Monday.",
        "If you restart it before Friday, the cache is empty.",
    ],
)
def test_a_reply_without_a_promise_shows_nothing(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.clause("S4")
def test_a_promise_of_mira_is_shown_with_how_it_is_read() -> None:
    (finding,) = found("I'll send you the patch by tomorrow noon.")
    assert finding.kind is FindingKind.PROMISE
    assert finding.dues == (datetime(2026, 11, 27, 20, 0, tzinfo=UTC),)
    assert told(finding.reading) == "“by tomorrow noon” → a promise, yours, due Fri 27 Nov 20:00"
    assert finding.why[0] == "I will"
    assert not finding.stops


def test_a_softened_promise_on_a_condition_says_both() -> None:
    (finding,) = found("Once you send the logs, I should have an answer by Monday.")
    assert told(finding.reading).endswith(", if what it hangs on happens, softened")


def test_a_time_that_nobody_explains_is_asked_about() -> None:
    assert kinds("Tomorrow then.") == ["perhaps"]


def test_two_readings_are_asked_about() -> None:
    assert kinds("I'll call you next Tuesday.") == ["promise"]  # said on a Thursday: one reading
    assert kinds("I'll send it by next week.") == ["promise", "ambiguous"]


def test_vague_past_and_closed_days_are_told() -> None:
    assert kinds("We'll answer shortly.") == ["promise", "vague"]
    assert kinds("I'll send it today at 9 am.") == ["promise", "past"]
    assert kinds("I'll send it on Saturday.") == ["promise", "closed_day"]


@pytest.mark.clause("S45")
def test_a_time_for_another_team_that_its_policy_does_not_support_stops() -> None:
    early = [one for one in found("Support will fix this within two hours.", role="sales") if one.stops]
    assert [(one.kind.value, one.clause) for one in early] == [("too_early", "S45")]
    assert told(early[0].instead) == "By Fri 27 Nov 18:00"
    assert [one.kind.value for one in found("The product team will decide by Friday.", role="sales") if one.stops] == [
        "other_team"
    ]


@pytest.mark.clause("S45")
def test_a_time_that_the_team_supports_and_one_of_the_own_team_do_not_stop() -> None:
    assert not any(one.stops for one in found("Support will fix this by next Friday.", role="sales"))
    assert not any(one.stops for one in found("Support will fix this within two hours.", role="support"))
    assert "other_team" in kinds("Engineering will look into it.")


@pytest.mark.clause("S45")
def test_a_running_clock_of_the_team_counts_before_its_budget() -> None:
    where = setting(now=THURSDAY, role="sales")
    due = datetime(2026, 11, 26, 19, 30, tzinfo=UTC)
    where = type(where)(
        **{name: getattr(where, name) for name in where.__slots__}
        | {"supports": {Role("support"): Support(clause="S45", due_at=due)}}
    )
    assert not any(one.stops for one in guarded("Support will call you within two hours.", where))
    assert any(one.stops for one in guarded("Support will call you within one hour.", where))


@pytest.mark.clause("S44")
@pytest.mark.parametrize("term", LOADED)
@pytest.mark.parametrize("role", ["customer_engineering", "support"])
def test_loaded_terms_stop_those_whom_the_book_binds(term: str, role: str) -> None:
    german = LOADED.index(term) >= 8
    text = f"Der Support kümmert sich {term} darum." if german else f"Support will help you {term}."
    stops = [
        one.clause
        for one in found(text, role=role, language="de" if german else "en")
        if one.kind is FindingKind.WORDING
    ]
    assert stops == (["S44"] if role == "customer_engineering" else [])


@pytest.mark.clause("S44")
@pytest.mark.parametrize(
    "text", ["Please restart it immediately.", "The alarm fires immediately.", "You wrote “fix it ASAP”."]
)
def test_a_loaded_term_that_promises_nothing_is_let_through(text: str) -> None:
    assert "wording" not in kinds(text, role="customer_engineering")


@pytest.mark.clause("S46", "C3")
def test_the_approved_template_is_guarded_like_typed_text() -> None:
    text = "I have engaged our support team, and they will start digging in within a few hours at most."
    shown = found(text, role="customer_engineering")
    assert ("S46", False) in [(one.clause, one.stops) for one in shown if one.kind is FindingKind.WORDING]
    assert [one.act.holder for one in shown if one.act and one.kind is FindingKind.TOO_EARLY] == ["team:support"]


@pytest.mark.clause("A23")
def test_an_internal_clock_is_not_told_as_a_service_level() -> None:
    assert [one.clause for one in found("We usually respond within one hour.") if one.stops] == ["A23"]
    assert not any(one.stops for one in found("We usually respond within one business day."))
    assert not any(one.stops for one in found("I'll call you in one hour."))


def test_they_are_the_team_that_was_named() -> None:
    holders = [act.holder for act in acts("Engineering found the cause. They will ship a fix on Monday.")]
    assert holders == ["team:engineering"]


def test_a_subject_is_kept_over_and() -> None:
    text = "I have reproduced it and will send you a patch tomorrow."
    (act,) = acts(text)
    assert (act.act, act.holder) == (Act.PROMISE, "self")


def test_german_order_and_capitals_do_not_matter() -> None:
    for text in ("Morgen früh melde ich mich.", "ich meld mich morgen frueh", "MORGEN FRÜH MELDE ICH MICH"):
        (act,) = acts(text, "de")
        assert act.time is not None
        assert (act.act, act.holder, act.time.typed.anchor) == (Act.PROMISE, "self", "tomorrow morning"), text


def test_each_sentence_of_the_guard_can_be_kept_and_told() -> None:
    text = "Support will help ASAP. I'll be done by next week. We usually answer within an hour. We could talk at 3."
    for finding in found(text, role="customer_engineering"):
        assert told(finding.reading)


def test_a_teammate_by_name_speaks_for_their_team() -> None:
    names = Names(people=(("olu", "engineering"), ("mira", "support")))
    text = "Olu will ship a fix tomorrow and Mira will call you."
    assert [act.holder for act in acts_in(text, language="en", role="support", names=names)] == [
        "team:engineering",
        "self",
    ]


@pytest.mark.parametrize("text", ["Send me the logs by Friday.", "Try again tomorrow.", "Restart it on Monday."])
def test_what_the_customer_is_told_to_do_is_no_promise(text: str) -> None:
    assert kinds(text) == []
