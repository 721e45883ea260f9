"""Its owner accepts a proposal by their own act, or declines it with a reason; whoever made it may withdraw it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Role, Stage
from firsthand.domain.sentences import PLAIN
from firsthand.models.accounts import Account
from firsthand.models.clocks import Clock
from firsthand.models.events import Event
from firsthand.models.outbox import Notice
from firsthand.models.people import Person, RoleHolding
from firsthand.models.proposals import Proposal
from firsthand.models.tickets import ClosedAs
from firsthand.services.access.contacts import contact_viewer_of
from firsthand.services.access.doors import clocks_for
from firsthand.services.accounts.actions import set_commercial
from firsthand.services.people.actions import deactivate
from firsthand.services.proposals.actions import accept, decline, withdraw
from firsthand.services.tickets.actions.kinds import end_as_not_a_request, set_severity
from firsthand.services.tickets.actions.merging import merge
from tests.lighthouse import Lighthouse
from tests.services.proposals.books import ANSWER, in_english, publish_answers
from tests.services.proposals.test_proposing import NOW, on_account, on_ticket

LATER = NOW + timedelta(hours=1)


def accepts(desk: Lighthouse, row: Proposal, person: Person, *, seen: str | None = None) -> Proposal:
    """Somebody accepts it an hour later."""
    return accept(viewer=desk.viewer(person, at=LATER), proposal_id=row.pk, at=LATER, seen=seen)


def declines(desk: Lighthouse, row: Proposal, person: Person, *, why: str = "One user only.") -> Proposal:
    """Somebody declines it an hour later."""
    return decline(viewer=desk.viewer(person, at=LATER), proposal_id=row.pk, why=why, at=LATER)


def verbs(row: Proposal) -> list[str]:
    """What happened to it."""
    return list(Event.objects.filter(subject=row.subject).order_by("id").values_list("verb", flat=True))


@pytest.mark.clause("S5", "S6")
def test_accepting_is_the_owners_own_act_with_its_event_and_its_decision(answering: Lighthouse) -> None:
    ticket = answering.ticket(received_at=NOW)
    before = ticket.subject.decisions.count()
    row = accepts(answering, on_ticket(answering, ticket), answering.mira, seen="")
    ticket.refresh_from_db()
    assert (ticket.severity, ticket.subject.decisions.count()) == ("s1", before + 1)
    rated = Event.objects.get(verb="severity_set")
    assert (rated.person, in_english(rated)) == (answering.mira, {"why": "Noor Haddad proposed it: Down for all."})
    assert (row.state, row.answered_by, row.answered_at, verbs(row)) == (
        "accepted",
        answering.mira,
        LATER,
        ["proposed", "proposal_accepted"],
    )
    notice = Notice.objects.filter(subject=row.subject, person=answering.noor).get()
    assert PLAIN.sentence(notice.text) == f"Mira Lindqvist accepted your proposal of severity s1 for {ticket}"


@pytest.mark.clause("S5", "S7", "S10", "A10")
def test_each_field_of_an_account_is_set_by_its_owners_act(answering: Lighthouse) -> None:
    vp = RoleHolding.objects.create(person=answering.ada, role=Role("vp_sales"), from_at=NOW)
    acme = answering.acme
    wanted = (
        ("stage", "production", answering.eve),
        ("plan", "enterprise", answering.eve),
        ("contract", "acme-2026", answering.eve),
        ("seller", str(answering.eve.pk), answering.eve),
        ("accountable", "", answering.noor),
        ("strategic", "yes", vp.person),
    )
    for field, value, owner in wanted:
        by = answering.olu
        accepts(answering, on_account(answering, acme, field=field, value=value, by=by, why="They grow."), owner)
    acme = Account.objects.get(pk=acme.pk)
    assert (acme.stage, acme.plan, acme.contract) == ("production", "enterprise", "acme-2026")
    assert (acme.seller, acme.accountable, acme.strategic) == (answering.eve, None, True)
    assert acme.strategic_reason == "They grow."
    assert Event.objects.filter(verb="account_changed", subject=acme.subject).count() >= 6


@pytest.mark.clause("S6")
def test_declining_needs_a_reason_and_changes_nothing(answering: Lighthouse) -> None:
    ticket = answering.ticket(received_at=NOW)
    row = on_ticket(answering, ticket)
    with pytest.raises(Invalid, match="Say why not"):
        declines(answering, row, answering.ada, why=" ")
    row = declines(answering, row, answering.ada)
    ticket.refresh_from_db()
    assert (ticket.severity, row.state, row.answer) == ("", "declined", "One user only.")
    event = Event.objects.get(verb="proposal_declined")
    assert (event.person, in_english(event)) == (answering.ada, {"after": "s1", "why": "One user only."})
    assert Notice.objects.filter(subject=row.subject, person=answering.noor).exists()


@pytest.mark.clause("S5")
def test_nobody_else_answers_it_and_nobody_else_withdraws_it(answering: Lighthouse) -> None:
    row = on_ticket(answering, answering.ticket(received_at=NOW))
    for act in (accepts, declines):
        with pytest.raises(Refused, match="Only head of support or support may"):
            act(answering, row, answering.eve)
    with pytest.raises(Refused, match="Only Noor Haddad, whose proposal it is"):
        withdraw(viewer=answering.viewer(answering.mira, at=LATER), proposal_id=row.pk, at=LATER)
    with pytest.raises(Missing):
        withdraw(viewer=answering.viewer(answering.noor, at=LATER), proposal_id=row.pk + 9, at=LATER)
    done = withdraw(viewer=answering.viewer(answering.noor, at=LATER), proposal_id=row.pk, at=LATER, why="It is back.")
    assert (done.state, done.answer, verbs(done)) == ("withdrawn", "It is back.", ["proposed", "proposal_withdrawn"])


def test_it_is_answered_once(answering: Lighthouse) -> None:
    row = accepts(answering, on_ticket(answering, answering.ticket(received_at=NOW)), answering.mira)
    for act in (accepts, declines):
        with pytest.raises(Refused, match="was accepted before"):
            act(answering, row, answering.ada)
    assert Event.objects.filter(verb="severity_set").count() == 1


def test_what_is_so_already_ends_as_accepted_and_nothing_is_set_again(answering: Lighthouse) -> None:
    ticket = answering.ticket(received_at=NOW)
    row = on_ticket(answering, ticket)
    set_severity(viewer=answering.viewer(answering.ada, at=NOW), ticket_id=ticket.pk, severity="s1", at=NOW)
    row = accepts(answering, row, answering.mira, seen="")
    assert (row.state, Event.objects.get(verb="proposal_accepted").payload) == (
        "accepted",
        {"field": "severity", "already": True},
    )
    assert Event.objects.filter(verb="severity_set").count() == 1


def test_what_changed_since_it_was_looked_at_is_looked_at_again(answering: Lighthouse) -> None:
    ticket = answering.ticket(received_at=NOW)
    row = on_ticket(answering, ticket)
    set_severity(viewer=answering.viewer(answering.ada, at=NOW), ticket_id=ticket.pk, severity="s2", at=NOW)
    with pytest.raises(Invalid, match="The severity became s2 meanwhile. Look at it again"):
        accepts(answering, row, answering.mira, seen="")
    assert accepts(answering, row, answering.mira, seen="s2").state == "accepted"


def test_a_value_that_no_longer_fits_is_refused_in_words_and_stays_open(answering: Lighthouse) -> None:
    row = on_account(answering, answering.acme, field="accountable", value="", by=answering.olu)
    eve = on_account(answering, answering.acme, field="seller", value=str(answering.eve.pk))
    max_ = Person.objects.create(email="max@lighthouse.example", name="Max", joined_at=NOW)
    RoleHolding.objects.create(person=max_, role=Role("sales"), from_at=NOW)
    deactivate(viewer=answering.viewer(answering.mira, at=NOW), person_id=answering.eve.pk, at=NOW)
    with pytest.raises(Invalid, match="It no longer fits: Choose somebody who holds sales") as refused:
        accepts(answering, eve, max_)
    eve.refresh_from_db()
    assert (refused.value.field, eve.state, verbs(eve)) == ("accept", "open", ["proposed"])
    assert accepts(answering, row, answering.noor).state == "accepted"


def test_on_a_closed_ticket_it_is_declined_or_withdrawn_never_accepted(answering: Lighthouse) -> None:
    spam, merged, other = (answering.ticket(received_at=NOW, number=number) for number in (1, 2, 3))
    rows = [on_ticket(answering, one) for one in (spam, merged)]
    mira = answering.viewer(answering.mira, at=NOW)
    end_as_not_a_request(viewer=mira, ticket_id=spam.pk, as_=ClosedAs.spam, at=NOW)
    merge(viewer=mira, ticket_id=merged.pk, into_id=other.pk, at=NOW)
    for row, words in zip(rows, ("is closed and stays as it is", f"merged into #{other.pk}"), strict=True):
        with pytest.raises(Refused, match=words):
            accepts(answering, row, answering.mira)
        assert declines(answering, row, answering.mira, why="It is closed.").state == "declined"


@pytest.mark.clause("A20", "S5")
def test_where_nobody_may_set_it_an_owner_of_the_desk_may_decline_but_not_set_it(answering: Lighthouse) -> None:
    row = on_account(answering, answering.acme, field="strategic", value="yes", by=answering.noor)
    with pytest.raises(Refused, match="may set the strategic flag"):
        accepts(answering, row, answering.mira)
    assert declines(answering, row, answering.mira).state == "declined"
    other = on_account(answering, answering.acme, field="strategic", value="yes", by=answering.noor)
    RoleHolding.objects.create(person=answering.ada, role=Role("vp_sales"), from_at=NOW)
    with pytest.raises(Refused, match="Only vp customer engineering or vp sales may answer"):
        declines(answering, other, answering.mira)  # somebody holds it now


def test_whoever_left_is_told_nothing_and_their_proposal_still_gets_its_answer(answering: Lighthouse) -> None:
    row = on_ticket(answering, answering.ticket(received_at=NOW))
    deactivate(viewer=answering.viewer(answering.mira, at=NOW), person_id=answering.noor.pk, at=NOW)
    count = Notice.objects.count()
    assert accepts(answering, row, answering.mira).state == "accepted"
    assert Notice.objects.count() == count


def test_after_its_answer_the_same_may_be_proposed_again(answering: Lighthouse) -> None:
    ticket = answering.ticket(received_at=NOW)
    declines(answering, on_ticket(answering, ticket), answering.mira)
    assert on_ticket(answering, ticket, why="Now it is down for all.").state == "open"


def test_a_proposal_is_about_one_thing_and_its_answer_has_somebody(answering: Lighthouse) -> None:
    row = on_ticket(answering, answering.ticket(received_at=NOW))
    wrong: tuple[dict[str, object], ...] = (
        {"account": answering.acme},
        {"ticket": None},
        {"state": "accepted"},
        {"state": "accepted", "answered_at": NOW},
        {"state": "lost"},
    )
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=row.pk).update(**change)


def test_a_stage_that_the_desk_set_meanwhile_is_not_undone(answering: Lighthouse) -> None:
    row = on_account(answering, answering.acme, field="stage", value="production")
    eve = answering.viewer(answering.eve, at=NOW)
    set_commercial(viewer=eve, account_id=answering.acme.pk, stage=Stage("former"), at=NOW)
    with pytest.raises(Invalid, match="The stage became former meanwhile"):
        accepts(answering, row, answering.eve, seen="trial")


def test_the_instant_is_the_acts(answering: Lighthouse) -> None:
    row = on_ticket(answering, answering.ticket(received_at=NOW))
    assert (row.proposed_at, NOW) == (NOW, datetime(2026, 3, 2, 10, tzinfo=UTC))


@pytest.mark.clause("S5")
def test_a_customer_is_not_told_by_when_teammates_answer_each_other(lighthouse: Lighthouse) -> None:
    publish_answers(ANSWER.replace("internal_target", "contractual\n    disclosable: true"))
    on_ticket(lighthouse, lighthouse.ticket(received_at=NOW))
    assert Clock.objects.get(kind="answer").disclosable
    looker = contact_viewer_of(lighthouse.ana)
    assert looker is not None
    assert not clocks_for(looker).filter(kind="answer").exists()
