"""What stands below an answer: how its writer signs from that address, and what was said before only on demand."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Missing, Refused
from firsthand.models.conversation import Direction, Message
from firsthand.services.tickets.actions.conversation import add_note, reply, take_back
from firsthand.services.writing.below import LONGEST_HISTORY, below, below_laid_out, sign, signatures_of
from firsthand.services.writing.unsent import begun_on
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, mailbox, person
from tests.services.writing.what_arrives import customers_server, send_all

MINUTE = timedelta(minutes=1)


def test_an_answer_is_signed_as_its_writer_signs_from_that_address(lighthouse: Lighthouse) -> None:
    mira, other = lighthouse.viewer(lighthouse.mira), mailbox("billing@lighthouse.example")
    sign(viewer=mira, endpoint_id=lighthouse.mailbox.pk, text="Mira Lindqvist\r\nLighthouse <support>\n")
    sign(viewer=mira, endpoint_id=other.pk, text="Billing")
    ticket = lighthouse.ticket()
    with customers_server(lighthouse.mailbox) as server:
        message = reply(viewer=mira, ticket_id=ticket.pk, text="Done.", substantive=False, at=NOW).message
        [mail] = send_all(server, at=NOW + MINUTE)
    plain, html = (str(mail.get_body((kind,)).get_content()) for kind in ("plain", "html"))  # type: ignore[union-attr]
    assert plain.replace("\r\n", "\n") == "Done.\n\n-- \nMira Lindqvist\nLighthouse <support>\n"
    assert "<p>-- <br>\nMira Lindqvist<br>\nLighthouse &lt;support&gt;</p>" in html.replace("\r\n", "\n")
    assert message.text == "Done."
    assert "wrote:" not in plain


def test_whoever_signs_not_has_nothing_below(lighthouse: Lighthouse) -> None:
    mira, ticket = lighthouse.viewer(lighthouse.mira), lighthouse.ticket()
    sign(viewer=mira, endpoint_id=lighthouse.mailbox.pk, text="Mira")
    sign(viewer=mira, endpoint_id=lighthouse.mailbox.pk, text=" ")
    assert signatures_of(mira) == {}
    assert not reply(viewer=mira, ticket_id=ticket.pk, text="Done.", substantive=False, at=NOW).message.quoted
    with pytest.raises(Missing):
        sign(viewer=mira, endpoint_id=999, text="Mira")
    with pytest.raises(Refused):
        sign(viewer=lighthouse.viewer(person("Zoe Nobody", None)), endpoint_id=lighthouse.mailbox.pk, text="Zoe")


def test_what_was_said_before_is_quoted_on_demand_and_no_note_with_it(lighthouse: Lighthouse) -> None:
    mira, ticket = lighthouse.viewer(lighthouse.mira), lighthouse.ticket(text="It loops.\n# always")
    add_note(viewer=mira, ticket_id=ticket.pk, text="The customer is angry", at=NOW)
    back = reply(viewer=mira, ticket_id=ticket.pk, text="A wrong word", substantive=False, at=NOW).message
    take_back(viewer=mira, message_id=back.pk, at=NOW)
    reply(viewer=mira, ticket_id=ticket.pk, text="We look.", substantive=False, at=NOW + MINUTE)
    quoted = reply(
        viewer=mira, ticket_id=ticket.pk, text="Done.", substantive=False, at=NOW + 2 * MINUTE, with_history=True
    ).message.quoted
    assert quoted == (
        "On 2021-08-06 23:46 UTC, Lighthouse wrote:\n> We look.\n\n"
        "On 2021-08-06 23:45 UTC, Ana Costa wrote:\n> It loops.\n> # always"
    )
    assert below_laid_out(quoted).endswith("<blockquote>It loops.<br>\n# always</blockquote>\n")


def test_a_long_past_is_quoted_as_far_as_it_fits(lighthouse: Lighthouse) -> None:
    mira, ticket = lighthouse.viewer(lighthouse.mira), lighthouse.ticket(text="x" * LONGEST_HISTORY)
    reply(viewer=mira, ticket_id=ticket.pk, text="We look.", substantive=False, at=NOW + MINUTE)
    ticket.refresh_from_db()
    found = below(ticket, viewer=mira, endpoint_id=None, with_history=True)
    assert "We look." in found
    assert "xxx" not in found


def test_what_is_taken_back_comes_without_what_stood_below(lighthouse: Lighthouse) -> None:
    mira, ticket = lighthouse.viewer(lighthouse.mira), lighthouse.ticket()
    sign(viewer=mira, endpoint_id=lighthouse.mailbox.pk, text="Mira")
    message = reply(
        viewer=mira, ticket_id=ticket.pk, text="Done.", substantive=False, at=NOW, with_history=True
    ).message
    take_back(viewer=mira, message_id=message.pk, at=NOW)
    back = begun_on(viewer=mira, ticket_id=ticket.pk)[Direction.outbound].unsent
    assert (back.text, back.with_history) == ("Done.", True)
    assert Message.objects.get(pk=message.pk).quoted.startswith("-- \nMira\n\nOn ")
