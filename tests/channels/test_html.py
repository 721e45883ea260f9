"""HTML from strangers: what stays, what goes, and what it may cost."""

from html.parser import HTMLParser

import pytest

from firsthand.channels.email.html import TooComplexError, sanitise, strip_tags, to_text


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>1</script>'>x</a>",
        "<svg onload=alert(1)><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<math><annotation-xml encoding='text/html'><style><img src=x onerror=alert(1)></style></annotation-xml>",
        "<svg><a><animate attributeName=href values='javascript:alert(1)' /><text>x</text></a></svg>",
        "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
        "<p style='background:url(https://track.example)'>x</p>",
        "<form action='https://evil.example'><input name=password></form>",
        "<iframe src='https://evil.example'></iframe>",
        "<link rel=stylesheet href='https://evil.example'><base href='https://evil.example'>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<table background='https://track.example/x.gif'><tr><td>x</td></tr></table>",
        "<img srcset='https://track.example/x.gif 2x'><video poster='https://track.example'></video>",
    ],
)
def test_nothing_runs_and_nothing_loads(attack: str) -> None:
    clean = sanitise(attack).lower()
    for part in ("script", "onerror", "onload", "style", "form", "iframe", "evil.example", "track.example"):
        assert part not in clean


def test_a_link_opens_apart_and_tells_nobody() -> None:
    clean = sanitise('<a href="https://acme.example/x" target="_self">x</a>')
    assert 'rel="noopener noreferrer nofollow"' in clean
    assert 'target="_blank"' in clean


def test_a_remote_image_keeps_its_address_but_does_not_load() -> None:
    clean = sanitise('<img src="https://t.example/a.gif?x=1&amp;y=%22" alt="Logo"><img src="cid:logo@acme">')
    assert clean == ('<img data-src="https://t.example/a.gif?x=1&amp;y=%22" alt="Logo"><img data-cid="logo@acme">')


@pytest.mark.parametrize(
    "trick",
    [
        '<a title="<img src=" href="https://x.example/> <img src=\'https://t.example/\'>">x</a>',
        '<img alt="><img src=https://t.example/>" src="https://t.example/">',
        '<img src="https://t.example/&quot; src=&quot;https://t.example/">',
        "<p title='<img src=\"https://t.example/\">'>x</p>",
    ],
)
def test_no_quoting_trick_brings_a_source_back(trick: str) -> None:
    found: list[str] = []

    class Images(HTMLParser):
        def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(name for name, _ in attrs)

    Images().feed(sanitise(trick))
    assert "src" not in found


@pytest.mark.parametrize("bomb", ["<div>" * 50_000, "<b><i><a>" * 20_000, "<table>" * 50_000, "x" * 400_001])
def test_html_no_honest_mail_has_is_refused_quickly(bomb: str) -> None:
    with pytest.raises(TooComplexError):
        sanitise(bomb)


def test_paragraphs_and_lists_become_lines() -> None:
    assert to_text(sanitise("<p>One<br>Two</p><ul><li>Three</ul>")).split() == ["One", "Two", "*", "Three"]


def test_tags_can_be_stripped_roughly() -> None:
    rough = strip_tags("<head><title>t</title></head><style>p{}</style><p>One &amp; <b>two</b></p>1 < 2")
    assert rough == "One & two\n1 < 2"


def test_what_an_html_mail_quotes_is_marked_as_quoted() -> None:
    safe = sanitise("<p>Mine</p><blockquote><p>Yours</p><blockquote>Theirs</blockquote>more</blockquote><p>Below</p>")
    shown = [line for line in to_text(safe).split("\n") if line.strip("> ")]
    assert shown == ["Mine", "> Yours", ">> Theirs", "> more", "Below"]
