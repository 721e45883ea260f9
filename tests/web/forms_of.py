"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(kw_only=True)
class FoundForm:
    """A form that posts: where it goes, which act it says it does, and the attributes of its fields by name."""

    action: str
    act: str
    fields: dict[str, dict[str, str | None]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FoundForm] = []
        self._open: FoundForm | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and (given.get("method") or "get").lower() == "post":
            self._open = FoundForm(action=given.get("action") or "", act=given.get("data-act") or "")
            self.forms.append(self._open)
        elif tag in ("input", "select", "textarea") and self._open is not None and given.get("name"):
            self._open.fields[str(given["name"])] = {"tag": tag, **given}

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def forms_of(page: str) -> list[FoundForm]:
    """The forms of a page that post, in their order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
