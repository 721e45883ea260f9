"""Saved replies: written for a team, checked when they are saved, found, filled for a ticket and retired."""

import pytest

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Role
from firsthand.domain.sentences import PLAIN
from firsthand.models.accounts import Contact
from firsthand.models.events import Event
from firsthand.models.people import Person
from firsthand.models.saved_replies import SavedReply
from firsthand.services.book.desk import open_desk
from firsthand.services.saved_replies.actions import SavedText, change, retire, save
from firsthand.services.saved_replies.queries import offered, saved_replies
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person

SUPPORT, ENGINEERING = Role("support"), Role("engineering")


def saved(desk: Lighthouse, text: str, *, by: Person | None = None, name: str = "Lock", **more: object) -> SavedReply:
    """Mira saves a text, unless the test says who does."""
    wanted = SavedText(name=name, text=text, **more)  # type: ignore[arg-type]
    return save(viewer=desk.viewer(by or desk.mira), wanted=wanted, at=NOW)


def names(desk: Lighthouse, words: str = "", *, by: Person | None = None, ticket: int | None = None) -> list[str]:
    """What is offered on a ticket of Ana's, or listed where there is none."""
    viewer, now = desk.viewer(by or desk.mira), open_desk(NOW)
    if ticket is None:
        return [one.name for one in saved_replies(viewer=viewer, desk=now, words=words)[0]]
    return [one.name for one in offered(viewer=viewer, desk=now, ticket_id=ticket, words=words)]


def test_it_is_filled_for_the_ticket_and_leaves_no_hole(lighthouse: Lighthouse) -> None:
    saved(lighthouse, "Hello {first_name|there}, for {account|your company}: #{number}. {writer}, {desk}")
    known = lighthouse.ticket()
    nobody = lighthouse.ticket(contact=Contact.objects.create(name="", created_at=NOW), number=2)
    viewer, now = lighthouse.viewer(lighthouse.mira), open_desk(NOW)
    texts = [offered(viewer=viewer, desk=now, ticket_id=one.pk)[0].text for one in (known, nobody)]
    assert texts == [
        f"Hello Ana, for Acme: #{known.pk}. Mira Lindqvist, Lighthouse",
        f"Hello there, for your company: #{nobody.pk}. Mira Lindqvist, Lighthouse",
    ]


def test_those_of_everybody_of_ones_roles_and_of_the_tickets_role_are_offered(lighthouse: Lighthouse) -> None:
    saved(lighthouse, "For all.", name="All")
    saved(lighthouse, "Of support.", name="Support", role=SUPPORT)
    saved(lighthouse, "Of engineering.", name="Engineering", role=ENGINEERING, by=lighthouse.olu)
    ticket = lighthouse.ticket().pk
    assert names(lighthouse, ticket=ticket) == ["All", "Support"]
    assert names(lighthouse, ticket=ticket, by=lighthouse.olu) == ["All", "Engineering", "Support"]
    assert names(lighthouse) == ["All", "Engineering", "Support"]


def test_every_word_is_looked_for_in_name_and_text(lighthouse: Lighthouse) -> None:
    saved(lighthouse, "We rebuilt the index.", name="Lock")
    saved(lighthouse, "We rebuilt the mirror.", name="Mirror")
    assert names(lighthouse, "INDEX lock") == ["Lock"]
    assert names(lighthouse, "rebuilt", ticket=lighthouse.ticket().pk) == ["Lock", "Mirror"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("Hello {first_name}.", "nothing_instead"),
        ("Hello {who|you}.", "unknown_variable"),
        ("This will be done ASAP.", "warned_wording"),
        ("This will be done {subject|ASAP}.", "warned_wording"),
    ],
)
@pytest.mark.clause("S44")
def test_what_is_wrong_is_said_when_it_is_saved(lighthouse: Lighthouse, text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        saved(lighthouse, text)
    assert (refused.value.code, refused.value.field, SavedReply.objects.count()) == (code, "text", 0)


def test_a_phrase_to_avoid_is_named_with_its_clause(lighthouse: Lighthouse) -> None:
    with pytest.raises(Invalid) as refused:
        saved(lighthouse, "This will be done ASAP.")
    assert "“ASAP”" in PLAIN.sentence(refused.value.message)


def test_one_writes_for_ones_own_teams_those_that_one_heads_and_everybody(lighthouse: Lighthouse) -> None:
    with pytest.raises(Refused) as refused:
        saved(lighthouse, "We look.", role=ENGINEERING)
    assert refused.value.code == "not_of_team"
    mine = saved(lighthouse, "We look.", role=SUPPORT)
    change(
        viewer=lighthouse.viewer(lighthouse.ada), reply_id=mine.pk, wanted=SavedText(name="L", text="We saw."), at=NOW
    )
    other = saved(lighthouse, "We look.", name="Build", role=ENGINEERING, by=lighthouse.olu)
    with pytest.raises(Refused):
        retire(viewer=lighthouse.viewer(lighthouse.mira), reply_id=other.pk, at=NOW)
    with pytest.raises(Refused):
        saved(lighthouse, "We look.", by=person("Nobody Yet", None))


def test_a_name_is_one_among_those_that_are_offered(lighthouse: Lighthouse) -> None:
    first = saved(lighthouse, "We look.")
    with pytest.raises(Invalid) as refused:
        saved(lighthouse, "We saw.", name="LOCK")
    assert refused.value.code == "saved_name_taken"
    retire(viewer=lighthouse.viewer(lighthouse.mira), reply_id=first.pk, at=NOW)
    saved(lighthouse, "We saw.", name="LOCK")
    assert names(lighthouse) == ["LOCK"]
    with pytest.raises(Missing):
        retire(viewer=lighthouse.viewer(lighthouse.mira), reply_id=first.pk, at=NOW)


def test_what_it_said_and_who_wrote_it_stands_in_its_events(lighthouse: Lighthouse) -> None:
    row = saved(lighthouse, "We look.", role=SUPPORT)
    retire(viewer=lighthouse.viewer(lighthouse.mira), reply_id=row.pk, at=NOW)
    events = Event.objects.filter(subject=row.subject).order_by("id")
    assert [(one.verb, one.person) for one in events] == [
        ("saved_reply_written", lighthouse.mira),
        ("saved_reply_retired", lighthouse.mira),
    ]


def test_a_ticket_behind_a_shut_door_offers_nothing(lighthouse: Lighthouse) -> None:
    with pytest.raises(Missing):
        names(lighthouse, ticket=404)
