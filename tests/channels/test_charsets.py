"""Bytes as mails hold them, and the words that their writer saw."""

import time

import pytest

from firsthand.channels.email.charsets import decode_text
from firsthand.channels.email.headers import decode_words
from tests.channels.samples import HEAD, read


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("iso-8859-1", "cp1252", "The price is 50 € – “final”, don’t wait"),
        ("us-ascii", "cp1252", "don’t"),
        ("ISO-8859-15", "iso-8859-15", "50 €"),
        ("iso-8859-15", "cp1252", "“50”"),
        ("iso-8859-2", "iso-8859-2", "Gdańsk"),
        ("iso-8859-2", "cp1250", "„Gdańsk”"),
        ("iso-8859-5", "cp1251", "«Привет» – “да”"),
        ("iso-8859-9", "cp1254", "İstanbul’da"),
        ("tis-620", "cp874", "สวัสดี…"),
        ("shift_jis", "cp932", "ログインできません。髙橋①"),
        ("gb2312", "gb18030", "朱镕基 €"),
        ("gbk", "gb18030", "㐀 𠀀"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("euc-kr", "cp949", "똠방각하"),
        ("big5", "big5hkscs", "啫喱 恒生"),
        ("koi8-r", "koi8-r", "Привет"),
        ("windows-1251", "cp1251", "Привет"),
        ("macintosh", "mac_roman", "café"),
        ("utf-7", "utf-7", "Grüße"),
        ("utf-16", "utf-16", "Grüße"),
        ("iso-2022-kr", "iso2022_kr", "안녕하세요"),
        ("hz-gb-2312", "hz", "你好"),
        ('"utf-8"', "utf-8-sig", "Grüße"),
        ("iso-8859-1", "utf-8", "Grüße aus dem Süden"),
        ("windows-1251", "utf-8", "Привет"),
        ("shift_jis", "utf-8", "ログインできません"),
        ("utf-8", "cp1252", "Grüße"),
        ("x-unknown", "utf-8", "Grüße"),
        ("", "cp1252", "Grüße"),
    ],
)
def test_a_label_means_what_real_mail_means_by_it(label: str, codec: str, text: str) -> None:
    assert decode_text(text.encode(codec), label) == text


@pytest.mark.parametrize(
    ("raw", "label", "text"),
    [
        ("Grüße, Grüße. ".encode() + b"\xc3 " + "Schöne Grüße".encode(), "utf-8", "Grüße, Grüße. \ufffd Schöne Grüße"),
        ("ログインできません".encode("cp932") + b"\x85", "shift_jis", "ログインできません\ufffd"),
        ("Grüße\n".encode() + "Größe\n".encode("cp1252"), "utf-8", "Grüße\nGröße\n"),
        ("Größe\n".encode("cp1252") + "Grüße\n".encode(), "iso-8859-1", "Größe\nGrüße\n"),
        ("ログイン\n".encode("cp932") + "ログイン\n".encode(), "shift_jis", "ログイン\nログイン\n"),
    ],
)
def test_one_bad_byte_costs_one_letter_and_a_mixed_text_no_line(raw: bytes, label: str, text: str) -> None:
    assert decode_text(raw, label).replace("\ufffd\ufffd", "\ufffd") == text


@pytest.mark.parametrize("label", ["iso-2022-jp", "us-ascii", "utf-8"])
def test_the_shifted_japanese_of_windows_is_read(label: str) -> None:
    raw = b"\x1b$B" + b"\x46\x7c\x4b\x5c\x2d\x21\x7c\x62" + b"\x1b(B 1\n\x1b(I\x36\x37\x1b(B"
    assert decode_text(raw, label) == "日本①髙 1\nｶｷ"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?iso-8859-1?Q?50_=80_=96_now?=", "50 € – now"),
        ("=?utf-8?B?R3LDvMOf?= =?utf-8?Q?e=20=C3?= =?utf-8?Q?=BC?=", "Grüße ü"),
        ("=?gb2312?B?1uzpRrv5?=", "朱镕基"),
        ("=?iso-2022-jp?B?GyRCLSEbKEI=?=", "①"),
        ("=?utf-8?Q?a b?= c =?x-odd?Q?=E9?=", "a b c é"),
        ("=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),
        ("=?utf-8?B?!?= =?broken", "=?broken"),
    ],
)
def test_encoded_words_are_read_as_their_bytes(value: str, text: str) -> None:
    assert decode_words(value) == text


def test_html_that_names_its_charset_itself_is_read_by_it() -> None:
    raw = HEAD + b'Content-Type: text/html\r\n\r\n<meta charset="windows-1251"><p>' + "Привет".encode("cp1251")
    assert read(raw).text == "Привет"


@pytest.mark.parametrize("raw", [b"\xff\n" * 200_000, b"\xe3\x81" * 200_000, b"\x1b$B\n" * 120_000, b"\x85" * 400_000])
def test_hostile_bytes_cost_little_time(raw: bytes) -> None:
    started = time.process_time()
    decode_text(raw, "shift_jis")
    assert time.process_time() - started < 1.5
