"""The files of a message: always as downloads, pictures also as pictures; and a message's own layout, in a sandbox."""

import os
import re
from base64 import b64encode
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from firsthand.domain.errors import Missing
from firsthand.domain.sentences import say
from firsthand.models.conversation import Attachment
from firsthand.services.desk.folders import attachment_file
from firsthand.services.tickets.files import attachment, message_html
from firsthand.web.request import viewer_of

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
BODY_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:{remote}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_BODY = (
    "<!doctype html><meta charset=utf-8><meta name=referrer content=no-referrer>"
    "<style>:root{{color-scheme:light}}body{{font:14px/1.5 system-ui,sans-serif;margin:12px;color:#222;background:#fff;"
    "overflow-wrap:break-word}}img{{max-width:100%;height:auto}}</style>{html}"
)
_A_LINK = re.compile(r"<a\s", re.IGNORECASE)
_IMAGE = re.compile(r'<img(?:[^>"]|"[^"]*")*>')
_ADDRESS = re.compile(r'\sdata-(cid|src)="([^"]*)"')
_SIGNATURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}
MOST_SHOWN_BYTES = 12 * 1024 * 1024


@require_GET
def download(request: HttpRequest, attachment_id: int, filename: str) -> HttpResponseBase:
    """The bytes of an attachment as a download that no browser runs or shows. The name in the address is for people;
    the file is found by its digest."""
    found = attachment(viewer=viewer_of(request), attachment_id=attachment_id)
    answer = FileResponse(_path(found).open("rb"), as_attachment=True, filename=safe_name(found.filename))
    return _closed(answer, content_type="application/octet-stream")


@require_GET
def picture(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """A picture of a message, from the desk's own store. Raises Missing for a file whose bytes are none."""
    found = attachment(viewer=viewer_of(request), attachment_id=attachment_id)
    path = _path(found)
    with path.open("rb") as file:
        kind = kind_of_picture(file.read(16))
    if not kind:
        raise Missing("no_picture", say("This file is no picture that a page can show."))
    return _closed(FileResponse(path.open("rb")), content_type=kind)


def kind_of_picture(begin: bytes) -> str:
    """What a picture is by its first 16 bytes, whatever its sender called it; empty for what is none."""
    for kind, signatures in _SIGNATURES.items():
        if begin.startswith(signatures) and (kind != "image/webp" or begin[8:12] == b"WEBP"):
            return kind
    return ""


def _path(file: Attachment) -> Path:
    path = stored(settings.ENVIRONMENT.data, file.sha256)
    if path is None:
        raise Missing("file_gone", say("The file is not in the data folder; restore it from a backup."))
    return path


def _closed(answer: HttpResponseBase, *, content_type: str) -> HttpResponseBase:
    answer["Content-Type"] = content_type
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def stored(data: Path, digest: str) -> Path | None:
    """The file with that digest, or None. A digest that is no SHA-256 names no file."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        return None
    path = attachment_file(data, digest)
    return path if path.is_file() else None


def safe_name(filename: str) -> str:
    """A name that is only a name: no folders, no control characters, at most 120 characters."""
    bare = re.split(r"[\\/]", filename)[-1]
    kept = "".join(char for char in bare if char.isprintable()).strip(" .")
    stem, ending = os.path.splitext(kept)
    return f"{stem[:100]}{ending[:20]}" or "file"


@require_GET
def body(request: HttpRequest, message_id: int) -> HttpResponse:
    """A message as its sender laid it out, for the sandboxed frame: no scripts, no forms; the pictures that came with
    it, from the desk's own store; those of the web only when the reader asked for them (`images=1`)."""
    html, files = message_html(viewer=viewer_of(request), message_id=message_id)
    remote = request.GET.get("images") == "1"
    shown = _with_pictures(_A_LINK.sub('<a target="_blank" ', html), files, remote=remote)
    answer = HttpResponse(_BODY.format(html=shown))
    answer["Content-Security-Policy"] = BODY_POLICY.format(remote=" https: http:" if remote else "")
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "private, no-store"
    answer.xframe_options_exempt = True
    return answer


def _with_pictures(html: str, files: Iterable[Attachment], *, remote: bool) -> str:
    """The images of sanitised HTML with their sources. A picture that came with the message stands in the page itself:
    the frame has no session with which it could fetch it."""
    own = {file.content_id.lower(): file for file in files}
    left = MOST_SHOWN_BYTES

    def source(match: re.Match[str]) -> str:
        nonlocal left
        where, address = match[1], unescape(match[2])
        if where == "src":
            return f' src="{match[2]}"' if remote else match[0]
        file = own.get(unquote(address).lower())
        if file is None or file.size > left or (path := stored(settings.ENVIRONMENT.data, file.sha256)) is None:
            return match[0]
        content = path.read_bytes()
        if not (kind := kind_of_picture(content[:16])):
            return match[0]
        left -= file.size
        return f' src="data:{kind};base64,{b64encode(content).decode("ascii")}"'

    return _IMAGE.sub(lambda image: _ADDRESS.sub(source, image[0]), html)
