"""The bytes of a mail that a file of the set describes. `README.md` says what each key means."""

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any

Described = Mapping[str, Any]

OUR_ID = "<fh.abcdefghijklmnopqrstuvwxyz234567@desk.example>"
STANDING_HEADERS = {
    "From": "Ana Ruiz <ana@acme.example>",
    "To": "support@desk.example",
    "Subject": "Export fails",
    "Date": "Tue, 24 Nov 2026 10:00:00 +0000",
    "Message-ID": "<1@acme.example>",
    "MIME-Version": "1.0",
}
ANSWER_HEADERS = {"Subject": "Re: Export fails", "In-Reply-To": OUR_ID, "References": OUR_ID}
PART_KEYS = frozenset(
    {
        "text",
        "html",
        "base64",
        "mail",
        "parts",
        "files",
        "type",
        "charset",
        "written_in",
        "transfer",
        "filename",
        "fields",
    }
)
MAIL_KEYS = PART_KEYS | {"headers", "answer", "raw"}

_BEYOND_ASCII = re.compile(r"[^\s<>@,;\"]*[^\x00-\x7f][^<>@,;\"]*(?<!\s)")


def mail_bytes(described: Described) -> bytes:
    """The whole mail. Raises ValueError for a key that the format does not have."""
    _known(described, MAIL_KEYS)
    if "raw" in described:
        return _crlf(described["raw"]).encode(described.get("written_in", "utf-8"))
    headers: dict[str, Any] = STANDING_HEADERS | (ANSWER_HEADERS if described.get("answer") else {})
    headers |= described.get("headers", {})
    return _headers(headers) + _part({key: value for key, value in described.items() if key in PART_KEYS})


def _known(described: Described, keys: frozenset[str]) -> None:
    if unknown := set(described) - keys:
        raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}")


def _crlf(text: str) -> str:
    return re.sub(r"\r?\n", "\r\n", text)


def _headers(headers: Mapping[str, Any]) -> bytes:
    """Lines of headers; one without a value is left out, one with several is repeated."""
    lines = [
        f"{name}: {_encoded(str(value))}\r\n"
        for name, given in headers.items()
        for value in (given if isinstance(given, list) else [given])
        if value is not None
    ]
    return "".join(lines).encode()


def _encoded(value: str) -> str:
    """A value whose words beyond ASCII are encoded (RFC 2047), as mail programs do; an address stays as it is."""

    def word(found: re.Match[str]) -> str:
        if found.string[found.end() : found.end() + 1] == "@" or found.string[: found.start()].endswith("@"):
            return found[0]
        return f"=?utf-8?B?{base64.b64encode(found[0].encode()).decode()}?="

    return _BEYOND_ASCII.sub(word, value)


def _part(described: Described) -> bytes:
    """A part with its own headers, an empty line and its content."""
    _known(described, PART_KEYS)
    if files := described.get("files"):
        body = {key: value for key, value in described.items() if key != "files"}
        return _multipart("multipart/mixed", [body, *map(_file, files)])
    if "parts" in described:
        return _multipart(described.get("type", "multipart/mixed"), described["parts"], described.get("fields", {}))
    if "text" in described and "html" in described:
        bodies = [{key: value for key, value in described.items() if key != other} for other in ("html", "text")]
        return _multipart("multipart/alternative", bodies)
    return _leaf(described)


def _file(described: Described) -> Described:
    kind = "text/plain" if "text" in described else "application/octet-stream"
    return {"type": kind, "filename": "file", **described}


def _multipart(kind: str, parts: Sequence[Described], fields: Mapping[str, Any] | None = None) -> bytes:
    inner = [_part(one) for one in parts]
    boundary = f"part-{sum(map(len, inner))}-{len(inner)}"
    head = _headers({"Content-Type": f'{kind}; boundary="{boundary}"', **(fields or {})})
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + one + b"\r\n" for one in inner)
    return head + b"\r\n" + body + b"--" + boundary.encode() + b"--\r\n"


def _leaf(described: Described) -> bytes:
    if "mail" in described:
        return _head_of(described, "message/rfc822", None) + mail_bytes(described["mail"])
    if "base64" in described:
        content = base64.b64decode(described["base64"])
        return _head_of(described, "application/octet-stream", "base64") + base64.encodebytes(content)
    kind = "html" if "html" in described else "text"
    charset = described.get("charset", "utf-8")
    content = _crlf(described.get(kind, "")).encode(described.get("written_in", charset))
    transfer = described.get("transfer", "8bit")
    default = "text/html" if kind == "html" else "text/plain"
    return _head_of(described, default, transfer, charset=charset) + _transferred(content, transfer)


def _head_of(described: Described, kind: str, transfer: str | None, *, charset: str = "") -> bytes:
    kind = described.get("type", kind)
    headers: dict[str, Any] = {"Content-Type": f"{kind}; charset={charset}" if charset else kind}
    if transfer:
        headers["Content-Transfer-Encoding"] = transfer
    if name := described.get("filename"):
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _headers(headers | described.get("fields", {})) + b"\r\n"


def _transferred(content: bytes, transfer: str) -> bytes:
    if transfer == "base64":
        return base64.encodebytes(content)
    if transfer == "quoted-printable":
        lines = content.split(b"\r\n")
        return b"\r\n".join(_quoted(line) for line in lines)
    return content


def _quoted(line: bytes) -> bytes:
    """A line in quoted-printable, cut so that none has more than 76 characters."""
    given = [bytes([byte]) if 32 <= byte < 127 and byte != ord("=") else b"=%02X" % byte for byte in line]
    if given and given[-1] == b" ":
        given[-1] = b"=20"
    lines, length = [b""], 0
    for one in given:
        if length + len(one) > 75:
            lines, length = [*lines, b""], 0
        lines[-1] += one
        length += len(one)
    return b"=\r\n".join(lines)
