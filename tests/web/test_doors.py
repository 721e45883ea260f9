"""Every address of the desk, for somebody who is let in to a restricted ticket and for somebody who is not: for her, an
owner of the desk with every page open, it is not there. A new address fails here until somebody says what it is."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from firsthand.domain.names import Role, StateName
from firsthand.domain.notices import NoticeKind
from firsthand.domain.sentences import as_written
from firsthand.models.clocks import Clock
from firsthand.models.coaching import CoachingTicket, LikeTickets
from firsthand.models.consequences import ConsequenceNote
from firsthand.models.considerations import Consideration
from firsthand.models.conversation import Attachment, Message
from firsthand.models.events import Event
from firsthand.models.feature_requests import FeatureRequest
from firsthand.models.handoffs import MoveByBook
from firsthand.models.intake import RawMessage
from firsthand.models.outbox import Delivery
from firsthand.models.questions import Question
from firsthand.models.subjects import Subject
from firsthand.models.tasks import Task
from firsthand.models.tickets import Ticket
from firsthand.services.access.restrictions import Circle
from firsthand.services.book.desk import open_desk
from firsthand.services.catalogue import CATALOGUE
from firsthand.services.coaching import actions as coaching
from firsthand.services.desk.folders import attachment_file
from firsthand.services.notices.actions import notify
from firsthand.services.tasks.actions import give_on_ticket
from firsthand.services.tickets.actions import conversation, merging, restricting, status
from firsthand.services.tickets.actions.opening import Opening, open_ticket
from firsthand.services.writing.attaching import attach, keep
from tests.asking_for_help import ask as ask_for_help
from tests.handing_over import offer
from tests.lighthouse import Lighthouse, light_up
from tests.services.pictures import picture

BEHIND = {
    "ticket",
    "question",
    "why",
    "customer",
    "judge_as_if",
    "preview",
    "unsent",
    "others",
    "named",
    "do",
    "act",
    "message_body",
    "file",
    "picture",
    "choose_saved_reply",
    "enter",
    "raw_message",
    "outbox_mail",
    "hand_over",
    "handoff",
    "ask_for_help",
    "help",
}
"""One row of the ticket, or what hangs on it: 404 for whoever is shut out."""
LISTS = {
    "inbox",
    "live",
    "accounts",
    "account",
    "plan",
    "people",
    "person",
    "on_duty",
    "absences",
    "hours",
    "drafts",
    "quarantine",
    "outbox",
    "notices",
    "proposals",
    "questions",
    "requests",
    "consequences",
    "handoffs",
    "moves_by_book",
    "helps",
    "help_share",
    "tasks",
    "waiting",
    "settings",
    "erase_contact",
    "merge_account",
    "merge_contact",
}
"""What tells of many rows: it leaves the ticket out."""
NAMES_THE_NUMBER = {"restricted"}
"""Where an owner of the desk learns that a restricted ticket is there, by its number and nothing else."""
TELLS_OF_NO_TICKET = {
    "healthz",
    "security_txt",
    "consequence_round",
    "consequences_of",
    "theme",
    "book",
    "book_changes",
    "book_clause",
    "new_draft",
    "draft",
    "check_draft",
    "draft_act",
    "set_up",
    "set_up_address",
    "set_up_book",
    "set_up_roles",
    "new_endpoint",
    "endpoint",
    "block_list",
    "saved_replies",
    "new_saved_reply",
    "saved_reply",
    "known_contacts",
    "coaching_step",
    "write",
    "sign_in",
    "sign_out",
    "forgotten",
    "reset",
    "invitation",
    "profile",
    "invite",
    "withdraw",
}
"""A draft's page tries it on tickets that come through the viewer's door (tests/services/access)."""
OTHERS = 12
DONE_TO_A_TICKET = sorted(one.name for one in CATALOGUE.values() if {"ticket", "message"} & set(one.asked_with))
LETS_IN = "tickets.let-oneself-in"
"""What an owner of the desk may: it says why, and whoever is let in is told."""
SECRET = re.compile(r"zephyr|zeppelin", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Secret:
    """A security report with all that can hang on a ticket, restricted to Mira and to engineering."""

    lighthouse: Lighthouse
    ticket: Ticket
    merged: Ticket
    split: Ticket
    beside: Ticket
    addresses: dict[str, str]

    @property
    def hidden(self) -> tuple[Ticket, ...]:
        """The tickets that are not there for others."""
        return (self.ticket, self.merged, self.split)


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The name of every address."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns)
        else:
            yield str(one.name)


def test_every_address_says_what_it_shows_to_whoever_is_shut_out() -> None:
    known = BEHIND | LISTS | NAMES_THE_NUMBER | TELLS_OF_NO_TICKET
    assert set(names(get_resolver().url_patterns)) == known


def zephyr(lighthouse: Lighthouse, *, at: datetime, number: int) -> Ticket:
    opening = Opening(
        subject=f"Zephyr hole {number}",
        text="A zeppelin can read every password.",
        html="<p>A zeppelin can read every password.</p>",
        channel="email",
        external_id=f"<zephyr.{number}@acme.example>",
        sender=lighthouse.ana.address,
        contact=lighthouse.ana,
        account=lighthouse.acme,
        to_address=lighthouse.mailbox.address,
        received_at=at,
    )
    return open_ticket(opening=opening, desk=open_desk(at)).ticket


def raw(ticket: Ticket, state: str) -> RawMessage:
    return RawMessage.objects.create(
        sha256=hashlib.sha256(state.encode()).hexdigest(),
        state=state,
        via="pipe",
        received_at=ticket.received_at,
        size=1,
        subject="Zephyr hole",
        ticket=ticket,
    )


@pytest.fixture
def secret(db: None) -> Secret:
    """The report, and beside it a ticket that is linked with it and everybody's."""
    lighthouse, at = light_up(), datetime.now(UTC) - timedelta(hours=2)
    lighthouse.ada.is_owner = True
    lighthouse.ada.save()
    mira = lighthouse.viewer(lighthouse.mira, at=at)
    for number in range(OTHERS):  # so that no number of a ticket is also an account's
        lighthouse.ticket(subject="Another", received_at=at, number=100 + number)
    ticket, merged = zephyr(lighthouse, at=at, number=1), zephyr(lighthouse, at=at, number=2)
    beside = lighthouse.ticket(subject="A question beside it", received_at=at, number=3)
    merging.merge(viewer=mira, ticket_id=merged.pk, into_id=ticket.pk, at=at)
    merging.link(viewer=mira, ticket_id=beside.pk, other_id=ticket.pk, at=at)
    notify(
        people=[lighthouse.ada],
        subject=ticket.subject,
        at=at,
        kind=NoticeKind.clock_warned,
        text=as_written(f"Due soon: #{ticket.pk} Zephyr hole"),
        clause="",
        key="before",
    )
    for who in (lighthouse.ada, lighthouse.olu):
        give_on_ticket(
            viewer=mira,
            ticket_id=ticket.pk,
            what="Close the Zephyr hole",
            who_id=who.pk,
            due_at=at + timedelta(days=30),
            at=at,
        )
    asked = Question.objects.create(
        subject=Subject.objects.create(kind="question", ticket=ticket), ticket=ticket, channel="ask", clause="S36",
        text="Does the zeppelin land?", asked_by=lighthouse.noor, asked_at=at, remind_at=at,
    )  # fmt: skip
    FeatureRequest.objects.create(
        subject=Subject.objects.create(kind="feature_request", ticket=ticket), ticket=ticket, account=lighthouse.acme,
        role="support", clause="S43", title="A zeppelin", evidence="Zephyr", sent_by=lighthouse.noor, sent_at=at,
    )  # fmt: skip
    MoveByBook.objects.create(
        ticket=ticket, to_role="engineering", clause="S30", amendment="first.yaml", published_by=lighthouse.ada,
        found_at=at,
    )  # fmt: skip
    Consideration.objects.create(
        subject=Subject.objects.create(kind="consideration", ticket=ticket), ticket=ticket, role="support",
        clause="S24", text="The zeppelin flies on Friday.", given_by=lighthouse.noor, given_at=at,
        until=at + timedelta(days=30),
    )  # fmt: skip
    step = coaching.add(
        viewer=lighthouse.viewer(lighthouse.noor, at=at), account_id=lighthouse.acme.pk, what="Show", at=at,
        due_at=at + timedelta(days=30),
    )  # fmt: skip
    for tie in ("gave_rise", "should_have_prevented"):
        CoachingTicket.objects.create(step=step, ticket=ticket, tie=tie, by=lighthouse.noor, at=at)
    LikeTickets.objects.create(
        account=lighthouse.acme, kind=ticket.kind, from_at=at - timedelta(days=9), proposed_at=at, clause="S25"
    )
    ConsequenceNote.objects.create(
        about=ticket.subject,
        account=lighthouse.acme,
        role="support",
        text="A zeppelin falls.",
        by=lighthouse.mira,
        at=at,
    )
    restricting.restrict(
        viewer=mira,
        ticket_id=ticket.pk,
        circle=Circle(roles=frozenset({Role("engineering")})),
        why="A zeppelin report",
        at=at + timedelta(minutes=1),
    )
    first = ticket.messages.get()
    split = merging.split(
        viewer=mira, ticket_id=ticket.pk, message_id=first.pk, subject="Zephyr, the other half", at=at
    )
    reply = conversation.reply(
        viewer=mira, ticket_id=ticket.pk, text="We found the zeppelin.", substantive=True, at=at
    ).message
    file = Attachment.objects.create(
        message=first, filename="zephyr.txt", content_type="text/plain", size=1, sha256="a" * 64
    )
    path = attachment_file(settings.ENVIRONMENT.data, file.sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"z")
    shown = picture(name="zephyr.png")
    keep([shown])
    attach(first, [shown])
    clock = Clock.objects.filter(subject__ticket=ticket).first()
    assert clock is not None
    offered = offer(lighthouse.mira, ticket, "engineering", at=at, asked="Close the Zephyr hole")
    helped = ask_for_help(lighthouse.mira, ticket, at=at, changes="Zephyr flew")
    addresses = {
        "help": reverse("help", args=[helped.pk]),
        "handoff": reverse("handoff", args=[offered.pk]),
        "ticket": reverse("ticket", args=[ticket.pk]),
        "question": reverse("question", args=[asked.pk]),
        "why": reverse("why", args=[ticket.pk]),
        "customer": reverse("customer", args=[ticket.pk]),
        "message_body": reverse("message_body", args=[first.pk]),
        "file": reverse("file", args=[file.pk, "file"]),
        "picture": reverse("picture", args=[Attachment.objects.get(filename="zephyr.png").pk]),
        "enter": f"{reverse('enter')}?ticket={ticket.pk}",
        "raw_message": reverse("raw_message", args=[raw(ticket, "quarantined").pk]),
        "raw_ticketed": reverse("raw_message", args=[raw(ticket, "ticketed").pk]),
        "outbox_mail": reverse("outbox_mail", args=[Delivery.objects.get(message=reply).pk]),
    }
    return Secret(lighthouse=lighthouse, ticket=ticket, merged=merged, split=split, beside=beside, addresses=addresses)


@pytest.fixture
def olu(secret: Secret, signed_in: Callable[..., Client]) -> Client:
    """Olu of engineering, who is let in."""
    return signed_in(secret.lighthouse.olu)


@pytest.fixture
def ada(secret: Secret, signed_in: Callable[..., Client]) -> Client:
    """Ada, head of support and an owner of the desk, who is not."""
    return signed_in(secret.lighthouse.ada)


def leaks(client: Client, address: str, secret: Secret) -> list[str]:
    """What an answer says of the restricted tickets: their words, or the way to one of them."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    text = answer.getvalue().decode()
    found = [one.group() for one in SECRET.finditer(text)]
    for ticket in secret.hidden:
        found += re.findall(rf"/t/{ticket.pk}\b|#{ticket.pk}\b(?!\w)", text)
    return found


def lists(secret: Secret) -> list[str]:
    """The addresses of all that lists, in every view and filter that could show the ticket."""
    lighthouse, number = secret.lighthouse, secret.ticket.pk
    inbox = [
        f"/?view={view}{more}"
        for view in ("mine", "team", "all", "waiting")
        for more in ("", "&status=closed", "&status=pending", f"&account={lighthouse.acme.pk}", "&role=support")
    ]
    return [
        *inbox,
        reverse("accounts"),
        reverse("account", args=[lighthouse.acme.pk]),
        reverse("plan", args=[lighthouse.acme.pk]),
        reverse("people"),
        reverse("person", args=[lighthouse.mira.pk]),
        reverse("on_duty"),
        reverse("absences"),
        *(reverse("hours", args=[one.pk]) for one in (lighthouse.mira, lighthouse.olu)),
        reverse("drafts"),
        *(f"{reverse('quarantine')}?state={state}" for state in ("quarantined", "ticketed", "recorded")),
        *(f"{reverse('outbox')}?state={state}" for state in ("", "queued", "taken_back", "sent")),
        reverse("notices"),
        *(f"{reverse('proposals')}{more}" for more in ("", "?view=mine", "?view=answered")),
        reverse("questions"),
        reverse("requests"),
        reverse("consequences"),
        f"{reverse('consequences')}?q=falls",
        reverse("handoffs"),
        reverse("moves_by_book"),
        reverse("tasks"),
        reverse("waiting"),
        reverse("settings"),
        *(reverse(name, args=[lighthouse.ben.pk]) for name in ("erase_contact", "merge_contact")),
        reverse("ticket", args=[secret.beside.pk]),
        f"{reverse('ticket', args=[secret.beside.pk])}?all=1",
        reverse("why", args=[secret.beside.pk]),
        f"/?view=all&q=%23{number + 100}",
    ]


def test_one_row_of_it_is_there_for_who_is_let_in_and_for_nobody_else(secret: Secret, olu: Client, ada: Client) -> None:
    for name, address in secret.addresses.items():
        assert olu.get(address).status_code == 200, name
        gone = ada.get(address)
        assert gone.status_code == 404, name
        assert not SECRET.search(gone.content.decode()), name
    for ticket in secret.hidden:
        assert [client.get(f"/t/{ticket.pk}").status_code for client in (olu, ada)] == [200, 404]


def test_it_is_answered_like_a_ticket_that_never_was(secret: Secret, ada: Client) -> None:
    there, never = (ada.get(f"/t/{number}").content.decode() for number in (secret.ticket.pk, 999_999))
    clean = re.compile(rf"nonce-?[^\"' >]*[\"'][^\"']*[\"']|csrf\w*\" value=\"\w+\"|{secret.ticket.pk}\b|999999")
    assert clean.sub("", there) == clean.sub("", never)


@pytest.mark.parametrize("name", [one for one in DONE_TO_A_TICKET if one != LETS_IN])
def test_nothing_can_be_done_to_it(secret: Secret, ada: Client, name: str) -> None:
    before = Event.objects.count()
    message = str(secret.ticket.messages.order_by("pk").first().pk)  # type: ignore[union-attr]
    data = {"text": "x", "why": "x", "message": message, "to": "support:", "status": "open", "kind": "how_to"}
    data |= {"severity": "s1", "as": "spam", "into": str(secret.beside.pk), "other": str(secret.beside.pk)}
    data |= {"subject": "x", "tag": "x", "let_in": "role:support", "seen": message, "counts": "no"}
    data |= {"field": "severity", "value": "s1", "what": "x", "due": "tomorrow"}
    assert ada.post(f"/t/{secret.ticket.pk}/do/{name.partition('.')[2]}", data).status_code == 404
    there, never = (
        ada.post(f"/do/{name}", {**data, "ticket": number, "message": number_of_message})
        for number, number_of_message in ((secret.ticket.pk, message), (999_999, 999_999))
    )
    assert (there.status_code, there.status_code in (403, 404, 422)) == (never.status_code, True)
    assert not SECRET.search(there.content.decode())
    assert Event.objects.count() == before


def test_it_is_no_way_around_to_act_from_another_ticket(secret: Secret, ada: Client) -> None:
    for verb, field in (("merge", "into"), ("link", "other"), ("unlink", "other")):
        texts = []
        for number in (secret.ticket.pk, 999_999):
            answer = ada.post(f"/t/{secret.beside.pk}/do/{verb}", {field: str(number)})
            texts.append((answer.status_code, SECRET.search(answer.content.decode())))
        assert texts[0] == texts[1], verb
        assert texts[0][0] in (404, 409, 422), verb


def test_no_task_on_it_can_be_done_dropped_or_moved_from_anywhere(secret: Secret, ada: Client) -> None:
    hers = Task.objects.get(who=secret.lighthouse.ada)
    before = Event.objects.count()
    for act in ("task-done", "task-drop", "task-move"):
        wish = {"act": act, "task": str(hers.pk), "why": "x", "due": "tomorrow", "who": str(secret.lighthouse.ben.pk)}
        account = reverse("account", args=[secret.lighthouse.acme.pk])
        for address in (reverse("tasks"), account, f"/t/{secret.beside.pk}/do/{act}"):
            answer = ada.post(address, wish)
            assert answer.status_code == 404, (act, address)
            assert not SECRET.search(answer.content.decode())
    assert Event.objects.count() == before


def test_no_clock_of_it_can_be_judged_and_no_reply_previewed(secret: Secret, ada: Client, olu: Client) -> None:
    clock = Clock.objects.filter(subject__ticket=secret.ticket).first()
    assert clock is not None
    wish = {"clock": str(clock.pk), "edition": "2021-06-22-first-version", "why": "x"}
    assert ada.post(f"/t/{secret.ticket.pk}/why/as-if", wish).status_code == 404
    assert ada.post(f"/t/{secret.beside.pk}/why/as-if", wish).status_code == 404
    assert ada.post(f"/t/{secret.ticket.pk}/preview", {"text": "x"}).status_code == 404
    assert olu.post(f"/t/{secret.ticket.pk}/preview", {"text": "x"}).status_code == 200


def test_a_held_mail_that_names_it_cannot_be_handled(secret: Secret, ada: Client) -> None:
    for act in ("retry", "ticket", "discard"):
        answer = ada.post(secret.addresses["raw_message"], {"act": act, "reason": "x"})
        assert answer.status_code == 404


def test_every_list_leaves_it_out(secret: Secret, ada: Client) -> None:
    assert {address: found for address in lists(secret) if (found := leaks(ada, address, secret))} == {}


def test_and_shows_it_to_who_is_let_in(secret: Secret, olu: Client) -> None:
    lighthouse = secret.lighthouse
    for address in (
        "/?view=all",
        "/?view=all&q=zephyr",
        f"/?view=all&q=%23{secret.ticket.pk}",
        reverse("account", args=[lighthouse.acme.pk]),
        reverse("outbox"),
        reverse("quarantine"),
        reverse("questions"),
        reverse("requests"),
        reverse("consequences"),
        reverse("tasks"),
        reverse("waiting"),
        reverse("ticket", args=[secret.beside.pk]),
    ):
        assert leaks(olu, address, secret), address


def test_a_search_for_its_number_or_words_finds_nothing(secret: Secret, ada: Client) -> None:
    for words in ("zephyr", f"%23{secret.ticket.pk}", str(secret.ticket.pk)):
        page = ada.get(f"/?view=all&q={words}").content.decode()
        assert 'class="ticket-row' not in page, words


def test_the_numbers_beside_the_views_leave_it_out(secret: Secret, ada: Client, olu: Client) -> None:
    def everything(client: Client) -> int:
        found = re.search(r'view=all"[^>]*>Everything[^<]*<span class="count">(\d+)', client.get("/").content.decode())
        assert found is not None
        return int(found.group(1))

    assert everything(olu) - everything(ada) == 2  # it, and what was split off it
    assert everything(ada) == OTHERS + 1


def test_what_happens_on_it_changes_nothing_for_who_is_shut_out(secret: Secret, ada: Client, olu: Client) -> None:
    before = {client: client.get("/live").headers["ETag"] for client in (ada, olu)}
    mira = secret.lighthouse.viewer(secret.lighthouse.mira, at=datetime.now(UTC))
    conversation.add_note(viewer=mira, ticket_id=secret.ticket.pk, text="A zeppelin.", at=datetime.now(UTC))
    assert ada.get("/live").headers["ETag"] == before[ada]
    assert olu.get("/live").headers["ETag"] != before[olu]


def test_restricting_a_ticket_takes_it_from_the_screens_of_others(secret: Secret, ada: Client) -> None:
    before = ada.get("/live").headers["ETag"]
    mira = secret.lighthouse.viewer(secret.lighthouse.mira, at=datetime.now(UTC))
    restricting.restrict(
        viewer=mira, ticket_id=secret.beside.pk, circle=Circle(), why="It quotes it.", at=datetime.now(UTC)
    )
    assert ada.get("/live").headers["ETag"] != before
    assert ada.get(f"/t/{secret.beside.pk}").status_code == 404


def test_an_owner_learns_the_number_and_lets_herself_in_with_a_reason(secret: Secret, ada: Client, olu: Client) -> None:
    assert "2 tickets that you are not let in to" in ada.get(reverse("settings")).content.decode()
    page = ada.get(reverse("restricted")).content.decode()
    assert f"#{secret.ticket.pk}" in page
    assert f"#{secret.merged.pk} " not in page  # it goes with the one that it was merged into
    assert not SECRET.search(page)
    refused = ada.post(reverse("restricted"), {"ticket": secret.ticket.pk, "why": " "})
    assert refused.status_code == 422
    done = ada.post(reverse("restricted"), {"ticket": secret.ticket.pk, "why": "Mira is ill"}, follow=True)
    assert "let themselves in, as an owner of the desk" in done.content.decode()
    assert ada.get(f"/t/{secret.merged.pk}").status_code == 200
    assert "let themselves in to" in olu.get(reverse("notices")).content.decode()


def test_the_settings_say_nothing_to_who_owns_nothing(secret: Secret, signed_in: Callable[..., Client]) -> None:
    noor = signed_in(secret.lighthouse.noor)
    assert "not let in to" not in noor.get(reverse("settings")).content.decode()
    assert noor.get(reverse("restricted")).status_code == 403
    assert noor.post(reverse("restricted"), {"ticket": secret.ticket.pk, "why": "x"}).status_code == 403


def test_it_is_restricted_and_lifted_on_its_page(secret: Secret, olu: Client, ada: Client) -> None:
    page = f"/t/{secret.beside.pk}"
    answer = olu.post(f"{page}/do/restrict", {"let_in": ["role:support", "person:1"], "why": ""})
    assert answer.status_code == 422
    assert 'value="role:support" checked' in answer.content.decode()
    assert olu.post(f"{page}/do/restrict", {"let_in": ["role:sales"], "why": "pay"}, follow=True).status_code == 200
    shown = olu.get(page).content.decode()
    assert "Restricted: only sales and Olu Bello see it." in shown
    assert ada.get(page).status_code == 404
    assert olu.post(f"{page}/do/lift", {"why": "It is known."}).status_code == 303
    assert ada.get(page).status_code == 200


def test_the_erasing_page_counts_what_its_reader_sees(secret: Secret, ada: Client) -> None:
    page = ada.get(reverse("erase_contact", args=[secret.lighthouse.ana.pk])).content.decode()
    assert f"in {OTHERS + 1} messages" in page
    assert "waits for an answer on a restricted ticket" in page
    assert f"/t/{secret.ticket.pk}" not in page


def test_what_the_customer_sees_has_no_note_no_colleague_and_no_clock_that_is_not_told(
    secret: Secret, olu: Client
) -> None:
    mira = secret.lighthouse.viewer(secret.lighthouse.mira, at=datetime.now(UTC))
    conversation.add_note(viewer=mira, ticket_id=secret.ticket.pk, text="Between us: hopeless.", at=datetime.now(UTC))
    secret.lighthouse.post(at=datetime.now(UTC))
    main = olu.get(secret.addresses["customer"]).content.decode().partition("<main")[2]
    assert "We found the zeppelin." in main
    assert "<strong>Lighthouse</strong>" in main
    assert "hopeless" not in main
    assert not any(name in main for name in ("Mira", "Noor", "Olu"))
    status.set_status(
        viewer=mira, ticket_id=secret.ticket.pk, status=StateName("on_hold"), at=datetime.now(UTC), why="They are rude."
    )
    main = olu.get(secret.addresses["customer"]).content.decode().partition("<main")[2]
    assert "On hold" in main
    assert "rude" not in main
    assert Message.objects.filter(ticket=secret.ticket, text__contains="hopeless").exists()
