"""Files that came with a message, always as downloads; and a message's own layout, in a sandbox."""

import os
import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from firsthand.domain.errors import Missing
from firsthand.domain.sentences import say
from firsthand.services.desk.folders import attachment_file
from firsthand.services.tickets.queries import attachment, message_html
from firsthand.web.request import viewer_of

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
BODY_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:{images}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_BODY = (
    "<!doctype html><meta charset=utf-8><meta name=referrer content=no-referrer>"
    "<style>:root{{color-scheme:light}}body{{font:14px/1.5 system-ui,sans-serif;margin:12px;color:#222;background:#fff;"
    "overflow-wrap:break-word}}img{{max-width:100%;height:auto}}</style>{html}"
)
_A_LINK = re.compile(r"<a\s", re.IGNORECASE)


@require_GET
def download(request: HttpRequest, attachment_id: int, filename: str) -> HttpResponseBase:
    """The bytes of an attachment as a download that no browser runs or shows. The name in the address is for people;
    the file is found by its digest."""
    found = attachment(viewer=viewer_of(request), attachment_id=attachment_id)
    path = stored(settings.ENVIRONMENT.data, found.sha256)
    if path is None:
        raise Missing("file_gone", say("The file is not in the data folder; restore it from a backup."))
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=safe_name(found.filename))
    answer["Content-Type"] = "application/octet-stream"
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
    """A message as its sender laid it out, for the sandboxed frame: no scripts, no forms, no remote images unless
    the reader asked for them in the address (`images=1`)."""
    html = message_html(viewer=viewer_of(request), message_id=message_id)
    images = " https:" if request.GET.get("images") == "1" else ""
    answer = HttpResponse(_BODY.format(html=_A_LINK.sub('<a target="_blank" ', html)))
    answer["Content-Security-Policy"] = BODY_POLICY.format(images=images)
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "private, no-store"
    answer.xframe_options_exempt = True
    return answer
