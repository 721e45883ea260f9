"""Several workers at once: each mail is claimed by one of them."""

import threading
from collections import Counter

import pytest
from django.db import connections

from firsthand.services.outbox.actions import claim_due, write
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW


@pytest.mark.django_db(transaction=True)
def test_each_mail_is_claimed_by_one_worker() -> None:
    for number in range(30):
        write(key=f"k{number}", purpose="reply", recipients=["a@b.example"], subject="s", text="t", at=NOW)
    won: list[int] = []
    lock = threading.Lock()

    def work(name: str) -> None:
        try:
            while claims := claim_due(now=NOW, worker=name, limit=4):
                with lock:
                    won.extend(claim.id for claim in claims)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(f"worker {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 30
    assert set(Counter(won).values()) == {1}
