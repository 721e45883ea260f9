"""The messages from practice at hand, each read as its case asks."""

from pathlib import Path

import pytest

from firsthand.channels.email.parse import parse
from firsthand.domain.conversation.incoming import AutoKind
from firsthand.domain.mail.classify import OwnMarks
from firsthand.domain.mail.inbound import InboundMail

OWN = OwnMarks(domains=frozenset({"lighthouse.example"}), loop_mark="ourmark")


@pytest.fixture(name="case")
def _case(request: pytest.FixtureRequest, shared: Path) -> InboundMail:
    raw = (shared / "cases" / request.param).read_bytes()
    sender = "" if request.param.startswith("bounce") else None
    return parse(raw, own=OWN, envelope_to="support@lighthouse.example", envelope_from=sender)


@pytest.mark.parametrize(
    ("case", "text"),
    [
        *((f"introductions/{one}.eml", "My answer.") for one in ("cs", "es", "ja_apple", "nl", "pl", "pt", "zh")),
        ("blank-plain-part/zwsp.eml", "Order 5532 was charged twice."),
        ("blank-plain-part/placeholder.eml", "Order 5531 was charged twice. Please refund."),
        ("body-with-name/name.eml", "The importer hangs at row 40000."),
        ("charset-supersets/latin1.eml", "The price is 50 € – “final”, don’t wait"),
        ("charset-supersets/sjis.eml", "ログインできません。髙橋①"),
        ("smime-opaque/opaque.eml", "The licence server refuses our key."),
        ("winmail-dat/winmail.eml", "The contract is in the attachment."),
    ],
    indirect=["case"],
)
def test_the_words_of_the_writer_are_the_text(case: InboundMail, text: str) -> None:
    assert case.text == text


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("cut-at-dashes/grep.eml", "Production stands still for everybody."),
        ("cut-at-pasted-headers/headers.eml", "How can we stop that?"),
        ("forwarded-by-a-teammate/inline.eml", "the import is stuck at 12 %"),
        ("charset-supersets/trunc.eml", "dem Süden. \ufffd Schöne Grüße"),
    ],
    indirect=["case"],
)
def test_no_words_of_the_writer_are_folded_or_spoilt(case: InboundMail, words: str) -> None:
    assert words in case.text
    assert case.quoted == ""


@pytest.mark.parametrize(
    ("case", "sender"),
    [
        ("contact-form-reply-to/form.eml", "omar.said@borealis.example"),
        ("rewritten-by-a-group/group.eml", "greta.lind@borealis.example"),
        ("idna-2003/eszett.eml", "info@xn--strau-logistik-4fb.example"),
        ("sender-addresses-refused/docomo.eml", "sato..taro.@docomo.example"),
        ("sender-addresses-refused/underscore.eml", "root@db_01.acme.example"),
    ],
    indirect=["case"],
)
def test_the_writer_is_who_can_be_answered(case: InboundMail, sender: str) -> None:
    assert case.from_address == sender


@pytest.mark.parametrize("case", ["out-of-office-exchange/oof.eml"], indirect=True)
def test_an_absence_is_an_automatic_reply(case: InboundMail) -> None:
    assert case.auto is AutoKind.auto_reply


@pytest.mark.parametrize("case", ["bounce-without-report/qmail.eml"], indirect=True)
def test_a_bounce_in_words_names_whom_it_missed(case: InboundMail) -> None:
    assert case.auto is AutoKind.bounce
    assert [(one.address, one.status) for one in case.failed] == [("ana.ruiz@acme.example", "5.1.1")]
