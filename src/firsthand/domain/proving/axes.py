"""The fields of a request with every value that an edition can tell apart, for a space."""

from collections.abc import Iterable, Sequence

from firsthand.domain.book.editions import Edition
from firsthand.domain.book.fields import REQUEST_FIELDS, FieldShape, Value
from firsthand.domain.book.rules import OTHER
from firsthand.domain.book.values import Clause
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


def _axis(name: str, editions: Sequence[Edition], mentioned: Iterable[Value]) -> Axis:
    field = editions[0].fields[name]
    if name == "severity":
        declared = declared_severities(editions)
        times = (None, *(None if found == ALWAYS else found for found in declared.values()))
        return Axis(name=name, values=(None, *declared), declared=times)
    if field.shape is FieldShape.flag:
        values: tuple[Value, ...] = (False, True)
    elif field.shape is FieldShape.closed:
        values = field.values
    else:
        known = (value for edition in editions for value in edition.fields[name].values)
        values = (None, *dict.fromkeys(one for one in (*known, *mentioned) if one is not None), OTHER)
    return Axis(name=name, values=values, declared=(None,) * len(values))


def declared_severities(editions: Iterable[Edition]) -> dict[str, Times]:
    """Each severity with the times at which the newest amendment published by then declares it."""
    found: dict[str, list[Times]] = {}
    for edition in editions:
        amendments = edition.amendments
        for number, amendment in enumerate(amendments):
            begin = amendment.published_at if number else None
            end = amendments[number + 1].published_at if number + 1 < len(amendments) else None
            for value in amendment.fields["severity"].values:
                found.setdefault(value, []).append(span(begin, end))
        if not amendments:
            for value in edition.fields["severity"].values:
                found.setdefault(value, []).append(ALWAYS)
    return {value: union(parts) for value, parts in found.items()}
