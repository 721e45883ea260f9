"""What of a page is no message: visible words without the accents of the pseudo-language that no row holds."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.apps import apps

from firsthand.domain.kept_sentences import plain_sentence
from firsthand.domain.sentences import Sentence

SAID_BY_ATTRIBUTES = ("title", "placeholder", "aria-label", "alt", "data-confirm")
_UNSEEN = ("script", "style", "code", "kbd", "time", "pre", "option-zone")
_WORD = re.compile(r"[^\W\d_]+")
_OURS = frozenset(
    # The name of the program, keys, and codes that are the same in every language.
    [
        "firsthand",
        "ctrl",
        "enter",
        "esc",
        "tab",
        "utc",
        "pst",
        "pdt",
        "id",
        "http",
        "https",
        "example",
        "md",
        "csv",
        "json",
        "yaml",
        "sla",
    ]
)


class _Seen(HTMLParser):
    """The texts that a reader sees or hears."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_hidden = tag in _UNSEEN or given.get("id") == "zones"
        if self._hidden or is_hidden:
            if tag not in ("input", "img", "br", "meta", "link", "hr", "option"):
                self._hidden.append(tag)
            return
        self.texts += [given[name] or "" for name in SAID_BY_ATTRIBUTES if name in given]
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.texts.append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and self._hidden[-1] == tag:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


def seen(page: str) -> list[str]:
    """Every text of a page that is shown or read aloud."""
    reader = _Seen()
    reader.feed(page)
    return reader.texts


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401, RUF100 - the value of any column
    """The words of people in a value of a row: of a sentence of the desk's what it quotes, not its message."""
    match value:
        case str():
            yield value
        case Sentence():
            yield from _strings(plain_sentence(value))
        case {"say": _}:
            yield from _strings([*value.get("with", {}).values(), *value.get("then", ())])
        case {"series": values}:
            yield from _strings(values)
        case dict():
            for key, one in value.items():
                yield from (str(key), *_strings(one))
        case list() | tuple():
            for one in value:
                yield from _strings(one)


_OURS_TO_SAY = ("payload", "verb", "state")
"""Columns of our own words: no page shows them but as messages."""


class Known:
    """The words of people, customers and the book: what a page may show in any language."""

    def __init__(self, *more: str) -> None:
        self.short: set[str] = set(_OURS)
        whole = [_flat(one) for one in more]
        for model in apps.get_app_config("firsthand").get_models():
            columns = [one.attname for one in model._meta.concrete_fields if one.attname not in _OURS_TO_SAY]
            for row in model._default_manager.values_list(*columns):
                for text in (found for value in row for found in _strings(value)):
                    whole.append(_flat(text))
        self.short |= {word for one in whole if len(words := one.split()) <= 4 for word in words}
        self.texts = "\n".join(f" {one} " for one in whole)

    def escaped(self, text: str) -> list[str]:
        """The words of a text that are neither a message nor anybody's own."""
        return [word for run in _runs(text) for word in self._unknown(run)]

    def _unknown(self, run: list[str]) -> list[str]:
        words = [one.lower() for one in run]
        if f" {' '.join(words)}" in self.texts:  # whole, or the beginning of it
            return []
        return [one for one in words if one not in self.short and len(one) > 1]


def _flat(text: str) -> str:
    return " ".join(_WORD.findall(text)).lower()


def _runs(text: str) -> Iterator[list[str]]:
    """The words without an accent that follow one another, up to a mark that may end a value."""
    for part in re.split(r"[“”«»,;:·()\[\]–…\n]|[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*", text):
        if run := _WORD.findall(part):
            yield run
