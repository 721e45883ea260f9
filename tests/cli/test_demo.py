"""The demo's letters: complete, in order, and believable to the parser."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from firsthand import books
from firsthand.channels.email.parse import Unparseable, parse
from firsthand.cli.demo.company import DemoCompany, company_of
from firsthand.cli.demo.letters import compose, flowing, read_letters
from firsthand.domain.mail.classify import OwnMarks
from firsthand.services.book.files import read_book

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
OWN = OwnMarks(domains=frozenset({"lighthouse.example"}), loop_mark="x")


COMPANIES = [company_of(book) for book in ("customer-first", "four-functions")]
each_company = pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.book)


@each_company
def test_the_company_has_people_in_every_role_and_accounts_in_every_stage(company: DemoCompany) -> None:
    declared = read_book(books.folder(company.book)).edition().declared
    assert {role for one in company.team for role in one.roles} == set(declared.roles)
    assert {customer.stage for customer in company.customers} == set(declared.stages)


@each_company
def test_every_act_is_by_a_teammate_and_before_now(company: DemoCompany) -> None:
    people = {one.key for one in company.team}
    for letter in read_letters(company.letters):
        for act in letter.then:
            assert act.do == "mail" or act.who in people, letter.id
            assert act.after < letter.ago, letter.id


def test_a_book_without_a_company_of_its_own_is_played_with_the_usual_one() -> None:
    assert company_of("handbook-2019-2024").desk == company_of("customer-first").desk


def test_every_letter_but_the_torn_one_can_be_read() -> None:
    torn = []
    for letter in read_letters(COMPANIES[0].letters):
        try:
            mail = parse(compose(letter, to=COMPANIES[0].mailbox, at=NOON), own=OWN)
            assert mail.from_address == letter.from_[1]
        except Unparseable:
            torn.append(letter.id)
    assert torn == ["unreadable"]


def test_the_mailbox_has_about_forty_mails() -> None:
    mails = sum(1 + sum(act.do == "mail" for act in letter.then) for letter in read_letters(COMPANIES[0].letters))
    assert 36 <= mails <= 48


@each_company
def test_the_story_has_a_proposal_that_waits_one_that_was_answered_tasks_and_something_restricted(
    company: DemoCompany,
) -> None:
    done = Counter(act.do for letter in read_letters(company.letters) for act in letter.then)
    assert done["propose"] > done["accept"] + done["decline"] > 0
    assert done["task"] > done["task_done"] > 0
    assert done["restrict"] > 0


def test_the_usual_story_has_open_offers_one_declined_a_lasting_question_and_something_to_consider() -> None:
    letters = read_letters(COMPANIES[0].letters)
    done = Counter(act.do for letter in letters for act in letter.then)
    assert done["offer"] + done["stuck"] - done["decline_offer"] >= 2
    assert (done["decline_offer"], done["consider"] > done["weigh"] > 0) == (1, True)
    unanswered = [one for one in letters if {act.do for act in one.then} >= {"ask"} - {"answer_question"}]
    asked = [one.ago - act.after for one in unanswered for act in one.then if act.do == "ask"]
    assert max(asked) >= 3 * 8, "three days of office hours"


def test_a_paragraph_of_a_letter_is_one_line_and_a_name_keeps_its_own() -> None:
    full = "we added our second source an hour ago and now the sync of the first one stopped. The page that we see"
    assert flowing(f"Hi,\n\n{full}\nis empty.\n\nAna Ruiz\nAcme\n") == f"Hi,\n\n{full} is empty.\n\nAna Ruiz\nAcme\n"
