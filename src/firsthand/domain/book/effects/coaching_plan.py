"""What customer engineering does, unasked, once an account enters a stage (S8, S9, S25, S26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.clock import read_share
from firsthand.domain.book.effects.effect import Effect, EffectAnswer
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_each, read_role, read_stage
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role, Stage
from firsthand.domain.sentences import Name, Sentence, count, every, named, say
from firsthand.domain.shapes import Shape, may, must

MOST_STEPS, MOST_TICKETS, MOST_DAYS = 30, 50, 365


@dataclass(frozen=True, kw_only=True)
class TemplateStep:
    """One step of a plan: `what` is to be done by `role`, `within` a budget from the entry into the stage; `done` says
    when it is."""

    name: str
    what: str
    done: str
    role: Role
    within: Budget


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """After how many like tickets of an account, received within how many days, a step is proposed that would have
    prevented them; `within` is by when such a step is due, from when it is taken on."""

    tickets: int
    days: int
    within: Budget


@dataclass(frozen=True, kw_only=True)
class CoachingPlanEffect(Effect):
    """The plan that an account gets when it enters a stage. Its open steps go on in the stages of `goes_on_in`; any
    other ends them."""

    topic: ClassVar[str] = "coaching"

    steps: tuple[TemplateStep, ...]
    calendar: str
    warn_share: Fraction | None = None
    goes_on_in: tuple[Stage, ...] = ()
    likeness: Likeness | None = None

    @property
    def sentence(self) -> Sentence:
        steps = [
            say(
                " {role}, within {budget}: {what}.",
                role=Name(one.role, NameFamily.role),
                budget=one.within.sentence,
                what=one.what,
            )
            for one in self.steps
        ]
        then = []
        if self.warn_share is not None:
            then.append(say(" Warns at {share} of each budget.", share=str(self.warn_share)))
        if self.goes_on_in:
            then.append(say(" It goes on in {stages}.", stages=every(named(self.goes_on_in, NameFamily.stage))))
        if (like := self.likeness) is not None:
            then.append(
                say(
                    " After {tickets} alike within {days} a step is proposed; it is due within {budget}.",
                    tickets=count(like.tickets, "{n} ticket", "{n} tickets"),
                    days=count(like.days, "{n} day", "{n} days"),
                    budget=like.within.sentence,
                )
            )
        steps_said = count(len(self.steps), "{n} step", "{n} steps")
        said = say("The account gets a plan of {steps} on {calendar}.", steps=steps_said, calendar=self.calendar)
        return said.followed_by(*steps, *then)

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        return (Matter(kind="coaching_plan", said=say("how an account is coached that enters a stage")),)

    @property
    def owing(self) -> EffectAnswer:
        return tuple(one.role for one in self.steps)

    @property
    def counting(self) -> tuple[tuple[Budget, str], ...]:
        proposed = (self.likeness.within,) if self.likeness is not None else ()
        return tuple((budget, self.calendar) for budget in (*(one.within for one in self.steps), *proposed))


_STEP = Shape(
    title="step",
    about="One step of a plan.",
    keys=(
        must("name", "a name in small letters", "what the history calls it"),
        must("what", "a text", "what is to be done"),
        must("within", "an amount with its unit (A1)", "by when, from the entry into the stage"),
        must("done", "a text", "what it means that it is done"),
        may("role", "a role", "whose it is", "the plan's"),
    ),
)
_LIKENESS = Shape(
    title="proposes_step",
    about="When tickets of an account are alike: of the same topic, or of the same kind where they have none.",
    keys=(
        must("tickets", "a number from 2 to 50", "after how many a step is proposed"),
        must("days", "a number of days", "within how many they were received"),
        must("within", "an amount with its unit", "by when a proposed step is due, from when it is taken on"),
    ),
)
_SHAPE = Shape(
    title="coaching_plan",
    about="What an account is coached in once it enters a stage; its `when` says which. Sales' act of moving the stage "
    "is the event.",
    keys=(
        must("role", "a role", "whose the steps are"),
        must("calendar", "a calendar's name", "the hours that count"),
        must("steps", "a list", "what is done, in order"),
        may("warn_at", "a share such as `3/4`", "when to warn, as a share of each budget", "no warning"),
        may("goes_on_in", "a stage or a list", "the stages in which open steps go on", "they end with the stage"),
        may("proposes_step", "fields", "when like tickets propose another step", "never"),
    ),
)


def _read(entry: Entry, fields: Fields) -> CoachingPlanEffect:
    parts = entry.of(_SHAPE)
    role = read_role(parts["role"], fields)
    return CoachingPlanEffect(
        steps=_steps(parts["steps"], role, fields),
        calendar=parts["calendar"].text(),
        warn_share=read_share(parts["warn_at"]) if "warn_at" in parts else None,
        goes_on_in=read_each(read_stage, parts.get("goes_on_in"), fields),
        likeness=_likeness(parts["proposes_step"]) if "proposes_step" in parts else None,
    )


def _steps(entry: Entry, role: Role, fields: Fields) -> tuple[TemplateStep, ...]:
    entries = entry.items()
    if not 1 <= len(entries) <= MOST_STEPS:
        raise entry.expected(say("a list of 1 to {most} steps", most=MOST_STEPS))
    found: dict[str, TemplateStep] = {}
    for one in entries:
        step = _step(one, role, fields)
        if step.name in found:
            raise one.wrong("repeated", say("there is a step {name} already", name=step.name))
        found[step.name] = step
    return tuple(found.values())


def _step(entry: Entry, role: Role, fields: Fields) -> TemplateStep:
    parts = entry.of(_STEP)
    return TemplateStep(
        name=parts["name"].declared(),
        what=_short(parts["what"], 200),
        done=_short(parts["done"], 400),
        role=read_role(parts["role"], fields) if "role" in parts else role,
        within=parts["within"].budget(),
    )


def _likeness(entry: Entry) -> Likeness:
    parts = entry.of(_LIKENESS)
    return Likeness(
        tickets=_number(parts["tickets"], 2, MOST_TICKETS),
        days=_number(parts["days"], 1, MOST_DAYS),
        within=parts["within"].budget(),
    )


def _number(entry: Entry, least: int, most: int) -> int:
    number = entry.value
    if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
        raise entry.expected(say("a number from {least} to {most}", least=least, most=most))
    return number


def _short(entry: Entry, longest: int) -> str:
    text = entry.text()
    if len(text) > longest:
        raise entry.expected(say("a text of at most {longest} characters", longest=longest))
    return text


register(
    EffectKey(
        name="coaching_plan",
        home=ClauseSet.ownership,
        fields=("stage", "strategic", "plan", "contract", "account"),
        read=_read,
        needs=("class",),
        shape=_SHAPE,
        parts=(_STEP, _LIKENESS),
    )
)
