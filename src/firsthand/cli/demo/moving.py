"""What the demo's sales asked before it moved an account: answered, combined, and moved all the same."""

from collections.abc import Callable, Mapping
from datetime import datetime

from firsthand.cli.demo.company import DemoRound, DemoStep
from firsthand.domain.consequences import Advice, Conflict, Move, Seen
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer, viewer_of
from firsthand.services.accounts.queries import account_list
from firsthand.services.book.desk import open_desk
from firsthand.services.consequences import actions
from firsthand.services.consequences.noting import About, warn
from firsthand.services.consequences.queries import round_page, sees_consequences


def play_rounds(
    rounds: tuple[DemoRound, ...],
    people: Mapping[str, Person],
    *,
    ago: Callable[[float], datetime],
) -> None:
    """Let each round happen; `ago` is the instant so many open hours before now. Nothing where the book asks nobody."""
    for one in rounds:
        asker, desk = viewer_of(people[one.by], at=ago(one.ago)), open_desk(ago(one.ago))
        if not sees_consequences(asker, desk=desk):
            return
        account = account_list(viewer=asker, words=one.account).rows[0]
        row = actions.ask(
            viewer=asker,
            account_id=account.id,
            move=Move(one.move),
            wanted=one.wanted,
            why=one.why,
            at=ago(one.ago),
        )
        for step in one.then:
            at = ago(one.ago - step.after)
            _do(step, row.pk, viewer_of(people[step.who], at=at), at)


def _do(step: DemoStep, number: int, viewer: Viewer, at: datetime) -> None:
    if step.do == "answer":
        mine = next(
            one for one in round_page(viewer=viewer, round_id=number, desk=open_desk(at)).asked if one.may_answer
        )
        seen = Seen.some if step.text else Seen.none
        actions.answer(viewer=viewer, asked_id=mine.id, seen=seen, text=step.text, at=at)
    elif step.do == "warn":
        warn(viewer=viewer, about=About(round=number), text=step.text, at=at)
    elif step.do == "combine":
        wanted = actions.Combined(
            advice=Advice(step.advice),
            customer_interest=step.interest,
            long_term=step.long_term,
            conflict=Conflict(step.conflict),
        )
        actions.combine(viewer=viewer, round_id=number, wanted=wanted, at=at)
    else:
        actions.move_it(viewer=viewer, round_id=number, why=step.text, at=at)
