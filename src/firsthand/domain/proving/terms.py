"""A region as the author of a clause would write it: in few words, and under `when:`."""

import json
import re
from collections.abc import Sequence

from firsthand.domain.book.fields import Value
from firsthand.domain.book.rules import OTHER
from firsthand.domain.organisation import Organisation
from firsthand.domain.proving.regions import Fact, Part, requests_said
from firsthand.domain.sentences import Sentence, SentenceValue, say

_ALWAYS_SAID = ("kind", "stage")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def in_short(parts: Sequence[Part], company: Organisation) -> Sentence:
    """The requests of a region without what they need not say: "feature requests of former accounts"."""
    needed = (one for one in around(parts) if one.field in _ALWAYS_SAID or not {None, False} & set(one.values))
    return requests_said(Part(facts=tuple(needed), times=parts[0].times), company, say("any request"))


def terms_said(parts: Sequence[Part]) -> SentenceValue:
    """What a clause about the region has to match: "`when: {kind: how_to}`", or that it needs no `when:`."""
    facts = sorted(around(parts), key=lambda fact: fact.field not in _ALWAYS_SAID)
    matches = ", ".join(f"{fact.field}: {_match(fact)}" for fact in facts)
    return f"`when: {{{matches}}}`" if matches else say("no `when:`, so that it holds for every request")


def around(parts: Sequence[Part]) -> tuple[Fact, ...]:
    """The facts that every part of a region has, with the values of any of them."""
    known = [{fact.field: fact for fact in part.facts} for part in parts]
    common = [name for name in known[0] if all(name in facts for facts in known)]
    found = (_either([facts[name] for facts in known]) for name in common)
    return tuple(fact for fact in found if fact.others)


def _either(facts: Sequence[Fact]) -> Fact:
    values = tuple(dict.fromkeys(value for fact in facts for value in fact.values))
    others = tuple(value for value in facts[0].others if value not in values)
    return Fact(field=facts[0].field, values=values, others=others)


def _match(fact: Fact) -> str:
    if OTHER in fact.values:
        return f"{{not: {_listed(fact.others)}}}"
    return _listed(fact.values)


def _listed(values: Sequence[Value]) -> str:
    written = [_written(value) for value in values]
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"


def _written(value: Value) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in ("true", "false", "null"):
        return value
    return json.dumps(value, ensure_ascii=False)
