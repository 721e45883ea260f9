"""Texts of others that turn the direction of writing: shown so that they turn nothing but themselves."""

import re

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OPENS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
_OPENS |= {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
_CLOSES = frozenset(_OPENS.values())
_FIRST, _LAST = "\u2068", "\u2069"


def isolated(text: str) -> str:
    """The text with every line that turns the direction isolated: what stands beside it is read as if it were not
    there, and nothing in it ends that. The same for a text that is isolated already, or turns nothing."""
    if not _TURNS.search(text):
        return text
    return "\n".join(_isolated(line) if _TURNS.search(line) else line for line in text.split("\n"))


def _isolated(line: str) -> str:
    balanced = _balanced(line)
    if balanced == line and line.startswith(_FIRST) and _balanced(line[1:]) == line[1:-1]:
        return line
    return f"{_FIRST}{balanced}{_LAST}"


def _balanced(line: str) -> str:
    """The line with everything that it opens closed, in order, and without what closes nothing."""
    kept: list[str] = []
    awaited: list[str] = []
    for char in line:
        if char in _OPENS:
            awaited.append(_OPENS[char])
        elif char in _CLOSES:
            if not awaited or awaited[-1] != char:
                continue
            awaited.pop()
        kept.append(char)
    return "".join([*kept, *reversed(awaited)])
