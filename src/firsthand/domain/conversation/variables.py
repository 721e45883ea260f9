"""Texts with variables: `{first_name|there}` becomes what it names, or "there" where nobody knows it. `{{` and `}}` are
the braces themselves."""

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import Sentence, Series, say

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}|\n]{0,60})(?:\|([^{}\n]{0,200}))?\}|[{}]")


@dataclass(frozen=True, kw_only=True)
class Variable:
    """What a variable becomes. `always`: it is known of every ticket, so that nothing need stand in for it."""

    means: Sentence
    always: bool = False


VARIABLES: Mapping[str, Variable] = {
    "number": Variable(means=say("the number of the ticket"), always=True),
    "desk": Variable(means=say("the name of the desk"), always=True),
    "subject": Variable(means=say("what the ticket is about")),
    "first_name": Variable(means=say("the first name of the customer")),
    "name": Variable(means=say("the name of the customer")),
    "account": Variable(means=say("the customer’s company")),
    "writer": Variable(means=say("the name of whoever writes"), always=True),
}
OF_A_REPLY = frozenset(VARIABLES)
OF_A_RECEIPT = OF_A_REPLY - {"writer"}


def check_variables(text: str, known: Collection[str] = OF_A_REPLY) -> None:
    """Raises Invalid for a brace that is no variable's, for an unknown variable, and for one that nobody may know of a
    ticket and that nothing stands in for: no customer reads a hole or a brace."""
    for piece in _PIECE.finditer(text):
        name, instead = piece[1], piece[2]
        if piece[0] in ("{{", "}}"):
            continue
        if name is None:
            raise Invalid("lone_brace", say("A lone {brace} is written twice.", brace=repr(piece[0])))
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            hint = say("Did you mean {near}?", near=f"{{{near[0]}}}") if near else _known(known)
            message = say("There is no variable {name}. {hint}", name=piece[0], hint=hint)
            raise Invalid("unknown_variable", message)
        if not VARIABLES[name].always and not (instead or "").strip():
            text_of_it = "Say what stands for {name} where nobody knows it, as {example}."
            example = f"{{{name}|…}}"
            raise Invalid("nothing_instead", say(text_of_it, name=piece[0], example=example))


def _known(known: Collection[str]) -> Sentence:
    return say("Known are {known}.", known=Series(tuple(sorted(known))))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled: by their values, else by what stands in for them. A value is never read for
    variables of its own."""

    def value_of(piece: re.Match[str]) -> str:
        if piece[0] in ("{{", "}}"):
            return piece[0][0]
        name = piece[1]
        if name is None or name not in VARIABLES:
            return piece[0]
        return " ".join(values.get(name, "").split()) or (piece[2] or "").strip()

    return _PIECE.sub(value_of, text)
