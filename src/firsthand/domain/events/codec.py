"""How the values of an event's fields are written as JSON, by the types that they are annotated with."""

import types
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, Union, get_args, get_origin, get_type_hints

from firsthand.domain.kept_sentences import plain_words, words_of
from firsthand.domain.sentences import Sentence

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Codec:
    """A pair of functions between a value and its JSON, and the value of a field that an old row lacks."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]
    empty: Callable[[], Any]


def _same(value: Any) -> Any:  # noqa: ANN401, RUF100
    return value


_PLAIN: dict[Any, Codec] = {
    str | Sentence: Codec(plain_words, words_of, str),
    str: Codec(_same, str, str),
    int: Codec(_same, int, int),
    bool: Codec(_same, bool, bool),
    datetime: Codec(datetime.isoformat, datetime.fromisoformat, lambda: None),
}


def codec_of(kind: type, name: str) -> Codec:
    """How a field of a dataclass is written. TypeError for a type that has no JSON of its own."""
    return _codec(get_type_hints(kind)[name])


def _codec(hint: Any) -> Codec:  # noqa: ANN401, RUF100
    if hint in _PLAIN:
        return _PLAIN[hint]
    arguments = get_args(hint)
    if get_origin(hint) in (Union, types.UnionType) and type(None) in arguments and len(arguments) == 2:
        return _optional(_codec(next(one for one in arguments if one is not type(None))))
    if get_origin(hint) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _several(_codec(arguments[0]))
    if is_dataclass(hint) and isinstance(hint, type):
        return _value(hint)
    raise TypeError(f"{hint} is no type of an event's field")


def _optional(inner: Codec) -> Codec:
    return Codec(
        lambda value: None if value is None else inner.write(value),
        lambda value: None if value is None else inner.read(value),
        lambda: None,
    )


def _several(inner: Codec) -> Codec:
    return Codec(
        lambda values: [inner.write(value) for value in values],
        lambda values: tuple(inner.read(value) for value in values),
        tuple,
    )


def _value(kind: type) -> Codec:
    parts = [(one.name, one.default, codec_of(kind, one.name)) for one in fields(kind)]

    def write(value: Any) -> Plain:  # noqa: ANN401, RUF100
        return {
            name: codec.write(getattr(value, name))
            for name, default, codec in parts
            if default is MISSING or getattr(value, name) != default
        }

    def read(plain: Plain) -> Any:  # noqa: ANN401, RUF100
        return kind(**{name: codec.read(plain[name]) for name, _, codec in parts if name in plain})

    return Codec(write, read, lambda: None)
