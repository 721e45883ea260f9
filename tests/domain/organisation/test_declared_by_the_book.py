"""Who there is and how work stands, as a book declares it; what it leaves out is as in the default one."""

from datetime import UTC, datetime

import pytest

from firsthand.domain.book import Book, PolicyError, parse_book
from firsthand.domain.names import NameFamily, Role, StateName
from firsthand.domain.organisation import Right, may
from firsthand.domain.organisation.default import DEFAULT
from firsthand.domain.sentences import PLAIN

HEAD = {"book": "ours", "title": "A title", "author": "Ines", "approver": "Bo", "zone": "Europe/Berlin"}
AT = datetime(2027, 3, 1, tzinfo=UTC)
DONE = {"name": "done", "phase": "solved", "owes": "nobody", "after_customer": "working"}


def clause(ident: str, **effect: object) -> dict[str, object]:
    return {"clause": ident, "source": "S1", "text": "A rule.", **effect}


def amendment(ident: str, day: str, **fields: object) -> tuple[str, object]:
    return f"{ident}.yaml", {**HEAD, "amendment": ident, "published_at": f"{day}T00:00:00Z", **fields}


ROLES = [
    clause("care", role={"name": "care", "called": "customer care"}),
    clause("lead", role={"name": "care_lead", "heads": "care"}),
]
STATES = [
    clause("received", state={"name": "received", "phase": "open", "owes": "team", "after_reply": "asked"}),
    clause("working", state={"name": "working", "phase": "open", "owes": "person", "after_reply": "asked"}),
    clause("asked", state={"name": "asked", "phase": "open", "owes": "customer", "after_customer": "working"}),
    clause("done", state=DONE),
    clause("over", state={"name": "over", "phase": "closed", "owes": "nobody"}),
]


def book(*organisation: dict[str, object], **more: object) -> Book:
    return parse_book([amendment("first", "2027-01-01", organisation=list(organisation), **more)])


def test_a_book_that_declares_nothing_has_the_default_company() -> None:
    found = parse_book([amendment("first", "2027-01-01")]).edition().organisation_at(AT)
    assert (found.roles, found.kinds, found.states, found.rights) == (
        DEFAULT.roles,
        DEFAULT.kinds,
        DEFAULT.states,
        DEFAULT.rights,
    )


@pytest.mark.clause("S5")
def test_a_book_with_roles_of_its_own_knows_no_other_and_says_what_people_call_them() -> None:
    found = book(*ROLES).edition().organisation_at(AT)
    assert list(found.roles) == ["care", "care_lead"]
    assert [found.called(name, NameFamily.role) for name in found.roles] == ["customer care", "care lead"]
    assert found.heads == {"care_lead"}
    assert found.first_line == "care"
    with pytest.raises(PolicyError, match="expected one of care, care_lead, found 'support'"):
        book(*ROLES, ownership=[clause("own", owner="support")])


@pytest.mark.clause("S27")
def test_a_clause_may_use_a_name_wherever_the_amendment_declares_it() -> None:
    kinds = [clause("wish", kind={"name": "wish"}), clause("billing", kind={"name": "billing", "one": "invoice query"})]
    found = book(*kinds, ownership=[clause("own", when={"kind": "billing"}, owner="support")]).edition()
    assert found.fields["kind"].values == ("wish", "billing")
    assert found.organisation_at(AT).one("billing") == "invoice query"


@pytest.mark.clause("S49")
def test_a_state_answers_five_questions_and_a_new_text_holds_from_its_day() -> None:
    timer = {"after": "48 business hours", "calendar": "week", "becomes": "done"}
    asked = {"name": "asked", "phase": "open", "owes": "customer", "after_customer": "working", "timer": timer}
    later = clause("asked", replaces="asked", state=asked, in_force={"from": "2027-06-01"})
    week = {"zone": "Europe/Berlin", "weekly": {"mon-fri": "09:00-17:00"}}
    both = parse_book(
        [
            amendment("first", "2027-01-01", organisation=STATES, calendars={"week": week}),
            amendment("second", "2027-02-01", organisation=[later]),
        ]
    ).edition()
    before, after = (both.organisation_at(at).state("asked") for at in (AT, datetime(2027, 7, 1, tzinfo=UTC)))
    assert before is not None
    assert before.timer is None
    assert after is not None
    assert after.timer is not None
    assert (str(after.timer.after), after.timer.becomes) == ("48 business hours", "done")
    states = both.organisation_at(AT).states
    assert [states.first.name, states.working.name, states.closed.name] == ["received", "working", "over"]
    assert states.a_person_may_set(StateName("received")) == ("working", "asked", "done", "over")


def test_a_ticket_must_be_able_to_be_worked_on_and_to_be_over() -> None:
    with pytest.raises(PolicyError, match="none that is closed"):
        book(*STATES[:-1])
    with pytest.raises(PolicyError, match="none that is open"):
        book(*STATES[3:4], {**STATES[4]}, clause("x", state={"name": "working", "phase": "closed", "owes": "nobody"}))


def test_a_renamed_state_means_what_took_its_place() -> None:
    renamed = {"name": "waiting", "phase": "open", "owes": "customer", "after_customer": "working"}
    replaced = clause("waits", replaces="asked", state=renamed)
    repointed = [
        clause(one, replaces=one, state={"name": one, "phase": "open", "owes": owes, "after_reply": "waiting"})
        for one, owes in (("received", "team"), ("working", "person"))
    ]
    found = parse_book(
        [
            amendment("first", "2027-01-01", organisation=STATES),
            amendment("second", "2027-02-01", organisation=[replaced, *repointed]),
        ]
    ).edition()
    states = found.organisation_at(AT).states
    assert "asked" not in states.by_name
    assert states.of(StateName("asked")).name == "waiting"


def test_a_withdrawn_name_says_what_takes_its_place() -> None:
    gone = [{"clause": "lead", "why": "Care leads itself.", "becomes": "care"}]
    found = parse_book(
        [
            amendment("first", "2027-01-01", organisation=ROLES),
            amendment("second", "2027-02-01", withdraws=gone),
        ]
    ).edition()
    company = found.organisation_at(AT)
    assert (list(company.roles), company.became.roles) == (["care"], {"care_lead": "care"})


@pytest.mark.clause("S5")
def test_who_may_do_what_is_the_books_to_say_and_a_refusal_names_them() -> None:
    rights = [
        clause("see", right={"act": "see_desk", "roles": "everybody"}),
        clause("rate", right={"act": "set_severity", "roles": ["care_lead"]}),
    ]
    found = book(*ROLES, *rights).edition().organisation_at(AT)
    care, lead = frozenset({Role("care")}), frozenset({Role("care_lead")})
    assert may(Right.see_desk, found, roles=care, is_owner=False).allowed
    assert may(Right.set_severity, found, roles=lead, is_owner=False).allowed
    refused = may(Right.set_severity, found, roles=care, is_owner=False)
    assert not refused.allowed
    assert PLAIN.phrase(refused.refusal).startswith("Only care lead may set a severity (S1).")


def test_what_only_owners_do_stands_in_no_book_and_what_no_role_may_do_is_theirs() -> None:
    with pytest.raises(PolicyError, match="expected one of see_desk"):
        book(*ROLES, clause("run", right={"act": "run_desk", "roles": ["care"]}))
    found = book(*ROLES).edition().organisation_at(AT)
    assert may(Right.set_severity, found, roles=frozenset(), is_owner=True).allowed
    assert may(Right.run_desk, found, roles=frozenset(), is_owner=True).allowed


def test_a_role_and_a_kind_of_the_same_name_give_way_each_to_its_own() -> None:
    named = [clause("r", role={"name": "billing"}), clause("k", kind={"name": "billing"}), *ROLES]
    renamed = [
        clause("r2", replaces="r", role={"name": "finance"}),
        clause("k2", replaces="k", kind={"name": "invoice"}),
    ]
    both = [
        amendment("first", "2027-01-01", organisation=named),
        amendment("second", "2027-02-01", organisation=renamed),
    ]
    became = parse_book(both).edition().organisation_at(AT).became
    assert (became.roles, became.kinds) == ({"billing": "finance"}, {"billing": "invoice"})


def test_names_that_took_each_others_place_lead_to_the_one_that_holds() -> None:
    steps = [("care", "help"), ("help", "care"), ("care", "desk")]
    files = [amendment("a0", "2027-01-01", organisation=[clause("care0", role={"name": "care"}), ROLES[1]])]
    for number, (old, new) in enumerate(steps):
        one = clause(f"{new}{number + 1}", replaces=f"{old}{number}", role={"name": new})
        files.append(amendment(f"a{number + 1}", f"2027-01-1{number}", organisation=[one]))
    assert parse_book(files).edition().organisation_at(AT).became.roles == {"care": "desk", "help": "desk"}


def test_what_takes_the_place_of_a_name_is_another_name_of_its_family() -> None:
    first = amendment("first", "2027-01-01", organisation=[*ROLES, *STATES])
    for name, said in (
        ("care_lead", "did you mean care"),
        ("asked", "expected one of care"),
        ("nobody", "expected one of"),
    ):
        gone = [{"clause": "lead", "why": "Enough.", "becomes": name}]
        with pytest.raises(PolicyError, match=said):
            parse_book([first, amendment("second", "2027-02-01", withdraws=gone)])
