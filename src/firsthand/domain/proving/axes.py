"""The fields of a request with every value that an edition can tell apart, for a space."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects import Effect
from firsthand.domain.book.effects.kind import KindEffect
from firsthand.domain.book.effects.stage import StageEffect
from firsthand.domain.book.fields import REQUEST_FIELDS, FieldShape, Value
from firsthand.domain.book.rules import OTHER
from firsthand.domain.book.values import Clause
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.organisation import Organisation
from firsthand.domain.proving.space import Axis
from firsthand.domain.proving.times import ALWAYS, Times, span, union


def axes_of(editions: Sequence[Edition], clauses: Iterable[Clause]) -> tuple[Axis, ...]:
    """The axes of the request's fields: the declared values, the names that clauses mention, any other name, and
    absent where a field may be."""
    mentioned: dict[str, dict[Value, None]] = {name: {} for name in REQUEST_FIELDS}
    for clause in clauses:
        for match in clause.condition.matches:
            if match.field in mentioned:
                mentioned[match.field].update(dict.fromkeys(sorted(match.values, key=str)))
    return tuple(_axis(name, editions, mentioned[name]) for name in REQUEST_FIELDS)


def with_no_kind(axes: Sequence[Axis]) -> tuple[Axis, ...]:
    """The same axes for requests whose kind nobody has confirmed, too."""
    return tuple(
        Axis(name=axis.name, values=(*axis.values, None), declared=(*axis.declared, None))
        if axis.name == "kind"
        else axis
        for axis in axes
    )


def at_instants(axes: Sequence[Axis], instants: Iterable[datetime]) -> tuple[Axis, ...]:
    """The same axes with the values that are declared at one of the instants, as if they always were."""
    wanted = [instant_of(at) for at in instants]
    return tuple(_declared_at(axis, wanted) for axis in axes)


def _declared_at(axis: Axis, instants: Sequence[int]) -> Axis:
    values = tuple(
        value
        for value, times in zip(axis.values, axis.declared, strict=True)
        if times is None or any(begin <= at < end for at in instants for begin, end in times)
    )
    return Axis(name=axis.name, values=values, declared=(None,) * len(values))


def _axis(name: str, editions: Sequence[Edition], mentioned: Iterable[Value]) -> Axis:
    field = editions[0].fields[name]
    if field.shape is FieldShape.closed:
        found = declared_names(name, editions)
        none = (None,) if field.may_be_absent else ()
        times = (None if each == ALWAYS else each for each in found.values())
        return Axis(name=name, values=(*none, *found), declared=(*none, *times))
    if field.shape is FieldShape.flag:
        values: tuple[Value, ...] = (False, True)
    else:
        known = (value for edition in editions for value in edition.fields[name].values)
        values = (None, *dict.fromkeys(one for one in (*known, *mentioned) if one is not None), OTHER)
    return Axis(name=name, values=values, declared=(None,) * len(values))


def declared_names(name: str, editions: Iterable[Edition]) -> dict[str, Times]:
    """Each value of a closed field with the times at which one of the editions declares it: a kind or a stage while a
    clause does, a severity while the newest amendment published by then does. What a book declares first holds for all
    times before, too."""
    found: dict[str, list[Times]] = {}
    for edition in editions:
        begins = _begins(name, edition)
        for number, (begin, names) in enumerate(begins):
            end = begins[number + 1][0] if number + 1 < len(begins) else None
            for value in names:
                found.setdefault(value, []).append(span(begin if number else None, end))
    return {value: times for value, parts in found.items() if (times := union(parts))}


def _begins(name: str, edition: Edition) -> list[tuple[datetime, tuple[str, ...]]]:
    """The instants from the first publication on from which other values of a field may be declared, with these."""
    if not edition.amendments:
        return [(edition.latest, edition.fields[name].values)]
    first = edition.amendments[0].published_at
    if name not in _FAMILIES:
        return [(one.published_at, one.fields[name].values) for one in edition.amendments]
    effect, names_of = _FAMILIES[name]
    declaring = [one for one in edition.clauses if isinstance(one.effect, effect)]
    dates = {at for one in declaring for at in (one.applies_from, one.in_force.to_at) if at is not None}
    begins = [first, *sorted(at for at in dates if at > first)]
    return [(at, tuple(names_of(edition.organisation_at(at)))) for at in begins]


_FAMILIES: Mapping[str, tuple[type[Effect], Callable[[Organisation], Iterable[str]]]] = {
    "kind": (KindEffect, lambda company: company.kinds),
    "stage": (StageEffect, lambda company: company.stages),
}
