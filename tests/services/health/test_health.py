"""Whether the desk works: whatever part of it hangs, fails or leaves its work undone is named."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from firsthand.domain.sentences import PLAIN
from firsthand.engine.parts import Parts
from firsthand.models.channels import Endpoint
from firsthand.models.clocks import Clock
from firsthand.services.desk.heartbeats import beat
from firsthand.services.health.queries import PART_SILENT_AFTER, health
from firsthand.services.outbox.actions import write
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def data(lighthouse: Lighthouse, tmp_path: Path, settings: Any) -> Path:
    """A data folder of its own; every part of the engine was well a moment ago."""
    for part in PART_SILENT_AFTER:
        beat(part=part, worker="one", at=NOW, error="")
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, data=tmp_path)
    return tmp_path


def ill() -> list[tuple[str, str, bool]]:
    """The parts that do not work, what they say, and whether the desk then does not."""
    parts = health(now=NOW).parts
    return [(one.name, PLAIN.phrase(one.text), one.required) for one in parts if not one.works]


def a_late_clock(desk: Lighthouse) -> None:
    desk.ticket()
    Clock.objects.update(next_at=NOW - 25 * MINUTE)


def a_late_mail(_desk: Lighthouse) -> None:
    write(key="k", purpose="notice", recipients=["a@b.example"], subject="s", text="t", at=NOW - 16 * MINUTE)


def a_mailbox_that_is_forgotten(_desk: Lighthouse) -> None:
    Endpoint.objects.update(
        settings={"mode": "imap", "imap_host": "imap.lighthouse.example"}, polled_at=NOW - 25 * MINUTE
    )


def test_all_is_well() -> None:
    assert health(now=NOW).works
    assert ill() == []


def test_every_part_of_the_engine_has_an_age_limit() -> None:
    parts = Parts(environment=settings.ENVIRONMENT)
    assert {one.name for one in parts.all()} == set(PART_SILENT_AFTER)
    parts.close()


def test_an_engine_without_a_sign_of_life_is_said() -> None:
    assert health(now=NOW + 30 * timedelta(seconds=1)).works
    assert not health(now=NOW + 31 * timedelta(seconds=1)).works
    assert not health(now=NOW - MINUTE).works


def test_one_part_that_hangs_is_named_while_the_others_work() -> None:
    beat(part="clocks", worker="one", at=NOW - 6 * MINUTE, error="")
    assert ill() == [("engine clocks", "its last round ended 6 min ago", True)]


def test_one_of_two_workers_that_hangs_in_a_part_is_named_while_the_other_works() -> None:
    beat(part="clocks", worker="two", at=NOW - 6 * MINUTE, error="")
    beat(part="outbox", worker="two", at=NOW, error="")
    assert ill() == [("engine clocks", "worker two: its last round ended 6 min ago", True)]


def test_one_of_two_workers_without_any_sign_of_life_is_said_for_a_day_while_the_other_works() -> None:
    beat(part="clocks", worker="two", at=NOW - 6 * MINUTE, error="KeyError: 'gone'")
    words = "no sign of life of two for 6 min; it hangs or has ended, and the others do its work"
    assert ill() == [("engine workers", words, False)]
    beat(part="clocks", worker="two", at=NOW - 25 * 60 * MINUTE, error="")
    assert ill() == []


def test_one_part_that_fails_is_named_with_its_error() -> None:
    beat(part="policy", worker="one", at=NOW, error="KeyError: 'gone'")
    assert ill() == [("engine policy", "KeyError: 'gone'", True)]


@pytest.mark.parametrize(
    ("undone", "name"),
    [
        (a_late_clock, "clocks"),
        (a_late_mail, "outbox"),
        (a_mailbox_that_is_forgotten, "email support@lighthouse.example"),
    ],
)
def test_work_that_is_left_undone_is_named(
    lighthouse: Lighthouse, undone: Callable[[Lighthouse], None], name: str
) -> None:
    undone(lighthouse)
    [(found, text, required)] = ill()
    assert (found, required) == (name, True)
    assert "min ago" in text


def test_a_message_that_nobody_takes_in_is_named(data: Path) -> None:
    waits = data / "spool" / "new" / "0000000000000001-waits"
    waits.parent.mkdir(parents=True, exist_ok=True)
    waits.write_bytes(b"Subject: s")
    os.utime(waits, (NOW.timestamp() - 960,) * 2)
    assert ill() == [("spool", "1 message waits, the oldest for 16 min", True)]


def test_a_disk_that_fills_up_is_named_before_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    free = [500 << 20]
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: type("Usage", (), {"free": free[0]}))
    assert ill() == [("disk", "0.5 GiB free", False)]
    free[0] = 50 << 20
    assert ill() == [("disk", "0.0 GiB free", True)]


def test_a_mailbox_whose_server_fails_is_named_and_the_desk_still_works() -> None:
    Endpoint.objects.update(failing_since=NOW, last_error="login refused")
    assert ill() == [("email support@lighthouse.example", "login refused", False)]
    assert health(now=NOW).works
