"""What somebody has begun to write: kept for them alone, gone once sent, back when that is taken back, never lost."""

from datetime import timedelta

import pytest

from firsthand.domain.conversation.files import attached
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import StateName
from firsthand.models.conversation import Direction, Message
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.models.writing import Unsent, UnsentFile
from firsthand.services.tickets.actions.conversation import add_note, reply, take_back
from firsthand.services.tickets.actions.merging import merge
from firsthand.services.writing.unsent import NOTHING_BEGUN, Kept, LastSeen, Written, begun_on, keep_unsent, kept_files
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person

SECOND = timedelta(seconds=1)
TRACE = attached(filename="trace.txt", content_type="text/plain", content=b"a trace", number=1)


def keep(
    desk: Lighthouse, who: Person, ticket: Ticket, text: str, *, seen: LastSeen = NOTHING_BEGUN, **more: object
) -> Kept:
    """Somebody typed an answer so far."""
    given = {"direction": Direction.outbound, "at": NOW, **more}
    return keep_unsent(Written(text=text), viewer=desk.viewer(who), ticket_id=ticket.pk, seen=seen, **given)  # type: ignore[arg-type]


def begun(desk: Lighthouse, who: Person, ticket: Ticket, direction: str = "outbound") -> str:
    """What of somebody's stands in the composer when they open the ticket."""
    own = begun_on(viewer=desk.viewer(who), ticket_id=ticket.pk).get(direction)
    return own.unsent.text if own is not None and own.unsent.sent_as_id is None else ""


def send(desk: Lighthouse, ticket: Ticket, text: str, seen: LastSeen = NOTHING_BEGUN, **more: object) -> Message:
    """Mira sends it."""
    mira = desk.viewer(desk.mira)
    return reply(viewer=mira, ticket_id=ticket.pk, text=text, substantive=False, at=NOW, begun=seen, **more).message  # type: ignore[arg-type]


def test_it_is_there_for_who_wrote_it_and_for_nobody_else(lighthouse: Lighthouse) -> None:
    ticket, other = lighthouse.ticket(), lighthouse.ticket(number=2)
    keep(lighthouse, lighthouse.mira, ticket, "Hello A")
    assert begun(lighthouse, lighthouse.mira, ticket) == "Hello A"
    assert begun(lighthouse, lighthouse.mira, ticket, "note") == begun(lighthouse, lighthouse.mira, other) == ""
    assert begun(lighthouse, lighthouse.ada, ticket) == ""


def test_whoever_may_not_work_on_the_ticket_keeps_nothing(lighthouse: Lighthouse) -> None:
    with pytest.raises(Missing):
        keep_unsent(Written(text="x"), viewer=lighthouse.viewer(lighthouse.mira), ticket_id=999,
                    direction=Direction.note, seen=LastSeen(), at=NOW)  # fmt: skip
    with pytest.raises(Refused):
        keep(lighthouse, person("Zoe Nobody", None), lighthouse.ticket(), "x")


def test_a_page_that_is_behind_writes_over_nothing(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.mira
    first = keep(lighthouse, mira, ticket, "At the desk")
    second = keep(lighthouse, mira, ticket, "On the phone", seen=LastSeen(version=first.unsent.version))
    late = keep(lighthouse, mira, ticket, "At the desk, later", seen=LastSeen(version=first.unsent.version))
    assert (second.is_mine, late.is_mine, late.unsent.text) == (True, False, "On the phone")
    assert begun(lighthouse, mira, ticket) == "On the phone"


def test_a_page_whose_questions_overtake_the_answers_is_not_behind_itself(lighthouse: Lighthouse) -> None:
    ticket, here = lighthouse.ticket(), LastSeen(version=0, page="here")
    for text in ("H", "He", "Hel"):
        assert keep(lighthouse, lighthouse.mira, ticket, text, seen=here).is_mine
    send(lighthouse, ticket, "Hello Ana", here)
    assert begun(lighthouse, lighthouse.mira, ticket) == ""


def test_what_is_kept_late_does_not_come_back_after_it_was_sent(lighthouse: Lighthouse) -> None:
    ticket, here = lighthouse.ticket(), LastSeen(version=0, page="here")
    send(lighthouse, ticket, "Hello Ana", here)
    assert not keep(lighthouse, lighthouse.mira, ticket, "Hello An", seen=here).is_mine
    assert begun(lighthouse, lighthouse.mira, ticket) == ""


def test_sending_from_one_page_leaves_what_another_kept(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    keep(lighthouse, lighthouse.mira, ticket, "Two paragraphs, on the phone", seen=LastSeen(page="phone"))
    send(lighthouse, ticket, "Short, at the desk")
    assert begun(lighthouse, lighthouse.mira, ticket) == "Two paragraphs, on the phone"


def test_taking_back_gives_back_all_that_stood_in_the_form(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    message = reply(
        viewer=mira, ticket_id=ticket.pk, text="Found it.", substantive=True, at=NOW, files=[TRACE],
        to=["ana@acme.example"], copies=["ben@acme.example"], status_after=StateName("on_hold"),
    ).message  # fmt: skip
    assert begun(lighthouse, lighthouse.mira, ticket) == ""
    take_back(viewer=mira, message_id=message.pk, at=NOW + SECOND)
    kept = begun_on(viewer=mira, ticket_id=ticket.pk)["outbound"]
    back = kept.unsent
    assert (back.text, back.substantive, back.status_after) == ("Found it.", True, "on_hold")
    assert (back.recipients, back.copies) == (["ana@acme.example"], ["ben@acme.example"])
    assert [(one.filename, one.size) for one in kept.files] == [("trace.txt", 7)]


def test_taking_back_puts_the_text_before_what_was_begun_since(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    message = send(lighthouse, ticket, "Found it.")
    after = Unsent.objects.get().version
    keep(lighthouse, lighthouse.mira, ticket, "And one more", seen=LastSeen(version=after))
    take_back(viewer=mira, message_id=message.pk, at=NOW + SECOND)
    assert begun(lighthouse, lighthouse.mira, ticket) == "Found it.\n\nAnd one more"


def test_files_are_kept_and_go_along(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    kept = keep(lighthouse, lighthouse.mira, ticket, "See", files=[TRACE])
    numbers = [one.pk for one in kept.files]
    asked = {"viewer": mira, "ticket_id": ticket.pk, "direction": Direction.outbound}
    [file] = kept_files(**asked, kept=numbers)  # type: ignore[arg-type]
    assert (file.filename, file.content) == ("trace.txt", b"a trace")
    with pytest.raises(Invalid, match="attach it again"):
        kept_files(**{**asked, "viewer": lighthouse.viewer(lighthouse.ada)}, kept=numbers)  # type: ignore[arg-type]
    keep(lighthouse, lighthouse.mira, ticket, "See", seen=LastSeen(version=kept.unsent.version))
    assert not UnsentFile.objects.exists()


def test_a_note_that_was_added_is_begun_no_more(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    kept = keep(lighthouse, lighthouse.mira, ticket, "Ask Olu", direction=Direction.note)
    add_note(
        viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, text="Ask Olu.", at=NOW,
        begun=LastSeen(version=kept.unsent.version),
    )  # fmt: skip
    assert begun(lighthouse, lighthouse.mira, ticket, "note") == ""


def test_it_goes_along_when_the_ticket_is_merged(lighthouse: Lighthouse) -> None:
    ticket, other = lighthouse.ticket(), lighthouse.ticket(number=2)
    keep(lighthouse, lighthouse.mira, ticket, "Of the first", files=[TRACE])
    keep(lighthouse, lighthouse.ada, ticket, "Of the first")
    keep(lighthouse, lighthouse.mira, other, "Of the second")
    merge(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, into_id=other.pk, at=NOW)
    assert begun(lighthouse, lighthouse.mira, other) == "Of the second\n\nOf the first"
    assert begun(lighthouse, lighthouse.ada, other) == "Of the first"
    assert UnsentFile.objects.get().unsent.ticket == other
