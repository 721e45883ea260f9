"""HTML from strangers, made safe before anything else sees it: nh3 with a short allow-list.

No scripts, styles, forms, frames, ids or classes. Links open apart and tell nobody where they came from.
Nothing loads by itself: a remote image keeps its address in `data-src`, an image in the mail its Content-ID
in `data-cid`.
"""

import hashlib
import html
import re
from collections.abc import Iterator

import nh3
from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

from firsthand.domain.errors import Worded
from firsthand.domain.sentences import say

MOST_HTML = 400_000
DEEPEST = 600

_TAGS = {
    *(
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
    ),
    *(
        "div",
        "dl",
        "dt",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
    ),
    *(
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
    ),
    *("td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align", "valign"},
    "th": {"colspan", "rowspan", "align", "valign", "scope"},
    "ol": {"start", "type"},
    "*": {"dir", "lang"},
}
_GONE_WITH_CONTENT = {
    "script",
    "style",
    "title",
    "head",
    "iframe",
    "object",
    "svg",
    "math",
    "template",
    "noscript",
}
_TAG = re.compile(r"<[/!a-zA-Z][^<>]*>")
_OPEN_OR_CLOSE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_ENDS_BY_ITSELF = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "dd",
        "dt",
        "embed",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "option",
        "p",
        "source",
        "tbody",
        "td",
        "th",
        "tr",
        "wbr",
    ]
)
_KEPT_IMAGES = ("http:", "https:", "cid:")
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")
_QUOTE = re.compile(r"<(/?)blockquote\b[^<>]*>")
_DEEPEST_QUOTE = 20
_LOOK = ParserConfig(css=CSS_PROFILES["strict"], display_links=False, display_images=False)


class TooComplexError(Worded):
    """The HTML is larger or deeper than any honest mail; HTML parsers take quadratic time for depth."""


def check_shape(source: str) -> None:
    """Raise TooComplexError for HTML that would cost too much to sanitise. Linear time."""
    if len(source) > MOST_HTML:
        raise TooComplexError(say("it is longer than {most} characters", most=MOST_HTML))
    depth = 0
    for slash, name in _OPEN_OR_CLOSE.findall(source):
        if name.lower() not in _ENDS_BY_ITSELF:
            depth = max(0, depth + (-1 if slash else 1))
        if depth > DEEPEST:
            raise TooComplexError(say("it is nested deeper than {most} levels", most=DEEPEST))


def sanitise(source: str) -> str:
    """Safe HTML for a sandboxed frame. Raises TooComplexError (see `check_shape`)."""
    check_shape(source)
    mark = f"x{hashlib.sha256(source.encode('utf-8', 'replace')).hexdigest()}"
    images: list[str] = []

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if tag != "img" or attribute != "src":
            return value
        if not value.strip().lower().startswith(_KEPT_IMAGES):
            return None
        images.append(value.strip())
        return f"{mark}-{len(images) - 1}-"

    clean = nh3.clean(
        source,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags=_GONE_WITH_CONTENT,
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto", "cid"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return re.sub(f'src="{mark}-([0-9]+)-"', lambda match: _moved(images[int(match[1])]), clean)


def _moved(address: str) -> str:
    name, address = ("data-cid", address[4:]) if address[:4].lower() == "cid:" else ("data-src", address)
    return f'{name}="{html.escape(address)}"'


def to_text(safe: str) -> str:
    """The text of sanitised HTML, laid out in lines; what stands in a `blockquote` begins with `>`. Raises what lxml
    does."""
    if not safe.strip():
        return ""
    marked = _QUOTE.sub(lambda tag: f"{_CLOSE}{tag[0]}" if tag[1] else f"{tag[0]}{_OPEN}", _MARKS.sub("", safe))
    return _tidy("\n".join(_quoted(get_text(marked, _LOOK).split("\n"))))


def _quoted(lines: list[str]) -> Iterator[str]:
    """`lines` with a `>` for each mark that is open at their beginning, and without the marks."""
    depth = 0
    for line in lines:
        bare = _MARKS.sub("", line)
        opened = line[: len(line) - len(line.lstrip(f" {_OPEN}{_CLOSE}"))]
        at = max(0, depth + opened.count(_OPEN) - opened.count(_CLOSE))
        depth = max(0, depth + line.count(_OPEN) - line.count(_CLOSE))
        if bare == line or bare.strip():
            yield f"{'>' * min(at, _DEEPEST_QUOTE)} {bare.strip()}".rstrip() if at else bare


def strip_tags(source: str) -> str:
    """The text of any HTML, roughly and in linear time, for when layout is too costly."""
    return _words(source, without=("script", "style", "head", "title"))


def every_word(source: str) -> str:
    """The words of HTML that are none of a program, also those that no page shows: of a title, a picture, a frame."""
    return _words(source, without=("script", "style"))


def _words(source: str, *, without: tuple[str, ...]) -> str:
    source = source[:MOST_HTML]
    for tag in without:
        source = _without(source, tag)
    return _tidy(html.unescape(_TAG.sub("", _BREAK.sub("\n", source))))


def _without(source: str, tag: str) -> str:
    """`source` without the elements `tag` and what is in them."""
    lower, kept, at = source.lower(), [], 0
    if len(lower) != len(source):
        return source  # a letter whose lower case is longer; the tags go, their text stays
    while (start := lower.find(f"<{tag}", at)) >= 0 and (end := lower.find(f"</{tag}", start)) >= 0:
        kept.append(source[at:start])
        at = end
    return "".join([*kept, source[at:]])


def _tidy(text: str) -> str:
    shown = (line.replace("\xa0", " ") for line in text.split("\n"))
    lines = [line if line == "-- " else line.rstrip() for line in shown]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
