"""Whether the desk works, for machines that watch it."""

from datetime import UTC, datetime

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from firsthand.domain.sentences import PLAIN
from firsthand.services.health.queries import health


@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when web, database and engine work, else 503; each part by name, with words for what does not."""
    found = health(now=datetime.now(UTC))
    parts = {"web": {"works": True, "text": "answers", "required": True}}
    parts |= {
        part.name: {"works": part.works, "text": PLAIN.phrase(part.text), "required": part.required}
        for part in found.parts
    }
    answer = JsonResponse({"works": found.works, "parts": parts}, status=200 if found.works else 503)
    answer["Cache-Control"] = "no-store"
    return answer
