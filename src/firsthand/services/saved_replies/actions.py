"""Writes about saved replies. One is checked when it is saved: its variables, and wording that the book warns of."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.domain.conversation.variables import check_variables
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.saved_replies import SavedReplyRetired, SavedReplyWritten
from firsthand.domain.names import Role, TeamName
from firsthand.domain.organisation import Right
from firsthand.domain.promises.saved import check_saved_wording
from firsthand.domain.sentences import say
from firsthand.models.saved_replies import SavedReply
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.saved_replies.queries import may_write_for, readers_of

LONGEST_NAME = 120
LONGEST_TEXT = 20_000


@dataclass(frozen=True, kw_only=True)
class SavedText:
    """A saved reply as somebody wants it: of a role, of one of its teams, or of everybody."""

    name: str
    text: str
    role: Role | None = None
    team: TeamName | None = None


@transaction.atomic
def save(*, viewer: Viewer, wanted: SavedText, at: datetime) -> SavedReply:
    """Write a saved reply. Raises Invalid at the field that is wrong, and Refused for a team that the viewer neither is
    of nor heads."""
    require(viewer, Right.work_tickets)
    return _write(SavedReply(), wanted, viewer=viewer, desk=open_desk(at))


@transaction.atomic
def change(*, viewer: Viewer, reply_id: int, wanted: SavedText, at: datetime) -> SavedReply:
    """Write it anew. Raises as `save`, and Missing for one that is not there."""
    require(viewer, Right.work_tickets)
    desk = open_desk(at)
    return _write(_locked(reply_id, viewer, desk), wanted, viewer=viewer, desk=desk)


def _write(row: SavedReply, wanted: SavedText, *, viewer: Viewer, desk: Desk) -> SavedReply:
    name, text = " ".join(wanted.name.split()), wanted.text.replace("\r\n", "\n").strip()
    if not name or len(name) > LONGEST_NAME:
        raise Invalid("name_missing", say("Give it a name by which it is found."), field="name")
    if not text:
        raise Invalid("empty", say("Write the text; nothing was saved."), field="text")
    if not may_write_for(viewer, desk, role=wanted.role, team=wanted.team):
        raise Refused("not_of_team", say("You can write for your own teams, and for everybody."), field="role")
    _check_text(text, wanted, desk)
    same = SavedReply.objects.filter(name__iexact=name, retired_at=None).exclude(pk=row.pk or 0)
    if same.exists():
        raise Invalid("saved_name_taken", say("There is a saved reply of this name already."), field="name")
    row.name, row.text, row.role, row.team = name, text, wanted.role if wanted.team is None else None, wanted.team
    row.written_by_id, row.written_at = viewer.person_id, desk.at
    is_new = row.pk is None
    row.save()
    with acting(row.subject, desk=desk, actor=viewer.actor, is_new=is_new) as act:
        act.append(SavedReplyWritten(name=name, text=text, role=row.role or "", team=row.team or ""))
    return row


@transaction.atomic
def retire(*, viewer: Viewer, reply_id: int, at: datetime) -> SavedReply:
    """It is offered no more; what was sent by it stays. Raises as `save`."""
    require(viewer, Right.work_tickets)
    desk = open_desk(at)
    row = _locked(reply_id, viewer, desk)
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    with acting(row.subject, desk=desk, actor=viewer.actor) as act:
        act.append(SavedReplyRetired(name=row.name))
    return row


def _locked(reply_id: int, viewer: Viewer, desk: Desk) -> SavedReply:
    row = SavedReply.objects.select_for_update().filter(pk=reply_id, retired_at=None).first()
    if row is None:
        raise Missing("no_saved_reply", say("There is no such saved reply."))
    if not may_write_for(viewer, desk, role=Role(row.role) if row.role else None, team=_team(row.team)):
        raise Refused("not_of_team", say("It is of a team that you are not of; ask somebody there."))
    return row


def _team(name: str | None) -> TeamName | None:
    return TeamName(name) if name else None


def _check_text(text: str, wanted: SavedText, desk: Desk) -> None:
    try:
        check_variables(text)
    except Invalid as error:
        raise Invalid(error.code, error.message, field="text") from error
    found = check_saved_wording(desk.edition, text, readers_of(desk, role=wanted.role, team=wanted.team), desk.at)
    if found is not None:
        raise Invalid(
            "warned_wording",
            say(
                "{clause} warns of “{phrase}”: {advice}", clause=found.clause, phrase=found.phrase, advice=found.advice
            ),
            field="text",
        )
