"""A person settles what waits in the quarantine; nothing in it is ever lost."""

from pathlib import Path

import pytest

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.kept_sentences import plain_sentence
from firsthand.domain.sentences import NOTHING_SAID, PLAIN, say
from firsthand.models.intake import RawMessage, RawState
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import viewer_of
from firsthand.services.intake.actions import quarantine
from firsthand.services.intake.quarantine import UNREADABLE, discard, keep_quarantined, make_ticket, retry
from firsthand.services.intake.queries import quarantine_page
from firsthand.services.intake.values import IntakeOutcome
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person
from tests.services.intake.letters import arrive, facts, letter, parsed, ticket_of


def test_trying_again_takes_the_message_in_under_the_same_row(lighthouse: Lighthouse, tmp_path: Path) -> None:
    held = quarantine(raw=facts(letter()), reason=say("The parser was too old."), at=NOW)
    mira = lighthouse.viewer(lighthouse.mira)
    taken = retry(viewer=mira, raw_id=held.raw_id, incoming=parsed(letter()), at=NOW, data=tmp_path)
    row = RawMessage.objects.get()
    assert (taken.outcome, row.state, row.reason) == (IntakeOutcome.opened, RawState.ticketed, NOTHING_SAID)
    assert Ticket.objects.get().contact == lighthouse.ana


def test_trying_again_may_only_give_a_new_reason(lighthouse: Lighthouse) -> None:
    held = quarantine(raw=facts(b"x"), reason=say("It was empty."), at=NOW)
    keep_quarantined(viewer=lighthouse.viewer(lighthouse.mira), raw_id=held.raw_id, reason=say("It is empty still."))
    assert PLAIN.sentence(RawMessage.objects.get().reason) == "It is empty still."


def test_an_automatic_reply_can_be_made_a_ticket(lighthouse: Lighthouse, tmp_path: Path) -> None:
    raw = letter(headers=[("Auto-Submitted", "auto-replied")])
    held = arrive(raw, folder=tmp_path)
    made = make_ticket(
        viewer=lighthouse.viewer(lighthouse.mira),
        raw_id=held.raw_id,
        incoming=parsed(raw),
        at=NOW,
        data=tmp_path,
    )
    assert made.outcome is IntakeOutcome.opened


def test_what_cannot_be_read_can_still_become_a_ticket(lighthouse: Lighthouse, tmp_path: Path) -> None:
    held = quarantine(raw=facts(b"\x00"), reason=say("It could not be read."), at=NOW)
    made = make_ticket(
        viewer=lighthouse.viewer(lighthouse.mira),
        raw_id=held.raw_id,
        incoming=None,
        at=NOW,
        data=tmp_path,
    )
    message = ticket_of(made).messages.get()
    assert message.warnings[0] == plain_sentence(UNREADABLE)


def test_a_discarded_message_is_kept_with_the_reason(lighthouse: Lighthouse) -> None:
    held = quarantine(raw=facts(b"x"), reason=say("It was empty."), at=NOW)
    mira = lighthouse.viewer(lighthouse.mira)
    with pytest.raises(Invalid):
        discard(viewer=mira, raw_id=held.raw_id, reason=" ", at=NOW)
    discard(viewer=mira, raw_id=held.raw_id, reason="a test of the sender's", at=NOW)
    row = RawMessage.objects.get()
    assert row.state == RawState.discarded
    assert "Mira Lindqvist" in PLAIN.sentence(row.reason)
    with pytest.raises(Refused):
        discard(viewer=mira, raw_id=held.raw_id, reason="again", at=NOW)


def test_the_page_shows_what_waits_and_somebody_without_a_role_sees_nothing(lighthouse: Lighthouse) -> None:
    quarantine(raw=facts(b"x"), reason=say("It was empty."), at=NOW)
    page = quarantine_page(viewer=lighthouse.viewer(lighthouse.mira))
    assert [PLAIN.sentence(row.reason) for row in page.rows] == ["It was empty."]
    assert page.counts[RawState.quarantined] == 1
    with pytest.raises(Refused):
        quarantine_page(viewer=viewer_of(person("Guest Nobody", None), at=NOW))
