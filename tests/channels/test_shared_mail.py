"""The real and the malformed messages at hand: every one is read, none is lost."""

from pathlib import Path

import pytest

from firsthand.channels.email.mbox import messages
from firsthand.channels.email.replies import split_reply
from tests.channels.samples import read


def test_each_of_250_real_messages_is_read_with_its_sender_and_text(shared: Path) -> None:
    found = [read(one.raw) for one in messages(shared / "mail" / "ham-250.mbox")]
    assert len(found) == 250
    assert all(mail.from_address and mail.text.strip() and mail.message_id for mail in found)
    assert len({mail.content_digest for mail in found}) == len({mail.sha256 for mail in found})


def test_each_malformed_message_is_read(shared: Path) -> None:
    files = sorted((shared / "mail" / "odd").glob("*.eml"))
    found = {file.name: read(file.read_bytes()) for file in files}
    assert len(found) == 52
    assert [name for name, mail in found.items() if not mail.from_address] == []
    assert found["report_530.eml"].failed[0].address == "edwin@zzzzzzz.com"
    assert len(found["multi_address_bounce1.eml"].failed) == 5
    assert found["example14.eml"].subject == "Re: TEST テストテスト"


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("correct_sig.txt", "this is an email with a correct -- signature."),
        ("email_1_4.txt", "Awesome! I haven't had another problem with it."),
        ("email_1_6.txt", "I get proper rendering as well.\n\nSent from a magnificent torch of pixels"),
        ("email_2_2.txt", "Outlook with a reply directly above line"),
        ("email_BlackBerry.txt", "Here is another email"),
        ("email_iPhone.txt", "Here is another email"),
        ("email_multi_word_sent_from_my_mobile_device.txt", "Here is another email"),
    ],
)
def test_the_new_text_of_real_replies_stands_alone(shared: Path, name: str, new: str) -> None:
    body = (shared / "mail" / "replies" / name).read_text(encoding="utf-8")
    assert split_reply(body).text == new


def test_nothing_of_any_reply_is_lost(shared: Path) -> None:
    for file in (shared / "mail" / "replies").glob("*.txt"):
        body = file.read_text(encoding="utf-8")
        parts = split_reply(body)
        kept = (parts.text + "\n" + parts.quoted).split()
        assert sorted(kept) == sorted(body.split())


def test_a_reply_between_quotes_is_not_torn_apart(shared: Path) -> None:
    body = (shared / "mail" / "replies" / "email_1_8.txt").read_text(encoding="utf-8")
    assert "I will reply under this one" in split_reply(body).text
    assert "> okay?" in split_reply(body).text
