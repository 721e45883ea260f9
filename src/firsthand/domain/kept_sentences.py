"""Sentences as JSON, so that what is kept is told in the language of whoever reads it, years later."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, PersonId, Sentence, SentenceValue, Series, as_written

Plain = dict[str, Any]


def plain_sentence(sentence: Sentence) -> Plain:
    """The sentence as JSON: its message, and what it has of values, a plural and sentences that follow."""
    plain: Plain = {"say": sentence.text}
    if sentence.values:
        plain["with"] = {name: _plain(value) for name, value in sentence.values.items()}
    if sentence.plural:
        plain["plural"] = sentence.plural
    if sentence.then:
        plain["then"] = [plain_sentence(one) for one in sentence.then]
    return plain


def _plain(value: SentenceValue) -> Any:  # noqa: ANN401, RUF100 - JSON
    match value:
        case Sentence():
            return plain_sentence(value)
        case datetime():
            return {"at": value.isoformat()}
        case Name(name, family):
            return {"name": name, "family": family.value} if family is not None else {"name": name}
        case PersonId(number):
            return {"person": number}
        case Series(values, last, between):
            return {"series": [_plain(one) for one in values], "last": last, "between": between}
        case tuple():
            return {"each": [_plain(one) for one in value]}
        case _:
            return value


def sentence_of(plain: Mapping[str, Any]) -> Sentence:
    """The sentence that `plain_sentence` made JSON of."""
    return Sentence(
        plain["say"],
        {name: _value(value) for name, value in plain.get("with", {}).items()},
        tuple(map(sentence_of, plain.get("then", ()))),
        plain.get("plural", ""),
    )


def _value(plain: Any) -> Any:  # noqa: ANN401, RUF100 - one of the values of a sentence
    match plain:
        case {"say": _}:
            return sentence_of(plain)
        case {"at": text}:
            return datetime.fromisoformat(text)
        case {"name": name, "family": str(family)}:
            return Name(name, NameFamily(family))
        case {"name": name}:
            return Name(name)
        case {"person": number}:
            return PersonId(number)
        case {"series": values, "last": last, "between": between}:
            return Series(tuple(map(_value, values)), last, between)
        case {"each": values}:
            return tuple(map(_value, values))
        case _:
            return plain


def kept_sentence(plain: str | Mapping[str, Any]) -> Sentence:
    """The sentence that a row keeps as JSON; what an earlier version kept in plain English, as it was written."""
    return as_written(plain) if isinstance(plain, str) else sentence_of(plain)


def plain_words(said: str | Sentence) -> Any:  # noqa: ANN401, RUF100 - JSON
    """Somebody's words as they are, or a sentence of the desk's as JSON."""
    return plain_sentence(said) if isinstance(said, Sentence) else said


def words_of(plain: Any) -> str | Sentence:  # noqa: ANN401, RUF100 - JSON
    """What `plain_words` made JSON of."""
    return sentence_of(plain) if isinstance(plain, dict) else str(plain)


def with_words(sentence: Sentence, change: Callable[[str], str]) -> Sentence:
    """The sentence with every text that it quotes changed: names and words of people, not its own message."""
    return sentence_of(_changed(plain_sentence(sentence), change))


def _changed(plain: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401, RUF100 - JSON
    match plain:
        case str():
            return change(plain)
        case {"say": _}:
            values = {name: _changed(value, change) for name, value in plain.get("with", {}).items()}
            then = [_changed(one, change) for one in plain.get("then", ())]
            return {**plain, "with": values, "then": then}
        case {"series": values}:
            return {**plain, "series": [_changed(one, change) for one in values]}
        case _:
            return plain
