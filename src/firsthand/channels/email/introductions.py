"""How mail programs introduce the history that they quote below an answer.

Three rules, from the forms of current programs; each asks for more than a phrase, since customers paste phrases too:

- without words: an address, a date, a time and a colon at the end, above quoted lines;
- with words: an opening or a date, then “wrote:” in one of the languages below, above quoted lines;
- a block of labelled lines (From, Sent, To, Subject in any language) with an instant, which belongs to this
  conversation: it has its subject, or stands below the rule that Outlook draws and names nobody foreign.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.domain.mail.addresses import domain_of

MOST_LINES = 2000
MOST_LINE = 300
MOST_WRAPPED = 4
MOST_BLOCK = 12

_WORDS = {
    "English": ("On", r"wrote|writes"),
    "German": ("Am", r"schrieb|hat geschrieben"),
    "French": ("Le", r"a écrit"),
    "Spanish": ("El", r"escribió"),
    "Italian": ("Il", r"ha scritto"),
    "Portuguese": ("Em|A|No dia|Às", r"escreveu"),
    "Catalan": ("El", r"va escriure|ha escrit"),
    "Dutch": ("Op", r"schreef|heeft .{1,60} geschreven"),
    "Danish, Norwegian, Swedish": ("Den|På", r"skrev"),
    "Finnish": ("", r"kirjoitti"),
    "Estonian": ("", r"kirjutas"),
    "Polish": ("W dniu|Dnia", r"pisze|napisał(?:\(a\)|a)?|nadesłał"),
    "Czech": ("Dne", r"napsal(?:\(a\)|a)?"),
    "Slovak": ("Dňa", r"napísal(?:\(a\)|a)?"),
    "Slovenian, Croatian": ("Dana|Dne", r"je napisala?(?:/la)?|piše|je napisao(?:/la)?"),
    "Hungarian": ("", r"(?:ezt )?írta"),
    "Romanian": ("Pe|În|La", r"a scris"),
    "Turkish": ("", r"(?:şunu |şunları )?yazdı"),
    "Russian": ("", r"пишет|писал(?:\(а\)|а)?|написал(?:\(а\)|а)?"),
    "Ukrainian": ("", r"пише|написа(?:в|ла|в\(ла\))"),
    "Bulgarian": ("На", r"написа"),
    "Greek": ("Στις", r"έγραψε"),
    "Hebrew": ("בתאריך|ב-", r"כתב/ה|כתבה?|מאת .{1,80}"),
    "Arabic": ("في", r"كتب|تمت كتابة ما يلي بواسطة .{1,80}"),
    "Vietnamese": ("Vào", r"đã viết"),
    "Indonesian": ("Pada", r"menulis"),
    "Japanese": ("", r"wrote|のメール|さんは書きました|が書きました"),
    "Chinese": ("在", r"写道|寫道|写到"),
    "Korean": ("", r"작성|님이 작성|(?:이\(가\)|이|가) 쓴 글|쓴 글|작성하였습니다"),
}
_OPENING = re.compile("(?:" + "|".join(one for one, _ in _WORDS.values() if one) + r")\b")
_WROTE = re.compile("(?:" + "|".join(verb for _, verb in _WORDS.values()) + ")", re.IGNORECASE)

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_QUOTED = re.compile(r"[ \t]*>")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:@]{1,64}@[^\s<>()\[\]\"',;:@]{1,190}")
_DATE = re.compile(r"(?<!\d)(?:\d{1,4} ?[./-] ?\d{1,2} ?[./-] ?\d{2,4}|\d{4})(?!\d)|\d ?[年월月]")
_TIME = re.compile(r"(?<!\d)\d{1,2} ?[:.h時时시] ?\d{2}(?!\d)|\d{1,2} ?[時时点시]")
_LABELLED = re.compile(r"[*_]{0,4}([^\W\d_][^:：<>@|]{0,28})[:：][ \t*_]*(.*)")
_RULE = re.compile(r"_{20,}|[-‐–—=]{2,} ?[^\W\d_].{2,60}? ?[-‐–—=]{2,}")
_LINE = re.compile(r"[-_]{5,}")
_PREFIX = re.compile(r"(?:\[[^\]]{1,30}\]|[^\s:：\[\]()]{1,9}(?:[\[(]\d{1,3}[\])])? ?[:：])[ \t]*")
_ANSWERS = frozenset(
    (
        *("re", "aw", "sv", "vs", "antw", "odp", "ynt", "res", "rif", "r", "ref", "bls", "atb", "vá", "σχετ", "απ"),
        *(
            "ha",
            "отв",
            "відп",
            "nad",
            "rép",
            "回复",
            "回覆",
            "答复",
            "答覆",
            "返信",
            "תגובה",
            "رد",
            "svar",
            "odg",
            "회신",
        ),
    )
)
_FORWARDS = frozenset(
    (
        *("fwd", "fw", "wg", "tr", "vb", "vl", "rv", "enc", "pd", "doorst", "ilt", "i", "fs", "tov", "továbbítás"),
        *("πρθ", "пер", "转发", "轉寄", "転送", "전달", "הועבר", "trs", "reenv"),
    )
)


_OTHER_MARKS = frozenset("|#:")

LabelledLines = list[tuple[int, str]]
"""Labelled lines that say of which message the lines below are: the number of each line, and its value."""


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """What a mail says of the conversation it belongs to. A first message has no history, whatever it looks like;
    a list may add a footer to it.

    `people` are the addresses that the mail names; empty when nobody knows. `domains` are the desk's own.
    """

    is_answer: bool = True
    is_list: bool = False
    subject: str = ""
    people: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    def knows(self, address: str) -> bool:
        """Whether `address` is of somebody in this conversation."""
        return address.lower() in self.people or domain_of(address) in self.domains


AN_ANSWER = Conversation()
"""An answer of which nothing else is known."""


@dataclass(frozen=True, kw_only=True)
class Introduction:
    """The lines `first` to `last` that introduce the history; `quoted`: the lines below it begin with `>`."""

    first: int
    last: int
    quoted: bool


def answers(subject: str, *, is_reply: bool) -> bool:
    """Whether a mail answers another: its headers say so (`is_reply`) or its subject does, and it forwards nothing."""
    word = _prefix(subject)
    return word not in _FORWARDS and (is_reply or word in _ANSWERS)


def is_forward(subject: str) -> bool:
    """Whether a subject says that the mail forwards another, in one of many languages."""
    return _prefix(subject) in _FORWARDS


def _prefix(subject: str) -> str:
    match = _PREFIX.match(_INVISIBLE.sub("", subject).strip())
    return match.group().strip().rstrip(":： ").partition("[")[0].partition("(")[0].lower() if match else ""


def shown_lines(lines: list[str]) -> list[str]:
    """The first lines as a reader sees them, without what is invisible."""
    return [_INVISIBLE.sub("", line[:MOST_LINE]).replace("\xa0", " ").strip() for line in lines[:MOST_LINES]]


_WRITE_ABOVE = re.compile(
    r"#{2,4} ?-.{5,120}- ?#{2,4}"
    r"|[-=*#_ ]{0,8}(?:please )?(?:type|write)?(?: your)? ?reply above this line[-=*#_ ]{0,8}",
    re.IGNORECASE,
)
"""What other help desks put above what they had written, in every language between marks."""


def introduction(lines: list[str], talk: Conversation) -> Introduction | None:
    """The first introduction of history in `lines`; None where none is sure. Linear time."""
    if not talk.is_answer:
        return None
    shown = shown_lines(lines)
    for at, line in enumerate(shown):
        if line.startswith(">"):
            if (at == 0 or not shown[at - 1].startswith(">")) and _introduced_inside(shown, at, talk):
                return Introduction(first=at, last=at - 1, quoted=True)
            continue
        if _WRITE_ABOVE.fullmatch(line):
            return Introduction(first=at, last=at, quoted=_quote_below(shown, at))
        if _ends(line) and (found := _written(shown, at, talk)):
            return found
        if (block := block_at(shown, at)) and _belongs(shown, at, block, talk):
            return Introduction(first=at, last=block[-1][0], quoted=_quote_below(shown, block[-1][0]))
    return None


def with_arrows(lines: list[str]) -> list[str]:
    """The lines as if all of them were quoted with `>`: below a line that ends as introductions do, the mark with which
    two or more lines begin, `|`, `#` or `:`, is one. Whether that line introduces anything is not asked here."""
    for at, line in enumerate(lines[:MOST_LINES]):
        below = [one.strip()[:2] for one in lines[at + 1 : at + 5] if one.strip()] if _ends(line.strip()) else []
        mark = below[0].strip() if below else ""
        if mark in _OTHER_MARKS and [one.strip() for one in below[:2]] == [mark, mark]:
            return [*lines[: at + 1], *(_with_arrow(one, mark) for one in lines[at + 1 :])]
    return lines


def _with_arrow(line: str, mark: str) -> str:
    return line.replace(mark, ">", 1) if line.strip()[:2].strip() == mark else line


def _introduced_inside(shown: list[str], at: int, talk: Conversation) -> bool:
    """Whether the quote that begins on line `at` opens with its own introduction, as Apple's and old programs quote."""
    bare = [line.lstrip("> ") for line in shown[at : at + MOST_BLOCK]]
    begins = next((number for number, line in enumerate(bare) if line and not is_rule(line)), len(bare))
    if (block := block_at(bare, begins)) and _belongs(bare, begins, block, talk):
        return True
    for last in range(begins, min(len(bare), begins + MOST_WRAPPED)):
        if not bare[last]:
            return False
        if _ends(bare[last]):
            return _introduces(" ".join(bare[begins : last + 1]), quoted=True, stands_alone=True, talk=talk)
    return False


def _ends(line: str) -> bool:
    return line.rstrip("*_ ").endswith((":", "："))


def is_rule(line: str) -> bool:
    """Whether a line is the rule or the words in dashes that stand above a quote."""
    return _LINE.fullmatch(line.strip()) is not None or _RULE.fullmatch(line.strip()) is not None


def _quote_below(shown: list[str], at: int) -> bool:
    below = next((line for line in shown[at + 1 : at + 6] if line), "")
    return below.startswith(">")


def _written(shown: list[str], last: int, talk: Conversation) -> Introduction | None:
    """An introduction of one sentence that ends on line `last` and may begin some lines above it."""
    quoted = _quote_below(shown, last)
    for first in _beginnings(shown, last):
        sentence = " ".join(shown[first : last + 1])
        if _introduces(sentence, quoted=quoted, stands_alone=first == 0 or not shown[first - 1], talk=talk):
            return Introduction(first=first, last=last, quoted=quoted)
    return None


def _beginnings(shown: list[str], last: int) -> Iterator[int]:
    for first in range(last, max(-1, last - MOST_WRAPPED), -1):
        if not shown[first] or shown[first].startswith(">"):
            return
        yield first


def _introduces(sentence: str, *, quoted: bool, stands_alone: bool, talk: Conversation) -> bool:
    addresses = _ADDRESS.findall(sentence)
    rest = _ADDRESS.sub(" ", sentence)
    dated, timed = bool(_DATE.search(rest)), bool(_TIME.search(rest))
    if not quoted:
        known = not talk.people or any(map(talk.knows, addresses))
        is_sentence = stands_alone or (_OPENING.match(sentence) is not None and _WROTE.search(sentence) is not None)
        return bool(addresses) and known and dated and timed and is_sentence
    if addresses and dated and timed:
        return True
    wrote = _WROTE.search(sentence) is not None
    return wrote and (dated or _OPENING.match(sentence) is not None or (bool(addresses) and stands_alone))


def block_at(shown: list[str], at: int) -> LabelledLines:
    """The labelled lines from line `at` on, as (line, value), when they are three or more and one says when."""
    found: list[tuple[int, str]] = []
    wrapped = 0
    for number in range(at, min(len(shown), at + MOST_BLOCK)):
        match = _LABELLED.fullmatch(shown[number])
        if match is not None:
            found.append((number, match[2].strip(" *_")))
            wrapped = 0
        elif found and shown[number] and (wrapped == 0 or "@" in shown[number]):
            wrapped += 1
        else:
            break
    values = [value for _, value in found]
    if len(found) >= 3 and any(_DATE.search(value) and _TIME.search(value) for value in values):
        return found
    # Outlook Express names the sender only, between its rule and the quoted lines.
    is_short = at > 0 and _RULE.fullmatch(shown[at - 1]) and any(map(_ADDRESS.search, values))
    return found if found and is_short and _quote_below(shown, found[-1][0]) else []


def _belongs(shown: list[str], at: int, block: LabelledLines, talk: Conversation) -> bool:
    subject = _bare(talk.subject)
    if subject and any(_same(_bare(value), subject) for _, value in block):
        return True
    above = next((line for line in reversed(shown[max(0, at - 3) : at]) if line), "")
    if not _RULE.fullmatch(above):
        return False
    if _quote_below(shown, block[-1][0]):  # a list's people are named nowhere; the quoted lines prove it
        return True
    addresses = [address for _, value in block for address in _ADDRESS.findall(value)]
    return not addresses or not talk.people or any(map(talk.knows, addresses))


def _bare(subject: str) -> str:
    """A subject without what programs put before it."""
    text = " ".join(_INVISIBLE.sub("", subject[:MOST_LINE]).split()).casefold()
    while match := _PREFIX.match(text):
        text = text[match.end() :]
    return text


def _same(found: str, subject: str) -> bool:
    return found == subject or (len(found) >= 40 and subject.startswith(found))
