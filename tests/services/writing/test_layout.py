"""Markdown as it is laid out: what is read of it, what stays as it was typed, and what no text can do."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.domain.conversation.files import attached
from firsthand.services.writing.layout import laid_out

TABLE = "| host | load |\n|---|---:|\n| db-1 | 0.4 |"


class Seen(HTMLParser):
    """What a browser would make of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.tags, self.attributes = "", set[str](), list[tuple[str, str | None]]()

    @classmethod
    def of(cls, html: str) -> "Seen":
        seen = cls()
        seen.feed(html)
        return seen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hello Ana,\nit works.", "<p>Hello Ana,<br>\nit works.</p>"),
        ("**now** and ~~then~~", "<p><strong>now</strong> and <s>then</s></p>"),
        ("Run `ls -l`:\n\n```sh\nls <dir>\n```", "<pre><code>ls &lt;dir&gt;\n</code></pre>"),
        (TABLE, '<td align="right">0.4</td>'),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        ("See [the guide](https://docs.example/a).", 'href="https://docs.example/a"'),
        ("See https://docs.example/a_(b)_c, please.", ">https://docs.example/a_(b)_c</a>, please."),
        ("(https://docs.example/a)", ">https://docs.example/a</a>)"),
    ],
)
def test_what_is_read_of_markdown(text: str, html: str) -> None:
    assert html in laid_out(text)


@pytest.mark.parametrize(
    "text",
    [
        "open __init__.py and my_long_name_here",
        "#1234 is fixed",
        "[ERROR]: the disk is full",
        r"C:\Temp\_cache\[old]",
        "&copy; and &lt;b&gt;",
        "<stacktrace> at line 4 </stacktrace>",
        "The last line\n---",
        "5 * 3 * 2 and *.log or *.txt",
        "a | b",
    ],
)
def test_what_nobody_means_as_markdown_arrives_as_typed(text: str) -> None:
    words = Seen.of(laid_out(text)).words.split()
    assert words == [one for one in text.split() if one != "---"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>1</script>)",
        '<img src=x onerror="alert(1)">',
        "![x](https://tracker.example/1.png)",
        'https://a.example/"onmouseover="alert(1)',
        "```\n</code></pre><script>alert(1)</script>\n```",
        '| a |\n|---|\n| <b onclick="x"> |',
    ],
)
def test_no_text_runs_or_loads_anything(text: str) -> None:
    seen = Seen.of(laid_out(text))
    assert not {"script", "img"} & seen.tags
    assert {name for name, _ in seen.attributes} <= {"href", "rel", "target"}
    assert all(str(value).startswith("https:") for name, value in seen.attributes if name == "href")


def test_a_picture_stands_where_its_name_is_once_else_below() -> None:
    first, second = (
        attached(
            filename=f"{name}_1.png", content_type="image/png", content=b"x", number=1, inline=True, content_id=name
        )
        for name in ("a", "b")
    )
    html = laid_out("Look:\n[a_1.png]\n`[a_1.png]` and [a_1.png] again", [first, second])
    assert html.count('data-cid="a"') == html.count('data-cid="b"') == 1
    assert "Look:<br>\n<img" in html
    assert "<code>[a_1.png]</code> and [a_1.png] again" in html
    assert html.rstrip().endswith('<p><img data-cid="b" alt="b_1.png"></p>')


@given(text=st.text(alphabet="ab *_`~|>#-1.[](){}<>\"'&\\\n:/", max_size=200))
def test_any_text_is_laid_out_and_is_safe_html(text: str) -> None:
    html = laid_out(text)
    assert laid_out(text) == html
    assert "<script" not in html.lower()


@pytest.mark.parametrize("piece", ["[", "*a ", "> ", "`", "| a ", "- ", "(", "https://a.example/ ", "~~", "![["])
def test_a_long_hostile_text_is_laid_out_in_little_time(piece: str) -> None:
    begun = time.process_time()
    laid_out(piece * (200_000 // len(piece)))
    assert time.process_time() - begun < 8
