"""What somebody owns goes to whom is named when they leave, else by name to the lead of their role, sooner or later."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.names import Kind, Role
from firsthand.domain.sentences import PLAIN
from firsthand.models.absences import AbsenceCalendar
from firsthand.models.accounts import Account
from firsthand.models.clocks import Clock
from firsthand.models.drafts import AmendmentDraft
from firsthand.models.events import Event
from firsthand.models.feature_requests import FeatureRequest
from firsthand.models.handoffs import Handoff
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.proposals import Proposal
from firsthand.models.questions import Question
from firsthand.models.tickets import Ticket
from firsthand.services.absences.actions import Whose, give_address
from firsthand.services.access.restrictions import Circle
from firsthand.services.access.waiting import questions_unanswered
from firsthand.services.drafts import actions as drafts
from firsthand.services.feature_requests.actions import answer as answer_request
from firsthand.services.feature_requests.actions import send
from firsthand.services.leaving.actions import hand_on_what_was_left, leave
from firsthand.services.leaving.owned import OWNED
from firsthand.services.leaving.queries import leaving_of
from firsthand.services.owning.values import OF_NO_ROLE, Heir
from firsthand.services.people.actions import RoleWanted, deactivate, reactivate, set_roles
from firsthand.services.proposals import actions as proposals
from firsthand.services.questions import actions as questions
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.tickets.actions.restricting import restrict
from tests.handing_over import offer
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person
from tests.services.drafts.test_drafts import HOURS, draft_of

LATER, MUCH_LATER = NOW + timedelta(minutes=5), NOW + timedelta(days=30)
CE = Role("customer_engineering")
VP = Role("vp_customer_engineering")


def ticket_of(lighthouse: Lighthouse, kind: str, number: int) -> Ticket:
    """A ticket of Ana's that Noor has."""
    ticket = lighthouse.ticket(number=number)
    confirm_kind(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, kind=Kind(kind), at=NOW)
    return take(viewer=lighthouse.viewer(lighthouse.noor), ticket_id=ticket.pk, at=NOW)


@pytest.fixture
def busy(lighthouse: Lighthouse) -> Lighthouse:
    """Noor owns something of every kind that a customer engineer owns."""
    noor = lighthouse.viewer(lighthouse.noor)
    how_to, wish, other = (
        ticket_of(lighthouse, kind, number)
        for number, kind in enumerate(("how_to", "feature_request", "feature_request"), start=1)
    )
    questions.ask(viewer=noor, ticket_id=how_to.pk, text="Do two keys work at once?", at=NOW)
    send(viewer=noor, ticket_id=wish.pk, title="Dark mode", evidence="Ana asks.", at=NOW)
    offer(lighthouse.noor, other, "product", at=NOW)
    proposals.propose(viewer=noor, ticket_id=how_to.pk, field="severity", value="s2", why="Many ask.", at=NOW)
    draft_of(lighthouse, HOURS)
    address = "https://calendar.example/secret.ics"
    give_address(viewer=noor, whose=Whose(person=lighthouse.noor.pk), address=address, every=False, at=NOW)
    return lighthouse


def goes(lighthouse: Lighthouse, who: Person, *heirs: Heir) -> None:
    """Somebody leaves."""
    leave(viewer=lighthouse.viewer(lighthouse.mira), person_id=who.pk, heirs=heirs, at=LATER)


def owners() -> dict[str, set[str | None]]:
    """Who has what by now, by name."""
    names = dict(Person.objects.values_list("pk", "name"))

    def of(rows: object) -> set[str | None]:
        return {names.get(one) for one in rows}  # type: ignore[attr-defined]

    return {
        "tickets": of(Ticket.objects.values_list("responsible", flat=True)),
        "accounts": of(Account.objects.values_list("accountable", flat=True)),
        "offers": of(Handoff.objects.values_list("from_person", flat=True)),
        "questions": of(Question.objects.values_list("carried_by", flat=True)),
        "requests": of(FeatureRequest.objects.values_list("carried_by", flat=True)),
        "proposals": of(Proposal.objects.values_list("carried_by", flat=True)),
        "drafts": of(AmendmentDraft.objects.values_list("carried_by", flat=True)),
    }


def test_where_nobody_is_named_all_of_it_is_the_leads_by_name_and_every_clock_runs_on(busy: Lighthouse) -> None:
    person("Vic Stone", VP)
    before = list(Clock.objects.order_by("pk").values_list("pk", "kind", "due_at", "state"))
    goes(busy, busy.noor)
    assert owners() == {kind: {"Vic Stone"} for kind in owners()}
    assert list(Clock.objects.order_by("pk").values_list("pk", "kind", "due_at", "state")) == before
    left = Event.objects.get(verb="deactivated")
    moved = Event.objects.filter(verb="carried_on")
    assert {(one.because, one.subject.kind) for one in moved.select_related("because", "subject")} == {
        (left, "question"),
        (left, "feature_request"),
        (left, "proposal"),
    }
    assert not AbsenceCalendar.objects.exists()


def test_whoever_is_named_has_it_hears_of_it_once_and_goes_on_with_it(busy: Lighthouse) -> None:
    zoe = person("Zoe Park", CE)
    kinds = [("tickets", CE), ("accountable", CE)]
    kinds += [(kind, OF_NO_ROLE) for kind in ("questions", "feature_requests", "proposals", "drafts")]
    goes(busy, busy.noor, *(Heir(kind=kind, role=role, person=zoe.pk) for kind, role in kinds))
    assert owners() == {kind: {"Zoe Park"} for kind in owners()}
    (notice,) = Notice.objects.filter(person=zoe, kind="handed_on")
    said = PLAIN.sentence(notice.text)
    for words in ("Noor Haddad left", "3 open tickets", "Accountable for 3 accounts", "One question without an answer"):
        assert words in said
    viewer = busy.viewer(zoe, at=MUCH_LATER)
    question = Question.objects.get()
    assert list(questions_unanswered(viewer, MUCH_LATER)) == [question]
    made = questions.answer(viewer=busy.viewer(busy.olu), question_id=question.pk, text="They do.", at=LATER)
    assert Notice.objects.filter(person=zoe, kind="question").count() == 1
    assert questions.mark(viewer=viewer, answer_id=made.pk, helped=True, at=MUCH_LATER).helped_at == MUCH_LATER
    request = FeatureRequest.objects.get()
    answer_request(viewer=busy.viewer(busy.pat), request_id=request.pk, answer="yes", why="Soon.", at=LATER)
    assert Notice.objects.filter(person=zoe, kind="feature_request").count() == 1
    assert proposals.withdraw(viewer=viewer, proposal_id=Proposal.objects.get().pk, at=MUCH_LATER).state == "withdrawn"
    assert drafts.withdraw(viewer=viewer, draft_id=AmendmentDraft.objects.get().pk, at=MUCH_LATER).state == "withdrawn"


def test_nobody_else_goes_on_with_it(busy: Lighthouse) -> None:
    person("Vic Stone", VP)
    goes(busy, busy.noor)
    with pytest.raises(Refused, match="Only Vic Stone"):
        questions.withdraw(viewer=busy.viewer(busy.pat), question_id=Question.objects.get().pk, at=LATER)
    with pytest.raises(Refused, match="Only Vic Stone"):
        drafts.withdraw(viewer=busy.viewer(busy.pat), draft_id=AmendmentDraft.objects.get().pk, at=LATER)


def test_without_a_lead_what_was_asked_waits_and_is_the_leads_as_soon_as_there_is_one(busy: Lighthouse) -> None:
    goes(busy, busy.noor)
    assert (owners()["questions"], owners()["accounts"], owners()["tickets"]) == ({None}, {None}, {None})
    assert hand_on_what_was_left(now=MUCH_LATER) == 0
    assert not Event.objects.filter(verb="carried_on").exists()
    person("Vic Stone", VP)
    assert hand_on_what_was_left(now=MUCH_LATER) == 1
    assert [owners()[kind] for kind in ("questions", "requests", "proposals", "drafts")] == [{"Vic Stone"}] * 4
    assert hand_on_what_was_left(now=MUCH_LATER) == 0


def test_somebody_who_was_only_deactivated_leaves_nothing_behind(busy: Lighthouse) -> None:
    person("Vic Stone", VP)
    deactivate(viewer=busy.viewer(busy.mira), person_id=busy.noor.pk, at=LATER)
    assert hand_on_what_was_left(now=MUCH_LATER) == 1
    assert owners() == {kind: {"Vic Stone"} for kind in owners()}
    assert Event.objects.filter(verb="carried_on", by_desk=True).count() == 3
    assert not AbsenceCalendar.objects.exists()


def test_the_lead_leaves_as_well_and_it_goes_on_to_the_next(busy: Lighthouse) -> None:
    vic = person("Vic Stone", VP)
    goes(busy, busy.noor)
    lou = person("Lou Gray", VP)
    goes(busy, vic)
    assert owners() == {kind: {lou.name} for kind in owners()}


def test_whoever_comes_back_has_none_of_it(busy: Lighthouse) -> None:
    person("Vic Stone", VP)
    goes(busy, busy.noor)
    reactivate(viewer=busy.viewer(busy.mira), person_id=busy.noor.pk, at=MUCH_LATER)
    assert hand_on_what_was_left(now=MUCH_LATER) == 0
    assert owners()["questions"] == {"Vic Stone"}


def test_a_stand_in_is_the_lead_while_there_is_nobody_else(busy: Lighthouse) -> None:
    viewer = busy.viewer(busy.mira)
    set_roles(viewer=viewer, person_id=busy.eve.pk, roles=[RoleWanted(role=VP, acting=True)], at=NOW)
    goes(busy, busy.noor)
    assert owners()["questions"] == {busy.eve.name}


def test_what_hangs_on_a_restricted_ticket_goes_to_nobody_who_is_not_let_in(busy: Lighthouse) -> None:
    person("Vic Stone", VP)
    question = Question.objects.get()
    row = offer(busy.pat, _given(busy, busy.pat), "support", at=NOW, to=busy.mira)
    for ticket, people in ((question.ticket_id, {busy.noor}), (row.ticket_id, {busy.mira, busy.pat})):
        circle = Circle(people=frozenset(one.pk for one in people))
        by = busy.noor if busy.noor in people else busy.mira
        restrict(viewer=busy.viewer(by), ticket_id=ticket, circle=circle, why="A leak.", at=NOW)
    goes(busy, busy.noor)
    question.refresh_from_db()
    assert (question.carried_by, Ticket.objects.get(pk=question.ticket_id).responsible) == (None, None)
    person("Hal Orr", None, owner=True)
    leave(viewer=busy.viewer(Person.objects.get(name="Hal Orr")), person_id=busy.mira.pk, at=LATER)
    row.refresh_from_db()
    assert row.to_person is None


def _given(busy: Lighthouse, who: Person) -> Ticket:
    ticket = busy.ticket(number=9)
    Ticket.objects.filter(pk=ticket.pk).update(responsible=who, responsible_role="product")
    return Ticket.objects.get(pk=ticket.pk)


def test_what_was_offered_to_them_goes_to_whom_is_named(busy: Lighthouse) -> None:
    kim = person("Kim Lund", Role("product"))
    row = offer(busy.noor, Ticket.objects.get(pk=Question.objects.get().ticket_id), "product", at=NOW, to=busy.pat)
    goes(busy, busy.pat, Heir(kind="offers_to", role=Role("product"), person=kim.pk))
    row.refresh_from_db()
    assert (row.to_person, row.state) == (kim, "offered")


def test_the_page_before_names_every_group_with_whom_it_goes_to_and_the_role_that_is_vacant_then(
    busy: Lighthouse,
) -> None:
    person("Vic Stone", VP)
    leaving = leaving_of(viewer=busy.viewer(busy.mira), person_id=busy.noor.pk, at=NOW)
    assert [(one.kind, one.lead) for one in leaving.owned] == [
        ("tickets", "Vic Stone"),
        ("accountable", "Vic Stone"),
        ("offers_by", None),
        ("questions", "Vic Stone"),
        ("feature_requests", "Vic Stone"),
        ("proposals", "Vic Stone"),
        ("drafts", "Vic Stone"),
        ("calendars", None),
    ]
    assert leaving.vacant == (CE,)


def test_nobody_is_named_who_cannot_have_it(busy: Lighthouse) -> None:
    with pytest.raises(Invalid):
        goes(busy, busy.noor, Heir(kind="accountable", role=CE, person=busy.eve.pk))
    assert Person.objects.get(pk=busy.noor.pk).is_active


def test_each_kind_says_its_number_in_words() -> None:
    for owned in OWNED:
        assert PLAIN.sentence(owned.said(1)) != PLAIN.sentence(owned.said(2))
