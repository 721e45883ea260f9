"""Whom one asks for help about a request, what is told along, and what it does to the ticket (S50)."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.forms import FORM_FIELD, read_form
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_optional, read_role, read_status
from firsthand.domain.clocks import ClockKind
from firsthand.domain.forms import Form
from firsthand.domain.names import NameFamily, Role, StateName
from firsthand.domain.sentences import Name, Sentence, as_said, either, every, say
from firsthand.domain.shapes import Shape, may, must


@dataclass(frozen=True, kw_only=True)
class HelpEffect(Effect):
    """Help may be asked of a role. `skips` are the reasons for which nobody asks their own team first; any other reason
    is given in words. `waits_in` is the state in which the ticket waits for the answer (None: it stays as it is)."""

    role: Role
    form: Form | None
    skips: tuple[str, ...] = ()
    waits_in: StateName | None = None

    @property
    def sentence(self) -> Sentence:
        role, then = Name(self.role, NameFamily.role), []
        if self.form is not None:
            then.append(say(" It says {items}.", items=every(as_said(one.asks) for one in self.form.fields)))
        if self.skips:
            then.append(say(" Teammates are asked first, but for {reasons}.", reasons=either(self.skips)))
        if self.waits_in is not None:
            state = Name(self.waits_in, NameFamily.state)
            then.append(say(" Until they answer, the ticket is {state}.", state=state))
        return say("Help may be asked of {role}; who asks stays accountable.", *then, role=role)

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        said = say("how help is asked of {role}", role=Name(self.role, NameFamily.role))
        return (Matter(kind="help", name=self.role, said=said),)


_SHAPE = Shape(
    title="help",
    about="Whom one asks for help about a request, without giving it away. Who may ask and who may answer are the "
    "rights `ask_for_help` and `answer_help`; by when it is answered say `help_priority` and the clock `help`.",
    keys=(
        must("of", "a role", "who is asked"),
        may("form", "a list of fields, see below", "what is told along", "one text, which is required"),
        may("skips", "a text or a list", "reasons for which nobody asks teammates first",
            "any reason is given in words"),
        may("waits_in", "a state", "where the ticket waits for the answer", "its state stays as it is"),
    ),
)  # fmt: skip


def _read(entry: Entry, fields: Fields) -> HelpEffect:
    parts = entry.of(_SHAPE)
    form = read_form(parts["form"]) if "form" in parts else None
    for one in form.fields if form is not None else ():
        if one.name.startswith("help_"):
            raise parts["form"].wrong("form_names", say("{name} means something else there", name=one.name))
    return HelpEffect(
        role=read_role(parts["of"], fields),
        form=form,
        skips=parts["skips"].texts() if "skips" in parts else (),
        waits_in=read_optional(read_status, parts.get("waits_in"), fields),
    )


register(EffectKey(name="help", home=ClauseSet.ownership, read=_read, shape=_SHAPE, parts=(FORM_FIELD,)))
