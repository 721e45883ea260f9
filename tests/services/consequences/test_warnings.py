"""Anybody of the roles that are asked warns unasked, of anything; the whole company reads it (S16)."""

from datetime import timedelta

import pytest

from firsthand.domain.consequences import Move
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Kind
from firsthand.domain.sentences import PLAIN
from firsthand.models.consequences import CombinedAnswer, ConsequenceNote, ConsequenceRound
from firsthand.models.events import Event
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.tickets import ClosedAs, Decision
from firsthand.services.access.restrictions import Circle
from firsthand.services.accounts.erasing import erase_contact
from firsthand.services.book.desk import open_desk
from firsthand.services.consequences.actions import withdraw
from firsthand.services.consequences.notes import newest_notes, notes_beside
from firsthand.services.consequences.noting import About, warn
from firsthand.services.feature_requests.actions import send
from firsthand.services.proposals.actions import propose
from firsthand.services.tickets.actions.kinds import confirm_kind, end_as_not_a_request
from firsthand.services.tickets.actions.merging import merge
from firsthand.services.tickets.actions.restricting import restrict
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.consequences.parts import MONDAY, SOON, Said, all_answered, asked, combined

TEXT = "If we lift the limit, every export queue doubles."


def warned(lighthouse: Lighthouse, about: About, *, by: Person | None = None, text: str = TEXT) -> ConsequenceNote:
    """Olu, an engineer, warns unasked."""
    viewer = lighthouse.viewer(by or lighthouse.olu, at=SOON)
    return warn(viewer=viewer, about=about, text=text, at=SOON)


def read_by(lighthouse: Lighthouse, person: Person, *, words: str = "") -> list[str]:
    """The warnings that somebody finds."""
    return [one.text for one in newest_notes(viewer=lighthouse.viewer(person, at=MONDAY), words=words)]


@pytest.mark.clause("S16")
def test_an_engineer_warns_on_a_ticket_and_everybody_reads_it(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    note = warned(lighthouse, About(ticket=ticket.pk))
    assert (note.role, note.account, note.asked) == ("engineering", lighthouse.acme, None)
    for person in (lighthouse.eve, lighthouse.mira, lighthouse.pat):
        assert read_by(lighthouse, person) == [TEXT]
    assert Notice.objects.get(kind="consequence").person == lighthouse.noor
    assert Event.objects.get(verb="consequence_noted").subject == ticket.subject


@pytest.mark.clause("S16")
def test_of_a_request_a_proposal_a_move_and_a_decision_too(lighthouse: Lighthouse) -> None:
    ticket, noor = lighthouse.ticket(), lighthouse.viewer(lighthouse.noor)
    confirm_kind(viewer=noor, ticket_id=ticket.pk, kind=Kind("feature_request"), at=NOW)
    request = send(viewer=noor, ticket_id=ticket.pk, title="Dark mode", evidence="Ana.", at=NOW)
    proposal = propose(
        viewer=noor, field="stage", value="production", why="Now.", account_id=lighthouse.acme.pk, at=NOW
    )
    row = asked(lighthouse)
    for about in (About(request=request.pk), About(proposal=proposal.pk), About(round=row.pk)):
        warned(lighthouse, about)
    decision = Decision.objects.filter(subject=ticket.subject).latest("pk")
    olu = lighthouse.viewer(lighthouse.olu)
    warn(viewer=olu, about=About(ticket=ticket.pk), text=TEXT, decision_id=decision.pk, at=SOON)
    found = newest_notes(viewer=olu)
    assert [one.page.split("#")[0] for one in found] == [
        f"/t/{ticket.pk}",
        f"/consequences/{row.pk}",
        "/proposals",
        "/requests",
    ]
    assert [one.about_decision for one in found] == [True, False, False, False]
    other = Decision.objects.exclude(subject=ticket.subject).latest("pk")
    with pytest.raises(Missing, match="no such thing"):
        warn(viewer=olu, about=About(ticket=ticket.pk), text=TEXT, decision_id=other.pk, at=SOON)


def test_only_the_roles_that_the_book_asks_warn(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    with pytest.raises(Refused, match="Only support, product or engineering warns"):
        warned(lighthouse, About(ticket=ticket.pk), by=lighthouse.eve)
    with pytest.raises(Invalid, match="what you see coming"):
        warned(lighthouse, About(ticket=ticket.pk), text=" ")
    with pytest.raises(Missing):
        warned(lighthouse, About())
    with pytest.raises(Missing):
        warned(lighthouse, About(ticket=ticket.pk + 99))


@pytest.mark.clause("S16")
def test_on_a_restricted_ticket_only_who_may_read_that_reads_the_warning(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    warned(lighthouse, About(ticket=ticket.pk))
    circle = Circle(people=frozenset({lighthouse.mira.pk}))
    restrict(viewer=mira, ticket_id=ticket.pk, circle=circle, why="A hole.", at=SOON)
    assert read_by(lighthouse, lighthouse.mira) == [TEXT]
    assert read_by(lighthouse, lighthouse.olu) == []
    assert read_by(lighthouse, lighthouse.olu, words="export") == []
    with pytest.raises(Missing):
        warned(lighthouse, About(ticket=ticket.pk))


def test_warnings_are_found_by_their_words(lighthouse: Lighthouse) -> None:
    warned(lighthouse, About(ticket=lighthouse.ticket().pk))
    warned(lighthouse, About(round=asked(lighthouse).pk), text="Nobody is on call at night.")
    assert read_by(lighthouse, lighthouse.eve, words="queue doubles") == [TEXT]
    assert read_by(lighthouse, lighthouse.eve, words="zeppelin") == []


def test_a_merge_takes_them_along(lighthouse: Lighthouse) -> None:
    one, other = lighthouse.ticket(), lighthouse.ticket(number=2)
    warned(lighthouse, About(ticket=one.pk))
    merge(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=one.pk, into_id=other.pk, at=SOON)
    desk = open_desk(SOON)
    for ticket, texts in ((one, []), (other, [TEXT])):
        found = notes_beside(viewer=lighthouse.viewer(lighthouse.eve), subject_id=ticket.subject_id, desk=desk)
        assert [note.text for note in found.notes] == texts
    assert Event.objects.get(verb="consequence_notes_went_along").subject == other.subject


def test_a_withdrawn_round_takes_no_more_warnings(lighthouse: Lighthouse) -> None:
    row = asked(lighthouse)
    withdraw(viewer=lighthouse.viewer(lighthouse.eve), round_id=row.pk, why="", at=SOON)
    with pytest.raises(Refused):
        warned(lighthouse, About(round=row.pk))


def test_an_erasure_takes_the_person_out_of_everything_that_was_said(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    warned(lighthouse, About(ticket=ticket.pk), text="Ana Costa will write to all her peers.")
    row = asked(lighthouse, move=Move.date, wanted="Call with Ana Costa")
    all_answered(lighthouse, row)
    warned(lighthouse, About(round=row.pk), text="Ana Costa told ana@acme.example to wait.")
    combined(lighthouse, row, Said(interest="Ana Costa wants it.", long_term="Ana Costa leaves."))
    mira = lighthouse.viewer(lighthouse.mira, at=MONDAY)
    end_as_not_a_request(viewer=mira, ticket_id=ticket.pk, as_=ClosedAs.spam, at=MONDAY)
    erase_contact(viewer=mira, contact_id=lighthouse.ana.pk, why="They asked us to.", at=MONDAY + timedelta(days=1))
    kept = [
        *ConsequenceNote.objects.values_list("text", flat=True),
        *ConsequenceRound.objects.values_list("wanted", flat=True),
        *CombinedAnswer.objects.values_list("customer_interest", flat=True),
        *CombinedAnswer.objects.values_list("long_term", flat=True),
        *(str(words) for words in Event.objects.exclude(words=None).values_list("words", flat=True)),
        *(PLAIN.sentence(text) for text in Notice.objects.values_list("text", flat=True)),
    ]
    assert [one for one in kept if "Ana" in one or "ana@" in one] == []
