"""A task of one's own: who, what, by when. It is a promise to oneself, and nothing waits for it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events import decode
from firsthand.domain.names import Kind, StateName
from firsthand.domain.sentences import PLAIN
from firsthand.domain.tasks import TaskState
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.events import Event
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.models.tasks import Task
from firsthand.models.tickets import ClosedAs
from firsthand.services.acting.checking import differences
from firsthand.services.book.desk import open_desk
from firsthand.services.clocks.queries import receipts
from firsthand.services.leaving.actions import leave
from firsthand.services.tasks.actions import drop, finish, give_on_ticket, move
from firsthand.services.tasks.queries import task_page
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.kinds import confirm_kind, end_as_not_a_request
from firsthand.services.tickets.actions.merging import merge
from firsthand.services.tickets.actions.status import set_status
from firsthand.services.tickets.inbox import change_stamp, counts
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.tasks.conftest import DUE, Give

SOON, LATE = NOW + timedelta(hours=1), DUE + timedelta(hours=1)
DONE = "We found the lock, rebuilt the index and checked your project; tell us if it comes back."


def promises() -> list[tuple[str, str]]:
    """Each promise of tasks, with how it was judged last."""
    return list(Clock.objects.filter(kind="follow_up").order_by("id").values_list("state", "outcome"))


def told() -> list[tuple[str, str]]:
    """Who was told what of tasks."""
    kinds = ("clock_breached", "task_given")
    found = Notice.objects.filter(kind__in=kinds, subject__kind="task").order_by("id")
    return [(one.person.name.split()[0], PLAIN.sentence(one.text)) for one in found.select_related("person")]


@pytest.mark.clause("S49", "T51")
def test_it_says_who_what_and_by_when_and_is_an_event_on_the_ticket(lighthouse: Lighthouse, give: Give) -> None:
    ticket = lighthouse.ticket()
    task = give(ticket, to=lighthouse.noor)
    assert (task.who, task.what, task.due_at, task.state) == (lighthouse.noor, "Call Ana back", DUE, TaskState.open)
    event = Event.objects.get(verb="task_given")
    assert (event.subject.ticket, event.account, event.person) == (ticket, lighthouse.acme, lighthouse.mira)
    assert event.words == {"what": "Call Ana back"}
    assert told() == [("Noor", f"Mira Lindqvist gave you a task: Call Ana back (#{ticket.pk} {ticket.title})")]


def test_a_task_that_was_kept_makes_no_request_of_a_ticket_that_is_none(lighthouse: Lighthouse, give: Give) -> None:
    mira, ticket = lighthouse.viewer(lighthouse.mira), lighthouse.ticket()
    finish(viewer=mira, task_id=give(ticket).pk, at=SOON)
    end_as_not_a_request(viewer=mira, ticket_id=ticket.pk, as_=ClosedAs.spam, at=SOON)
    ticket.refresh_from_db()
    assert ticket.closed_as == ClosedAs.spam


@pytest.mark.clause("S49", "T51")
def test_it_is_a_promise_that_is_kept_by_its_instant_or_not(lighthouse: Lighthouse, give: Give) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    finish(viewer=mira, task_id=give(lighthouse.ticket()).pk, at=DUE)
    finish(viewer=mira, task_id=give().pk, at=LATE)
    drop(viewer=mira, task_id=give().pk, why="She wrote herself.", at=SOON)
    assert promises() == [("met", "met"), ("missed", "breached"), ("cancelled", "")]
    assert list(Verdict.objects.order_by("id").values_list("outcome", "due_at")) == [("met", DUE), ("breached", DUE)]


@pytest.mark.clause("S49", "T51")
def test_whoever_has_it_is_told_once_when_it_comes_due_and_no_escalation_goes_by_it(
    lighthouse: Lighthouse, give: Give
) -> None:
    ticket = lighthouse.ticket()
    give(ticket, to=lighthouse.noor, by=lighthouse.noor)
    fire_due(now=DUE)
    assert told() == []
    for later in (timedelta(seconds=1), timedelta(days=1), timedelta(days=9)):
        fire_due(now=DUE + later)
    title = f"#{ticket.pk} {ticket.title}"
    assert told() == [("Noor", f"Follow up was due and is still owed: Call Ana back ({title})")]
    assert promises() == [("running", "breached")]


@pytest.mark.clause("S49", "T51")
@pytest.mark.parametrize("looked", [True, False])
def test_it_does_not_matter_when_a_worker_looks(lighthouse: Lighthouse, give: Give, looked: bool) -> None:
    task = give()
    if looked:
        fire_due(now=DUE + timedelta(minutes=1))
    move(
        viewer=lighthouse.viewer(lighthouse.mira),
        task_id=task.pk,
        due_at=LATE,
        why="ill",
        at=DUE + timedelta(minutes=2),
    )
    finish(viewer=lighthouse.viewer(lighthouse.mira), task_id=task.pk, at=DUE + timedelta(minutes=3))
    assert promises() == [("missed", "breached"), ("met", "met")]
    assert list(differences(open_desk(LATE))) == []


@pytest.mark.clause("S49", "T51")
def test_moved_in_time_it_is_another_promise_and_nobody_is_told_of_the_first(
    lighthouse: Lighthouse, give: Give
) -> None:
    task = give()
    move(viewer=lighthouse.viewer(lighthouse.mira), task_id=task.pk, due_at=LATE, why="She is away.", at=SOON)
    fire_due(now=DUE + timedelta(minutes=1))
    assert (promises(), told()) == ([("replaced", ""), ("running", "")], [])
    task.refresh_from_db()
    assert task.due_at == LATE


@pytest.mark.clause("S49", "T51")
def test_given_to_another_person_the_promise_goes_on_and_they_are_told(lighthouse: Lighthouse, give: Give) -> None:
    task = give(lighthouse.ticket())
    move(viewer=lighthouse.viewer(lighthouse.mira), task_id=task.pk, who_id=lighthouse.noor.pk, why="Hers.", at=SOON)
    assert promises() == [("running", "")]
    fire_due(now=LATE)
    assert [who for who, _ in told()] == ["Noor", "Noor"]
    event = decode("task_moved", **_payload(Event.objects.get(verb="task_moved")))
    assert event.sentence.text == "gave the task {what} to {person}"


def _payload(event: Event) -> dict[str, dict[str, object]]:
    return {"facts": event.payload, "words": event.words or {}}


@pytest.mark.clause("S49", "T51")
def test_it_never_holds_the_ticket(lighthouse: Lighthouse, give: Give) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("troubleshooting"), at=NOW)
    before = (ticket.status, len(receipts(viewer=mira, ticket_id=ticket.pk, desk=open_desk(NOW))))
    give(ticket, due_at=NOW + timedelta(minutes=1))
    ticket.refresh_from_db()
    assert (ticket.status, len(receipts(viewer=mira, ticket_id=ticket.pk, desk=open_desk(NOW)))) == before
    assert ticket.next_clock != "follow_up"
    reply(viewer=mira, ticket_id=ticket.pk, text=DONE, substantive=True, status_after=StateName("solved"), at=SOON)
    lighthouse.post(at=SOON + timedelta(seconds=12))
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("closed"), at=LATE)
    ticket.refresh_from_db()
    assert ticket.status == "closed"
    assert Task.objects.get().state == TaskState.open
    assert give(ticket).pk  # and it may be given to remember it afterwards


@pytest.mark.clause("S49", "T51")
def test_who_has_it_or_gave_it_changes_it_and_others_read_whose_it_is(lighthouse: Lighthouse, give: Give) -> None:
    task = give(lighthouse.ticket(), by=lighthouse.ada, to=lighthouse.noor)
    eve = lighthouse.viewer(lighthouse.eve)
    with pytest.raises(Refused, match="Only Noor Haddad or Ada Obi may change this task"):
        finish(viewer=eve, task_id=task.pk, at=SOON)
    finish(viewer=lighthouse.viewer(lighthouse.ada), task_id=task.pk, why="On the phone.", at=SOON)
    task.refresh_from_db()
    assert (task.state, task.ended_at, task.ended_by, task.why) == ("done", SOON, lighthouse.ada, "On the phone.")
    with pytest.raises(Refused, match="it is done"):
        drop(viewer=lighthouse.viewer(lighthouse.noor), task_id=task.pk, why="late", at=SOON)
    with pytest.raises(Missing):
        finish(viewer=eve, task_id=task.pk + 1, at=SOON)


@pytest.mark.clause("S49", "T51")
def test_what_is_missing_is_said_at_its_field(lighthouse: Lighthouse, give: Give) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    stranger = Person.objects.create(email="kai@lighthouse.example", name="Kai", joined_at=NOW)
    wrong = [("what", " ", None, DUE), ("due", "Call", None, NOW), ("who", "Call", stranger.pk, DUE)]
    for field, what, who, due in wrong:
        with pytest.raises(Invalid) as error:
            give_on_ticket(viewer=mira, ticket_id=ticket.pk, what=what, who_id=who, due_at=due, at=NOW)
        assert error.value.field == field
    task = give(ticket)
    for field, why, other in (("why", " ", LATE), ("due", "ill", DUE)):
        with pytest.raises(Invalid) as error:
            move(viewer=mira, task_id=task.pk, due_at=other, why=why, at=NOW)
        assert error.value.field == field
    with pytest.raises(Refused):
        give_on_ticket(viewer=lighthouse.viewer(stranger), ticket_id=ticket.pk, what="x", due_at=DUE, at=NOW)


@pytest.mark.clause("S49", "T51")
def test_open_tasks_go_along_with_a_merge_and_ended_ones_stay(lighthouse: Lighthouse, give: Give) -> None:
    one, other, mira = lighthouse.ticket(), lighthouse.ticket(number=2), lighthouse.viewer(lighthouse.mira)
    task, ended = give(one), give(one)
    finish(viewer=mira, task_id=ended.pk, at=SOON)
    merge(viewer=mira, ticket_id=one.pk, into_id=other.pk, at=SOON)
    for found, ticket in ((task, other), (ended, one)):
        found.refresh_from_db()
        assert (found.ticket, found.subject.ticket) == (ticket, ticket)
    went = Event.objects.get(verb="task_went_along")
    assert went.because == Event.objects.get(verb="merged_away")
    assert promises() == [("running", ""), ("met", "met")]
    with pytest.raises(Refused, match=f"merged into #{other.pk}. Give the task there"):
        give(one)


@pytest.mark.clause("S49", "T51")
def test_after_somebody_left_their_tasks_are_shown_to_whoever_gave_them_or_to_an_owner(
    lighthouse: Lighthouse, give: Give
) -> None:
    ticket = lighthouse.ticket()
    from_ada, own = give(ticket, by=lighthouse.ada, to=lighthouse.noor), give(ticket, by=lighthouse.noor)
    mira, ada = lighthouse.viewer(lighthouse.mira), lighthouse.viewer(lighthouse.ada)
    leave(viewer=mira, person_id=lighthouse.noor.pk, at=SOON)
    assert [one.id for one in task_page(viewer=ada, now=SOON).nobodys] == [from_ada.pk]
    assert [one.id for one in task_page(viewer=mira, now=SOON).nobodys] == [own.pk]
    left = Event.objects.filter(verb="task_moved")
    assert {one.because.verb for one in left if one.because} == {"deactivated"}
    fire_due(now=LATE)
    assert [who for who, text in told() if "was due" in text] == ["Ada", "Mira"]
    move(viewer=lighthouse.viewer(lighthouse.eve), task_id=own.pk, who_id=lighthouse.eve.pk, why="I can.", at=LATE)
    assert Task.objects.get(pk=own.pk).who == lighthouse.eve


@pytest.mark.clause("S49", "T51")
def test_ones_page_has_ones_own_next_due_first_and_what_one_gave_to_others(lighthouse: Lighthouse, give: Give) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    stamp = change_stamp(viewer=mira)
    later, soon, noors = give(ticket, due_at=LATE), give(), give(ticket, to=lighthouse.noor)
    give(ticket, by=lighthouse.noor)
    page = task_page(viewer=mira, now=DUE + timedelta(minutes=1))
    assert [(one.id, one.late, one.about) for one in page.mine] == [
        (soon.pk, True, "Acme"),
        (later.pk, False, f"#{ticket.pk} {ticket.title}"),
    ]
    assert ([one.id for one in page.given], page.nobodys) == ([noors.pk], ())
    assert (counts(viewer=mira, now=DUE).tasks, change_stamp(viewer=mira) != stamp) == (2, True)
    stranger = Person.objects.create(email="kai@lighthouse.example", name="Kai", joined_at=NOW)
    with pytest.raises(Refused):
        task_page(viewer=lighthouse.viewer(stranger), now=NOW)


@pytest.mark.parametrize("wrong", [{"ticket": None, "account": None}, {"state": "done"}, {"what": ""}])
def test_the_database_holds_that_it_hangs_on_one_thing_and_ends_with_its_state(
    lighthouse: Lighthouse, give: Give, wrong: dict[str, object]
) -> None:
    task = give(lighthouse.ticket())
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(account=lighthouse.acme)


def test_a_task_belongs_to_its_ticket_by_its_subject_too(lighthouse: Lighthouse, give: Give) -> None:
    ticket = lighthouse.ticket()
    give(ticket)
    give()
    assert [one.subject.ticket for one in Task.objects.order_by("id")] == [ticket, None]
    assert Subject.objects.filter(kind="task").count() == 2
