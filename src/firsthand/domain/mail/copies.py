"""Whether two texts are one that a list or a gateway changed on the way."""

import re

_RULE = re.compile(r"[-_=*~#]{5,}|-- ?")
_BANNER = re.compile(
    r"[^\w\s]*\s*(?:external|caution|extern|achtung|attention|warning|vorsicht|atenci[oó]n)\b", re.IGNORECASE
)
_MOST_ADDED_LINES = 20


def is_changed_on_the_way(one: str, other: str) -> bool:
    """Whether the texts say the same but for white space, a footer under a ruled line, and a banner above."""
    first, second = (_lines(text) for text in (one, other))
    shorter, longer = sorted((first, second), key=len)
    if not shorter:
        return False
    return any(
        longer[start : start + len(shorter)] == shorter
        and _is_banner(longer[:start])
        and _is_footer(longer[start + len(shorter) :])
        for start in range(min(len(longer) - len(shorter), _MOST_ADDED_LINES) + 1)
    )


def _lines(text: str) -> list[str]:
    """The lines that say something, each with its white space as one."""
    return [line for one in text.splitlines() if (line := " ".join(one.split()))]


def _is_banner(added: list[str]) -> bool:
    return not added or _BANNER.match(added[0]) is not None


def _is_footer(added: list[str]) -> bool:
    return not added or (len(added) <= _MOST_ADDED_LINES and _RULE.fullmatch(added[0]) is not None)
