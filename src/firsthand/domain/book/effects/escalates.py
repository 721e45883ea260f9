"""Who is told when a clock comes near its due instant or passes it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import ESCALATION_FIELDS, Fields
from firsthand.domain.book.names import read_role
from firsthand.domain.calendars import Budget
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.shapes import Shape, may, must


class EscalationMoment(StrEnum):
    """When a step of an escalation is taken: at the clock's warning, or at its breach and some time after
    it."""

    warning = "warning"
    breach = "breach"


class EscalationRecipient(StrEnum):
    """Whom an escalation tells besides named roles: the responsible person, or the team that is
    responsible."""

    responsible = "responsible"
    team = "team"


_RECIPIENTS = {
    EscalationRecipient.responsible: say("the responsible person"),
    EscalationRecipient.team: say("the whole responsible team"),
}


@dataclass(frozen=True, kw_only=True)
class EscalateEffect(Effect):
    """Who is told when a clock comes near its due instant or passes it."""

    topic: ClassVar[str] = "escalation"

    moment: EscalationMoment
    after: Budget | None
    tell: EscalationRecipient | Role

    @property
    def sentence(self) -> Sentence:
        whom = (
            _RECIPIENTS[self.tell] if isinstance(self.tell, EscalationRecipient) else Name(self.tell, NameFamily.role)
        )
        if self.after is not None:
            return say("{budget} after the breach, tell {whom}.", budget=self.after.sentence, whom=whom)
        return say("At the {moment}, tell {whom}.", moment=Name(self.moment), whom=whom)


_SHAPE = Shape(
    title="escalates",
    about="Who is told when a clock comes near its due instant or passes it.",
    keys=(
        must("at", "`warning` or `breach`", "the moment"),
        may("after", "an amount with its unit", "how long after the breach", "at once"),
        must("tell", "`responsible`, `team` or a role", "whom"),
    ),
)


def _read(entry: Entry, fields: Fields) -> EscalateEffect:
    parts = entry.of(_SHAPE)
    moment = parts["at"].choice(EscalationMoment)
    if "after" in parts and moment is EscalationMoment.warning:
        raise parts["after"].wrong("after_warning", say("a warning comes at the share of the clock, not after it"))
    told = parts["tell"]
    is_recipient = told.value in {one.value for one in EscalationRecipient}
    return EscalateEffect(
        moment=moment,
        after=parts["after"].budget() if "after" in parts else None,
        tell=told.choice(EscalationRecipient) if is_recipient else read_role(told, fields),
    )


register(EffectKey(name="escalates", home=ClauseSet.escalation, fields=ESCALATION_FIELDS, read=_read, shape=_SHAPE))
