"""What others reported of their desks' composers, tried here: drafts that were lost, people and files that doubled,
plain texts with stray signs, words to people who may not read them. Each names its report."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firsthand.domain.names import Role
from firsthand.models.conversation import Attachment, Direction, Message
from firsthand.models.outbox import Delivery, Notice
from firsthand.models.people import Person, RoleHolding
from firsthand.models.tickets import Ticket
from firsthand.services.access.restrictions import Circle
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.restricting import restrict
from firsthand.services.writing.below import sign
from tests.lighthouse import Lighthouse
from tests.services.writing.what_arrives import customers_server, send_all
from tests.web.forms_of import forms_of

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
SignIn = Callable[[Person], Client]


@pytest.fixture
def ticket(lighthouse: Lighthouse) -> Ticket:
    """Ana's request of a moment ago."""
    return lighthouse.ticket(received_at=datetime.now(UTC))


@pytest.fixture
def mira(lighthouse: Lighthouse, signed_in: SignIn) -> Client:
    """Mira at her browser."""
    return signed_in(lighthouse.mira)


def form(client: Client, ticket: Ticket, verb: str = "reply") -> dict[str, Any]:
    """What the form on the page would send, as it stands there."""
    page = client.get(f"/t/{ticket.pk}").content.decode()
    [found] = [one for one in forms_of(page) if one.action.endswith(f"/do/{verb}")]
    boxes = {name: given for name, given in found.fields.items() if given.get("type") not in ("file", "checkbox")}
    sent = {name: given.get("value") or "" for name, given in boxes.items() if given["tag"] == "input"}
    text = re.search(rf'id="{verb}-text".*?>(.*?)</textarea>', page, re.DOTALL)
    kept = re.findall(r'name="kept" value="(\d+)" checked', page)
    return {**sent, "text": html.unescape(text[1]) if text else "", "kept": kept}


def keep(client: Client, ticket: Ticket, verb: str = "reply", **typed: object) -> Any:
    """The page keeps what is typed."""
    return client.post(f"/t/{ticket.pk}/unsent/{verb}", {**form(client, ticket, verb), **typed})


def send(client: Client, ticket: Ticket, verb: str = "reply", **typed: object) -> Any:
    """The button is pressed, with what stands on the page."""
    return client.post(f"/t/{ticket.pk}/do/{verb}", {**form(client, ticket, verb), **typed}, **HTMX)


def newest() -> Message:
    """Our newest answer."""
    return Message.objects.filter(direction=Direction.outbound).latest("id")


def test_a_draft_stays_when_somebody_takes_the_ticket(lighthouse: Lighthouse, mira: Client, ticket: Ticket) -> None:
    """zammad/zammad#5953"""
    keep(mira, ticket, "note", text="Half a note")
    now = datetime.now(UTC)
    RoleHolding.objects.create(person=lighthouse.ada, role="support", from_at=now - timedelta(days=1))
    take(viewer=lighthouse.viewer(lighthouse.ada, at=now), ticket_id=ticket.pk, at=now)
    assert form(mira, ticket, "note")["text"] == "Half a note"


def test_a_draft_stays_when_the_profile_is_changed(mira: Client, ticket: Ticket) -> None:
    """zammad/zammad#3088"""
    keep(mira, ticket, "note", text="Half a note")
    mira.post("/profile", {"act": "profile", "name": "Mira L", "zone": "Europe/Berlin"})
    assert form(mira, ticket, "note")["text"] == "Half a note"


def test_a_draft_is_there_after_signing_in_again(
    lighthouse: Lighthouse, mira: Client, signed_in: SignIn, ticket: Ticket
) -> None:
    """osTicket/osTicket-1.7#359"""
    keep(mira, ticket, text="Half an answer")
    mira.post("/sign-out")
    assert form(signed_in(lighthouse.mira), ticket)["text"] == "Half an answer"


def test_drafts_on_several_tickets_are_kept_apart(lighthouse: Lighthouse, mira: Client, ticket: Ticket) -> None:
    """zammad/zammad#2786"""
    other = lighthouse.ticket(received_at=datetime.now(UTC), number=2)
    for one in (ticket, other):
        keep(mira, one, text=f"On {one.pk}")
    assert [form(mira, one)["text"] for one in (ticket, other)] == [f"On {ticket.pk}", f"On {other.pk}"]


def test_a_draft_with_a_file_keeps_its_text(mira: Client, ticket: Ticket) -> None:
    """znuny/Znuny#507"""
    keep(mira, ticket, text="See the file", files=SimpleUploadedFile("trace.txt", b"a trace"))
    back = form(mira, ticket)
    assert (back["text"], len(back["kept"])) == ("See the file", 1)


def test_people_in_copy_are_there_once_when_the_draft_is_opened_again(mira: Client, ticket: Ticket) -> None:
    """freescout-help-desk/freescout#2555"""
    way = form(mira, ticket)["endpoint"]
    for _ in range(3):
        keep(mira, ticket, **{f"copies-{way}": "ben@acme.example", "text": "Hello"})
    back = form(mira, ticket)
    assert (back[f"to-{way}"], back[f"copies-{way}"]) == ("ana@acme.example", "ben@acme.example")


def test_what_is_taken_back_and_sent_again_doubles_neither_files_nor_people_nor_the_signature(
    lighthouse: Lighthouse, mira: Client, ticket: Ticket
) -> None:
    """freescout-help-desk/freescout#967 and #4112, chatwoot/chatwoot#10391"""
    now = datetime.now(UTC)
    sign(viewer=lighthouse.viewer(lighthouse.mira, at=now), endpoint_id=lighthouse.mailbox.pk, text="Mira")
    send(mira, ticket, text="See it", files=SimpleUploadedFile("trace.txt", b"a trace"))
    for _ in range(2):
        mira.post(f"/t/{ticket.pk}/do/take-back", {"message": newest().pk}, **HTMX)
        assert send(mira, ticket).status_code == 200
    last = newest()
    assert (last.recipients, last.copies, last.text) == (["ana@acme.example"], [], "See it")
    assert [one.filename for one in Attachment.objects.filter(message=last)] == ["trace.txt"]
    assert Delivery.objects.get(message=last).text == "See it\n\n-- \nMira"
    assert Delivery.objects.filter(state="queued", purpose="reply").count() == 1


def test_after_taking_it_back_the_revised_text_leaves(lighthouse: Lighthouse, mira: Client, ticket: Ticket) -> None:
    """Foundry376/Mailspring#390"""
    send(mira, ticket, text="You are wrong")
    mira.post(f"/t/{ticket.pk}/do/take-back", {"message": newest().pk}, **HTMX)
    send(mira, ticket, text="You are right")
    with customers_server(lighthouse.mailbox) as server:
        mails = send_all(server, at=datetime.now(UTC) + timedelta(minutes=1))
    assert [str(one.get_body(("plain",)).get_content()).strip() for one in mails] == ["You are right"]  # type: ignore[union-attr]


def test_emptying_the_draft_in_another_window_sends_nothing_old_again(mira: Client, ticket: Ticket) -> None:
    """freescout-help-desk/freescout#2873"""
    send(mira, ticket, text="The first answer")
    keep(mira, ticket, text="The second answer")
    before = form(mira, ticket)
    keep(mira, ticket, text="")
    mira.post(f"/t/{ticket.pk}/do/reply", before, **HTMX)
    said = Message.objects.filter(direction=Direction.outbound).order_by("id").values_list("text", flat=True)
    assert list(said) == ["The first answer", "The second answer"]


def test_the_same_form_sent_twice_leaves_once_and_says_so(mira: Client, ticket: Ticket) -> None:
    """freescout-help-desk/freescout#4596"""
    before = {**form(mira, ticket), "text": "Hello Ana"}
    answers = [mira.post(f"/t/{ticket.pk}/do/reply", before, **HTMX) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 409]
    assert Message.objects.filter(direction=Direction.outbound).count() == 1


def test_the_same_words_with_another_file_leave(mira: Client, ticket: Ticket) -> None:
    """freescout-help-desk/freescout#5379"""
    for content in (b"one", b"two"):
        send(mira, ticket, text="See it", files=SimpleUploadedFile("image_1.png", content))
    assert Message.objects.filter(direction=Direction.outbound).count() == 2


@pytest.mark.parametrize(
    "typed", ["ok. tell me more", "First line\n\nSecond\n\n- one\n\n- two", "my_instance_name_1", r"C:\temp\*.log"]
)
def test_the_plain_part_is_what_was_typed(lighthouse: Lighthouse, mira: Client, ticket: Ticket, typed: str) -> None:
    """PostHog/posthog#94702, chatwoot/chatwoot#13731, devlikeapro/waha#1643"""
    send(mira, ticket, text=typed)
    with customers_server(lighthouse.mailbox) as server:
        [mail] = send_all(server, at=datetime.now(UTC) + timedelta(minutes=1))
    assert str(mail.get_body(("plain",)).get_content()).replace("\r\n", "\n").strip() == typed  # type: ignore[union-attr]


def test_who_may_not_see_the_ticket_is_not_told_and_the_page_says_so_before(
    lighthouse: Lighthouse, mira: Client, ticket: Ticket
) -> None:
    """zammad/zammad#3452; and #3471: who may only read is told"""
    assert "Eve Sato is told." in mira.post(f"/t/{ticket.pk}/named", {"text": "@Eve"}).content.decode()
    now = datetime.now(UTC)
    circle = Circle(roles=frozenset({Role("support")}))
    me = lighthouse.viewer(lighthouse.mira, at=now)
    restrict(viewer=me, ticket_id=ticket.pk, circle=circle, why="security", at=now)
    said = mira.post(f"/t/{ticket.pk}/named", {"text": "@Eve"}).content.decode()
    assert "Eve Sato may not see this ticket, and is not told." in said
    send(mira, ticket, "note", text="@Eve look")
    assert not Notice.objects.filter(kind="mentioned").exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"endpoint": "999"},
        {"endpoint": "x", "version": "-1", "kept": ["x", "999"]},
        {"page": "\x00" * 200, "status_after": "\x00", "text": "a\x00b"},
        {"copies-": "\x00", "endpoint": ""},
    ],
)
def test_a_form_that_no_page_would_send_breaks_nothing(mira: Client, ticket: Ticket, typed: dict[str, Any]) -> None:
    answer = mira.post(
        f"/t/{ticket.pk}/unsent/reply", {"text": "Hello", **typed}, headers={"accept": "application/json"}
    )
    assert answer.status_code == 200
    assert form(mira, ticket)["text"].startswith(("Hello", "ab"))


def test_nothing_is_kept_without_javascript_over_what_another_page_kept(mira: Client, ticket: Ticket) -> None:
    before = form(mira, ticket)
    keep(mira, ticket, text="From the phone")
    again = mira.post(f"/t/{ticket.pk}/unsent/reply", {**before, "text": "From the desk"})
    assert again.status_code == 409
    page = html.unescape(again.content.decode())
    assert "What is written here stays here." in page
    assert ">From the desk</textarea>" in page
    assert form(mira, ticket)["text"] == "From the phone"
