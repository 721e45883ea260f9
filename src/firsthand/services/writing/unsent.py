"""What a person has written on a ticket and not sent: kept while they type, there on every device, gone once sent.

Each change raises the version, and a page that keeps something says which version it saw: one that is behind writes
over nothing but what it kept itself, and what it holds stays on it. Sending leaves the row as it was written with the
message beside it, so that taking the message back brings back exactly that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from firsthand.domain.conversation.files import AttachedFile, attached, check_files
from firsthand.domain.errors import Invalid
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Attachment, Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.models.writing import Unsent, UnsentFile
from firsthand.services.access.doors import ticket_behind, tickets_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.desk.folders import attachment_file
from firsthand.services.writing.attaching import columns_of, keep

WRITES_FOR = timedelta(minutes=1)
"""How long somebody who types no more is said to be writing."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What stands in the form. Of whom nothing is said (None), the conversation tells whom it goes to."""

    text: str
    endpoint_id: int | None = None
    to: tuple[str, ...] | None = None
    copies: tuple[str, ...] | None = None
    substantive: bool = False
    with_history: bool = False
    status_after: str = ""


@dataclass(frozen=True, kw_only=True)
class LastSeen:
    """What a page knows of what is kept: the version that it saw (0: there was none), and its own name, if it has one.
    Its questions may overtake the answers, so what it kept itself is known by that name."""

    version: int = 0
    page: str = ""

    def is_behind(self, row: Unsent) -> bool:
        """Whether something else was kept or sent since."""
        own = bool(self.page) and self.page == row.page and row.sent_as_id is None
        return self.version != row.version and not own


NOTHING_BEGUN = LastSeen()


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is kept now. `is_mine`: it is what was just given; else something else was kept meanwhile, and stays."""

    unsent: Unsent
    files: tuple[UnsentFile, ...]
    is_mine: bool


def begun_on(*, viewer: Viewer, ticket_id: int) -> Mapping[str, Kept]:
    """What the viewer has begun on a ticket that they may see, by direction. Two queries at most."""
    mine = list(Unsent.objects.filter(person_id=viewer.person_id, ticket__in=tickets_for(viewer), ticket=ticket_id))
    begun, files = [one for one in mine if one.sent_as_id is None], dict[int, tuple[UnsentFile, ...]]()
    for file in UnsentFile.objects.filter(unsent__in=begun).order_by("id") if begun else ():
        files[file.unsent_id] = (*files.get(file.unsent_id, ()), file)
    return {one.direction: Kept(unsent=one, files=files.get(one.pk, ()), is_mine=True) for one in mine}


def keep_unsent(
    written: Written,
    *,
    viewer: Viewer,
    ticket_id: int,
    direction: Direction,
    seen: LastSeen,
    at: datetime,
    kept: Iterable[int] = (),
    files: Sequence[AttachedFile] = (),
) -> Kept:
    """Keep what the viewer wrote, with new `files` and those `kept` of before, unless the page is behind. Raises
    Missing, Refused, and Invalid for files that do not fit or are infected."""
    require(viewer, Right.work_tickets)
    ticket_behind(tickets_for(viewer), ticket_id)
    keep(files)
    if not Endpoint.objects.filter(pk=written.endpoint_id or 0).exists():
        written = replace(written, endpoint_id=None)
    with transaction.atomic():
        row = _own(viewer, ticket_id, direction, at=at)
        if seen.is_behind(row):
            return Kept(unsent=row, files=tuple(row.files.order_by("id")), is_mine=False)
        row.files.exclude(pk__in=list(kept)).delete()
        check_files([*row.files.all(), *files])
        _rows(row, files)
        row.page = seen.page
        _fill(row, written, at=at, sent_as=None)
    return Kept(unsent=row, files=tuple(row.files.order_by("id")), is_mine=True)


def _own(viewer: Viewer, ticket_id: int, direction: Direction, *, at: datetime) -> Unsent:
    rows = Unsent.objects.select_for_update(of=("self",))
    row, _ = rows.get_or_create(
        person_id=viewer.person_id, ticket_id=ticket_id, direction=direction, defaults={"at": at}
    )
    return row


def _rows(row: Unsent, files: Iterable[AttachedFile | Attachment]) -> None:
    UnsentFile.objects.bulk_create(UnsentFile(unsent=row, **columns_of(one)) for one in files)


def _fill(row: Unsent, written: Written, *, at: datetime, sent_as: Message | None) -> None:
    row.text, row.endpoint_id, row.status_after = written.text, written.endpoint_id, written.status_after[:64]
    row.recipients = list(written.to) if written.to is not None else None
    row.copies = list(written.copies) if written.copies is not None else None
    row.substantive, row.with_history = written.substantive, written.with_history
    row.sent_as, row.at, row.version = sent_as, at, row.version + 1
    row.save()


def kept_files(
    *, viewer: Viewer, ticket_id: int, direction: Direction, kept: Iterable[int]
) -> tuple[AttachedFile, ...]:
    """The files of what the viewer began, of those numbers, with their bytes. Raises Invalid for one that is gone."""
    numbers = tuple(kept)
    own = UnsentFile.objects.filter(
        unsent__person_id=viewer.person_id, unsent__ticket_id=ticket_id, unsent__direction=direction
    )
    found = {one.pk: one for one in own.filter(pk__in=numbers)}
    if len(found) < len(set(numbers)):
        raise Invalid("file_gone", say("A file that was to go along is gone; attach it again."), field="files")
    return tuple(_read(found[one], place) for place, one in enumerate(numbers, start=1))


def _read(file: UnsentFile, number: int) -> AttachedFile:
    try:
        content = attachment_file(settings.ENVIRONMENT.data, file.sha256).read_bytes()
    except OSError as error:
        lost = say("{file} is not in the data folder; attach it again.", file=file.filename)
        raise Invalid("file_gone", lost, field="files") from error
    return attached(filename=file.filename, content_type=file.content_type, content=content, number=number)


def sent(written: Written, message: Message, *, viewer: Viewer, seen: LastSeen, files: Sequence[AttachedFile]) -> None:
    """What the viewer began is sent as `message`, in the caller's transaction. What they keep on another page and did
    not send stays as it is."""
    row = _own(viewer, message.ticket_id, Direction(message.direction), at=message.at)
    if seen.is_behind(row) and row.sent_as_id is None and row.text.strip() not in ("", written.text):
        return
    row.files.all().delete()
    _rows(row, files)
    _fill(row, written, at=message.at, sent_as=message)


def taken_back(message: Message, *, at: datetime) -> None:
    """What was sent as `message` is its writer's to go on with, as it was; before what they began since."""
    row = Unsent.objects.select_for_update(of=("self",)).filter(sent_as=message).first()
    if row is not None:
        row.sent_as, row.at, row.version = None, at, row.version + 1
        row.save()
        return
    whose = {"person": message.person, "ticket": message.ticket, "direction": message.direction}
    row, _ = Unsent.objects.select_for_update(of=("self",)).get_or_create(**whose, defaults={"at": at})
    since = row.text if row.sent_as_id is None else ""
    written = Written(
        text=f"{message.text}\n\n{since}".strip(),
        to=tuple(message.recipients),
        copies=tuple(message.copies),
        substantive=message.substantive,
    )
    _fill(row, written, at=at, sent_as=None)
    _rows(row, message.attachments.order_by("id"))


def move_unsent(*, source: Ticket, target: Ticket) -> None:
    """What people began on a ticket goes along to the one that it is merged into, below what they began there."""
    there = {(one.person_id, one.direction): one for one in Unsent.objects.filter(ticket=target)}
    for row in Unsent.objects.filter(ticket=source, sent_as=None).exclude(text=""):
        before = there.get((row.person_id, row.direction))
        if before is None:
            row.ticket, row.recipients, row.copies, row.endpoint = target, None, None, None
            row.version += 1
            row.save()
            continue
        before.text = "\n\n".join(one for one in (before.text if before.sent_as_id is None else "", row.text) if one)
        before.sent_as, before.version = None, before.version + 1
        before.save()
        row.files.update(unsent=before)
        row.delete()
