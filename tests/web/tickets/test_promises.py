"""What a reply promises, under its text in the composer and where it is sent; each form without JavaScript."""

from typing import Any

import pytest
from django.test import Client

from firsthand.models.events import Event
from firsthand.models.saved_replies import SavedReply
from tests.web.desk_of_lighthouse import BusyDesk

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
LOADED = "We will fix it ASAP."


def ahead(client: Client, busy: BusyDesk, text: str) -> str:
    return client.post(f"/t/{busy.login.pk}/preview", {"text": text}, **HTMX).content.decode()


def send(client: Client, busy: BusyDesk, **fields: str) -> Any:
    return client.post(f"/t/{busy.login.pk}/do/reply", fields)


@pytest.mark.clause("S44", "S45", "S46", "A23")
@pytest.mark.parametrize(
    "text",
    [
        "Thanks for the logs. The error comes from the proxy.",
        "Bitte starten Sie den Dienst neu.",
        "> Support fixes ASAP",
    ],
)
def test_a_reply_without_a_promise_shows_nothing(busy: BusyDesk, noor: Client, text: str) -> None:
    answer = ahead(noor, busy, text)
    assert '<div hx-swap-oob="innerHTML:#promised"></div>' in answer
    assert "→" not in answer


@pytest.mark.clause("S45")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I will send you the patch by Friday.", "“by Friday” → a promise, yours, due Fri"),
        ("Ich schicke Ihnen den Patch bis Freitag.", "“bis Freitag” → a promise, yours, due Fri"),
    ],
)
def test_a_promise_is_shown_with_how_it_is_read_and_asks_for_nothing(
    busy: BusyDesk, noor: Client, text: str, words: str
) -> None:
    answer = ahead(noor, busy, text)
    assert words in answer or "can be read two ways" in answer
    assert "Pacific" in answer
    assert "promised stops" not in answer


@pytest.mark.clause("S45")
@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Engineering will ship a fix within two hours.", "whose policy promises none"),
        ("Die Entwicklung liefert innerhalb von zwei Stunden einen Fix.", "whose policy promises none"),
    ],
)
def test_a_time_for_another_team_is_shown_with_its_clause_and_sending_asks_for_a_reason(
    busy: BusyDesk, noor: Client, text: str, other: str
) -> None:
    answer = ahead(noor, busy, text)
    assert other in answer
    assert 'href="/book#S45"' in answer
    assert "promised stops" in answer
    refused = send(noor, busy, text=text)
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert other in shown
    assert 'id="despite"' in shown
    assert shown.count('id="reply-error"') == 1
    assert not Event.objects.filter(subject__ticket=busy.login, verb="replied", person=busy.desk.noor).exists()


@pytest.mark.clause("S44")
def test_a_loaded_term_is_refused_at_the_field_of_the_reason_and_with_one_the_timeline_keeps_it(
    busy: BusyDesk, noor: Client
) -> None:
    refused = send(noor, busy, text=LOADED)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'aria-invalid="true" aria-describedby="reply-error"' in page.split('id="despite"')[1].split(">")[0]
    assert LOADED in page
    sent = send(noor, busy, text=LOADED, despite="Support agreed to it.")
    assert sent.status_code == 303
    assert "against S44: “Support agreed to it.”" in noor.get(f"/t/{busy.login.pk}?all=1").content.decode()


@pytest.mark.clause("S46")
def test_the_approved_template_is_shown_and_a_saved_reply_with_its_time_is_not_saved(
    busy: BusyDesk, mira: Client
) -> None:
    text = "We will start digging in within a few hours at most."
    answer = ahead(mira, busy, text)
    assert "<mark>within a few hours at most</mark>" in answer
    assert 'href="/book#S46"' in answer
    assert "promised stops" not in answer
    kept = mira.post("/saved-replies/new", {"name": "Digging", "text": text})
    assert kept.status_code == 422
    assert "S46" in kept.content.decode()
    assert not SavedReply.objects.exists()


@pytest.mark.clause("A23")
def test_an_internal_hour_told_as_a_service_level_asks_for_a_reason(busy: BusyDesk, mira: Client) -> None:
    answer = ahead(mira, busy, "We always respond within one hour.")
    assert "promised stops" in answer
    assert 'href="/book#S18"' in answer


def test_what_is_written_first_is_asked_too(busy: BusyDesk, noor: Client) -> None:
    fields = {"endpoint": str(busy.desk.mailbox.pk), "customer": "ana@acme.example", "subject": "Help", "text": LOADED}
    refused = noor.post("/new/written", fields)
    assert refused.status_code == 422
    assert 'name="despite"' in refused.content.decode()
    sent = noor.post("/new/written", {**fields, "despite": "Agreed."})
    assert sent.status_code == 303
