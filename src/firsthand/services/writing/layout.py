"""Markdown, laid out as safe HTML: the same for the preview, the console and the customer's mail.

Of Markdown only what a writer surely means is read, so that nothing of a log, a path or a name is lost or changed:
no HTML, no escapes or entities, no definitions of links, no lines that turn the line above into a heading, no `_` as
emphasis (`__init__.py`). A line break is one. Pictures of the web are left out; they would tell who reads.
"""

import re
from collections.abc import Collection, Iterator
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, emphasis
from markdown_it.token import Token

from firsthand.domain.conversation.files import AttachedFile

_TAGS = {
    *("a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p"),
    *("pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"alt", "data-cid"}, "ol": {"start"}, "td": {"align"}, "th": {"align"}}
_NOT_READ = ["image", "html_block", "html_inline", "escape", "entity", "reference", "lheading"]
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_AFTER = ".,;:!?'\"*"


def laid_out(text: str, pictures: Collection[AttachedFile] = ()) -> str:
    """Markdown as sanitised HTML. Each of the `pictures` stands where its name is in brackets, as `<img data-cid>`;
    those that the text does not name stand below it."""
    placed: set[str] = set()
    shown = _MARKDOWN.render(text, {"pictures": {one.filename: one for one in pictures}, "placed": placed})
    below = "".join(f"<p>{_picture(one)}</p>\n" for one in pictures if one.content_id not in placed)
    return nh3.clean(
        shown + below,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def _picture(picture: AttachedFile) -> str:
    return f'<img data-cid="{escape(picture.content_id)}" alt="{escape(picture.filename)}">'


def _emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as the library calls it
    """Only `*`: names are full of `_`."""
    return state.src[state.pos] != "_" and emphasis.tokenize(state, silent)


def _find_addresses_and_pictures(state: StateCore) -> None:
    """Addresses of the web in running text become links, names of pictures in brackets the pictures."""
    for block in state.tokens:
        if block.type != "inline" or not block.children:
            continue
        depth, found = 0, list[Token]()
        for token in block.children:
            depth += token.nesting if token.type in ("link_open", "link_close") else 0
            found += _pieces(token, state, linked=depth > 0) if token.type == "text" else [token]
        block.children = found


def _pieces(token: Token, state: StateCore, *, linked: bool) -> Iterator[Token]:
    pictures = state.env.get("pictures", {})
    names = "|".join(re.escape(f"[{name}]") for name in sorted(pictures, key=len, reverse=True))
    for piece in re.split(f"({names})", token.content) if names else [token.content]:
        picture = pictures.get(piece[1:-1]) if piece.startswith("[") else None
        if picture is not None and picture.content_id not in state.env["placed"]:
            state.env["placed"].add(picture.content_id)
            yield Token("picture", "img", 0, meta={"html": _picture(picture)})
        elif linked:
            yield _text(piece)
        else:
            yield from _with_links(piece)


def _with_links(text: str) -> Iterator[Token]:
    at = 0
    for match in _ADDRESS.finditer(text):
        address = _without_what_follows(match[0])
        yield _text(text[at : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": address})
        yield _text(address)
        yield Token("link_close", "a", -1)
        at = match.start() + len(address)
    yield _text(text[at:])


def _without_what_follows(address: str) -> str:
    """An address without the punctuation of the sentence that it stands in; a closing bracket is its own when one
    opens in it."""
    while address[-1] in _AFTER or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _align_cells(state: StateCore) -> None:
    """Cells say how they are aligned in an attribute; a style would be against the policy of the page."""
    for token in state.tokens:
        style = str(token.attrs.pop("style", "")) if token.type in ("th_open", "td_open") else ""
        if style:
            token.attrs["align"] = style.removeprefix("text-align:")


def _made() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"breaks": True, "html": False}).enable(["table", "strikethrough"])
    made.disable(_NOT_READ)
    made.inline.ruler.at("emphasis", _emphasis)
    made.core.ruler.push("addresses", _find_addresses_and_pictures)
    made.core.ruler.push("cells", _align_cells)
    made.add_render_rule("picture", lambda _self, tokens, index, _options, _env: str(tokens[index].meta["html"]))
    return made


_MARKDOWN = _made()
