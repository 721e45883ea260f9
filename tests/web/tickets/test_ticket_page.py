"""The ticket's page: what does this customer need, and by when? Every form works without JavaScript."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from django.http import FileResponse
from django.test import Client

from firsthand.domain.names import Role
from firsthand.domain.tickets import Phase
from firsthand.models.clocks import Clock
from firsthand.models.conversation import Attachment, Direction, Message
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.book.desk import open_desk
from firsthand.services.tickets.actions.opening import Opening, add_customer_message
from tests.lighthouse import Lighthouse, person
from tests.web.desk_of_lighthouse import BusyDesk

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
SUBSTANTIVE = "The cookie lacked Path. We shipped 4.2.1 to your workspace; please sign in once more and tell us."


def page(client: Client, busy: BusyDesk) -> str:
    return client.get(f"/t/{busy.login.pk}").content.decode()


def first_response(busy: BusyDesk) -> Clock:
    """The ticket's own clock; the one that was merged in runs beside it."""
    return Clock.objects.filter(subject=busy.login.subject, kind="first_response").earliest("id")


def do(client: Client, busy: BusyDesk, verb: str, data: dict[str, Any] | None = None, **headers: Any) -> Any:
    return client.post(f"/t/{busy.login.pk}/do/{verb}", data or {}, **headers)


def test_it_says_who_owes_what_by_when_and_why(busy: BusyDesk, mira: Client) -> None:
    text = page(mira, busy)
    assert "Login loops after the upgrade" in text
    assert "First response" in text
    assert "of working time left" in text or "late" in text
    assert "Noor Haddad" in text  # accountable
    assert f'href="/t/{busy.login.pk}/why#owner"' in text
    assert "because of “loops”" in text


@pytest.mark.clause("S50")
def test_a_note_cannot_be_taken_for_a_reply(busy: BusyDesk, mira: Client) -> None:
    text = page(mira, busy)
    assert 'class="message note"' in text
    assert "Note, only for us" in text
    assert "Add note" in text
    assert "Send to Ana at Acme" in text


def test_what_a_customer_writes_is_text_and_never_markup(busy: BusyDesk, mira: Client) -> None:
    add_customer_message(
        ticket_id=busy.login.pk,
        incoming=Opening(
            subject="x",
            text='<script>alert(1)</script> https://evil.example/"onmouseover=alert(1)',
            channel="email",
            external_id="<evil@mail.example>",
            sender="<b>x</b>",
            received_at=datetime.now(UTC),
            contact=None,
            account=None,
        ),
        desk=open_desk(datetime.now(UTC)),
    )
    Ticket.objects.filter(pk=busy.login.pk).update(title="</title><img src=x onerror=alert(1)>")
    text = page(mira, busy)
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert '"onmouseover' not in text


def test_there_is_no_ticket_for_somebody_without_a_role(busy: BusyDesk, mira: Client) -> None:
    assert mira.get("/t/999999").status_code == 404
    busy.desk.mira.holdings.all().delete()
    busy.desk.mira.is_owner = False
    busy.desk.mira.save()
    assert mira.get(f"/t/{busy.login.pk}").status_code == 404


@pytest.mark.clause("A17")
def test_a_substantive_reply_keeps_the_promise(busy: BusyDesk, mira: Client) -> None:
    answer = do(mira, busy, "reply", {"text": SUBSTANTIVE, "substantive": "1", "status_after": "pending"})
    assert answer.status_code == 303
    assert first_response(busy).state == "sent"
    assert "sent, not yet delivered" in mira.get(answer.url).content.decode()
    busy.desk.post(at=datetime.now(UTC) + timedelta(seconds=12))
    assert first_response(busy).state in ("met", "missed")
    assert Ticket.objects.get(pk=busy.login.pk).status == "pending"
    assert "counts as the response" in mira.get(answer.url).content.decode()


@pytest.mark.clause("A17")
@pytest.mark.parametrize(
    ("text", "marked", "words"),
    [
        (SUBSTANTIVE, "1", "It would count"),
        (SUBSTANTIVE, "", "Nobody marked it"),
        ("We are looking into it.", "1", "It only says that somebody will look"),
    ],
)
def test_the_composer_says_beforehand_whether_it_counts(
    busy: BusyDesk, mira: Client, text: str, marked: str, words: str
) -> None:
    answer = mira.post(f"/t/{busy.login.pk}/preview", {"text": text, "substantive": marked}, **HTMX)
    assert words in answer.content.decode()
    assert first_response(busy).ended_at is None


@pytest.mark.clause("S44")
def test_the_composer_warns_of_wording_with_its_clause(busy: BusyDesk, noor: Client) -> None:
    answer = noor.post(f"/t/{busy.login.pk}/preview", {"text": "We will fix it ASAP."}, **HTMX).content.decode()
    assert "<mark>ASAP</mark>" in answer
    assert answer.count("ASAP</mark>") == 1
    assert 'href="/book#S44"' in answer


def test_an_empty_reply_is_refused_at_its_field_and_the_draft_of_a_refused_one_stays(
    busy: BusyDesk, mira: Client
) -> None:
    answer = do(mira, busy, "reply", {"text": "   "})
    assert answer.status_code == 422
    assert "Write something first" in answer.content.decode()
    Ticket.objects.filter(pk=busy.login.pk).update(contact=None)
    kept = do(mira, busy, "reply", {"text": SUBSTANTIVE, "status_after": "nonsense"})
    assert kept.status_code == 422


def test_a_draft_survives_a_refusal(busy: BusyDesk, mira: Client) -> None:
    answer = do(mira, busy, "reply", {"text": SUBSTANTIVE, "status_after": "nonsense"}, **HTMX)
    assert answer.status_code == 422
    assert SUBSTANTIVE in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_reply_can_be_taken_back_before_it_left(busy: BusyDesk, mira: Client) -> None:
    do(mira, busy, "reply", {"text": SUBSTANTIVE, "substantive": "1"})
    message = Message.objects.filter(ticket=busy.login, direction=Direction.outbound).latest("id")
    assert "Take it back" in page(mira, busy)
    assert do(mira, busy, "take-back", {"message": message.pk}).status_code == 303
    assert first_response(busy).ended_at is None
    assert "Taken back before it left" in page(mira, busy)


@pytest.mark.parametrize(
    ("verb", "data", "shown"),
    [
        ("note", {"text": "Ask Olu about the proxy."}, "Ask Olu about the proxy."),
        ("status", {"status": "on_hold", "why": "waits for the proxy team"}, "waits for the proxy team"),
        ("kind", {"kind": "troubleshooting"}, "confirmed troubleshooting"),
        ("severity", {"severity": "s1"}, "set the severity from none to s1"),
        ("tag", {"tag": "Cookie"}, "cookie"),
        ("untag", {"tag": "login"}, "took off the tag login"),
        ("release", {}, "gave it back to the team"),
        ("link", {"other": "2"}, "linked #2"),
        ("end", {"as": "other"}, "counted apart from requests"),
    ],
)
def test_each_form_does_its_one_thing(
    busy: BusyDesk, mira: Client, verb: str, data: dict[str, str], shown: str
) -> None:
    if verb == "link":
        data = {"other": str(Ticket.objects.exclude(pk=busy.login.pk).filter(solved_at=None).first().pk)}  # type: ignore[union-attr]
        shown = "linked"
    answer = do(mira, busy, verb, data)
    assert answer.status_code == 303
    assert shown in page(mira, busy)


def test_split_and_merge_lead_to_the_other_ticket(busy: BusyDesk, mira: Client) -> None:
    message = Message.objects.filter(ticket=busy.login, direction=Direction.inbound).earliest("id")
    split = do(mira, busy, "split", {"message": message.pk, "subject": "A second matter"})
    second = int(split.url.rsplit("/", 1)[1])
    assert second != busy.login.pk
    merged = mira.post(f"/t/{second}/do/merge", {"into": f"#{busy.login.pk}"}, **HTMX)
    assert merged.headers["HX-Redirect"] == f"/t/{busy.login.pk}"


@pytest.mark.clause("S39", "S40")
def test_a_refused_route_leads_to_the_right_one_in_one_click(busy: BusyDesk, mira: Client, noor: Client) -> None:
    wish = busy.desk.ticket(subject="Feature request: dark mode", number=91)
    mira.post(f"/t/{wish.pk}/do/kind", {"kind": "feature_request"})
    answer = noor.post(f"/t/{wish.pk}/hand-over", {"to": "engineering:", "asked": "Please build it."})
    assert answer.status_code == 403
    assert "go to product instead" in answer.content.decode()
    assert f'href="/t/{wish.pk}/hand-over?to=product:"' in answer.content.decode()


def test_what_a_role_does_not_own_is_refused_with_whose_it_is(busy: BusyDesk, noor: Client) -> None:
    answer = do(noor, busy, "severity", {"severity": "s1"}, **HTMX)
    assert answer.status_code == 403
    assert "set by head of support and support (S51)" in page(noor, busy)


@pytest.mark.parametrize("verb", ["merge", "link"])
def test_a_ticket_that_is_not_there_is_said_at_the_field(busy: BusyDesk, mira: Client, verb: str) -> None:
    answer = do(mira, busy, verb, {"into": "99999", "other": "99999"}, **HTMX)
    assert answer.status_code == 404
    assert "There is no ticket #99999" in answer.content.decode()


def test_a_ticket_of_another_account_is_merged_after_a_warning_and_a_yes(busy: BusyDesk, mira: Client) -> None:
    other = busy.desk.ticket(contact=busy.desk.ben, number=77)
    warned = do(mira, busy, "merge", {"into": str(other.pk)}, **HTMX).content.decode()
    assert "belongs to another account, Borealis" in warned
    assert 'name="sure"' in warned
    do(mira, busy, "merge", {"into": str(other.pk), "sure": "1"}, **HTMX)
    busy.login.refresh_from_db()
    assert busy.login.phase == Phase.closed


def test_an_unknown_verb_and_a_get_do_nothing(busy: BusyDesk, mira: Client) -> None:
    assert do(mira, busy, "explode").status_code == 404
    assert mira.get(f"/t/{busy.login.pk}/do/take").status_code == 405


def test_a_file_is_a_download_that_no_browser_runs(busy: BusyDesk, mira: Client) -> None:
    file = Attachment.objects.get()
    answer = mira.get(f"/files/{file.pk}/session%20trace.html")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="session trace.html"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert b"".join(cast(Iterator[bytes], cast(FileResponse, answer).streaming_content))
    assert Client().get(f"/files/{file.pk}/x").status_code == 302


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie: x"),
        ("..", "file"),
        ("C:\\x\\y.txt", "y.txt"),
    ],
)
def test_a_name_is_only_a_name(name: str, safe: str) -> None:
    from firsthand.web.tickets.files import safe_name

    assert safe_name(name) == safe


def test_the_layout_of_a_message_lives_in_a_sandbox_without_remote_images(busy: BusyDesk, mira: Client) -> None:
    message = Message.objects.exclude(html="").earliest("id")
    policy = mira.get(f"/m/{message.pk}/body").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "img-src data:;" in policy
    assert b" src=" not in mira.get(f"/m/{message.pk}/body").content
    loaded = mira.get(f"/m/{message.pk}/body?images=1")
    assert "img-src data: https: http:;" in loaded.headers["Content-Security-Policy"]
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page(mira, busy)


def test_who_pressed_take_too_late_reads_who_has_it_and_takes_it_over(
    lighthouse: Lighthouse, signed_in: Callable[[Person], Client]
) -> None:
    ticket, lars = lighthouse.ticket(), person("Lars Holm", Role("support"))
    signed_in(lars).post(f"/t/{ticket.pk}/do/take", {"had": ""})
    mira = signed_in(lighthouse.mira)
    late = mira.post(f"/t/{ticket.pk}/do/take", {"had": ""})
    assert (late.status_code, "Lars Holm has this ticket by now" in late.content.decode()) == (409, True)
    assert f'name="had" value="{lars.pk}"' in late.content.decode()
    assert mira.post(f"/t/{ticket.pk}/do/take", {"had": lars.pk}).status_code == 303
