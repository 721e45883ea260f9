"""The same post in several processes at once: each message exactly once."""

import threading
from pathlib import Path

import pytest
from django.db import connections

from firsthand.models.accounts import Contact
from firsthand.models.conversation import Message
from firsthand.models.intake import RawMessage
from firsthand.services.intake.actions import take_in, take_in_many
from tests.lighthouse import FRIDAY_1645_PACIFIC, light_up
from tests.services.intake.letters import facts, letter, parsed


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_post_make_each_message_once(tmp_path: Path) -> None:
    light_up()
    raws = [
        letter(message_id=f"<{number}@new.example>", sender="zoe@new.example", text=f"Question {number}")
        for number in range(12)
    ]
    start = threading.Barrier(2)
    failures: list[Exception] = []

    def work(*, in_one_batch: bool) -> None:
        try:
            start.wait(timeout=10)
            if in_one_batch:
                items = [(parsed(raw), facts(raw)) for raw in raws]
                take_in_many(items=items, at=FRIDAY_1645_PACIFIC, data=tmp_path)
                return
            for raw in raws:
                take_in(
                    incoming=parsed(raw),
                    raw=facts(raw),
                    at=FRIDAY_1645_PACIFIC,
                    data=tmp_path,
                )
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, kwargs={"in_one_batch": flag}) for flag in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert list(RawMessage.objects.values_list("copies", flat=True)) == [2] * 12
    assert Message.objects.count() == 12
    assert Contact.objects.filter(handles__address="zoe@new.example").count() == 1
