"""A language that nobody speaks, made from the messages themselves: every letter gets an accent and every message
brackets, and places for values stay. Whatever a page shows without them never was a message. For tests and developers.
"""

import gettext
import re

from django.utils.translation import trans_real

CODE, NAME = "en-xa", "[Þšéûðô]"
_ACCENTED = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅßÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŘŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫřšţûṽŵẋýž",
)
_AS_IT_IS = re.compile(r"\{[^{}]*\}|%\([a-z_]+\)s|</?[a-z][^<>]*>|&[a-z]+;")


def pseudo(message: str) -> str:
    """The message in the pseudo-language; what has no words but its values is as it was."""
    kept = _AS_IT_IS.findall(message)
    parts = _AS_IT_IS.split(message)
    if not any(re.search("[A-Za-z]", part) for part in parts):
        return message
    accented = [part.translate(_ACCENTED) for part in parts]
    return "[" + "".join(a + b for a, b in zip(accented, [*kept, ""], strict=True)) + "]"


class _Pseudo(gettext.NullTranslations):
    """What Django asks of a language."""

    def gettext(self, message: str) -> str:
        return pseudo(message.rpartition("\x04")[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def language(self) -> str:
        return CODE

    def to_language(self) -> str:
        return CODE


def teach() -> None:
    """Let Django speak it. It has no catalogue: it is made when it is asked for."""
    trans_real._translations[CODE] = _Pseudo()  # type: ignore[attr-defined]


def forget() -> None:
    """It is spoken no more."""
    trans_real._translations.pop(CODE, None)  # type: ignore[attr-defined]
