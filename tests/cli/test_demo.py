"""The demo's letters: complete, in order, and believable to the parser."""

from datetime import UTC, datetime

from firsthand.channels.email.parse import Unparseable, parse
from firsthand.cli.demo.company import CUSTOMERS, TEAM
from firsthand.cli.demo.letters import compose, read_letters
from firsthand.domain.mail.classify import OwnMarks
from firsthand.domain.organisation.default import DEFAULT

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
OWN = OwnMarks(domains=frozenset({"lighthouse.example"}), loop_mark="x")


def test_the_company_has_people_in_every_role_and_accounts_in_every_stage() -> None:
    assert {role for one in TEAM for role in one.roles} == set(DEFAULT.roles)
    assert {customer.stage for customer in CUSTOMERS} == set(DEFAULT.stages)


def test_every_act_is_by_a_teammate_and_before_now() -> None:
    people = {one.key for one in TEAM}
    for letter in read_letters():
        for act in letter.then:
            assert act.do == "mail" or act.who in people, letter.id
            assert act.after < letter.ago, letter.id


def test_every_letter_but_the_torn_one_can_be_read() -> None:
    torn = []
    for letter in read_letters():
        try:
            mail = parse(compose(letter, at=NOON), own=OWN)
            assert mail.from_address == letter.from_[1]
        except Unparseable:
            torn.append(letter.id)
    assert torn == ["unreadable"]


def test_the_mailbox_has_about_forty_mails() -> None:
    mails = sum(1 + sum(act.do == "mail" for act in letter.then) for letter in read_letters())
    assert 36 <= mails <= 48
