"""Short words to the person after an act, with what takes it back; kept in the session until the next page shows them
once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.http import HttpRequest

_KEY = "toasts"


@dataclass(frozen=True, kw_only=True)
class UndoForm:
    """The form that takes an act back: which act does, where it goes, what it sends. `swaps`: htmx swaps the ticket
    that comes back."""

    act: str
    address: str
    sent: Mapping[str, str]
    swaps: bool = False


@dataclass(frozen=True, kw_only=True)
class Toast:
    """What is said, and the form of its undo."""

    text: str
    undo: UndoForm | None = None


def toast(request: HttpRequest, text: str, *, undo: UndoForm | None = None) -> None:
    """Show `text` once, on the next page."""
    request.session[_KEY] = [*request.session.get(_KEY, []), asdict(Toast(text=text, undo=undo))]


def heard(request: HttpRequest) -> list[Toast]:
    """What is to be said now; it is said once."""
    if not hasattr(request, "session") or _KEY not in request.session:
        return []
    kept = request.session.pop(_KEY)
    return [Toast(text=one["text"], undo=UndoForm(**one["undo"]) if one["undo"] else None) for one in kept]
