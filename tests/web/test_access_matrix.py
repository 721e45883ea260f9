"""Every address by every kind of visitor, over HTTP: who sees a page, who is turned away, who is sent to sign in. A new
address fails here until somebody says who may open it. Who may do which act stands in `test_rights_over_http.py`, and
what hangs on a restricted ticket in `test_doors.py`."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from firsthand.domain.consequences import Move
from firsthand.domain.names import Kind, Role
from firsthand.models.consequences import ConsequenceRound
from firsthand.models.conversation import Attachment
from firsthand.models.drafts import AmendmentDraft
from firsthand.models.events import Event
from firsthand.models.intake import RawMessage
from firsthand.models.people import Person
from firsthand.models.questions import Question
from firsthand.models.tickets import Ticket
from firsthand.services.coaching.actions import add
from firsthand.services.consequences.actions import ask as ask_first
from firsthand.services.desk.heartbeats import beat
from firsthand.services.outbox.actions import write
from firsthand.services.outbox.values import Purpose
from firsthand.services.people.actions import deactivate, invite
from firsthand.services.people.actions.passwords import reset_token
from firsthand.services.questions.actions import ask
from firsthand.services.saved_replies.actions import SavedText, save
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.writing.attaching import attach, keep
from tests.asking_for_help import ask as ask_for_help
from tests.handing_over import offer
from tests.lighthouse import person
from tests.services.pictures import picture
from tests.web.desk_of_lighthouse import BusyDesk


@pytest.fixture
def well(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that works and names whom to tell of a weakness."""
    beat(part="clocks", worker="one", at=datetime.now(UTC), error="")
    contact = "mailto:security@lighthouse.example"
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, security_contact=contact))


VISITORS = ("stranger", "left", "no role", "sales", "support", "owner")
"""Somebody from the street, a teammate who was let go and whose browser is still open, one without a role, two roles
with and without the right to sort mail, and an owner of the desk who holds no role."""
IN, OUT, NO, NOT_HERE, ONLY_POSTED = 200, 302, 403, 404, 405


@pytest.fixture
def places(busy: BusyDesk) -> dict[str, str]:
    """An address of every name that there is, of something that is there."""
    now, mira = datetime.now(UTC), busy.desk.viewer(busy.desk.mira, at=datetime.now(UTC))
    message = busy.login.messages.order_by("pk")[0]
    keep([shown := picture(name="one.png")])
    attach(message, [shown])
    invitation = invite(viewer=mira, email="new@lighthouse.example", name="New", roles=[], at=now)
    draft = AmendmentDraft.objects.create(
        book="customer-first", title="A draft", text="", author=busy.desk.mira, edited_by=busy.desk.mira,
        created_at=now, updated_at=now,
    )  # fmt: skip
    raw = RawMessage.objects.create(
        sha256=hashlib.sha256(b"x").hexdigest(), state="quarantined", via="pipe", received_at=now, size=1
    )
    mail = write(key="one", purpose=Purpose.notice, recipients=["a@b.example"], subject="x", text="x", at=now)
    saved = save(viewer=mira, wanted=SavedText(name="Hello", text="Hello."), at=now)
    noor = busy.desk.viewer(busy.desk.noor, at=now)
    step = add(viewer=noor, account_id=busy.desk.acme.pk, what="Call", due_at=now + timedelta(days=1), at=now)
    round_ = asked_before_a_move(busy, now=now)
    of: dict[str, list[object]] = {
        "act": ["people.profile"], "do": [busy.login.pk, "take"], "message_body": [message.pk],
        "picture": [Attachment.objects.get(filename="one.png").pk],
        "file": [Attachment.objects.exclude(filename="one.png").earliest("pk").pk, "file"],
        "account": [busy.desk.acme.pk], "erase_contact": [busy.desk.ben.pk], "person": [busy.desk.mira.pk],
        "hours": [busy.desk.mira.pk],
        "reset": [reset_token(busy.desk.mira, at=now)], "invitation": ["a-token-that-is-none"],
        "withdraw": [invitation.pk], "book_clause": ["S18"], "draft": [draft.pk], "check_draft": [draft.pk],
        "draft_act": [draft.pk, "withdraw"], "raw_message": [raw.pk], "outbox_mail": [mail.pk],
        "unsent": [busy.login.pk, "note"], "new_endpoint": ["email"], "endpoint": [busy.desk.mailbox.pk],
        **{name: [busy.login.pk] for name in ("ticket", "why", "judge_as_if", "customer", "preview")},
        "question": [asked_about(busy, now=now).pk],
        "plan": [busy.desk.acme.pk], "coaching_step": [step.subject_id],
        "consequence_round": [round_.pk], "consequences_of": [round_.subject_id],
        "merge_account": [busy.desk.acme.pk], "merge_contact": [busy.desk.ben.pk],
        "choose_saved_reply": [busy.login.pk], "saved_reply": [saved.pk],
        "hand_over": [busy.login.pk], "handoff": [offer(busy.desk.mira, busy.login, "product", at=now).pk],
        "ask_for_help": [busy.login.pk], "help": [ask_for_help(busy.desk.mira, busy.login, at=now).pk],
        **{name: [busy.login.pk] for name in ("others", "named")},
    }  # fmt: skip
    return {name: reverse(name, args=of.get(name, [])) for name in names(get_resolver().url_patterns)}


def asked_about(busy: BusyDesk, *, now: datetime) -> Question:
    """Noor's question about a how-to."""
    how_to = Ticket.objects.filter(kind="how_to", closed_at=None).exclude(pk=busy.login.pk).earliest("pk")
    confirm_kind(viewer=busy.desk.viewer(busy.desk.mira, at=now), ticket_id=how_to.pk, kind=Kind("how_to"), at=now)
    return ask(viewer=busy.desk.viewer(busy.desk.noor, at=now), ticket_id=how_to.pk, text="How?", at=now)


def asked_before_a_move(busy: BusyDesk, *, now: datetime) -> ConsequenceRound:
    """Eve asks what follows from another date."""
    eve = busy.desk.viewer(busy.desk.eve, at=now)
    return ask_first(viewer=eve, account_id=busy.desk.acme.pk, move=Move.date, wanted="1 May", why="So.", at=now)


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The name of every address."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns)
        else:
            yield str(one.name)


@pytest.fixture
def visitors(busy: BusyDesk, places: dict[str, str]) -> dict[str, Client]:
    """A browser of each kind of visitor."""
    now = datetime.now(UTC)
    gone = person("Gone Away", Role("support"))
    people: dict[str, Person | None] = {
        "stranger": None,
        "left": gone,
        "no role": person("Robin Act", None),
        "sales": busy.desk.eve,
        "support": person("Sam Port", Role("support")),
        "owner": person("Olga Owner", None, owner=True),
    }
    clients = {}
    for kind, who in people.items():
        clients[kind] = Client()
        if who is not None:
            clients[kind].force_login(who)
    deactivate(viewer=busy.desk.viewer(busy.desk.mira, at=now), person_id=gone.pk, at=now - timedelta(seconds=1))
    return clients


Row = tuple[int, ...]
ALL_IN: Row = (IN,) * 6
TEAM: Row = (OUT, OUT, IN, IN, IN, IN)
WITH_A_ROLE: Row = (OUT, OUT, NO, IN, IN, IN)
A_ROW_OF_THE_DESK: Row = (OUT, OUT, NOT_HERE, IN, IN, IN)
OWNERS: Row = (OUT, OUT, NO, NO, NO, IN)
ACTS: Row = (OUT, OUT, *(ONLY_POSTED,) * 4)

MATRIX: dict[str, Row] = {
    **dict.fromkeys(("healthz", "security_txt", "forgotten", "reset"), ALL_IN),
    **dict.fromkeys(("inbox", "profile", "notices", "settings", "book", "book_changes", "book_clause"), TEAM),
    **dict.fromkeys(("enter", "write", "known_contacts", "accounts", "people", "person", "tasks"), WITH_A_ROLE),
    **dict.fromkeys(("waiting", "on_duty", "hours", "absences"), WITH_A_ROLE),
    **dict.fromkeys(("block_list", "saved_replies", "new_saved_reply", "saved_reply"), WITH_A_ROLE),
    **dict.fromkeys(("questions", "requests", "helps", "help_share", "moves_by_book"), WITH_A_ROLE),
    **dict.fromkeys(("questions", "requests", "consequences", "consequence_round"), WITH_A_ROLE),
    "consequences_of": (OUT, OUT, NO, OUT, OUT, OUT),
    **dict.fromkeys(("questions", "requests", "helps", "help_share"), WITH_A_ROLE),
    **dict.fromkeys(("proposals", "handoffs", "drafts", "new_draft", "draft", "quarantine", "outbox"), WITH_A_ROLE),
    **dict.fromkeys(("ticket", "why", "customer", "others", "message_body", "picture", "file"), A_ROW_OF_THE_DESK),
    **dict.fromkeys(("account", "plan", "raw_message", "handoff", "question"), A_ROW_OF_THE_DESK),
    **dict.fromkeys(("account", "raw_message", "handoff", "question", "help"), A_ROW_OF_THE_DESK),
    "ask_for_help": (OUT, OUT, NO, IN, IN, IN),
    "hand_over": (OUT, OUT, NOT_HERE, NO, IN, NO),
    **dict.fromkeys(("erase_contact", "restricted", "new_endpoint", "endpoint"), OWNERS),
    **dict.fromkeys(
        ("act", "do", "judge_as_if", "preview", "choose_saved_reply", "named", "unsent", "invite", "withdraw"), ACTS
    ),
    **dict.fromkeys(("check_draft", "draft_act"), ACTS),
    "merge_account": (OUT, OUT, NO, IN, NO, NO),
    "merge_contact": (OUT, OUT, NO, IN, IN, IN),
    "coaching_step": (OUT, OUT, NOT_HERE, OUT, OUT, OUT),
    "outbox_mail": (OUT, OUT, NOT_HERE, NOT_HERE, NOT_HERE, IN),
    "live": (401, 401, IN, IN, IN, IN),
    "theme": (ONLY_POSTED,) * 6,
    "sign_in": (IN, IN, OUT, OUT, OUT, OUT),
    "sign_out": ACTS,
    "invitation": (NOT_HERE,) * 6,
    "set_up": (OUT,) * 6,
    "set_up_address": (NO, NO, NO, NO, NO, IN),
    "set_up_roles": (NO, NO, NO, NO, NO, IN),
    "set_up_book": (NO, NO, NO, NO, NO, OUT),
}
"""What a GET is answered with. A reset's link lets in whoever has it; the set-up leads on once there is an owner."""
OPEN_TO_STRANGERS = {"theme", "sign_in", "forgotten", "reset", "invitation", "set_up"}
"""What a stranger may post to; what comes of it stands in tests of its own."""


def test_every_address_has_a_row() -> None:
    assert set(MATRIX) == set(names(get_resolver().url_patterns))


def test_every_address_is_opened_by_those_who_may_and_by_nobody_else(
    places: dict[str, str], visitors: dict[str, Client], well: None
) -> None:
    wrong = {}
    for name, row in MATRIX.items():
        for visitor, expected in zip(VISITORS, row, strict=True):
            came = visitors[visitor].get(places[name]).status_code
            if came != expected:
                wrong[name, visitor] = (came, expected)
    assert wrong == {}


@pytest.mark.parametrize("visitor", ["stranger", "left"])
def test_who_is_not_signed_in_does_nothing_anywhere(
    places: dict[str, str], visitors: dict[str, Client], visitor: str
) -> None:
    before = Event.objects.count()
    for name in set(MATRIX) - OPEN_TO_STRANGERS:
        answer = visitors[visitor].post(places[name], {"act": "take", "why": "x", "name": "x"})
        assert answer.status_code in (OUT, NO, ONLY_POSTED, NOT_HERE, 401), name
        assert answer.headers.get("Location", "/sign-in").startswith("/sign-in"), name
    assert Event.objects.count() == before


@pytest.mark.parametrize("visitor", VISITORS[1:])
def test_a_form_of_another_site_does_nothing_for_anybody(
    places: dict[str, str], visitors: dict[str, Client], visitor: str
) -> None:
    before, client = Event.objects.count(), Client(enforce_csrf_checks=True)
    client.cookies = visitors[visitor].cookies
    for name, address in places.items():
        answer = client.post(address, {"act": "take", "why": "x"}, HTTP_ORIGIN="https://evil.example")
        assert answer.status_code in (NO, OUT, ONLY_POSTED, 401), name
    assert Event.objects.count() == before
