"""What stands below the text of an answer: how its writer signs, and on demand what was said before."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from django.db import transaction

from firsthand.domain.errors import Missing
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.models.writing import Signature
from firsthand.services.access.contacts import contact_viewer_of
from firsthand.services.access.doors import messages_for, ticket_behind, tickets_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.channels.queries import desk_name
from firsthand.services.language.letters import told_line

LONGEST_SIGNATURE = 2_000
MOST_QUOTED, LONGEST_HISTORY = 20, 60_000
_SIGNED = "-- "


def signatures_of(viewer: Viewer) -> dict[int, str]:
    """How the viewer signs, by address of the desk."""
    return dict(Signature.objects.filter(person_id=viewer.person_id).values_list("endpoint_id", "text"))


@transaction.atomic
def sign(*, viewer: Viewer, endpoint_id: int, text: str) -> None:
    """The viewer's answers from an address of the desk end with a text from now on; with an empty one as before there
    was any. Raises Missing, and Refused for who answers nobody."""
    require(viewer, Right.work_tickets)
    if not Endpoint.objects.filter(pk=endpoint_id).exists():
        raise Missing("no_endpoint", say("There is no such address."))
    own = Signature.objects.filter(person_id=viewer.person_id, endpoint_id=endpoint_id)
    if not (signed := text.replace("\r\n", "\n").strip()):
        own.delete()
    elif not own.update(text=signed):
        Signature.objects.create(person_id=viewer.person_id, endpoint_id=endpoint_id, text=signed)


def below(ticket: Ticket, *, viewer: Viewer, endpoint_id: int | None, with_history: bool) -> str:
    """What stands below an answer that the viewer sends from an address of the desk; empty for nothing."""
    own = Signature.objects.filter(person_id=viewer.person_id, endpoint_id=endpoint_id or 0)
    signed = own.values_list("text", flat=True).first()
    parts = [f"{_SIGNED}\n{signed}"] if signed else []
    return "\n\n".join([*parts, *(_history(ticket) if with_history else ())])


def below_on(*, viewer: Viewer, ticket_id: int, endpoint_id: int | None, with_history: bool) -> str:
    """As `below`, for a ticket that the viewer may see; before the answer is sent. Raises Missing."""
    ticket = ticket_behind(tickets_for(viewer).select_related("contact"), ticket_id)
    return below(ticket, viewer=viewer, endpoint_id=endpoint_id, with_history=with_history)


def _history(ticket: Ticket) -> Iterator[str]:
    """What the customer knows of the conversation, newest first, each message quoted below who wrote it and when."""
    reader = contact_viewer_of(ticket.contact) if ticket.contact is not None else None
    if reader is None:
        return
    left, ours = LONGEST_HISTORY, desk_name()
    said = messages_for(reader).filter(ticket=ticket, automatic="").select_related("contact").order_by("-at", "-id")
    for one in said[:MOST_QUOTED]:
        quoted = "\n".join(f"> {line}".rstrip() for line in one.text.split("\n"))
        if (left := left - len(quoted)) < 0:
            return
        yield f"{_introduction(one, ours)}\n{quoted}"


def _introduction(message: Message, ours: str) -> str:
    theirs = (message.contact.name if message.contact is not None else "") or message.sender
    name = ours if message.direction == Direction.outbound else theirs
    return told_line(say("On {at}, {name} wrote:", at=f"{message.at:%Y-%m-%d %H:%M} UTC", name=name))


def below_laid_out(text: str) -> str:
    """What stands below an answer as HTML: its lines, those that are quoted in a block."""
    blocks = groupby(text.split("\n") if text else (), key=lambda line: line.startswith(">"))
    return "".join(_block([*lines], is_quoted=is_quoted) for is_quoted, lines in blocks)


def _block(lines: list[str], *, is_quoted: bool) -> str:
    bare = (line[1:].removeprefix(" ") if is_quoted else line for line in lines)
    shown = "<br>\n".join(map(escape, bare))
    return f"<blockquote>{shown}</blockquote>\n" if is_quoted else f"<p>{shown}</p>\n"


def with_below(text: str, below: str) -> str:
    """The words of an answer with what stands below them."""
    return f"{text}\n\n{below}" if below else text
