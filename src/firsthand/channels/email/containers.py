"""What stands inside of containers: opaque S/MIME, Outlook's winmail.dat. What cannot be opened stays a file."""

from collections.abc import Callable
from dataclasses import dataclass

from asn1crypto.cms import ContentInfo
from striprtf.striprtf import rtf_to_text
from tnefparse import TNEF

from firsthand.channels.email.charsets import decode_text

SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
MOST_OBJECTS = 1000
MOST_RTF = 2_000_000

_TNEF_MARK = b"\x78\x9f\x3e\x22"


@dataclass(frozen=True, kw_only=True)
class OutlookContent:
    """What a winmail.dat holds: the body as plain text, as HTML or both, and files as (name, content)."""

    plain: str | None
    html: str | None
    files: tuple[tuple[str, bytes], ...]


def signed_content(der: bytes) -> bytes | None:
    """The message inside of an opaque signature, which is not checked; None for anything else, and for what is
    encrypted."""
    try:
        info = ContentInfo.load(der)
        if info["content_type"].native != "signed_data":
            return None
        content = info["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return content if isinstance(content, bytes) and content else None


def is_encrypted(der: bytes) -> bool:
    """Whether S/MIME content is encrypted for somebody."""
    try:
        kind = ContentInfo.load(der)["content_type"].native
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    return kind in {"enveloped_data", "auth_enveloped_data", "authenticated_enveloped_data"}


def outlook_content(raw: bytes) -> OutlookContent | None:
    """What stands in a winmail.dat; None where it is none, or broken, or more than Outlook writes."""
    if not raw.startswith(_TNEF_MARK) or not _is_reasonable(raw):
        return None
    try:
        found = TNEF(raw, do_checksum=False)
        charset = str(found.codepage or "cp1252")
        plain, html = _text(found.body, charset), _text(found.htmlbody, charset)
        if not plain and not html:
            plain = _of_rtf(found.rtfbody)
        files = tuple((_name(one, charset), bytes(one.data)) for one in found.attachments if one.data)
    except MemoryError:
        raise
    except Exception:  # the library raises struct, index, unicode, assertion and other errors on broken input
        return None
    return OutlookContent(plain=plain, html=html, files=files) if plain or html or files else None


def _is_reasonable(raw: bytes) -> bool:
    """Whether it has no more objects than Outlook writes; the library copies the rest for each of them."""
    at = 6
    for _ in range(MOST_OBJECTS):
        if at + 11 >= len(raw):
            return True
        at += 11 + int.from_bytes(raw[at + 5 : at + 9], "little")
    return False


def _text(body: bytes | str | None, charset: str) -> str | None:
    if not body:
        return None
    text = decode_text(body, charset) if isinstance(body, bytes) else body
    return text.rstrip("\x00") or None


def _of_rtf(rtf: bytes | None) -> str | None:
    """The text of a body that Outlook wrote as RTF, also where that wraps HTML."""
    if not rtf or len(rtf) > MOST_RTF:
        return None
    to_text: Callable[..., str] = rtf_to_text
    text = to_text(rtf.decode("latin-1"), errors="replace")
    return text.strip() or None


def _name(attachment: object, charset: str) -> str:
    """The long name of a file in a winmail.dat, else its short one."""
    try:
        name = attachment.long_filename()  # type: ignore[attr-defined]
    except UnicodeDecodeError:
        name = getattr(attachment, "_name", b"")
    return (decode_text(name, charset) if isinstance(name, bytes) else str(name)).strip("\x00")
