"""Whom a note tells: those it names who may see the ticket, once, and nobody else."""

from firsthand.domain.names import Role
from firsthand.models.outbox import Delivery, Notice
from firsthand.services.access.restrictions import Circle
from firsthand.services.book.desk import open_desk
from firsthand.services.notices.mailing import mail_due
from firsthand.services.notices.ways import GATHERED
from firsthand.services.people.actions import deactivate
from firsthand.services.tickets.actions.conversation import NoteWritten, add_note, reply
from firsthand.services.tickets.actions.restricting import restrict
from firsthand.services.writing.mentions import named_in
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person


def note(desk: Lighthouse, text: str, *, number: int) -> NoteWritten:
    """Mira leaves a note on a ticket."""
    return add_note(viewer=desk.viewer(desk.mira), ticket_id=number, text=text, at=NOW)


def told() -> list[str]:
    """Who was told that they are named."""
    return sorted(Notice.objects.filter(kind="mentioned").values_list("person__name", flat=True))


def test_whoever_is_named_is_told_once_on_the_desk_and_by_mail(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    written = note(lighthouse, "@Noor and @olu: see @noor.", number=ticket.pk)
    assert told() == ["Noor Haddad", "Olu Bello"]
    assert [one.name for one in written.named.told] == ["Noor Haddad", "Olu Bello"]
    mail_due(now=NOW + GATHERED)
    mail = Delivery.objects.filter(purpose="notice").earliest("id")
    assert f"Mira Lindqvist names you in a note on #{ticket.pk} {ticket.title}." in mail.text
    assert f"/t/{ticket.pk}" in mail.text


def test_nobody_is_told_of_themselves_and_an_answer_names_nobody(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    note(lighthouse, "@Mira, remember", number=ticket.pk)
    reply(viewer=mira, ticket_id=ticket.pk, text="@Noor looks", substantive=False, at=NOW)
    assert told() == []


def test_who_may_not_see_the_ticket_is_not_told_and_no_owner_instead(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    circle = Circle(roles=frozenset({Role("support")}))
    restrict(viewer=mira, ticket_id=ticket.pk, circle=circle, why="security", at=NOW)
    written = note(lighthouse, "@Noor knows", number=ticket.pk)
    assert (told(), written.named.shut_out) == ([], ("Noor Haddad",))
    mail_due(now=NOW + GATHERED)
    assert not Delivery.objects.filter(purpose="notice", text__contains="names you").exists()


def test_neither_who_left_nor_who_holds_no_role_is_told(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    person("Zoe Nobody", None)
    deactivate(viewer=mira, person_id=lighthouse.olu.pk, at=NOW)
    written = note(lighthouse, "@zoe @olu", number=ticket.pk)
    assert (told(), written.named.shut_out, written.named.unknown) == ([], ("Zoe Nobody",), ("olu",))


def test_what_is_said_before_is_what_happens(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    text = "@noor, @nobody"
    before = named_in(text, viewer=mira, ticket_id=ticket.pk, desk=open_desk(NOW))
    assert note(lighthouse, text, number=ticket.pk).named == before
    assert before.unknown == ("nobody",)
