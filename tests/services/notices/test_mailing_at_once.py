"""Several workers at once: each notice is in one mail, and each reader has one."""

import threading

import pytest
from django.db import connections

from firsthand.domain.notices import NoticeKind
from firsthand.domain.sentences import as_written
from firsthand.models.outbox import Delivery, Notice
from firsthand.services.notices.actions import notify
from firsthand.services.notices.mailing import mail_due
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import light_up


@pytest.mark.django_db(transaction=True)
def test_each_notice_is_mailed_by_one_worker_and_each_reader_has_one_mail() -> None:
    desk = light_up()
    people, kind = [desk.mira, desk.noor, desk.ada, desk.olu], NoticeKind.clock_breached
    for number in range(10):
        text, key = as_written(f"Late {number}."), f"k{number}"
        notify(people=people, subject=None, at=NOW, kind=kind, text=text, clause="", key=key)
    written: list[int] = []

    def work() -> None:
        try:
            written.append(mail_due(now=NOW))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(written), Delivery.objects.count()) == (4, 4)
    assert not Notice.objects.filter(delivery=None).exists()
    assert all(f"Late {number}." in mail.text for mail in Delivery.objects.all() for number in range(10))
