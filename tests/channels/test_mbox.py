"""mbox files: messages apart, `From ` in running text left alone, escapes undone."""

from pathlib import Path

import pytest

from firsthand.channels.email.mbox import NotAnMboxError, messages

MBOX = (
    b"From ana@acme.example Fri Aug  6 16:45:00 2021\nSubject: one\n\nHello\nFrom here on it fails\n"
    b">From the log\n>>From quoted\n\nFrom now on, 12:00 in 2021 is text? No: no sender line\n\n"
    b"From noor@acme.example Sat Aug  7 10:00:00 2021\nSubject: two\n\nBye\n"
)


def test_messages_are_told_apart_and_unescaped(tmp_path: Path) -> None:
    file = tmp_path / "box"
    file.write_bytes(MBOX.replace(b"From now on, 12:00 in 2021 is text? No: no sender line\n\n", b""))
    one, two = messages(file)
    assert one.raw == b"Subject: one\n\nHello\nFrom here on it fails\nFrom the log\n>From quoted\n"
    assert two.raw == b"Subject: two\n\nBye\n"


def test_progress_reaches_the_size_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "box"
    file.write_bytes(MBOX)
    found = list(messages(file))
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert found[-1].read_bytes == found[-1].total_bytes == len(MBOX)


def test_an_empty_file_has_no_messages(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(b"")
    assert list(messages(tmp_path / "box")) == []


def test_a_file_that_is_no_mbox_is_named(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(b"Subject: a single message\n\nHello\n")
    with pytest.raises(NotAnMboxError, match="no mbox file"):
        list(messages(tmp_path / "box"))


def test_a_huge_message_is_cut_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(MBOX + b"x\n" * 5000)
    *_, last = messages(tmp_path / "box", most_bytes=1000)
    assert last.is_cut
    assert len(last.raw) <= 1000
