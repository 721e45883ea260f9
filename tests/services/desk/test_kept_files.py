"""Raw messages and attachments on disk."""

import hashlib
from pathlib import Path

from firsthand.services.desk.folders import raw_message_file
from firsthand.services.desk.kept_files import keep_raw


def test_a_message_lies_under_its_sha256_byte_for_byte(tmp_path: Path) -> None:
    (sha256,) = keep_raw(tmp_path, [b"Subject: hello\r\n\r\n\xff\x00"])
    assert sha256 == hashlib.sha256(b"Subject: hello\r\n\r\n\xff\x00").hexdigest()
    assert raw_message_file(tmp_path, sha256).read_bytes() == b"Subject: hello\r\n\r\n\xff\x00"


def test_the_same_message_twice_is_one_file_and_nothing_unfinished_is_left(tmp_path: Path) -> None:
    first, second, third = keep_raw(tmp_path, [b"one", b"one", b"two"])
    assert first == second != third
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == sorted(
        [f"{first}.eml", f"{third}.eml"]
    )
