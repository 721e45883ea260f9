"""Values for every type that a field of an event may have, so that a test can make any event of the registry."""

import types
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from firsthand.domain.events import REGISTRY, Payload
from firsthand.domain.sentences import Sentence, say

EPOCH = datetime(2021, 8, 2, 9, tzinfo=UTC)
BRANCHES = ("", "x", "met", "reply", "reset", "self", "set_up", "timer", "warning", "breach", "2")
instants = st.integers(0, 10**9).map(lambda seconds: EPOCH + timedelta(microseconds=seconds * 1_000_003))
texts = st.one_of(st.sampled_from(BRANCHES), st.text(max_size=12))
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    Sentence: texts.map(lambda text: say("{who} left", who=text)),
    int: st.integers(0, 2**53),
    bool: st.booleans(),
    datetime: instants,
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Values of an annotation. KeyError for a type that no event has so far."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) in (Union, types.UnionType):
        return st.one_of([st.none() if one is type(None) else values(one) for one in get_args(hint)])
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=3).map(tuple)
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        return st.builds(hint, **{one.name: values(hints[one.name]) for one in fields(hint)})
    raise KeyError(hint)


def payloads(kind: type[Payload]) -> st.SearchStrategy[Payload]:
    """Events of a kind."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{one.name: values(hints[one.name]) for one in fields(kind)})  # type: ignore[arg-type]


VERBS = sorted(REGISTRY)
