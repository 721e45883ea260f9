"""From a promise that breaks to the mail on a real SMTP server: one for each reader, once, and a day is a thread."""

from collections import defaultdict
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from django.conf import settings

from firsthand.domain.notices import NoticeKind
from firsthand.domain.sentences import as_written
from firsthand.engine import clocks, notices
from firsthand.engine.outbox import Outbox
from firsthand.models.channels import Endpoint
from firsthand.services.notices.actions import notify
from tests.engine.post import Post
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

LATE = NOW + timedelta(days=4)
SOON = LATE + timedelta(seconds=1)


@pytest.fixture
def sent(lighthouse: Lighthouse) -> defaultdict[str, list[EmailMessage]]:
    """What each reader got: five promises break while nobody looks, and something else happens right after."""
    with Post() as post:
        values = {"smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "plain"}
        Endpoint.objects.update(settings=values)
        for number in range(5):
            lighthouse.ticket(number=number)
        outbox = Outbox(data=settings.ENVIRONMENT.data, worker="one")
        for _ in range(3):
            clocks.round(LATE)
            notices.round(LATE)
            while outbox.round(LATE):
                pass
        text, kind = as_written("It bounced."), NoticeKind.reply_not_delivered
        notify(people=[lighthouse.mira], subject=None, at=SOON, kind=kind, text=text, clause="", key="k")
        notices.round(SOON)
        outbox.round(SOON)
        found: defaultdict[str, list[EmailMessage]] = defaultdict(list)
        for raw, readers in zip(post.taken, post.envelopes, strict=True):
            mail = message_from_bytes(raw, policy=default)
            assert isinstance(mail, EmailMessage)
            found[readers[0]].append(mail)
        return found


def test_five_promises_that_broke_are_one_mail_for_each_who_owes_them(
    sent: defaultdict[str, list[EmailMessage]],
) -> None:
    assert {reader: len(mails) for reader, mails in sent.items()} == {
        "mira@lighthouse.example": 2,
        "ada@lighthouse.example": 1,
    }
    first = sent["ada@lighthouse.example"][0]
    assert first["Subject"].startswith("[Firsthand] 5 notices: first response was due")
    assert first["Auto-Submitted"] == "auto-generated"
    assert first.get_content().count("is still owed") == 5


def test_the_mails_of_a_day_have_a_thread_that_is_no_mail_of_theirs(
    sent: defaultdict[str, list[EmailMessage]],
) -> None:
    one, two = sent["mira@lighthouse.example"]
    assert one["References"] == two["References"] != sent["ada@lighthouse.example"][0]["References"]
    assert one["References"] not in (one["Message-ID"], two["Message-ID"])
    assert one["In-Reply-To"] is None
