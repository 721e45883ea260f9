"""One effect is one file: a new one is parsed, proven, compared, shown and documented by nothing but being there."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from firsthand.cli import policy, policy_diff
from firsthand.domain.book import Book, PolicyError
from firsthand.domain.book.effects import EFFECTS, registered
from firsthand.domain.names import Role
from firsthand.domain.proving import check, reproduces
from firsthand.domain.sentences import PLAIN
from firsthand.models.people import Person
from firsthand.services.amending.actions import publish
from firsthand.services.book.files import book_from_texts
from firsthand.workbench.comparing import compare, tell_change
from tests import format_reference
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.web.book import reply_language
from tests.web.book.reply_language import ReplyLanguageEffect

HEAD = """book: {book}
amendment: languages
title: Languages
published_at: 2021-07-12T09:00:00Z
author: Mira
approver: Ada
zone: America/Los_Angeles
promise_wording:
"""
CLAUSE = """  - clause: {ident}
    source: S44
    text: Whoever runs on us is answered in their language.
    when: {{stage: production}}
    reply_language: {{team: support, language: {language}}}
"""
SAID = "Support answers in French."


@pytest.fixture(autouse=True)
def _registered() -> Iterator[None]:
    with registered(reply_language.KEY):
        yield


def text(*languages: str, book: str = "ours") -> str:
    clauses = [CLAUSE.format(ident=f"L{number}", language=language) for number, language in enumerate(languages)]
    return HEAD.format(book=book) + "".join(clauses)


def book_of(*languages: str) -> Book:
    return book_from_texts([("languages.yaml", text(*languages))])


def test_it_is_parsed_and_a_slip_is_named() -> None:
    [clause] = book_of("French").edition().clauses
    assert clause.effect == ReplyLanguageEffect(team=Role("support"), language="French")
    with pytest.raises(PolicyError, match="unknown field 'langage'; did you mean language"):
        book_from_texts([("languages.yaml", text("French").replace("language: F", "langage: F"))])


def test_two_statements_are_proven_to_contradict_each_other() -> None:
    edition = book_of("French", "German").edition()
    [finding] = [one for one in check(edition, as_of=NOW) if one.code == "overlap"]
    assert (finding.clauses, PLAIN.phrase(finding.about)) == (("L0", "L1"), "the language of support")
    assert PLAIN.phrase(finding.region).startswith("post-sales requests")
    assert reproduces(finding, edition)


def test_two_books_are_compared_by_it(tmp_path: Path) -> None:
    [change] = compare(book_of("French").edition(), book_of("German").edition()).changes
    told = tell_change(change, before=PLAIN, after=PLAIN)
    assert (told.region, told.before, told.after) == (
        "post-sales requests",
        "Support answers in French",
        "Support answers in German",
    )
    folders = []
    for language in ("French", "German"):
        folders.append(tmp_path / language)
        folders[-1].mkdir()
        (folders[-1] / "languages.yaml").write_text(text(language))
    out = io.StringIO()
    assert policy_diff.run_diff((folders[0], None), (folders[1], None), stdout=out, stderr=out) == 1
    assert "Support answers in French -> Support answers in German" in out.getvalue()


def test_policy_show_says_it(tmp_path: Path) -> None:
    (tmp_path / "languages.yaml").write_text(text("French"))
    out = io.StringIO()
    assert policy.run_show(tmp_path, None, None, now=datetime(2021, 8, 1, tzinfo=UTC), stdout=out, stderr=out) == 0
    assert SAID in out.getvalue()
    assert "Holds where stage is production." in out.getvalue()


def test_the_book_page_and_its_changes_say_it(lighthouse: Lighthouse, signed_in: Callable[[Person], Client]) -> None:
    publish(texts=[("languages.yaml", text("French", book="customer-first"))], at=NOW, by=lighthouse.mira)
    client = signed_in(lighthouse.noor)
    for address in ("/book", "/book/changes?edition=languages", "/book/clauses/L0"):
        assert SAID in client.get(address).content.decode(), address


def test_the_reference_page_describes_it() -> None:
    page = format_reference.page()
    assert "| `reply_language` | its terms, below | The language in which a team answers | `promise_wording` |" in page
    assert "### reply_language\n" in page


def test_it_is_known_only_here() -> None:
    with pytest.raises(ValueError, match="there is an effect reply_language already"), registered(reply_language.KEY):
        raise AssertionError
    assert "reply_language" in EFFECTS
