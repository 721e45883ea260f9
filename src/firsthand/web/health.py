"""Whether the desk works, for machines that watch it. Strangers learn no more than which part does not."""

import hmac
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from firsthand.domain.sentences import PLAIN
from firsthand.services.health.queries import Health, health


@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when web, database and engine work, else 503, and each of these by name. Whoever is signed in, or sends the
    token of the settings, reads of every part how it is: addresses and servers are nobody else's business."""
    found = health(now=datetime.now(UTC))
    parts = _in_words(found) if _may_read_all(request) else _in_short(found)
    answer = JsonResponse({"works": found.works, "parts": parts}, status=200 if found.works else 503)
    answer["Cache-Control"] = "no-store"
    return answer


def _in_short(found: Health) -> dict[str, dict[str, object]]:
    """Every part that must work, and the addresses as one: what they are called is for those who may know."""
    must = [part for part in found.parts if part.required]
    told: dict[str, dict[str, object]] = {part.name: {"works": part.works} for part in must if not part.is_address}
    addresses = all(part.works for part in must if part.is_address)
    return {"web": {"works": True}, **told, **({} if addresses else {"addresses": {"works": False}})}


def _in_words(found: Health) -> dict[str, dict[str, object]]:
    web = {"works": True, "text": "answers", "required": True}
    told = {
        part.name: {"works": part.works, "text": PLAIN.phrase(part.text), "required": part.required}
        for part in found.parts
    }
    return {"web": web, **told}


def _may_read_all(request: HttpRequest) -> bool:
    token, sent = settings.ENVIRONMENT.health_token, request.headers.get("Authorization", "")
    if token and hmac.compare_digest(sent.encode(), f"Bearer {token}".encode()):
        return True
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    try:
        return request.user.is_authenticated and request.user.is_active
    except DatabaseError:
        return False
