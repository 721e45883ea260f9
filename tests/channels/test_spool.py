"""The spool: durable before yes, claimed once, and nothing but rubbish after a crash."""

import io
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from firsthand.channels import spool as spooling
from firsthand.channels.spool import (
    EmptyMessage,
    ForeignSpool,
    TooLarge,
    claim,
    done,
    give_back,
    lying_aside,
    spool,
    sweep,
    waiting,
)

NOW = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)


def keep(folder: Path, raw: bytes = b"From: ana@acme.example\r\n\r\nHelp", *, at: datetime = NOW) -> str:
    return spool(
        raw, folder=folder, to="support@desk.example", via="pipe", envelope_from="ana@acme.example", received_at=at
    )


def test_what_was_spooled_is_claimed_byte_for_byte_with_its_envelope(tmp_path: Path) -> None:
    raw = b"From: ana@acme.example\r\n\r\n" + bytes(range(256))
    keep(tmp_path, raw)
    (one,) = claim(tmp_path, 10, "worker-1", now=NOW)
    assert one.raw() == raw
    assert (one.to, one.via, one.envelope_from) == ("support@desk.example", "pipe", "ana@acme.example")
    assert one.received_at == NOW


def test_the_oldest_is_claimed_first_and_no_more_than_asked(tmp_path: Path) -> None:
    for minutes in (3, 1, 2):
        keep(tmp_path, b"%d" % minutes, at=NOW + timedelta(minutes=minutes))
    assert [one.raw() for one in claim(tmp_path, 2, "w", now=NOW)] == [b"1", b"2"]


def test_messages_of_one_instant_keep_the_order_in_which_they_came(tmp_path: Path) -> None:
    for number in range(40):
        keep(tmp_path, b"%d" % number)
    assert [one.raw() for one in claim(tmp_path, 40, "w", now=NOW)] == [b"%d" % number for number in range(40)]


def test_two_workers_never_hold_the_same_message(tmp_path: Path) -> None:
    for number in range(60):
        keep(tmp_path, b"%d" % number)
    held: list[str] = []

    def work(name: str) -> None:
        while taken := claim(tmp_path, 3, name, now=NOW):
            held.extend(one.name for one in taken)

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(held), len(set(held))) == (60, 60)


def test_a_dead_workers_message_is_taken_over_after_its_lease_and_not_before(tmp_path: Path) -> None:
    keep(tmp_path)
    (lost,) = claim(tmp_path, 1, "dead", now=NOW)
    assert claim(tmp_path, 1, "alive", now=NOW + timedelta(minutes=9)) == []
    (taken,) = claim(tmp_path, 1, "alive", now=NOW + timedelta(minutes=11))
    assert taken.raw().endswith(b"Help")
    assert not done(lost)
    assert done(taken)
    assert waiting(tmp_path) == 0


def test_a_message_given_back_is_there_for_anyone(tmp_path: Path) -> None:
    keep(tmp_path)
    (one,) = claim(tmp_path, 1, "w", now=NOW)
    assert give_back(one)
    assert [again.name for again in claim(tmp_path, 1, "other", now=NOW)] == [one.name]


def test_a_file_put_there_by_hand_is_a_message_without_an_envelope(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir(parents=True)
    (tmp_path / "new" / "by-hand.eml").write_bytes(b"From: ana@acme.example\r\n\r\nHelp")
    (one,) = claim(tmp_path, 1, "w", now=NOW)
    assert (one.raw(), one.to, one.envelope_from) == (b"From: ana@acme.example\r\n\r\nHelp", "", None)


def test_too_much_and_nothing_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(EmptyMessage):
        keep(tmp_path, b"")
    with pytest.raises(TooLarge):
        spool(
            io.BytesIO(b"x" * 101),
            folder=tmp_path,
            to="a@b",
            via="pipe",
            envelope_from=None,
            received_at=NOW,
            most_bytes=100,
        )
    assert (os.listdir(tmp_path / "tmp"), waiting(tmp_path)) == ([], 0)


def test_it_says_yes_only_after_the_file_and_the_folder_are_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, rename = os.fsync, Path.rename

    def seen_sync(handle: int) -> None:
        steps.append("sync")
        sync(handle)

    def seen_rename(path: Path, to: Path) -> Path:
        steps.append("rename")
        return rename(path, to)

    monkeypatch.setattr(os, "fsync", seen_sync)
    monkeypatch.setattr(Path, "rename", seen_rename)
    keep(tmp_path)
    assert steps[-3:] == ["sync", "rename", "sync"]


def test_a_full_disk_keeps_nothing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    keep(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(tmp_path)
    assert (os.listdir(tmp_path / "tmp"), waiting(tmp_path)) == ([], 1)


def test_a_crash_in_the_middle_leaves_only_rubbish_that_is_swept(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from datetime import datetime, timezone\n"
        "from firsthand.channels.spool import spool\n"
        "class Half:\n"
        "    def read(self, size):\n"
        "        if hasattr(self, 'once'): os.kill(os.getpid(), 9)\n"
        "        self.once = True; return b'From: half'\n"
        "spool(Half(), folder=Path(sys.argv[1]), to='a@b', via='pipe', envelope_from=None,"
        " received_at=datetime.now(timezone.utc))\n"
    )
    root = Path(spooling.__file__).parents[2]
    killed = subprocess.run([sys.executable, "-c", program, str(tmp_path)], env={"PYTHONPATH": str(root)}, check=False)
    assert killed.returncode == -9
    assert claim(tmp_path, 10, "w", now=NOW) == []
    assert len(os.listdir(tmp_path / "tmp")) == 1
    assert sweep(tmp_path, before=datetime(2100, 1, 1, tzinfo=UTC)) == 1


def test_what_cannot_be_opened_is_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    names = [keep(tmp_path, b"%d" % number) for number in range(4)]
    for name in names[:3]:
        (tmp_path / "new" / name).unlink()
    (tmp_path / "new" / names[0]).mkdir()
    os.mkfifo(tmp_path / "new" / names[1])
    (tmp_path / "new" / names[2]).symlink_to("/etc/hostname")
    told: list[str] = []
    taken = claim(tmp_path, 10, "w", now=NOW, on_bad=lambda name, _error: told.append(name))
    assert [one.raw() for one in taken] == [b"3"]
    assert told == lying_aside(tmp_path) == names[:3]
    assert waiting(tmp_path) == 1


def test_what_its_reader_could_not_open_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path)
    os.chown(tmp_path, 4711, -1) if os.geteuid() == 0 else monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(ForeignSpool, match="could not read this message"):
        keep(tmp_path)
    assert waiting(tmp_path) == 1


def test_no_file_left_to_open_blames_no_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "claimed").mkdir()
    keep(tmp_path)

    def full(*_given: object, **_named: object) -> int:
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as busy:
        busy.setattr(os, "open", full)
        assert claim(tmp_path, 10, "w", now=NOW) == []
    assert (lying_aside(tmp_path), waiting(tmp_path)) == ([], 1)
