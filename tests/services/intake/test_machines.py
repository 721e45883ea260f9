"""What machines send is kept and changes nothing; what people send to a closed ticket makes one that follows it."""

from datetime import timedelta
from pathlib import Path

import pytest

from firsthand.domain.mail.threading import sign
from firsthand.domain.names import StateName
from firsthand.domain.sentences import PLAIN
from firsthand.models.intake import RawMessage
from firsthand.models.tickets import LinkKind, Ticket, TicketLink
from firsthand.services.intake.values import IntakeOutcome
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.status import set_status
from tests.lighthouse import FRIDAY_1645_PACIFIC, Lighthouse
from tests.mail_set.labelled import LabelledMail, mails
from tests.services.intake.letters import SECRET, SUPPORT, arrive, letter, message_of, ticket_of

LATER = FRIDAY_1645_PACIFIC + timedelta(hours=1)
NO_REQUEST = frozenset({"automatic", "read receipt", "digest", "alarm"})
MACHINES = [one for one in mails() if one.labels["nature"] in NO_REQUEST]


@pytest.fixture
def ticket(lighthouse: Lighthouse, tmp_path: Path) -> Ticket:
    """Ana's ticket, which Mira answered. All machines of the set were in copy, so that they may join."""
    copies = ", ".join(sorted({one.labels["author"] for one in MACHINES}))
    opened = ticket_of(arrive(letter(headers=[("Cc", copies)]), folder=tmp_path))
    answered(lighthouse, opened)
    return opened


def answered(lighthouse: Lighthouse, ticket: Ticket) -> None:
    """Mira answers."""
    text = "The proxy drops the cookie; set SameSite=None and tell me if it still loops."
    reply(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, text=text, substantive=True, at=LATER)


def become(lighthouse: Lighthouse, ticket: Ticket, *states: str) -> None:
    """Mira sets the ticket to these states, one after the other."""
    for state in states:
        viewer = lighthouse.viewer(lighthouse.mira)
        set_status(viewer=viewer, ticket_id=ticket.pk, status=StateName(state), at=LATER)


@pytest.mark.parametrize("state", ["solved", "closed"])
@pytest.mark.parametrize("mail", MACHINES, ids=lambda one: f"{one.kind}: {one.name}")
def test_what_a_machine_sends_to_a_ticket_is_kept_and_changes_nothing(
    mail: LabelledMail, state: str, lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path
) -> None:
    become(lighthouse, ticket, *dict.fromkeys(("solved", state)))
    signed = sign(ticket.pk, SECRET, SUPPORT)
    taken = arrive(mail.raw.replace(b"<1@", b"<2@"), folder=tmp_path, to=signed, at=LATER, sender=mail.sender)
    ticket.refresh_from_db()
    assert (taken.outcome, taken.ticket_id, ticket.status) == (IntakeOutcome.joined, ticket.pk, state)
    assert message_of(taken).automatic
    assert Ticket.objects.count() == 1


def test_an_alarm_of_somebody_else_about_a_ticket_is_held_and_opens_nothing(ticket: Ticket, tmp_path: Path) -> None:
    headers = [("In-Reply-To", "<1@acme.example>"), ("Auto-Submitted", "auto-generated")]
    raw = letter(sender="nagios@mon.elsewhere.example", message_id="<9@elsewhere.example>", headers=headers)
    taken = arrive(raw, folder=tmp_path, at=LATER)
    assert taken.outcome is IntakeOutcome.quarantined
    assert f"to #{ticket.pk}" in PLAIN.sentence(RawMessage.objects.get(pk=taken.raw_id).reason)
    assert Ticket.objects.count() == 1


def answer(number: int, *, sender: str = "Ana Costa <ana@acme.example>") -> bytes:
    """A further mail of a person that answers the first."""
    headers = [("In-Reply-To", "<1@acme.example>")]
    return letter(message_id=f"<{number}@acme.example>", sender=sender, text="It broke again.", headers=headers)


def test_two_answers_to_a_closed_ticket_make_one_that_follows_it(
    lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path
) -> None:
    become(lighthouse, ticket, "solved", "closed")
    first = arrive(answer(2), folder=tmp_path, at=LATER)
    second = arrive(answer(3, sender="zoe@acme.example"), folder=tmp_path, at=LATER)
    assert (second.outcome, second.ticket_id) == (IntakeOutcome.joined, first.ticket_id)
    assert TicketLink.objects.get(kind=LinkKind.follows).source_id == first.ticket_id


def from_practice(shared: Path, ticket: Ticket, name: str) -> bytes:
    """A mail of a case, as an answer to the ticket's last message."""
    ours = ticket.messages.exclude(external_id=None).latest("id").external_id or ""
    raw = (shared / "cases" / name).read_text(encoding="utf-8").replace("OURID", ours)
    return raw.replace("SIGNED", sign(ticket.pk, SECRET, SUPPORT)).replace("ana.ruiz@", "ana@").encode()


def test_the_cases_from_practice_wake_nothing_and_make_one_ticket(
    shared: Path, lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path
) -> None:
    become(lighthouse, ticket, "solved", "closed")
    away = arrive(from_practice(shared, ticket, "out-of-office-exchange/oof.eml"), folder=tmp_path, at=LATER)
    assert (away.ticket_id, Ticket.objects.count()) == (ticket.pk, 1)
    case = "closed-thread-answered-twice/{}.eml"
    one, two = (from_practice(shared, ticket, case.format(name)) for name in ("r1", "r2"))
    assert arrive(one, folder=tmp_path, at=LATER).ticket_id == arrive(two, folder=tmp_path, at=LATER).ticket_id
    assert Ticket.objects.count() == 2


def test_an_answer_reopens_what_follows_while_that_is_only_solved(
    lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path
) -> None:
    become(lighthouse, ticket, "solved", "closed")
    follow_up = ticket_of(arrive(answer(2), folder=tmp_path, at=LATER))
    become(lighthouse, follow_up, "solved")
    arrive(answer(3), folder=tmp_path, at=LATER)
    follow_up.refresh_from_db()
    assert follow_up.status == StateName("open")


def test_when_what_follows_is_closed_too_there_is_a_new_one(
    lighthouse: Lighthouse, ticket: Ticket, tmp_path: Path
) -> None:
    become(lighthouse, ticket, "solved", "closed")
    follow_up = ticket_of(arrive(answer(2), folder=tmp_path, at=LATER))
    answered(lighthouse, follow_up)
    become(lighthouse, follow_up, "solved", "closed")
    taken = arrive(answer(3), folder=tmp_path, at=LATER)
    assert taken.outcome is IntakeOutcome.opened
    again = arrive(answer(4), folder=tmp_path, at=LATER)
    assert again.ticket_id == taken.ticket_id
    assert RawMessage.objects.count() == 4
