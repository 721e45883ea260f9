"""Asking before a move, answering for a role, and the combined answer (S15–S17, S1–S3)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.domain.consequences import Advice, Asked, Conflict, Move, Moved, Seen, asked_for, bridge_of
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.consequences import (
    AnswerCombined,
    ConsequenceAnswered,
    ConsequenceAsked,
    ConsequenceNoLongerAsked,
    ConsequencesAsked,
    ConsequencesWithdrawn,
)
from firsthand.domain.names import NameFamily, Role, Stage
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, Sentence, either, say
from firsthand.models.accounts import Account
from firsthand.models.consequences import STILL_TO_MOVE, AskedConsequence, CombinedAnswer, ConsequenceNote
from firsthand.models.consequences import ConsequenceRound as Round
from firsthand.services.access.consequences import bridged_by
from firsthand.services.access.doors import accounts_for, consequence_rounds_for
from firsthand.services.access.roles import roles_of
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting
from firsthand.services.book.about_one_clock import facts_of
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.consequences.deciding import decide_asked, decide_combined
from firsthand.services.consequences.locking import locked_asked, locked_round
from firsthand.services.consequences.moving import record, stood_of
from firsthand.services.consequences.noting import said
from firsthand.services.consequences.telling import bridge_people, label_of, tell
from firsthand.services.people.queries import holders_of

LONGEST_WANTED, LONGEST_WHY, LONGEST_SIDE = 200, 400, 2000


@transaction.atomic
def ask(*, viewer: Viewer, account_id: int, move: Move, wanted: str, why: str, at: datetime) -> Round:
    """Sales asks what follows if it moves this of an account: each role that the book names owes an answer, and whoever
    is accountable the combined one. They are told. Nothing waits for it: the move stays sales' own.

    Raises Missing, Invalid for what is so already, asked already or unsaid, and Refused where the book asks nobody."""
    require(viewer, Right.set_commercial)
    account = accounts_for(viewer).select_for_update(of=("self",)).filter(pk=account_id).first()
    if account is None:
        raise Missing("no_account", say("There is no such account."))
    desk = open_desk(at)
    asked = asked_for(desk.edition, move, facts_of(account), at=at)
    if asked is None:
        text = "The book asks nobody before {move} of an account is moved. Move it: it is yours."
        raise Refused("nobody_asked", say(text, move=Name(move)))
    checked = _wanted(account, move, wanted, desk=desk)
    reason = _words(why, LONGEST_WHY, Invalid("reason_missing", say("Say why, for those who are asked."), field="why"))
    if account.consequence_rounds.filter(STILL_TO_MOVE, move=move.value, wanted=checked).exists():
        raise Invalid("asked_already", say("The same is asked already."), field="wanted")
    bridge = bridge_of(desk.edition, facts_of(account), at=at)
    row = Round(
        account=account,
        move=move.value,
        before=account.stage if move is Move.stage else "",
        wanted=checked,
        why=reason,
        clause=asked.clause,
        bridge=bridge.role if bridge is not None else "",
        asked_by_id=viewer.person_id,
        asked_at=at,
    )
    row.save()
    decision = decide_combined(row.subject, account, bridge.clause if bridge is not None else "", desk=desk)
    is_stage = move is Move.stage
    payload = ConsequencesAsked(
        move=move.value,
        roles=tuple(asked.roles),
        stage=checked if is_stage else "",
        wanted="" if is_stage else checked,
        why=reason,
    )
    with acting(row.subject, desk=desk, actor=viewer.actor, account_id=account.pk, is_new=True) as act:
        act.append(payload, decision=decision)
    _ask_each(row, asked, viewer=viewer, desk=desk)
    told = say(
        "{name} asks for consequences, and you combine the answers: {what}", name=viewer.name, what=label_of(row)
    )
    tell(bridge_people(row, desk), row, text=told, key="bridge", desk=desk, but=viewer.person_id)
    return row


@transaction.atomic
def answer(*, viewer: Viewer, asked_id: int, seen: Seen, text: str, at: datetime) -> AskedConsequence:
    """Answer for a role: what one sees coming, or that one sees none. Whoever asked is told, and with the last answer
    whoever combines them. Raises Missing, Invalid, and Refused for whose answer it is not, or once it was given."""
    row, one = _asked(viewer, asked_id)
    if not AskedConsequence.objects.filter(pk=one.pk, role__in=roles_of(viewer, at)).exists():
        role = Name(Role(one.role), NameFamily.role)
        raise Refused("not_yours", say("Only {role} answers this; a warning of your own stands beside it.", role=role))
    if one.answered_at is not None:
        raise Refused("answered", say("This was answered before; what came up since is a warning of its own."))
    if seen is Seen.none and text.strip():
        raise Invalid("none_and_some", say("You say that you see none, and name one. Choose."), field="seen")
    words = said(text) if seen is Seen.some else ""
    desk = open_desk(at)
    one.answer, one.answered_by_id, one.answered_at = seen.value, viewer.person_id, at
    one.save(update_fields=["answer", "answered_by", "answered_at"])
    if words:
        ConsequenceNote.objects.create(
            about=row.subject,
            account_id=row.account_id,
            asked=one,
            role=one.role,
            text=words,
            by_id=viewer.person_id,
            at=at,
        )
    with acting(one.subject, desk=desk, actor=viewer.actor, account_id=row.account_id) as act:
        act.append(ConsequenceAnswered(role=one.role, seen=seen.value, text=words))
    _tell_of_answer(row, one, viewer=viewer, desk=desk)
    return one


@dataclass(frozen=True, kw_only=True)
class Combined:
    """A combined answer as somebody records it: what it advises, both sides of it, and whether they conflicted."""

    advice: Advice
    customer_interest: str
    long_term: str
    conflict: Conflict


@transaction.atomic
def combine(*, viewer: Viewer, round_id: int, wanted: Combined, at: datetime) -> CombinedAnswer:
    """Record the combined answer: what it means for the customer and what for the long term, both (S1, S2), and which
    won where they conflicted (S3). Who had not answered stands beside it; it may be recorded anew, and the newest
    counts. Sales is told. Raises Missing, Invalid while one side is empty, and Refused for whose it is not."""
    row = locked_round(viewer, round_id)
    desk = open_desk(at)
    if not Round.objects.filter(bridged_by(viewer, at), pk=row.pk).exists():
        raise Refused(
            "not_yours", say("Only {whose} records the combined answer (S17).", whose=whose_bridge(row, desk))
        )
    interest = _words(
        wanted.customer_interest,
        LONGEST_SIDE,
        Invalid(
            "interest_missing",
            say("Say what is in the customer's interest (S1): one side alone is no answer."),
            field="customer_interest",
        ),
    )
    long_term = _words(
        wanted.long_term,
        LONGEST_SIDE,
        Invalid(
            "long_term_missing",
            say("Say what it means in the long term (S2): one side alone is no answer."),
            field="long_term",
        ),
    )
    without = tuple(one.role for one in locked_asked(row) if one.answered_at is None)
    made = CombinedAnswer.objects.create(
        round=row,
        advice=wanted.advice.value,
        customer_interest=interest,
        long_term=long_term,
        conflict=wanted.conflict.value,
        without=list(without),
        by_id=viewer.person_id,
        at=at,
    )
    payload = AnswerCombined(
        advice=made.advice,
        conflict=made.conflict,
        without=without,
        customer_interest=interest,
        long_term=long_term,
    )
    with acting(row.subject, desk=desk, actor=viewer.actor, account_id=row.account_id) as act:
        act.append(payload)
    text = "{name} combined the answers to {what}: {advice}"
    told = say(text, name=viewer.name, what=label_of(row), advice=Name(made.advice))
    _tell_sales(row, text=told, key=f"combined:{made.pk}", viewer=viewer, desk=desk)
    return made


@transaction.atomic
def move_it(*, viewer: Viewer, round_id: int, why: str, at: datetime) -> Round:
    """Keep that sales moved what it asked about: a date or an exception, or a stage that is so by now. It is never
    refused for what was answered; while that is open or against it, sales says why. Raises Missing, Invalid without
    that, and Refused for whose it is not, or once it was moved."""
    row = check_move(viewer=viewer, round_id=round_id, why=why)
    record(row, viewer=viewer, why=" ".join(why.split())[:LONGEST_WHY], desk=open_desk(at))
    return row


def check_move(*, viewer: Viewer, round_id: int, why: str) -> Round:
    """The round, locked, if the viewer may move now. Raises as `move_it`."""
    require(viewer, Right.set_commercial)
    row = locked_round(viewer, round_id)
    if row.moved_at is not None:
        raise Refused("moved", say("This was moved before."))
    if stood_of(row) is not Moved.agreed and not why.strip():
        text = "The answer is still open, or against it. Say why you move now; nothing holds you up."
        raise Invalid("reason_missing", say(text), field="why")
    return row


@transaction.atomic
def withdraw(*, viewer: Viewer, round_id: int, why: str, at: datetime) -> Round:
    """Sales does not want to move it any more: nobody owes an answer. Raises Missing, and Refused for whose it is not,
    or once it was moved."""
    require(viewer, Right.set_commercial)
    row = locked_round(viewer, round_id)
    if row.moved_at is not None:
        raise Refused("moved", say("This was moved, and what was asked about it stays."))
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    desk, reason = open_desk(at), " ".join(why.split())[:LONGEST_WHY]
    with acting(row.subject, desk=desk, actor=viewer.actor, account_id=row.account_id) as act:
        ended = act.append(ConsequencesWithdrawn(why=reason))
    for one in locked_asked(row):
        if one.answered_at is None:
            with acting(one.subject, desk=desk, actor=viewer.actor, account_id=row.account_id) as act:
                act.append(ConsequenceNoLongerAsked(), because=ended.pk)
    return row


def whose_bridge(row: Round, desk: Desk) -> Sentence:
    """Whose the combined answer is, by name where somebody has it."""
    people = bridge_people(row, desk)
    if not people:
        return say("an owner of the desk")
    return say("{people}", people=either([one.name for one in people]))


def _ask_each(row: Round, asked: Asked, *, viewer: Viewer, desk: Desk) -> None:
    for role in asked.roles:
        one = AskedConsequence(round=row, role=role)
        one.save()
        decision = decide_asked(one.subject, row.account, asked.clause, desk=desk)
        with acting(one.subject, desk=desk, actor=viewer.actor, account_id=row.account_id, is_new=True) as act:
            act.append(ConsequenceAsked(role=role), decision=decision)
        people = holders_of(role, desk.at)
        if [each.pk for each in people] != [viewer.person_id]:
            text = say(
                "{name} asks {role} what follows: {what}",
                name=viewer.name,
                role=Name(role, NameFamily.role),
                what=label_of(row),
            )
            tell(people, row, text=text, key=f"asked:{role}", desk=desk, but=viewer.person_id)


def _asked(viewer: Viewer, asked_id: int) -> tuple[Round, AskedConsequence]:
    rounds = consequence_rounds_for(viewer)
    seen = AskedConsequence.objects.filter(pk=asked_id, round__in=rounds).values_list("round", flat=True).first()
    if seen is None:
        raise Missing("no_round", say("Sales asked for no such consequences."))
    row = locked_round(viewer, seen)
    return row, next(one for one in locked_asked(row) if one.pk == asked_id)


def _tell_of_answer(row: Round, one: AskedConsequence, *, viewer: Viewer, desk: Desk) -> None:
    role, what = Name(Role(one.role), NameFamily.role), label_of(row)
    text = (
        say("{name} sees consequences for {role}: {what}", name=viewer.name, role=role, what=what)
        if one.answer == Seen.some
        else say("{name} sees none for {role}: {what}", name=viewer.name, role=role, what=what)
    )
    _tell_sales(row, text=text, key=f"answered:{one.pk}", viewer=viewer, desk=desk)
    if not row.asked.filter(answered_at=None).exists() and not row.combined.exists():
        text = say("Everybody has answered, and the combined answer is yours: {what}", what=what)
        tell(bridge_people(row, desk), row, text=text, key="all", desk=desk, but=viewer.person_id)


def _tell_sales(row: Round, *, text: Sentence, key: str, viewer: Viewer, desk: Desk) -> None:
    """Whoever asked hears of it; once they left, who sells to the account."""
    people = [one for one in (row.asked_by, row.account.seller) if one is not None and one.is_active]
    if people:
        tell(people[:1], row, text=text, key=key, desk=desk, but=viewer.person_id)


def _wanted(account: Account, move: Move, wanted: str, *, desk: Desk) -> str:
    said_ = " ".join(wanted.replace("\x00", "").split())
    if move is not Move.stage:
        return _words(
            said_,
            LONGEST_WANTED,
            Invalid("wanted_missing", say("Say what is to be moved, and to what."), field="wanted"),
        )
    if Stage(said_) not in desk.organisation.stages:
        raise Invalid("unknown_stage", say("Choose a stage of the book."), field="wanted")
    if said_ == account.stage:
        raise Invalid("same_value", say("It is {said} already.", said=Name(said_, NameFamily.stage)), field="wanted")
    return said_


def _words(text: str, longest: int, otherwise: Invalid) -> str:
    words = text.replace("\x00", "").strip()
    if not words or len(words) > longest:
        raise otherwise
    return words
