"""The parameters of an act: a frozen dataclass whose fields say their bounds.

    @dataclass(frozen=True, kw_only=True)
    class Link:
        ticket: Annotated[int, Id("ticket")]
        other: Annotated[int, Id("ticket")]
        why: Annotated[str, Text(at_most=400)] = ""

A field without a default must be given. `as_` is sent as `as`.
"""

from collections.abc import Container, Hashable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from firsthand.domain.acts.kinds import Asker, Others, ParameterKind, SentFile
from firsthand.domain.errors import DeskError, Invalid
from firsthand.domain.sentences import say

P = TypeVar("P")
Sent = Mapping[str, Sequence[str | SentFile]]
"""What a form or a program sent: texts and files, by the name of their parameter."""
_MISSING = say("Expected a value here.")


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter: `field` is its name in the dataclass, `name` the one under which it is sent."""

    field: str
    name: str
    kind: ParameterKind
    required: bool


def parameters_of(cls: type) -> Mapping[str, Parameter]:
    """The parameters of an act by the name under which each is sent. TypeError for a field that says no bounds."""
    return _parameters_of(cls)


@cache
def _parameters_of(cls: Hashable) -> Mapping[str, Parameter]:
    if not isinstance(cls, type):
        raise TypeError(f"{cls!r} is no dataclass")
    hints, found = get_type_hints(cls, include_extras=True), {}
    for one in fields(cls):
        kind = next((said for said in get_args(hints[one.name]) if isinstance(said, ParameterKind)), None)
        if kind is None:
            raise TypeError(f"{cls.__name__}.{one.name} says no bounds")
        required = one.default is MISSING and one.default_factory is MISSING
        name = one.name.rstrip("_")
        found[name] = Parameter(field=one.name, name=name, kind=kind, required=required)
    return found


def read_parameters(cls: type[P], sent: Sent, *, asker: Asker) -> P:
    """The parameters of what was sent by name; what is not theirs is left alone. Raises Invalid at the first field that
    is out of bounds."""
    values: dict[str, Any] = {}
    known = parameters_of(cls)
    for one in known.values():
        given = _given(one, sent, known)
        if not given and not one.required and not (one.kind.may_be_empty and one.name in sent):
            continue
        if not given and one.required and not one.kind.says_missing:
            raise Invalid("missing", _MISSING, field=one.name)
        try:
            values[one.field] = one.kind.read(given or [""], asker=asker)
        except DeskError as error:
            raise Invalid(error.code, error.message, field=one.name) from error
    return cls(**values)


def _given(one: Parameter, sent: Sent, known: Container[str]) -> Sequence[Any]:
    """What was sent for a parameter; a text of nothing but space is nothing."""
    if isinstance(one.kind, Others):
        texts = {name: values[-1] for name, values in sent.items() if name not in known and values}
        return [(name, text) for name, text in texts.items() if isinstance(text, str)]
    values = [value for value in sent.get(one.name, ()) if isinstance(value, one.kind.takes)]
    return [value for value in values if not isinstance(value, str) or value.strip()]
