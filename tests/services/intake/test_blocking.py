"""The block list: what a blocked sender writes is held where it is seen, and a customer's is owed its answer."""

from datetime import timedelta
from pathlib import Path

import pytest

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.sentences import PLAIN
from firsthand.models.blocking import Block
from firsthand.models.channels import Handle
from firsthand.models.events import Event
from firsthand.models.intake import HeldMessage, RawMessage
from firsthand.models.outbox import Delivery
from firsthand.models.tickets import Ticket
from firsthand.services.accounts.erasing import erase_contact
from firsthand.services.intake.blocking import block, block_list, unblock
from firsthand.services.intake.quarantine import make_ticket, retry
from firsthand.services.intake.values import IntakeOutcome
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import arrive, letter, parsed

SPAM = letter(sender="Offers <offers@mail.ads.example>", message_id="<s@ads.example>")


def blocked(desk: Lighthouse, whom: str, **more: object) -> Block:
    """Mira blocks a sender for a week, unless the test says otherwise."""
    given: dict[str, object] = {"why": "Offers every day", "until": NOW + timedelta(days=7), "at": NOW, **more}
    return block(viewer=desk.viewer(desk.mira), whom=whom, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("whom", ["Offers@mail.ads.example", "ads.example", "@mail.ads.example"])
def test_what_a_blocked_sender_writes_is_held_with_who_blocked_it_and_why(
    lighthouse: Lighthouse, tmp_path: Path, whom: str
) -> None:
    entry = blocked(lighthouse, whom)
    taken = arrive(SPAM, folder=tmp_path)
    row = RawMessage.objects.get()
    assert (taken.outcome, row.block, Ticket.objects.count()) == (IntakeOutcome.quarantined, entry, 0)
    assert "Mira Lindqvist blocked" in PLAIN.sentence(row.reason)
    assert not HeldMessage.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("whom", ["s.example", "other@mail.ads.example", "le.ads.example"])
def test_nobody_else_is_held(lighthouse: Lighthouse, tmp_path: Path, whom: str) -> None:
    blocked(lighthouse, whom)
    assert arrive(SPAM, folder=tmp_path).outcome is IntakeOutcome.opened


def test_an_entry_that_is_over_does_nothing(lighthouse: Lighthouse, tmp_path: Path) -> None:
    over = blocked(lighthouse, "ads.example", until=NOW, at=NOW - timedelta(days=1))
    ended = blocked(lighthouse, "mail.ads.example", at=NOW - timedelta(days=1))
    unblock(viewer=lighthouse.viewer(lighthouse.mira), block_id=ended.pk, at=NOW)
    assert arrive(SPAM, folder=tmp_path).outcome is IntakeOutcome.opened
    with pytest.raises(Refused):
        unblock(viewer=lighthouse.viewer(lighthouse.mira), block_id=over.pk, at=NOW)


def test_where_customers_write_from_it_warns_and_their_mail_is_owed_its_answer(
    lighthouse: Lighthouse, tmp_path: Path
) -> None:
    for whom in ("acme.example", "ana@acme.example"):
        with pytest.raises(Invalid) as warned:
            blocked(lighthouse, whom)
        assert (warned.value.code, "Acme" in PLAIN.sentence(warned.value.message)) == ("known_customer", True)
    blocked(lighthouse, "ana@acme.example", sure=True)
    arrive(letter(), folder=tmp_path)
    assert HeldMessage.objects.get().subject.clocks.get().kind == "first_response"
    [[row], _more] = block_list(viewer=lighthouse.viewer(lighthouse.mira))
    assert (row.held, row.customers) == (1, ("Acme",))


def test_a_person_can_make_a_ticket_of_it_and_trying_again_holds_it_again(
    lighthouse: Lighthouse, tmp_path: Path
) -> None:
    blocked(lighthouse, "ads.example")
    held, mira = arrive(SPAM, folder=tmp_path).raw_id, lighthouse.viewer(lighthouse.mira)
    given = {"viewer": mira, "raw_id": held, "incoming": parsed(SPAM), "at": NOW, "data": tmp_path}
    assert retry(**given).outcome is IntakeOutcome.quarantined  # type: ignore[arg-type]
    assert make_ticket(**given).outcome is IntakeOutcome.opened  # type: ignore[arg-type]


def test_a_report_of_a_mail_that_was_not_delivered_is_never_held_by_it(lighthouse: Lighthouse, tmp_path: Path) -> None:
    blocked(lighthouse, "ads.example")
    report = letter(sender="MAILER-DAEMON@ads.example", headers=[("X-Failed-Recipients", "x@ads.example")])
    arrive(report, folder=tmp_path)
    assert RawMessage.objects.get().block is None


@pytest.mark.parametrize(
    ("whom", "code"),
    [
        ("nonsense", "sender_wrong"),
        ("a@b@", "sender_wrong"),
        ("gmail.com", "public_provider"),
        ("lighthouse.example", "our_own"),
        ("support@lighthouse.example", "our_own"),
    ],
)
def test_who_may_not_be_blocked_is_said(lighthouse: Lighthouse, whom: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        blocked(lighthouse, whom)
    assert (refused.value.code, Block.objects.count()) == (code, 0)


def test_a_teammates_address_elsewhere_is_not_blocked(lighthouse: Lighthouse) -> None:
    Handle.objects.create(channel="email", address="noor@home.example", person=lighthouse.noor)
    with pytest.raises(Invalid) as refused:
        blocked(lighthouse, "home.example")
    assert refused.value.code == "our_own"


def test_who_blocked_and_who_let_through_stands_in_its_events(lighthouse: Lighthouse) -> None:
    entry = blocked(lighthouse, "ads.example")
    unblock(viewer=lighthouse.viewer(lighthouse.mira), block_id=entry.pk, at=NOW + timedelta(hours=1))
    events = Event.objects.filter(subject=entry.subject).order_by("id")
    assert [(one.verb, one.person) for one in events] == [
        ("sender_blocked", lighthouse.mira),
        ("block_ended", lighthouse.mira),
    ]


def test_an_erased_contact_is_named_by_no_entry(lighthouse: Lighthouse, tmp_path: Path) -> None:
    entry = blocked(lighthouse, "ana@acme.example", why="Ana Costa tests her alarm on us", sure=True)
    arrive(letter(), folder=tmp_path)
    owner = lighthouse.viewer(lighthouse.mira, at=NOW)
    erase_contact(viewer=owner, contact_id=lighthouse.ana.pk, why="asked", at=NOW)
    entry.refresh_from_db()
    said = f"{entry.whom} {entry.why} {PLAIN.sentence(RawMessage.objects.get().reason)}"
    said += str(list(Event.objects.filter(subject=entry.subject).values_list("words", flat=True)))
    assert "ana@acme.example" not in said
    assert "Ana" not in said


def test_a_customers_machine_is_owed_nothing_and_a_copy_is_a_copy(lighthouse: Lighthouse, tmp_path: Path) -> None:
    arrive(letter(), folder=tmp_path)
    blocked(lighthouse, "acme.example", sure=True)
    again = letter(headers=[("Received", "from another.example by mx.lighthouse.example")])
    assert arrive(again, folder=tmp_path).outcome is IntakeOutcome.duplicate
    absent = letter(message_id="<2@acme.example>", headers=[("Auto-Submitted", "auto-replied")])
    assert arrive(absent, folder=tmp_path).outcome is IntakeOutcome.quarantined
    assert not HeldMessage.objects.exists()
