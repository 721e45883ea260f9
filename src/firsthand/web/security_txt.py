"""How to tell this desk's people of a weakness (RFC 9116); nothing where the settings name nobody."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from firsthand.web.request import now_of

_GOOD_FOR = timedelta(days=30)


@require_GET
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell, and until when that is good."""
    environment = settings.ENVIRONMENT
    if not environment.security_contact:
        raise Http404
    lines = [f"Contact: {environment.security_contact}", f"Expires: {now_of(request) + _GOOD_FOR:%Y-%m-%dT%H:%M:%SZ}"]
    if environment.base_url:
        lines.append(f"Canonical: {environment.base_url}/.well-known/security.txt")
    return HttpResponse("\n".join([*lines, "Preferred-Languages: en", ""]), content_type="text/plain; charset=utf-8")
