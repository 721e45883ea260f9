"""How long somebody stays signed in: two weeks, but not through a day in which they did nothing."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from firsthand.web.request import now_of

LONGEST = timedelta(days=14)
IDLE = timedelta(hours=24)
_NOTED_EVERY = timedelta(minutes=10)


def begin(sender: object, request: HttpRequest, **_others: object) -> None:
    """Note when somebody signed in."""
    now = now_of(request).timestamp()
    request.session["signed_in_at"] = request.session["active_at"] = now


def is_over(request: HttpRequest) -> bool:
    """Whether whoever is signed in must sign in again. Notes, now and then, that somebody is there; an open page that
    asks for news by itself is nobody."""
    now, session = now_of(request), request.session
    signed_in_at = _instant(session.setdefault("signed_in_at", now.timestamp()), now)
    active_at = _instant(session.setdefault("active_at", now.timestamp()), now)
    if now - signed_in_at >= LONGEST or now - active_at >= IDLE:
        return True
    if "X-By-Itself" not in request.headers and now - active_at >= _NOTED_EVERY:
        session["active_at"] = now.timestamp()
    return False


def _instant(seconds: float, now: datetime) -> datetime:
    return datetime.fromtimestamp(seconds, now.tzinfo)
