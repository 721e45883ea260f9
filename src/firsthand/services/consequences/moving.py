"""The move itself: sales' own act, held up by nothing, and kept beside what was asked about it (S5, S15)."""

from datetime import datetime

from firsthand.domain.consequences import Advice, Move, Moved, moved_as
from firsthand.domain.events.consequences import ConsequencesWentAlong, MoveTakenBack, SaleMoved
from firsthand.domain.names import Role
from firsthand.domain.sentences import Sentence, as_written, say
from firsthand.models.accounts import Account
from firsthand.models.consequences import ConsequenceNote, ConsequenceRound
from firsthand.services.access.viewers import Viewer
from firsthand.services.acting import acting
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.consequences.locking import locked_asked, locked_rounds
from firsthand.services.consequences.telling import bridge_people, label_of, tell
from firsthand.services.people.queries import holders_of


def stood_of(row: ConsequenceRound) -> Moved:
    """How a round stands for a move that is made now."""
    advice = row.combined.order_by("-pk").values_list("advice", flat=True).first()
    return moved_as(Advice(advice) if advice is not None else None)


def note_stage(account: Account, before: str, *, viewer: Viewer, at: datetime, why: str | Sentence) -> None:
    """The stage of an account was set: every round that asked about this says so; where it is set back, that as well.
    The caller holds the account locked."""
    rounds = locked_rounds(account=account, move=Move.stage.value, withdrawn_at=None)
    for row in rounds:
        if row.moved_at is None and row.wanted == account.stage:
            record(row, viewer=viewer, why=why, desk=open_desk(at))
        elif row.moved_at is not None and (row.wanted, row.before) == (before, account.stage):
            _take_back(row, viewer=viewer, desk=open_desk(at))


def record(row: ConsequenceRound, *, viewer: Viewer, why: str | Sentence, desk: Desk) -> None:
    """Keep that sales moved, how the round stood, and why. What was asked stays owed. The caller holds it locked."""
    stood = stood_of(row)
    without = tuple(one.role for one in locked_asked(row) if one.answered_at is None)
    row.stood, row.moved_at, row.moved_by_id = stood.value, desk.at, viewer.person_id
    row.moved_why = why if isinstance(why, Sentence) else as_written(why.strip())
    row.save(update_fields=["stood", "moved_at", "moved_by", "moved_why"])
    stage, wanted = (row.wanted, "") if row.move == Move.stage else ("", row.wanted)
    moved = SaleMoved(stood=stood.value, without=without, stage=stage, wanted=wanted, why=why)
    with acting(row.subject, desk=desk, actor=viewer.actor, account_id=row.account_id) as act:
        act.append(moved)
    if stood is Moved.agreed:
        return
    text = (
        "{name} moved against the combined answer: {what}"
        if stood is Moved.against
        else "{name} moved before the combined answer: {what}"
    )
    people = bridge_people(row, desk)
    for role in without:
        people += [one for one in holders_of(desk.organisation.now(Role(role)), desk.at) if one not in people]
    said = say(text, name=viewer.name, what=label_of(row))
    tell(people, row, text=said, key=f"moved:{desk.at.isoformat()}", desk=desk, but=viewer.person_id)


def take_account_along(*, source: Account, target: Account, viewer: Viewer, desk: Desk) -> None:
    """What was asked about an account that is merged into another is about that one from now on. The caller holds both
    accounts locked."""
    for row in locked_rounds(account=source):
        row.account = target
        row.save(update_fields=["account"])
        with acting(row.subject, desk=desk, actor=viewer.actor, account_id=target.pk) as act:
            act.append(ConsequencesWentAlong(from_account=source.pk, account=target.pk))
    ConsequenceNote.objects.filter(account=source).update(account=target)


def _take_back(row: ConsequenceRound, *, viewer: Viewer, desk: Desk) -> None:
    row.stood, row.moved_at, row.moved_by, row.moved_why = "", None, None, as_written("")
    row.save(update_fields=["stood", "moved_at", "moved_by", "moved_why"])
    with acting(row.subject, desk=desk, actor=viewer.actor, account_id=row.account_id) as act:
        act.append(MoveTakenBack(stage=row.before))
