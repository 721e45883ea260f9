"""Which part of a mail is what its writer wrote."""

import pytest

from tests.channels.samples import HEAD, SMALL, read
from tests.channels.test_parse import multipart

HTML = b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>Order 5531 was <b>charged twice</b>.</p>"


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: text/plain; name=body.txt\r\n",
        b"Content-Type: text/plain\r\nContent-Disposition: inline; filename=body.txt\r\n",
        b"Content-Type: text/html; name=body.html\r\n",
        b"Content-Type: text/plain\r\nContent-Disposition: attachment\r\n",
    ],
)
def test_the_only_text_is_the_body_whatever_it_is_called(head: bytes) -> None:
    assert read(HEAD + head + b"\r\nThe importer hangs.").text == "The importer hangs."


def test_the_first_text_is_the_body_and_further_named_texts_are_files() -> None:
    mail = read(
        multipart(
            b"Content-Type: text/plain; name=message.txt\r\n\r\nSee the log.",
            b"Content-Type: text/plain; name=trace.log\r\nContent-Disposition: inline\r\n\r\nERROR",
        )
    )
    assert (mail.text, [file.filename for file in mail.attachments]) == ("See the log.", ["trace.log"])


def test_named_alternatives_are_one_body() -> None:
    plain = b"Content-Type: text/plain; name=a.txt\r\n\r\nOrder 5531 was charged twice."
    mail = read(multipart(plain, HTML.replace(b"charset", b"name=a.html; charset"), kind=b"alternative"))
    assert (mail.text, mail.attachments) == ("Order 5531 was charged twice.", ())
    assert mail.html is not None


@pytest.mark.parametrize(
    "plain",
    [
        "",
        "\u00a0\n\u200b\n\ufeff \u2060\u200c",
        "This message is in HTML. Please use a program that shows HTML.",
        "Diese Nachricht ist im HTML-Format.",
        "Ваша программа не показывает HTML.",
    ],
)
def test_a_plain_text_without_words_of_its_own_gives_way_to_html(plain: str) -> None:
    part = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + plain.encode()
    assert read(multipart(part, HTML, kind=b"alternative")).text == "Order 5531 was charged twice."


def test_a_plain_text_about_html_stays() -> None:
    part = b"Content-Type: text/plain\r\n\r\nOrder 5531: the HTML was charged."
    assert read(multipart(part, HTML, kind=b"alternative")).text == "Order 5531: the HTML was charged."


def test_html_that_is_too_long_to_show_is_attached_and_its_text_begun() -> None:
    mail = read(HEAD + b"Content-Type: text/html\r\n\r\n<p>It hangs.</p>" + b"<p>row</p>\n" * 60_000)
    assert mail.text.startswith("It hangs.")
    assert (mail.html, len(mail.attachments)) == (None, 1)


def test_a_message_that_is_forwarded_as_a_file_without_a_word_is_shown() -> None:
    blank = b"Content-Type: text/plain\r\n\r\n\r\n"
    mail = read(multipart(blank, b"Content-Type: message/rfc822\r\n\r\n" + SMALL))
    assert mail.text.startswith("From: Ana <ana@acme.example>\nDate: Fri, 06 Aug 2021")
    assert mail.text.endswith("Subject: Export fails\n\nThe export stops at 90 percent.")
    assert [file.content_type for file in mail.attachments] == ["message/rfc822"]
