"""Whose role handed a ticket over for good and writes to its customer beside the desk all the same is told so (S42)."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from firsthand.domain.conversation.incoming import Authorship
from firsthand.domain.kept_sentences import sentence_of
from firsthand.domain.mail.threading import sign
from firsthand.domain.names import Kind
from firsthand.domain.sentences import PLAIN
from firsthand.models.conversation import Direction
from firsthand.services.intake.actions import take_in
from firsthand.services.tickets.actions import provisional
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.handing_over import accept
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import SECRET, SUPPORT, arrive, facts, letter, message_of, parsed, ticket_of

LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize("handed_over", [True, False])
def test_an_answer_beside_the_desk_says_whose_the_customer_is(
    lighthouse: Lighthouse, tmp_path: Path, *, handed_over: bool
) -> None:
    ticket, noor = ticket_of(arrive(letter(), folder=tmp_path)), lighthouse.viewer(lighthouse.noor)
    confirm_kind(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, kind=Kind("troubleshooting"), at=NOW)
    provisional.start(viewer=noor, ticket_id=ticket.pk, at=NOW)
    if handed_over:
        accept(lighthouse.mira, provisional.stuck(viewer=noor, ticket_id=ticket.pk, tried="x", at=NOW), at=NOW)
    signed = sign(ticket.pk, SECRET, SUPPORT)
    raw = letter(
        message_id="<9@lighthouse.example>",
        to=f"{signed}, ana@acme.example",
        sender="Noor Haddad <noor@lighthouse.example>",
    )
    proven = replace(parsed(raw, to=signed, at=LATER), authorship=Authorship.proven)
    taken = take_in(incoming=proven, raw=facts(raw, to=signed, at=LATER), at=LATER, data=tmp_path)
    answer = message_of(taken)
    assert (answer.direction, answer.person) == (Direction.outbound, lighthouse.noor)
    said = " ".join(PLAIN.sentence(sentence_of(one)) for one in answer.warnings)
    assert ("Support took this over" in said) == handed_over
