"""Erasing a contact: the person is nowhere any more, and what was done and judged still is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import get_type_hints

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.events import DESK, REGISTRY, Content, SubjectKind, decode, slots_of
from firsthand.domain.events.actors import contact as contact_actor
from firsthand.domain.events.actors import person as person_actor
from firsthand.domain.names import StateName
from firsthand.domain.notices import NoticeKind
from firsthand.domain.sentences import say
from firsthand.engine.erasing import ErasedFiles
from firsthand.models.accounts import Contact, Erasure
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.conversation import Attachment, Direction, Message
from firsthand.models.events import Event
from firsthand.models.intake import RawMessage
from firsthand.models.outbox import Delivery, OutboxState
from firsthand.models.people import Invitation
from firsthand.models.subjects import Subject
from firsthand.models.tickets import ClosedAs, Decision, Ticket
from firsthand.models.writing import Unsent
from firsthand.services.accounts.actions import add_contact, add_domain
from firsthand.services.accounts.erasing import erase_contact, would_go
from firsthand.services.book.desk import open_desk
from firsthand.services.clocks.queries import receipts
from firsthand.services.delivery.actions import delivery_refused, retry
from firsthand.services.desk.actions import change_settings
from firsthand.services.desk.kept_files import keep_raw
from firsthand.services.events.actions import insert
from firsthand.services.intake.values import IntakeOutcome
from firsthand.services.notices.actions import notify
from firsthand.services.notices.mailing import mail_due
from firsthand.services.outbox.actions import claim_due
from firsthand.services.people.actions import invite
from firsthand.services.tasks.actions import give_on_account, give_on_ticket, move
from firsthand.services.tickets.actions.conversation import add_note, reply
from firsthand.services.tickets.actions.kinds import end_as_not_a_request
from firsthand.services.tickets.actions.status import set_status
from firsthand.services.timers.firing import fire_due
from firsthand.services.writing.unsent import NOTHING_BEGUN, Written, keep_unsent
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import arrive, letter, ticket_of

MONDAY = NOW + timedelta(days=3)
LATER = NOW + timedelta(days=30)
ANSWER = (
    "Hi Ana, I reproduced it: the cookie lost its path. We deploy the fix at noon. Write me, Ana Costa, if it loops."
)
TRACES = ("ana@acme.example", "Ana", "Costa", "Login loops", "passport", "home.example")


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """Ana's ticket, answered late and solved, with a file, a colleague who quotes her, and a mail that is held."""

    desk: Lighthouse
    data: Path
    ticket: Ticket

    def comes(self, raw: bytes) -> IntakeOutcome:
        """A mail that is archived and taken in, as the engine does it."""
        keep_raw(self.data, [raw])
        return arrive(raw, folder=self.data, at=NOW).outcome

    def erase(self, why: str = "she asked us to on 1 September") -> Erasure:
        """Mira, who owns the desk, erases Ana."""
        mira = self.desk.viewer(self.desk.mira)
        return erase_contact(viewer=mira, contact_id=self.desk.ana.pk, why=why, at=LATER)

    def files(self) -> set[str]:
        """What lies in the data folder."""
        return {str(path.relative_to(self.data)) for path in self.data.rglob("*") if path.is_file()}


@pytest.fixture
def conversation(lighthouse: Lighthouse, tmp_path: Path) -> Conversation:
    raw = letter(
        sender="Ana M. Costa <ana@acme.example>",
        text="The login loops. My passport is attached.",
        subject="Login loops for Ana Costa",
        file=b"passport",
    )
    keep_raw(tmp_path, [raw])
    ticket = ticket_of(arrive(raw, folder=tmp_path))
    found = Conversation(desk=lighthouse, data=tmp_path, ticket=ticket)
    colleague = letter(
        sender="Cleo Diaz <cleo@acme.example>",
        text="We see it too.\n\nOn Friday, Ana M. Costa <ana@acme.example> wrote:\n> The login loops. My passport",
        subject="Re: Login loops for Ana Costa",
        message_id="<2@acme.example>",
        headers=[("In-Reply-To", "<1@acme.example>")],
    )
    assert found.comes(colleague) is IntakeOutcome.joined
    holiday = [("Auto-Submitted", "auto-replied")]
    away = letter(text="I am away, Ana", message_id="<3@acme.example>", headers=holiday)
    assert found.comes(away) is IntakeOutcome.quarantined
    fire_due(now=MONDAY)
    mira = lighthouse.viewer(lighthouse.mira)
    add_note(viewer=mira, ticket_id=ticket.pk, text="Costa called, ana@acme.example is right.", at=MONDAY)
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=MONDAY)
    lighthouse.post(at=MONDAY + timedelta(minutes=1))
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("solved"), at=MONDAY + timedelta(minutes=1))
    return found


def traces() -> list[str]:
    """Where in the database a trace of Ana is left."""
    return [
        f"{model._meta.model_name}.{field}: {value!s}"
        for model in apps.get_app_config("firsthand").get_models()
        if model._meta.model_name != "amendment"
        for row in model._default_manager.values()
        for field, value in row.items()
        if any(trace in str(value) for trace in TRACES)
    ]


def test_before_and_after_she_is_everywhere_and_nowhere(conversation: Conversation) -> None:
    assert len(traces()) > 20
    tombstone = conversation.erase()
    assert traces() == []
    ErasedFiles(data=conversation.data).round(LATER)
    for name in conversation.files():
        assert b"passport is attached" not in (conversation.data / name).read_bytes()
    assert (tombstone.messages, tombstone.attachments, tombstone.raw_messages) == (1, 1, 2)
    assert (tombstone.by, tombstone.why) == (conversation.desk.mira, "she asked us to on 1 September")


def test_tickets_clocks_verdicts_and_the_shape_of_the_conversation_stay(conversation: Conversation) -> None:
    kept = (  # but for what is held of theirs: nothing is owed to it any more
        Clock.objects.filter(subject__kind="ticket"),
        Verdict.objects.filter(clock__subject__kind="ticket"),
        Decision.objects.all(),
    )
    before = [list(rows.order_by("pk").values()) for rows in kept]
    shape = ("pk", "ticket", "direction", "at", "person", "contact", "external_id", "counts_as_response")
    said = list(Message.objects.order_by("pk").values_list(*shape))
    happened = ("pk", "subject", "at", "person", "contact", "verb", "payload", "decision")
    told = list(Event.objects.order_by("pk").values_list(*happened))
    conversation.erase()
    assert [list(rows.order_by("pk").values()) for rows in kept] == before
    assert list(Message.objects.order_by("pk").values_list(*shape)) == said
    assert list(Event.objects.order_by("pk").values_list(*happened))[: len(told)] == told
    assert list(kept[1].values_list("outcome", flat=True)) == ["breached"]
    viewer = conversation.desk.viewer(conversation.desk.ada)
    [paper] = receipts(viewer=viewer, ticket_id=conversation.ticket.pk, desk=open_desk(LATER))
    assert paper.receipt is not None
    assert paper.receipt.counted == timedelta(hours=1)


def test_what_we_and_others_wrote_stays_without_her(conversation: Conversation) -> None:
    conversation.erase()
    name = f"Erased contact {conversation.desk.ana.pk}"
    hers, cleos, note, ours = Message.objects.order_by("pk")
    assert (hers.text, hers.subject, hers.sender, hers.recipients) == ("", "", name, [])
    assert cleos.text.startswith("We see it too.")
    assert (cleos.quoted, cleos.html, cleos.sender) == ("", "", "Cleo Diaz <cleo@acme.example>")
    assert note.text == f"{name} called, erased-{conversation.desk.ana.pk}@erased.invalid is right."
    assert ours.text.startswith(f"Hi {name}, I reproduced it")


def test_the_timeline_the_account_and_the_contact_say_it(conversation: Conversation) -> None:
    mira = conversation.desk.viewer(conversation.desk.mira)
    add_contact(viewer=mira, account_id=conversation.desk.acme.pk, email="dora@acme.example", at=MONDAY)
    conversation.erase()
    name = f"Erased contact {conversation.desk.ana.pk}"
    said = Event.objects.filter(verb="contact_erased").order_by("pk")
    assert [one.subject for one in said] == [conversation.ticket.subject, conversation.desk.acme.subject]
    assert {(one.person, str(one.payload)) for one in said} == {(conversation.desk.mira, str({"contact": name}))}
    ana = Contact.objects.get(pk=conversation.desk.ana.pk)
    assert (ana.name, ana.account, ana.erased_at) == (name, conversation.desk.acme, LATER)
    assert Event.objects.get(verb="account_changed").words == {"after": "dora@acme.example"}


def test_only_an_owner_may_with_a_reason_that_does_not_name_her_and_once(conversation: Conversation) -> None:
    ada, ana = conversation.desk.viewer(conversation.desk.ada), conversation.desk.ana.pk
    with pytest.raises(Refused, match="Only an owner of this desk may erase a contact for good"):
        erase_contact(viewer=ada, contact_id=ana, why="asked", at=LATER)
    with pytest.raises(Refused):
        would_go(viewer=ada, contact_id=ana)
    for why in ("  ", "ana costa asked us to", "asked by ANA@acme.example"):
        with pytest.raises(Invalid):
            conversation.erase(why)
    conversation.erase()
    with pytest.raises(Refused, match="before"):
        conversation.erase()


def test_whoever_still_waits_for_an_answer_is_not_erased(lighthouse: Lighthouse, tmp_path: Path) -> None:
    ticket = lighthouse.ticket()
    waiting = Conversation(desk=lighthouse, data=tmp_path, ticket=ticket)
    with pytest.raises(Refused, match=f"Answer or end #{ticket.pk} first"):
        waiting.erase()
    set_status(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, status=StateName("solved"), at=NOW)
    assert would_go(viewer=lighthouse.viewer(lighthouse.mira), contact_id=lighthouse.ana.pk).waiting == (ticket.pk,)


def test_what_would_go_is_what_goes(conversation: Conversation) -> None:
    told = would_go(viewer=conversation.desk.viewer(conversation.desk.mira), contact_id=conversation.desk.ana.pk)
    done = conversation.erase()
    assert (told.messages, told.attachments, told.raw_messages) == (done.messages, done.attachments, done.raw_messages)
    assert (told.tickets, told.waiting) == (1, ())


def test_words_may_only_go_under_a_tombstone_that_is_not_sealed(conversation: Conversation) -> None:
    def refused() -> None:
        for rows, change in (
            (Message.objects.all(), {"text": ""}),
            (Event.objects.all(), {"words": None}),
            (Event.objects.all(), {"payload": {}}),
        ):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                rows.update(**change)

    refused()
    tombstone = conversation.erase()
    refused()
    changes: tuple[dict[str, object], ...] = ({"why": "nothing happened"}, {"sealed_at": None}, {"files": []})
    for change in changes:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Erasure.objects.filter(pk=tombstone.pk).update(**change)
    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        Erasure.objects.all().delete()


def test_even_under_a_tombstone_shape_and_verdicts_cannot_be_touched(conversation: Conversation) -> None:
    with transaction.atomic():
        Erasure.objects.create(contact=conversation.desk.ana, pseudonym="x", at=NOW, by=conversation.desk.mira, why="x")
        for rows, change in (
            (Message.objects.all(), {"at": LATER}),
            (Event.objects.all(), {"verb": "other"}),
            (Event.objects.all(), {"payload": {}}),
            (Event.objects.all(), {"account": None}),
            (Verdict.objects.all(), {"outcome": "met"}),
            (Decision.objects.all(), {"because": []}),
        ):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                rows.update(**change)
        transaction.set_rollback(True)


def test_the_files_go_once_listed_and_one_that_others_sent_too_stays(conversation: Conversation) -> None:
    cleos = letter(
        sender="Cleo Diaz <cleo@acme.example>", subject="Mine", text="The same.", message_id="<9@x>", file=b"passport"
    )
    conversation.comes(cleos)
    tombstone = conversation.erase()
    raws = {name for name in tombstone.files if name.startswith("mail/")}
    shared = set(tombstone.files) - raws
    assert set(tombstone.files) <= conversation.files()
    part = ErasedFiles(data=conversation.data)
    assert (part.round(LATER), part.round(LATER)) == (1, 0)
    assert not raws & conversation.files()
    assert shared <= conversation.files()
    assert Erasure.objects.get().files_gone_at == LATER


def test_her_mail_that_is_handed_over_again_is_known_and_its_file_goes_again(conversation: Conversation) -> None:
    raw = next((conversation.data / "mail").rglob("*.eml")).parent.parent
    texts = {path: path.read_bytes() for path in raw.rglob("*.eml")}
    conversation.erase()
    ErasedFiles(data=conversation.data).round(LATER)
    [(_, hers)] = [(path, text) for path, text in texts.items() if b"passport is attached" in text]
    assert conversation.comes(hers) is IntakeOutcome.duplicate
    ErasedFiles(data=conversation.data).round(LATER + timedelta(minutes=1))
    assert traces() == []
    assert not any(b"passport is attached" in (conversation.data / name).read_bytes() for name in conversation.files())
    assert Message.objects.count() == 4
    assert Attachment.objects.count() == 0


def test_an_answer_that_is_on_its_way_leaves_first(lighthouse: Lighthouse, tmp_path: Path) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    waiting = Conversation(desk=lighthouse, data=tmp_path, ticket=ticket)
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=MONDAY)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("solved"), at=MONDAY + timedelta(minutes=1))
    with pytest.raises(Refused, match="let the answer leave"):
        waiting.erase()
    lighthouse.post(at=MONDAY + timedelta(minutes=1))
    assert waiting.erase().sealed_at == LATER


def test_nobody_writes_to_her_any_more(conversation: Conversation) -> None:
    mira = conversation.desk.viewer(conversation.desk.mira)
    reply(viewer=mira, ticket_id=conversation.ticket.pk, text="Thanks.", substantive=False, at=MONDAY)
    conversation.erase()
    with pytest.raises(Invalid, match="was erased"):
        reply(viewer=mira, ticket_id=conversation.ticket.pk, text="And?", substantive=False, at=LATER)
    left, last = Delivery.objects.filter(purpose="reply").order_by("pk")
    assert (left.state, last.state) == (OutboxState.sent, OutboxState.queued)
    assert (last.recipients, last.copies) == (["cleo@acme.example"], [])  # who wrote last, and nobody else


def test_a_mail_to_her_that_had_failed_cannot_be_sent_again(conversation: Conversation) -> None:
    mira = conversation.desk.viewer(conversation.desk.mira)
    reply(viewer=mira, ticket_id=conversation.ticket.pk, text="Thanks, Ana.", substantive=False, at=MONDAY)
    claims = claim_due(MONDAY + timedelta(minutes=1), "worker")
    [claim] = [one for one in claims if one.purpose == "reply"]
    delivery_refused(claim, error="550 no such user ana@acme.example", at=MONDAY)
    set_status(
        viewer=mira, ticket_id=conversation.ticket.pk, status=StateName("solved"), at=MONDAY + timedelta(minutes=1)
    )
    conversation.erase()
    assert traces() == []
    with pytest.raises(Refused, match="erased"):
        retry(delivery_id=claim.id, viewer=mira, at=LATER)


def test_somebody_with_a_longer_address_is_left_alone(conversation: Conversation) -> None:
    other = letter(sender="Banana <banana@acme.example>", subject="Bananas", text="Ripe.", message_id="<b@x>")
    conversation.comes(other)
    conversation.erase()
    raw = RawMessage.objects.get(sender__contains="banana")
    assert (raw.subject, raw.erased_at) == ("Bananas", None)
    assert Contact.objects.filter(handles__address="banana@acme.example").exists()


def test_another_address_that_she_showed_as_her_name_goes_as_well(conversation: Conversation) -> None:
    private = letter(
        sender='"ana@home.example" <ana@acme.example>',
        subject="Thanks",
        text="It works.",
        message_id="<4@acme.example>",
    )
    conversation.comes(private)
    assert "home.example" in str(Message.objects.order_by("pk").last().warnings)  # type: ignore[union-attr]
    mira, ticket = conversation.desk.viewer(conversation.desk.mira), Ticket.objects.latest("pk")
    end_as_not_a_request(viewer=mira, ticket_id=ticket.pk, as_=ClosedAs.other, at=MONDAY)
    conversation.erase()
    assert traces() == []


NAMED = "Ana M. Costa <ana@acme.example> of Acme"
SAID = "Ana Costa (ana@acme.example) says that the login loops; Costa is right."
WITH_WORDS = sorted(
    verb for verb, kind in REGISTRY.items() if any(one.content is not Content.fact for one in slots_of(kind))
)


def full_of_her(verb: str) -> dict[str, object]:
    """Words of an event that name her in each field."""
    found: dict[str, object] = {}
    for slot in slots_of(REGISTRY[verb]):
        if slot.content is Content.prose:
            found[slot.key] = SAID
        elif slot.content is Content.address:
            found[slot.key] = [NAMED, "ana@acme.example"] if isinstance(slot.default, tuple) else NAMED
    return found


def dated(verb: str) -> dict[str, object]:
    """The instants without which an event cannot be written."""
    hints = get_type_hints(REGISTRY[verb])
    return {slot.key: LATER.isoformat() for slot in slots_of(REGISTRY[verb]) if hints[slot.name] is datetime}


def test_whatever_an_event_on_her_ticket_says_in_words_she_goes_and_facts_stay(conversation: Conversation) -> None:
    theirs = Subject.objects.create(kind=SubjectKind.exception, ticket=conversation.ticket)
    actors = (DESK, person_actor(conversation.desk.mira.pk), contact_actor(conversation.desk.ana.pk))
    for verb in WITH_WORDS:
        for actor in actors:
            said = decode(verb, dated(verb), full_of_her(verb))
            insert(subject=theirs, payload=said, actor=actor, at=LATER, recorded_at=LATER)
    assert len(WITH_WORDS) > 20
    facts = list(Event.objects.filter(subject=theirs).order_by("pk").values_list("verb", "payload"))
    conversation.erase()
    assert traces() == []
    rows = Event.objects.filter(subject=theirs).order_by("pk")
    assert list(rows.values_list("verb", "payload")) == facts
    for row in rows:
        prose = {one.key for one in slots_of(REGISTRY[row.verb]) if one.content is Content.prose}
        kept = set(row.words or {})
        assert kept & prose == (set() if row.contact_id else prose), row.verb
        assert kept - prose == set(full_of_her(row.verb)) - prose, row.verb


def test_on_an_account_and_elsewhere_her_address_goes_and_her_full_name_on_her_account(
    conversation: Conversation,
) -> None:
    desk, pseudonym = conversation.desk, f"Erased contact {conversation.desk.ana.pk}"
    mira = desk.viewer(desk.mira)
    add_domain(viewer=mira, account_id=desk.acme.pk, domain="acme.test", at=MONDAY, why="Ana Costa says so")
    add_domain(viewer=mira, account_id=desk.cobalt.pk, domain="cobalt.test", at=MONDAY, why="as ana@acme.example wrote")
    conversation.erase()
    why = [one.words["why"] for one in Event.objects.filter(verb="account_changed").order_by("pk") if one.words]
    assert why == [f"{pseudonym} says so", f"as erased-{desk.ana.pk}@erased.invalid wrote"]


@pytest.mark.clause("T51")
def test_a_task_waits_for_nobody_and_keeps_what_is_to_be_done_without_her(conversation: Conversation) -> None:
    desk, noor = conversation.desk, conversation.desk.noor.pk
    mira, what = desk.viewer(desk.mira), "Ask Costa (ana@acme.example) about Login loops for Ana Costa"
    on_ticket = give_on_ticket(
        viewer=mira, ticket_id=conversation.ticket.pk, what=what, who_id=noor, due_at=LATER, at=MONDAY
    )
    give_on_account(viewer=mira, account_id=desk.acme.pk, what=what, who_id=noor, due_at=LATER, at=MONDAY)
    due = LATER + timedelta(days=1)
    move(viewer=mira, task_id=on_ticket.pk, due_at=due, why="Ana is away.", at=MONDAY + timedelta(hours=1))
    conversation.erase()
    assert traces() == []
    assert Clock.objects.filter(kind="follow_up", state="running").count() == 2


def test_teammates_mailboxes_and_the_desk_keep_their_words(conversation: Conversation) -> None:
    mira = conversation.desk.viewer(conversation.desk.mira)
    change_settings(viewer=mira, name="Ana Costa's desk", at=MONDAY)
    change_settings(viewer=mira, name="Lighthouse", at=MONDAY)
    invite(viewer=mira, email="ana@lighthouse.example", name="Ana Costa", roles=[], at=MONDAY)
    of_the_desk = Event.objects.filter(subject__kind__in=("desk", "person", "mailbox")).order_by("pk")
    before = list(of_the_desk.values())
    conversation.erase()
    assert list(of_the_desk.values()) == before
    assert Invitation.objects.get().name == "Ana Costa"


def test_somebody_who_was_only_written_to_is_taken_off_and_the_others_still_get_the_answer(
    lighthouse: Lighthouse, tmp_path: Path
) -> None:
    copied = letter(sender="ben@borealis.example", message_id="<b@x>", headers=[("Cc", "Ana <ana@acme.example>")])
    ticket = ticket_of(arrive(copied, folder=tmp_path))
    mira = lighthouse.viewer(lighthouse.mira)
    reply(viewer=mira, ticket_id=ticket.pk, text="We look into it, Ben.", substantive=False, at=NOW)
    waiting = Delivery.objects.get(ticket=ticket)
    assert (waiting.recipients, waiting.copies) == (["ben@borealis.example"], ["ana@acme.example"])
    erase_contact(viewer=mira, contact_id=lighthouse.ana.pk, at=NOW, why="asked to go")
    waiting.refresh_from_db()
    assert (waiting.recipients, waiting.copies, waiting.state) == (["ben@borealis.example"], [], OutboxState.queued)
    assert waiting.text == "We look into it, Ben."
    assert "ana@acme" not in str(list(Message.objects.values()))


def test_what_is_begun_or_quoted_on_her_ticket_stays_without_her(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(text="My door code is 4711."), lighthouse.viewer(lighthouse.mira)
    ben = {"to": ["ben@borealis.example"], "substantive": True, "at": NOW}
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, with_history=True, **ben)  # type: ignore[arg-type]
    lighthouse.post(at=NOW + timedelta(minutes=1))
    written = Written(text="Ask Ana Costa <ana@acme.example>", to=("ana@acme.example",))
    given = {"direction": Direction.outbound, "seen": NOTHING_BEGUN, "at": NOW}
    keep_unsent(written, viewer=lighthouse.viewer(lighthouse.ada), ticket_id=ticket.pk, **given)  # type: ignore[arg-type]
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("solved"), at=NOW + timedelta(hours=1))
    erase_contact(viewer=mira, contact_id=lighthouse.ana.pk, why="she asked us to", at=LATER)
    begun = Unsent.objects.get(person=lighthouse.ada)
    assert "Ana" not in begun.text
    assert "ana@" not in f"{begun.text}{begun.recipients}"
    assert "4711" not in "".join(Delivery.objects.values_list("text", flat=True))
    assert Delivery.objects.get(purpose="reply").text.startswith("Hi ")


def test_a_mail_that_tells_of_her_ticket_and_of_others_loses_what_was_hers(conversation: Conversation) -> None:
    other = conversation.desk.ticket(subject="Slow search", contact=conversation.desk.ben, number=9)
    for ticket in (conversation.ticket, other):
        said = {"ticket": f"#{ticket.pk} {ticket.title}", "who": "Ana Costa" if ticket != other else "Ben Frost"}
        notify(
            people=[conversation.desk.mira], subject=ticket.subject, at=LATER, kind=NoticeKind.reply_not_delivered,
            text=say("{who} waits on {ticket}.", **said), clause="", key=f"late:{ticket.pk}",
        )  # fmt: skip
    mail_due(now=LATER)
    conversation.erase()
    mail = Delivery.objects.get(text__contains="Ben Frost waits on")
    assert "2 notices" in mail.subject
    assert traces() == []
