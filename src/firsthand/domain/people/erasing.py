"""Taking a person out of what was written: their addresses, the names they wrote under, and nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from firsthand.domain.events import REGISTRY, Content, slots_of

_SHORTEST_PART = 2


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who is taken out (`names` in full, `addresses` on whatever channel), and what stands there instead."""

    names: tuple[str, ...]
    addresses: tuple[str, ...]
    pseudonym: str
    address: str

    def out_of(self, text: str) -> str:
        """A text without the addresses and the full names. A mailbox `Ana Costa <ana@acme.example>` goes as a whole,
        whatever name stands in it."""
        text = self._without_addresses(text)
        for name in self.names:
            text = _words(name, re.IGNORECASE).sub(self.pseudonym, text)
        return text

    def out_of_prose(self, text: str) -> str:
        """As `out_of`, and without the single parts of the names where they stand as words of their own: people are
        greeted by them."""
        text = self.out_of(text)
        for part in sorted({part for name in self.names for part in name.split() if len(part) >= _SHORTEST_PART}):
            text = _words(part).sub(self.pseudonym, text)
        return text

    def out_of_value(self, value: object) -> object:
        """As `out_of`, for every text in a value of mappings and lists."""
        if isinstance(value, str):
            return self.out_of(value)
        if isinstance(value, dict):
            return {key: self.out_of_value(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.out_of_value(inner) for inner in value]
        return value

    def is_theirs(self, address: object) -> bool:
        """Whether an address is one of the person's."""
        return str(address).lower() in self.addresses

    def is_named_in(self, text: str) -> bool:
        """Whether a text holds an address or a full name."""
        return self.out_of(text) != text

    def _without_addresses(self, text: str) -> str:
        for address in self.addresses:
            one = re.escape(address)
            text = re.sub(rf"[^<>,;:\n]*<\s*{one}\s*>", f"{self.pseudonym} <{self.address}>", text, flags=re.IGNORECASE)
            text = re.sub(rf"(?<![\w.+-]){one}(?![\w-])(?!\.\w)", self.address, text, flags=re.IGNORECASE)
        return text


def erased_words(
    verb: str, words: Mapping[str, object], identity: Identity, *, theirs: bool, on_their_ticket: bool
) -> dict[str, object]:
    """The words of an event without a person, field by field as the registry classes them.

    Prose goes whole where they wrote it (`theirs`: they did it); in what others wrote they are taken out, on their own
    tickets also by the single parts of their names. An address or a name is replaced where it is theirs.
    """
    contents = {slot.key: slot.content for slot in slots_of(REGISTRY[verb])}
    found: dict[str, object] = {}
    for key, value in words.items():
        is_prose = contents.get(key) is not Content.address
        if is_prose and theirs:
            continue
        if is_prose and on_their_ticket and isinstance(value, str):
            found[key] = identity.out_of_prose(value)
        else:
            found[key] = identity.out_of_value(value)
    return found


def _words(name: str, flags: int = 0) -> re.Pattern[str]:
    parts = r"\s+".join(re.escape(part) for part in name.split())
    return re.compile(rf"(?<!\w){parts}(?!\w)", flags)
