"""What a form says of whom a message goes to, from which of the desk's addresses, and with which files."""

import re
from dataclasses import dataclass

from django.http import HttpRequest

from firsthand.domain.conversation.files import PICTURES, AttachedFile, attached
from firsthand.web.forms import text, whole

LONGEST = 200_000
MOST_ADDRESSES = 8_000
_BETWEEN = re.compile(r'[,;\n](?=(?:[^"]*"[^"]*")*[^"]*$)')


@dataclass(frozen=True, kw_only=True)
class Addressed:
    """Whom the writer of an answer chose: None for what the form does not ask."""

    endpoint_id: int | None = None
    to: tuple[str, ...] | None = None
    copies: tuple[str, ...] | None = None

    @property
    def everybody(self) -> tuple[str, ...]:
        """All whom it goes to."""
        return (*(self.to or ()), *(self.copies or ()))


def addressed(request: HttpRequest) -> Addressed:
    """Whom the posted answer goes to. Each of the desk's addresses has its own fields, `to-N` and `copies-N`."""
    chosen = text(request, "endpoint", at_most=20)
    return Addressed(
        endpoint_id=whole(chosen),
        to=_addresses(request, f"to-{chosen}"),
        copies=_addresses(request, f"copies-{chosen}"),
    )


def _addresses(request: HttpRequest, name: str) -> tuple[str, ...] | None:
    return split(text(request, name, at_most=MOST_ADDRESSES)) if name in request.POST else None


def split(addresses: str) -> tuple[str, ...]:
    """The addresses of a text, between commas, semicolons or lines outside of quotation marks."""
    return tuple(one.strip() for one in _BETWEEN.split(addresses) if one.strip())


def attached_files(request: HttpRequest, *, body: str) -> tuple[AttachedFile, ...]:
    """The files of the posted form. A picture whose name stands in brackets in the text is shown there."""
    files = []
    for number, given in enumerate(request.FILES.getlist("files"), start=1):
        content = given.read()
        file = attached(
            filename=given.name or "",
            content_type=given.content_type or "application/octet-stream",
            content=content,
            number=number,
        )
        if file.content_type in PICTURES and f"[{file.filename}]" in body:
            file = attached(
                filename=file.filename,
                content_type=file.content_type,
                content=content,
                number=number,
                inline=True,
                content_id=f"{number}.{file.sha256[:24]}@picture",
            )
        files.append(file)
    return tuple(files)
