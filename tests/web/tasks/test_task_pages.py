"""Tasks where people look for them: on the ticket, on the account, and on a page of one's own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.tasks import Task
from firsthand.services.tasks.actions import give_on_ticket
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import Lighthouse
from tests.web.desk_of_lighthouse import BusyDesk

SignIn = Callable[[Person], Client]
HTMX = {"HTTP_HX_REQUEST": "true"}


def text_of(client: Client, address: str) -> str:
    """A page as text."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clause("S49", "T51")
def test_mira_adds_a_task_on_the_ticket_and_ticks_it_off(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    ticket, mira = lighthouse.ticket(), signed_in(lighthouse.mira)
    where = f"/t/{ticket.pk}"
    answer = mira.post(f"{where}/do/task-give", {"what": "Call Ana back", "who": "", "due": "in 2 days"}, **HTMX)  # type: ignore[arg-type]
    assert "You are told once when it is." in answer.content.decode()
    task = Task.objects.get()
    assert (task.who, task.ticket, task.due_at > datetime.now(UTC)) == (lighthouse.mira, ticket, True)
    page = text_of(mira, where)
    assert "Done: Call Ana back" in page
    assert "took on the task “Call Ana back”" in page
    assert ">Tasks\n" in page or "Tasks" in page
    mira.post(f"{where}/do/task-done", {"task": task.pk})
    page = text_of(mira, where)
    assert ("Done: Call Ana back" in page, "1 done or dropped" in page) == (False, True)
    assert "did the task “Call Ana back”" in page


@pytest.mark.clause("S49", "T51")
def test_what_is_wrong_stands_at_its_field_with_what_was_typed(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    ticket, mira = lighthouse.ticket(), signed_in(lighthouse.mira)
    wrong = {"what": "Call Ana back", "who": str(lighthouse.noor.pk), "due": "soonish"}
    answer = mira.post(f"/t/{ticket.pk}/do/task-give", wrong)
    page = answer.content.decode()
    assert (answer.status_code, "Say by when: a date as 2021-08-12" in page) == (422, True)
    assert 'value="soonish" aria-invalid="true"' in page
    account = mira.post(f"/a/{lighthouse.acme.pk}", wrong | {"act": "task-give"})
    assert (account.status_code, 'value="soonish" aria-invalid="true"' in account.content.decode()) == (422, True)
    assert not Task.objects.exists()


@pytest.mark.clause("S49", "T51")
def test_on_an_account_noor_hands_a_task_on_and_it_is_on_her_page_and_on_eves(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    noor, where = signed_in(lighthouse.noor), f"/a/{lighthouse.acme.pk}"
    noor.post(where, {"act": "task-give", "what": "Ask who signs", "due": "in 3 hours"})
    task = Task.objects.get()
    assert "Ask who signs" in text_of(noor, where)
    moved = {"act": "task-move", "task": task.pk, "who": lighthouse.eve.pk, "due": "tomorrow", "why": "She knows them."}
    noor.post(where, moved)
    assert "Others have these from you" in text_of(noor, "/tasks")
    history = text_of(noor, where).partition("History")[2]
    assert ("took on the task “Ask who signs”" in history, "She knows them." in history) == (True, True)
    eves = text_of(signed_in(lighthouse.eve), "/tasks")
    assert ("Ask who signs" in eves, "from Noor Haddad" in eves, f'href="{where}"' in eves) == (True, True, True)
    refused = signed_in(lighthouse.olu).post(where, {"act": "task-done", "task": task.pk})
    assert refused.status_code == 403


@pytest.mark.clause("S49", "T51")
def test_ones_page_marks_what_is_late_and_says_what_is_wrong(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    ticket, mira, now = lighthouse.ticket(), signed_in(lighthouse.mira), datetime.now(UTC)
    assert "Nothing to do" in text_of(mira, "/tasks")
    before, viewer = now - timedelta(days=2), lighthouse.viewer(lighthouse.mira)
    due = now - timedelta(hours=3)
    task = give_on_ticket(viewer=viewer, ticket_id=ticket.pk, what="Call Ana back", due_at=due, at=before)
    fire_due(now=now)
    page = text_of(mira, "/tasks")
    assert ("3 h late" in page, f'href="/t/{ticket.pk}"' in page) == (True, True)
    assert "Follow up was due and is still owed: Call Ana back" in text_of(mira, "/notices")
    assert Notice.objects.filter(subject=task.subject).count() == 1
    wrong = mira.post("/tasks", {"act": "task-drop", "task": task.pk, "why": ""})
    assert (wrong.status_code, "Say why nobody will do it" in wrong.content.decode()) == (422, True)
    assert mira.post("/tasks", {"act": "burn", "task": task.pk}).status_code == 422
    assert mira.post("/tasks", {"act": "task-done", "task": task.pk + 1}).status_code == 404
    assert mira.post("/tasks", {"act": "task-drop", "task": task.pk, "why": "She wrote."}).status_code == 302
    assert "Nothing to do" in text_of(mira, "/tasks")


@pytest.mark.clause("S49", "T51")
def test_a_closed_ticket_still_takes_a_task(busy: BusyDesk, mira: Client) -> None:
    closed = busy.desk.ticket(number=77, received_at=datetime.now(UTC) - timedelta(days=1))
    mira.post(f"/t/{closed.pk}/do/end", {"as": "other"})
    mira.post(f"/t/{closed.pk}/do/task-give", {"what": "Ask in a month", "due": "in 4 weeks"})
    assert "Done: Ask in a month" in text_of(mira, f"/t/{closed.pk}")
