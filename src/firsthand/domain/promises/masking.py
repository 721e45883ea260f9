"""What in a text is not the writer's own word: masked with spaces at the same length, so that positions stay true."""

import re

_LINES = re.compile(r"[^\n]*\n?")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_QUOTE = re.compile(r"\s*[>|]")
_INTRODUCTION = re.compile(
    r"\s*(?:on\b.{4,120}\bwrote:|am\b.{4,120}\bschrieb\b.{0,80}:|.{0,80}\bschrieb am\b.{0,80}:"
    r"|-{3,}\s*(?:original message|ursprüngliche nachricht|weitergeleitete|forwarded message).{0,40}"
    r"|(?:from|von|gesendet|sent|to|an|cc|subject|betreff|date|datum):\s.*)\s*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"--\s?$")
_LOG = re.compile(
    r"\s*(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?\d\d:\d\d:\d\d"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) +\d{1,2} \d\d:\d\d:\d\d|at \S+\(\S*:\d+\)|traceback "
    r"|\$ |#!|(?-i:(?:ERROR|WARN|WARNING|INFO|DEBUG)[ :\[]))",
    re.IGNORECASE,
)
_INSIDE = (
    ("`", re.compile(r"`[^`\n]{1,300}`")),
    ('"\u201c\u201d\u201e\u00ab\u00bb', re.compile(r"[\"“„«»][^\"“”„«»\n]{1,300}[\"”“«»]")),
    ("'\u2018\u2019\u201a", re.compile(r"(?<![\w'’])['‘‚][^'‘’\n]{1,300}['’](?!\w)")),
    (":", re.compile(r"https?://\S{1,500}|[A-Za-z]:\\\S{1,200}")),
    ("w", re.compile(r"www\.\S{1,300}")),
    ("@", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    ("/", re.compile(r"(?<!\w)(?:/[\w.+-]{1,60}){2,20}/?")),
    ("#", re.compile(r"#\d{1,9}\b")),
    (".", re.compile(r"(?<![\w.])[vV]?\d{1,4}(?:\.\d{1,4}){2,3}(?:-[\w.]{1,20})?(?![\d.]*\d)")),
    ("vV", re.compile(r"\b[vV](?:\d{1,3}(?:\.\d{1,3}){0,3}\b|ersion \d{1,4}(?:\.\d{1,4}){0,3})")),
    ("-", re.compile(r"\b[A-Z]{2,10}-\d{1,7}\b|\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b")),
    ("0123456789", re.compile(r"\b(?=[a-f]{0,39}\d)(?=\d{0,39}[a-f])[0-9a-f]{7,40}\b")),
)
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)")


def masked(text: str) -> str:
    """The text with quotes, code, logs, addresses, ids, version numbers and the signature as spaces; a paired quote,
    an address or an id leaves one mark in its place, so that the words around it do not become neighbours."""
    lines, fenced, over = [], False, False
    for match in _LINES.finditer(text):
        line = match.group()
        fence = _FENCE.match(line) is not None
        over = over or _SIGNATURE.match(line) is not None
        drop = over or fenced or fence or _foreign(line)
        fenced = fenced != fence
        lines.append(_blank(line) if drop else line)
    own = "".join(lines)
    for triggers, pattern in _INSIDE:
        if any(one in own for one in triggers):
            own = pattern.sub(_marked, own)
    return own


def _foreign(line: str) -> bool:
    """Whether a line is somebody else's: quoted, introduced, written by a machine, or code by its indent."""
    return any(pattern.match(line) for pattern in (_QUOTE, _INTRODUCTION, _LOG)) or line.startswith(("    ", "\t"))


def _blank(line: str) -> str:
    return " " * len(line.rstrip("\n")) + "\n" * line.endswith("\n")


def _marked(match: re.Match[str]) -> str:
    found = match.group()
    if _DATE.fullmatch(found):
        return found
    return "\x00".ljust(len(found))
