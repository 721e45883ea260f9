"""Texts of one handbook that contradict each other, each as the smallest book that has it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from firsthand.domain.book import Book, PolicyError, parse_book
from firsthand.domain.proving import Finding, check, reproduces
from firsthand.domain.sentences import PLAIN
from tests.domain.proving.books import DAYS, NOW, amendment, book_of, clause, clock, plain

SUPPORT = clause("S30", owner="support")
PACIFIC = "America/Los_Angeles"
EVERY = ["how_to", "feature_request", "troubleshooting"]


def found(book: Book, code: str, as_of: datetime = NOW) -> list[Finding]:
    """The findings of a code; each is shown by its ticket, if it has one."""
    edition = book.edition()
    findings = [finding for finding in check(edition, as_of=as_of) if finding.code == code]
    assert all(reproduces(finding, edition) for finding in findings)
    return findings


def only(book: Book, code: str, as_of: datetime = NOW) -> Finding:
    [finding] = found(book, code, as_of)
    return finding


def response(
    ident: str, budget: str = "8 business hours", calendar: str = "days", **fields: object
) -> dict[str, object]:
    terms: dict[str, object] = {"kind": "first_response", "budget": budget, "calendar": calendar}
    terms |= {"owed_by": fields.pop("owed_by")} if "owed_by" in fields else {}
    return clause(ident, **{"clock": terms, "class": "contractual", "precedence": "plan", **fields})


def hours(windows: str, zone: str = PACIFIC, **more: object) -> dict[str, object]:
    return {"zone": zone, "weekly": {"mon-fri": windows}, **more}


@pytest.mark.clause("C1")
def test_a_promise_from_2am_with_people_from_3am() -> None:
    book = book_of(
        calendars={"days": hours("02:00-17:00")},
        rosters={"support": hours("03:00-17:00")},
        ownership=[SUPPORT],
        service_levels=[response("S18")],
    )
    finding = only(book, "unrostered")
    assert finding.clauses == ("S18",)
    assert "first from Fri 2021-01-01 02:00 PST until Fri 2021-01-01 03:00 PST" in plain(finding.message)
    covered = {"rosters": {"support": hours("00:00-24:00")}, "calendars": {"days": hours("02:00-17:00")}}
    assert found(book_of(**covered, ownership=[SUPPORT], service_levels=[response("S18")]), "unrostered") == []


def test_a_roster_kept_in_utc_leaves_an_hour_in_winter_only() -> None:
    summer = {"from": "2021-06-01", "weekly": {"mon-fri": "16:00-24:00"}}
    book = book_of(
        calendars={"days": hours("09:00-17:00")},
        rosters={"support": hours("16:00-01:00", "UTC", versions=[summer])},
        ownership=[SUPPORT],
        service_levels=[response("S18", in_force={"from": "2021-06-21"})],
    )  # fmt: skip
    assert "first from Mon 2021-11-08 16:00 PST until Mon 2021-11-08 17:00 PST" in plain(
        only(book, "unrostered").message
    )


@pytest.mark.clause("C2", "A1")
def test_a_day_in_the_prose_and_eight_hours_in_the_tool() -> None:
    book = book_of(ownership=[SUPPORT], service_levels=[response("prose", "24 hours elapsed"), response("tool")])
    assert only(book, "overlap").clauses == ("prose", "tool")


def approved(ident: str, within: str, **fields: object) -> dict[str, object]:
    told = {"clock": "first_response", "within": within}
    return clause(ident, approved={"wording": "They start within a few hours.", "promises": told}, **fields)


@pytest.mark.clause("C3", "S46", "S45")
def test_an_approved_sentence_that_promises_more_than_the_clock() -> None:
    book = book_of(
        ownership=[SUPPORT], service_levels=[response("S20")], promise_wording=[approved("S46", "4 hours elapsed")]
    )
    finding = only(book, "undercuts_a_clock")
    assert finding.clauses == ("S46", "S20")
    assert "received Thu 2020-12-31 16:00 PST, told Thu 2020-12-31 20:00 PST, due Fri 2021-01-01 16:00 PST" in plain(
        finding.message
    )
    assert finding.expect["due_at"] == "2021-01-02T00:00:00Z"


def test_a_sentence_undercuts_a_short_clock_only_over_a_weekend() -> None:
    book = book_of(
        ownership=[SUPPORT],
        service_levels=[response("S18", "1 business hours")],
        promise_wording=[approved("S46", "16 hours elapsed", in_force={"from": "2021-01-04T18:00:00Z"})],
    )
    assert "received Mon 2021-01-04 16:00 PST" in plain(only(book, "undercuts_a_clock").message)
    slow = approved("S46", "96 hours elapsed")
    book = book_of(ownership=[SUPPORT], service_levels=[response("S18", "1 business hours")], promise_wording=[slow])
    assert found(book, "undercuts_a_clock") == []


@pytest.mark.clause("A23")
def test_a_sentence_that_tells_an_internal_hour() -> None:
    told = approved("script", "1 business hours")
    book = book_of(ownership=[SUPPORT], service_levels=[response("S18", "1 business hours")], promise_wording=[told])
    assert only(book, "tells_an_internal_clock").clauses == ("script", "S18")
    public = response("S18", "1 business hours", disclosable=True)
    book = book_of(ownership=[SUPPORT], service_levels=[public], promise_wording=[told])
    assert found(book, "tells_an_internal_clock") == []


@pytest.mark.clause("C4", "S44")
def test_a_script_of_support_says_what_customer_engineering_may_not() -> None:
    script = clause("script", approved={"wording": "I will get this resolved ASAP.", "by": "support"})
    banned = {"by": "customer_engineering", "phrases": ["asap", "at once"], "advice": "Say what happens next."}
    finding = only(book_of(promise_wording=[script, clause("S44", avoid=banned)]), "approved_and_banned")
    assert finding.clauses == ("script", "S44")
    assert "'ASAP'" in plain(finding.message)


@pytest.mark.clause("C5", "S40")
def test_two_pages_about_the_way_to_engineering() -> None:
    way = {"from": "customer_engineering", "to": "engineering"}
    refused = clause("S40", route={**way, "allowed": False, "instead": "support"})
    book = book_of(ownership=[SUPPORT, refused, clause("may", route={**way, "allowed": True})])
    assert plain(only(book, "overlap").about) == "the way from customer engineering to engineering"


@pytest.mark.clause("C6", "A22")
def test_a_feature_request_of_product_with_a_clock_of_support() -> None:
    book = book_of(
        ownership=[
            clause("S30", owner="support", when={"kind": ["how_to", "troubleshooting"]}),
            clause("S29", owner="customer_engineering", when={"kind": "feature_request"}),
        ],
        service_levels=[response("week", "5 business days", owed_by="support")],
    )
    finding = only(book, "owed_by_another")
    assert finding.clauses == ("week", "S29")
    assert plain(finding.region) == "feature requests, from Thu 2020-12-31 16:00 PST"
    assert finding.expect["owner"] == {"role": "customer_engineering", "clause": "S29"}


@pytest.mark.clause("C12")
def test_the_front_line_moves_and_the_promise_stays() -> None:
    pre_sales = {"stage": ["prospect", "trial"]}
    book = book_of(
        ownership=[
            clause("S30", owner="support"),
            clause("T57", owner="customer_engineering", when=pre_sales, over="S30", in_force={"from": "2023-02-01"}),
        ],
        service_levels=[response("S18", owed_by="support")],
    )
    assert plain(only(book, "owed_by_another").region) == "pre-sales requests, from Wed 2023-02-01"


@pytest.mark.clause("C7")
def test_two_orders_of_work() -> None:
    ladder = {"team": "support", "by": [{"stage": ["prospect", "trial"]}, "received"]}
    by_time = clause("received", orders={"team": "support", "by": ["received"]})
    book = book_of(ownership=[SUPPORT], priority=[by_time, clause("ladder", orders=ladder)])
    assert plain(only(book, "overlap").about) == "the order of support"


@pytest.mark.clause("C8")
def test_two_numbers_for_one_target() -> None:
    def target(ident: str, most: str) -> dict[str, object]:
        return clause(ident, target={"measure": "engineering_help", "at_most": most, "period": "month"})

    book = book_of(ownership=[SUPPORT], service_levels=[target("page", "10%"), target("goal", "15%")])
    assert only(book, "overlap").clauses == ("goal", "page")
    same = book_of(ownership=[SUPPORT], service_levels=[target("page", "10%"), target("goal", "10%")])
    assert found(same, "overlap") == []


@pytest.mark.clause("C9", "T28")
def test_two_pages_give_the_same_questions_to_two_teams() -> None:
    triage = clause("T28", owner="support", when={"kind": "how_to"}, in_force={"from": "2021-09-02T04:02:00Z"})
    finding = only(book_of(ownership=[clause("S28", owner="customer_engineering"), triage]), "two_owners")
    assert finding.clauses == ("S28", "T28")
    assert plain(finding.region) == "how-to questions, from Wed 2021-09-01 21:02 PDT"


@pytest.mark.clause("C10")
def test_one_page_promises_what_another_says_there_is_none_of() -> None:
    none = clause("T32", no_clock={"kinds": "every", "reason": "none at this time"}, when={"plan": "cloud"})
    book = book_of(ownership=[SUPPORT], service_levels=[response("others", when={"plan": {"not": "cloud"}}), none,
                                                        response("T34", when={"plan": "cloud"})])  # fmt: skip
    assert only(book, "overlap").clauses == ("T32", "T34")


@pytest.mark.clause("C11", "S22")
def test_an_announcement_whose_year_went_by() -> None:
    announced = clause("S22", states=True, **{"class": "aspiration"}, in_force={"to": "2022-02-01"})
    book = book_of(ownership=[SUPPORT], service_levels=[announced], calendars={})
    assert found(book, "stale_aspiration", datetime(2022, 1, 31, tzinfo=UTC)) == []
    assert plain(only(book, "stale_aspiration", datetime(2022, 3, 1, tzinfo=UTC)).region) == "from Tue 2022-02-01"


def test_an_announcement_that_was_renewed_in_time_is_none() -> None:
    announced = clause("S22", states=True, **{"class": "aspiration"}, in_force={"to": "2022-02-01"})
    again = clause("S22", states=True, **{"class": "aspiration"}, in_force={"to": "2024-02-01"}, replaces="S22")
    book = parse_book([amendment(1, ownership=[SUPPORT, announced]), amendment(2, ownership=[again])])
    assert found(book, "stale_aspiration", datetime(2023, 1, 1, tzinfo=UTC)) == []


@pytest.mark.clause("C13", "A14")
@pytest.mark.parametrize("start", ["00:00-24:00"])
def test_five_days_around_the_clock_that_start_on_sunday(start: str) -> None:
    week = {"sun": "14:00-24:00", "mon-thu": "00:00-24:00", "fri": "00:00-17:00"}
    also = [{"zone": PACIFIC, "weekly": {"mon-fri": start}, "text": "24x5 (Monday - Friday)"}]
    calendar = {"zone": PACIFIC, "weekly": week, "also_written": also}
    book = book_of(calendars={"days": calendar}, ownership=[SUPPORT], service_levels=[response("T48")])
    finding = only(book, "two_zones_disagree")
    assert "'24x5 (Monday - Friday)'" in plain(finding.message)
    assert "only that statement is open from Fri 2021-01-01 17:00 PST" in plain(finding.message)


@pytest.mark.clause("C14", "A3")
def test_hours_in_two_zones_that_agree_in_summer_only() -> None:
    def book(zone: str, windows: str, **dates: object) -> Book:
        also = [{"zone": zone, "weekly": {"mon-fri": windows}, "text": "9:00-0:00 UTC", **dates}]
        calendar = {**hours("02:00-17:00"), "also_written": also}
        return book_of(calendars={"days": calendar}, ownership=[SUPPORT], service_levels=[response("S18")])

    winter = only(book("UTC", "09:00-24:00", **{"from": "2021-08-06"}), "two_zones_disagree")
    assert "only that statement is open from Mon 2021-11-08 01:00 PST (2021-11-08T09:00Z)" in plain(winter.message)
    assert winter.expect["starts_at"] == "2021-11-08T10:00:00Z"
    summer = book("UTC", "09:00-24:00", **{"from": "2021-08-06", "to": "2021-11-07"})
    assert found(summer, "two_zones_disagree") == []
    assert found(book("America/Vancouver", "02:00-17:00", to="2025-01-01"), "two_zones_disagree") == []
    assert "only that statement is open" in plain(only(book(PACIFIC, "02:00-18:00"), "two_zones_disagree").message)


@pytest.mark.clause("C15")
def test_two_rules_for_closing_what_is_solved() -> None:
    def closes(ident: str, after: str) -> dict[str, object]:
        return clause(ident, solved_closes={"after": after, "calendar": "days"})

    book = book_of(
        ownership=[SUPPORT], service_levels=[closes("T51", "48 business hours"), closes("T10", "16 business hours")]
    )
    assert plain(only(book, "overlap").about) == "closing"


@pytest.mark.clause("C16")
def test_a_reference_to_a_heading_that_was_renamed() -> None:
    slas = clause("slas", states=True, replaces="our-slas")
    links = clause("S19", owner="support", when={"kind": "troubleshooting"}, see="our-slas")
    rest = clause("S28", owner="customer_engineering", when={"kind": ["how_to", "feature_request"]})
    book = parse_book(
        [amendment(1, ownership=[clause("our-slas", states=True), links, rest]), amendment(2, ownership=[slas])]
    )
    finding = only(book, "dead_reference")
    assert finding.clauses == ("S19", "our-slas")
    assert plain(finding.region) == "from Sat 2021-04-10 17:00 PDT"
    assert finding.expect == {"owner": {"role": "support", "clause": "S19"}}


def test_a_reference_of_a_clause_about_a_kind_that_gave_its_name_up_is_shown_by_no_ticket() -> None:
    kinds = [clause(f"kind.{one}", kind={"name": one}) for one in ("care", "growth")]
    renamed = clause("kind.newcomer", kind={"name": "newcomer"}, replaces="kind.growth")
    speaks = clause("R2", owner="support", when={"kind": ["growth"]}, over="R0")
    first = [clause("R0", owner="support"), clause("R1", owner="support", over="R0"), speaks]
    other = clause("R9", owner="support", replaces="R0")
    book = parse_book(
        [
            amendment(1, organisation=kinds, ownership=first),
            amendment(2, organisation=[renamed], ownership=[other]),
        ]
    )
    by_clause = {finding.clauses[0]: finding for finding in found(book, "dead_reference")}
    assert by_clause["R1"].example is not None
    assert (by_clause["R2"].example, by_clause["R2"].expect) == (None, {})


# More findings ----------------------------------------------------------------------------------------------------


def test_a_clause_that_ends_before_its_calendar_opens() -> None:
    weekend = response("weekend", in_force={"from": "2021-01-02", "to": "2021-01-04"}, precedence="contract")
    book = book_of(ownership=[SUPPORT], service_levels=[response("S18"), weekend])
    finding = only(book, "never_opens_while_in_force")
    assert finding.clauses == ("weekend",)
    assert finding.expect["starts_at"] == "2021-01-04T17:00:00Z"
    elapsed = response(
        "weekend", "4 hours elapsed", in_force={"from": "2021-01-02", "to": "2021-01-04"}, precedence="contract"
    )
    book = book_of(ownership=[SUPPORT], service_levels=[response("S18"), elapsed])
    assert found(book, "never_opens_while_in_force") == []


@pytest.mark.clause("A20", "S61")
def test_a_step_that_tells_a_role_which_nobody_holds() -> None:
    def book(holders: Sequence[Mapping[str, object]]) -> Book:
        step = clause("S61", escalates={"at": "breach", "tell": "vp_customer_engineering"})
        return book_of(ownership=[SUPPORT], service_levels=[response("S18")], escalation=[step], holders=list(holders))

    ada = {"role": "vp_customer_engineering", "name": "Ada", "from": "2022-01-12"}
    finding = only(book([ada]), "vacant_role")
    assert plain(finding.region) == "from Thu 2020-12-31 16:00 PST until Wed 2022-01-12"
    assert finding.expect["clause"] == "S18"
    acting = {"role": "vp_customer_engineering", "name": "Bo", "from": "2020-01-01", "to": "2022-01-12", "acting": True}
    assert found(book([ada, acting]), "vacant_role") == []
    assert found(book([]), "vacant_role") == []


@pytest.mark.clause("A20", "S61")
def test_a_step_of_the_escalation_that_is_the_duty_of_a_role_which_nobody_holds() -> None:
    ada = {"role": "vp_customer_engineering", "name": "Ada", "from": "2022-01-12"}
    step = clause("S61", duty=["customer_engineering", "vp_customer_engineering"])
    finding = only(book_of(ownership=[SUPPORT], escalation=[step], holders=[ada]), "vacant_role")
    assert plain(finding.message).startswith("S61 is a duty of VP of customer engineering, and nobody holds that role")
    assert plain(finding.region) == "from Thu 2020-12-31 16:00 PST until Wed 2022-01-12"
    assert found(book_of(ownership=[SUPPORT, step], holders=[ada]), "vacant_role") == []


def test_a_deviation_whose_review_is_overdue() -> None:
    deviation = {"reason": "They run a launch.", "approver": "Bo", "review_at": "2021-06-30"}
    acme = clock("acme", "1 business hours", when={"account": "Acme"}, exception=deviation)
    del acme["precedence"]
    book = book_of(ownership=[SUPPORT], service_levels=[response("S18"), acme])
    assert found(book, "expired_exception", datetime(2021, 6, 1, tzinfo=UTC)) == []
    finding = only(book, "expired_exception")
    assert finding.example is not None
    assert finding.example["account"] == {"stage": "prospect", "name": "Acme"}
    assert finding.expect["clause"] == "acme"


def test_a_worked_example_that_the_book_decides_otherwise() -> None:
    def book(*examples: Mapping[str, object]) -> Book:
        return parse_book([amendment(1, calendars=DAYS, ownership=[SUPPORT], service_levels=[response("S18")],
                                     examples=list(examples))])  # fmt: skip

    ticket = {"received_at": "2021-06-29T10:00:00-07:00", "kind": "how_to", "account": {"stage": "trial"}}
    right = {"first_response": {"clause": "S18", "due_at": "2021-06-30T10:00:00-07:00"}}
    assert (
        found(book({"about": "A day.", "ticket": ticket, "owner": "support", "clocks": right}), "failed_example") == []
    )
    wrong = {"about": "A day.", "ticket": ticket, "clocks": {"first_response": {"clause": "S20"}}}
    assert only(book(wrong), "failed_example").expect["clause"] == "S18"
    nobody = {"about": "Nobody's.", "ticket": ticket, "owner": "nobody"}
    assert only(book(nobody), "failed_example").expect == {"owner": {"role": "support", "clause": "S30"}}
    context = {"about": "With a link.", "ticket": ticket, "context": ["link"]}
    assert only(book(context), "failed_example").expect == {"context_required": []}
    silent = {"about": "None.", "ticket": ticket, "clocks": {"first_response": "no_clock_by_policy"}}
    assert "first response: by S18 due Wed 2021-06-30 10:00 PDT, not no clock by policy" in plain(
        only(book(silent), "failed_example").message
    )
    assert found(book(wrong, {"about": "Corrected.", "ticket": ticket, "owner": "support"}), "failed_example") == []


def test_two_ways_between_the_same_roles_are_told_by_what_people_call_them() -> None:
    ends = {"from": "support", "to": "vp_sales"}
    allowed = clause("S38", route={**ends, "allowed": True})
    barred = clause("S40", route={**ends, "allowed": False, "instead": "sales"})
    finding = only(book_of(ownership=[SUPPORT, allowed, barred]), "overlap")
    assert plain(finding.about) == "the way from support to VP of sales"
    assert plain(finding.message).startswith(
        "S38 and S40 overlap on the way from support to VP of sales without precedence"
    )


def test_half_an_hour_by_day_and_night_with_people_by_day_only() -> None:
    people = {"rosters": {"support": hours("08:00-20:00")}, "ownership": [SUPPORT]}
    night = only(book_of(**people, service_levels=[response("S18", "30 minutes elapsed")]), "unrostered")
    assert "first from Thu 2020-12-31 20:00 PST until Thu 2020-12-31 20:30 PST" in plain(night.message)
    assert found(book_of(**people, service_levels=[response("S18", "61 hours elapsed")]), "unrostered") == []


def test_an_elapsed_budget_that_waits_for_an_opening_waits_for_people() -> None:
    people = {"rosters": {"support": hours("09:00-17:00")}, "ownership": [SUPPORT]}
    budget = "24 hours elapsed, then next opening"
    assert found(book_of(**people, service_levels=[response("S18", budget)]), "unrostered") == []
    early = {"days": hours("07:00-17:00")}
    assert only(book_of(calendars=early, **people, service_levels=[response("S18", budget)]), "unrostered")


def test_a_budget_that_is_never_over() -> None:
    book = book_of(ownership=[SUPPORT], service_levels=[response("S18", "146100 days elapsed")])
    assert [one.code for one in check(book.edition(), as_of=NOW)] == ["never_due"]


def goal(measure: str) -> dict[str, object]:
    return clause("goal", target={"measure": measure, "at_least": "90%"})


def test_a_target_of_what_nothing_measures() -> None:
    assert "first_response_met" in plain(
        only(book_of(service_levels=[goal("first_respons_met")]), "unknown_measure").mend
    )
    assert found(book_of(service_levels=[goal("resolution_met")]), "unknown_measure") == []


def test_a_book_that_declares_its_measures_takes_no_other() -> None:
    declared = {"measure": ["uptime"]}
    assert found(book_of(fields=declared, service_levels=[goal("uptime")]), "unknown_measure") == []
    with pytest.raises(PolicyError, match="uptime"):
        book_of(fields=declared, service_levels=[goal("uptyme")])


def test_a_first_book_that_is_published_ahead_has_no_gap_before_it_takes_force() -> None:
    ahead = {"in_force_from": "2021-03-01", "ownership": [SUPPORT], "service_levels": [response("S18")]}
    findings = check(book_of(**ahead).edition(), as_of=NOW)
    assert [plain(one.message) for one in findings if not one.is_advice] == []


def of_severity(ident: str, severity: str, budget: str) -> dict[str, object]:
    return response(ident, budget, when={"severity": severity})


def test_a_more_severe_ticket_that_waits_longer() -> None:
    every = [of_severity(f"C{number}", f"s{number}", f"{2 * number} business hours") for number in (1, 2, 3, 4)]
    right = book_of(ownership=[SUPPORT], service_levels=every)
    assert found(right, "waits_longer") == []
    swapped = [of_severity("C1", "s1", "4 business hours"), of_severity("C2", "s2", "2 business hours"), *every[2:]]
    assert only(book_of(ownership=[SUPPORT], service_levels=swapped), "waits_longer").clauses == ("C1", "C2")


def test_a_better_plan_that_waits_longer_in_one_place() -> None:
    def of_plan(plan: str, severity: str, hours: int) -> dict[str, object]:
        when = {"plan": plan, "severity": severity}
        return response(f"{plan}-{severity}", f"{hours} business hours", when=when)

    def plans(worst: int) -> Book:
        gold = [of_plan("gold", "s1", 1), of_plan("gold", "s2", 2), of_plan("gold", "s3", worst)]
        plain = [of_plan("plain", "s1", 4), of_plan("plain", "s2", 8), of_plan("plain", "s3", 16)]
        return book_of(ownership=[SUPPORT], service_levels=[*gold, *plain])

    assert found(plans(8), "waits_longer") == []
    assert only(plans(20), "waits_longer").clauses == ("gold-s3", "plain-s3")


@pytest.mark.parametrize(
    ("text", "budget", "says"),
    [
        ("We answer within 8 hours.", "8 business hours", ""),
        ("We answer within a working day.", "8 business hours", ""),
        ("We answer within two business days.", "2 business days", ""),
        ("We answer within 8 hours.", "80 business hours", "8 hours"),
        ("We answer within two business days.", "2 days elapsed", "two business days"),
        ("We answer from 9am to 5pm Pacific.", "8 business hours", ""),
        ("We answer from 9am to 6pm.", "8 business hours", "09:00-18:00"),
        ("We answer in the hours of Berlin.", "8 business hours", "Berlin"),
        ("Somebody looks twice a day.", "2 business hours", ""),
    ],
)
def test_a_text_that_says_other_than_its_clause_does(text: str, budget: str, says: str) -> None:
    book = book_of(ownership=[SUPPORT], service_levels=[response("S18", budget, text=text)])
    assert [PLAIN.value(one.said["text"]) for one in found(book, "text_differs")] == ([says] if says else [])


def test_an_owner_that_nobody_is_where_the_book_says_who_the_others_are() -> None:
    owners = [SUPPORT, clause("S29", owner="product", when={"kind": "feature_request"}, over="S30")]
    ada = {"role": "support", "name": "Ada", "from": "2020-01-01"}
    assert only(book_of(holders=[ada], ownership=owners), "vacant_role").clauses == ("S29",)
    leader = {"role": "head_of_support", "name": "Ada", "from": "2020-01-01"}
    assert found(book_of(holders=[leader], ownership=owners), "vacant_role") == []
