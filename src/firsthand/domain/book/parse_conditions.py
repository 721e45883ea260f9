"""Reads the `when` of a clause.

when:
  kind: troubleshooting                 # equals
  stage: [prospect, trial]              # one of
  channel: {not: [ask-product-eng]}     # none of
  severity: {from: s1, to: s2}          # a range over the declared order, both ends included
  contract: null                        # absent
"""

from collections.abc import Collection

from firsthand.domain.book.conditions import ALWAYS, Condition, Match
from firsthand.domain.book.entries import Entry, unknown_value
from firsthand.domain.book.fields import NAMED_FIELDS, Field, Fields, FieldShape, Value
from firsthand.domain.book.schema import MATCH
from firsthand.domain.sentences import Series, say


def read_condition(entry: Entry | None, fields: Fields, allowed: Collection[str]) -> Condition:
    """The condition of a `when`; without one it always holds. `allowed` are the field names that make
    sense here."""
    if entry is None:
        return ALWAYS
    found = entry.fields(allowed)
    return Condition(matches=tuple(_match(fields[name], found[name]) for name in allowed if name in found))


def _match(field: Field, entry: Entry) -> Match:
    if not isinstance(entry.value, dict):
        return Match(field=field.name, shape=field.shape, values=_values(field, entry))
    parts = entry.of(MATCH)
    if "not" in parts:
        if len(parts) > 1:
            raise entry.wrong("wrong_type", say("expected either not, or from and to"))
        return Match(field=field.name, shape=field.shape, values=_values(field, parts["not"]), negated=True)
    if not parts:
        raise entry.expected(say("a value, a list, not, or from and to"))
    return Match(field=field.name, shape=field.shape, values=_range(field, entry, parts))


def _range(field: Field, entry: Entry, parts: dict[str, Entry]) -> frozenset[Value]:
    if field.shape is not FieldShape.closed:
        raise entry.wrong(
            "no_order", say("{name} has no order, so a range has no meaning; list its values", name=field.name)
        )
    order = field.values
    first = order.index(str(_value(field, parts["from"]))) if "from" in parts else 0
    last = order.index(str(_value(field, parts["to"]))) if "to" in parts else len(order) - 1
    if first > last:
        raise entry.wrong("empty_range", say("the range is empty: the order is {order}", order=Series(tuple(order))))
    return frozenset(order[first : last + 1])


def _values(field: Field, entry: Entry) -> frozenset[Value]:
    entries = entry.one_or_more()
    if not entries:
        raise entry.expected(say("at least one value"))
    return frozenset(_value(field, one) for one in entries)


def _value(field: Field, entry: Entry) -> Value:
    if field.shape is FieldShape.flag:
        return entry.flag()
    if entry.value is None:
        if not field.may_be_absent:
            raise entry.expected(say("a value of {field}, which is never absent", field=field.name))
        return None
    names = (FieldShape.closed, FieldShape.open_name)
    text = entry.name() if field.shape in names else entry.text()
    declared = field.shape is FieldShape.closed or (field.name in NAMED_FIELDS and field.values)
    if declared and text not in field.values:
        raise entry.wrong("unknown_value", unknown_value(text, field.values))
    return text
