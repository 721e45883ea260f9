"""Mail on its way out, to a real SMTP server in this process."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default

import pytest
from django.conf import settings

from firsthand.domain.mail.threading import loop_mark
from firsthand.domain.names import StateName
from firsthand.domain.sentences import PLAIN
from firsthand.engine.outbox import Outbox
from firsthand.engine.workers import worker_name
from firsthand.models.channels import Endpoint
from firsthand.models.outbox import Delivery, OutboxState
from firsthand.services.delivery.sending import NO_SERVER
from firsthand.services.outbox.actions import claim_due
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.inbox import InboxFilter, inbox
from tests.engine.post import Post
from tests.lighthouse import FRIDAY_1645_PACIFIC, Lighthouse

BEFORE_US = f"{worker_name().rpartition('-')[0]}-{2**22 + 1}"
"""A worker of this machine that was killed; no process has a number that high."""
LATER = FRIDAY_1645_PACIFIC + timedelta(minutes=5)
SECRET, DATA = settings.SECRET_KEY, settings.ENVIRONMENT.data


@pytest.fixture
def post() -> Iterator[Post]:
    with Post() as server:
        yield server


def connect(post: Post) -> None:
    Endpoint.objects.update(settings={"smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "plain"})


def mira_replies(lighthouse: Lighthouse) -> Delivery:
    ticket = lighthouse.ticket()
    reply(
        viewer=lighthouse.viewer(lighthouse.mira),
        ticket_id=ticket.pk,
        text="The proxy drops the cookie. Next step: allow it, I watch the log.",
        substantive=True,
        at=FRIDAY_1645_PACIFIC,
        status_after=StateName("pending"),
    )
    return Delivery.objects.get(ticket=ticket, purpose="reply")


def test_a_reply_leaves_with_the_headers_that_keep_the_thread(lighthouse: Lighthouse, post: Post) -> None:
    connect(post)
    mail = mira_replies(lighthouse)
    assert Outbox(data=DATA, worker="one").round(LATER) == 1
    (sent,) = [message_from_bytes(raw, policy=default) for raw in post.taken]
    assert isinstance(sent, Mail)
    assert sent["Message-ID"] == mail.external_id
    assert sent["In-Reply-To"] in sent["References"]
    assert "+t" in sent["Reply-To"]
    assert sent["X-Firsthand-Loop"] == loop_mark(SECRET)
    assert sent["Auto-Submitted"] is None
    mail.refresh_from_db()
    assert mail.state == OutboxState.sent


def test_a_mail_is_not_sent_twice(lighthouse: Lighthouse, post: Post) -> None:
    connect(post)
    mira_replies(lighthouse)
    outbox = Outbox(data=DATA, worker="one")
    outbox.round(LATER)
    assert outbox.round(LATER) == 0
    assert len(post.taken) == 1


def test_without_a_server_mail_waits_and_says_so(lighthouse: Lighthouse) -> None:
    mail = mira_replies(lighthouse)
    assert Outbox(data=DATA, worker="one").round(LATER) == 0
    mail.refresh_from_db()
    assert (mail.state, mail.last_error, mail.attempts) == (OutboxState.queued, NO_SERVER, 0)


def test_a_server_that_is_down_is_tried_again_later(lighthouse: Lighthouse, post: Post) -> None:
    connect(post)
    post.stop()
    mail = mira_replies(lighthouse)
    Outbox(data=DATA, worker="one").round(LATER)
    mail.refresh_from_db()
    assert mail.state == OutboxState.queued
    assert mail.next_attempt_at == LATER + timedelta(minutes=1)
    (row,) = inbox(
        viewer=lighthouse.viewer(lighthouse.mira), filter=InboxFilter(view="all"), after=None, now=LATER
    ).rows
    assert row.held_up


def test_a_refusal_for_good_is_kept_as_failed(lighthouse: Lighthouse, post: Post) -> None:
    connect(post)
    post.answer = "550 5.1.1 no such mailbox"
    mail = mira_replies(lighthouse)
    Outbox(data=DATA, worker="one").round(LATER)
    mail.refresh_from_db()
    assert mail.state == OutboxState.failed
    assert "no such mailbox" in PLAIN.phrase(mail.last_error)


def test_a_crash_after_the_servers_yes_repeats_the_same_message_id_and_no_more(
    lighthouse: Lighthouse, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(post)
    mira_replies(lighthouse)
    with monkeypatch.context() as crash:
        crash.setattr("firsthand.engine.outbox.delivery_left", _crash)
        with pytest.raises(SystemError):
            Outbox(data=DATA, worker="dies").round(LATER)
    outbox = Outbox(data=DATA, worker="two")
    assert outbox.round(LATER + timedelta(minutes=5)) == 0, "the lease still holds"
    assert outbox.round(LATER + timedelta(minutes=11)) == 1
    assert outbox.round(LATER + timedelta(hours=1)) == 0
    ids = [message_from_bytes(raw)["Message-ID"] for raw in post.taken]
    assert len(ids) == 2
    assert ids[0] == ids[1]


def _crash(*_given: object, **_named: object) -> None:
    raise SystemError("the process dies here")


def test_what_a_killed_worker_was_sending_leaves_as_soon_as_another_starts(lighthouse: Lighthouse, post: Post) -> None:
    connect(post)
    mira_replies(lighthouse)
    assert len(claim_due(LATER, BEFORE_US)) == 1
    assert Outbox(data=DATA, worker="another-host-7").round(LATER) == 0
    assert Outbox(data=DATA, worker=worker_name()).round(LATER) == 1
    assert len(post.taken) == 1


def test_what_a_worker_that_lives_is_sending_stays_its_own(lighthouse: Lighthouse, post: Post) -> None:
    connect(post)
    mira_replies(lighthouse)
    assert len(claim_due(LATER, worker_name())) == 1
    assert Outbox(data=DATA, worker=f"{BEFORE_US}0").round(LATER) == 0
