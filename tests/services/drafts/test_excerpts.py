"""A draft that is begun from a clause or a calendar says what the book says, and loads."""

from datetime import UTC, date, datetime

import pytest

from firsthand import books
from firsthand.domain.book import Book, Clause
from firsthand.domain.book.contributors import Contributor
from firsthand.domain.book.values import ActivationKind
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.names import Role
from firsthand.services.book.files import book_from_texts, text_of
from firsthand.services.drafts.excerpts import calendar_excerpt, clause_excerpt
from firsthand.services.drafts.texts import Head, amendment_text, dated, skeleton, slug, without_head

NOOR, ADA = Contributor(name='Noor "N" Haddad'), Contributor(name="Ada: head", roles=(Role("head_of_support"),))
HEAD = Head(published_at=datetime(2026, 1, 1, tzinfo=UTC), author=(NOOR,), approver=(ADA, NOOR))
SHIPPED = [path.name for path in books.folders()]


def texts_of(name: str) -> dict[str, str]:
    return {path.name: text_of(path) for path in sorted(books.folder(name).glob("*.yaml"))}


def with_draft(texts: dict[str, str], body: str, *, on: str = "2026-02-01") -> Book:
    book = book_from_texts(texts.items())
    text = skeleton(
        book=book.name, title="Try: it", zone=book.amendments[-1].zone, on=on, today=date(2026, 1, 1), body=body
    )
    return book_from_texts([*texts.items(), ("draft.yaml", amendment_text(text, HEAD))])


def content(clause: Clause) -> tuple[object, ...]:
    return (
        *(clause.source, clause.text, clause.reading, clause.condition, clause.effect, clause.commitment),
        *(clause.disclosable, clause.straddle, clause.precedence, clause.over, clause.see, clause.exception),
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_every_clause_of_the_shipped_books_can_be_amended_from_its_own_words(name: str) -> None:
    texts = texts_of(name)
    book = book_from_texts(texts.items())
    files = {one.id: one.file for one in book.amendments}
    gone = {one.clause for amendment in book.amendments for one in amendment.withdraws}
    gone |= {one.old for amendment in book.amendments for one in amendment.replaces if one.old != one.new}
    newest = {clause.id: clause for clause in book.edition().clauses}
    tried = [clause for clause in newest.values() if clause.id not in gone]
    for clause in tried[:: max(1, len(tried) // 12)]:
        body = clause_excerpt(texts[files[clause.amendment]], rule_set=clause.set.value, clause=clause.id)
        new = with_draft(texts, body).amendments[-1].adds[0]
        assert content(new) == content(clause), clause.id
        assert new.activation.kind is ActivationKind.date
        local = new.in_force.from_at.astimezone(zone_named(book.edition().zone))
        assert local.date() == date(2026, 2, 1)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_calendar_of_the_shipped_books_gets_a_dated_version_of_its_hours(name: str) -> None:
    texts = texts_of(name)
    edition = book_from_texts(texts.items()).edition()
    for calendar in edition.calendars:
        text = texts[edition.calendar_amendment(calendar.name).file]
        body = calendar_excerpt(text, calendar=calendar.name, on="2026-02-01")
        new = with_draft(texts, body).edition().calendar_named(calendar.name)
        assert new.versions[:-1] == calendar.versions
        assert new.versions[-1].in_force_from == date(2026, 2, 1)
        assert new.versions[-1].weekly == calendar.versions[-1].weekly


def test_the_words_and_comments_of_the_author_are_kept() -> None:
    text = (books.folder("customer-first") / "2021-06-22-first-version.yaml").read_text()
    body = clause_excerpt(text, rule_set="ownership", clause="S28")
    assert "    when: {kind: how_to}\n" in body
    assert body.startswith("ownership:\n  - clause: S28\n    replaces: S28\n")


def test_a_clause_in_one_line_or_with_an_alias_is_written_out() -> None:
    text = "x: &when {kind: how_to}\nownership:\n  - {clause: A, source: S1, text: One, when: *when, owner: support}\n"
    assert "kind: how_to" in clause_excerpt(text, rule_set="ownership", clause="A")
    with pytest.raises(KeyError):
        clause_excerpt(text, rule_set="priority", clause="A")


def test_a_date_is_set_changed_and_taken_out_below_the_title() -> None:
    text = "book: ours\ntitle: Ours\nzone: UTC\n"
    once = dated(text, "2026-02-01")
    assert once == "book: ours\ntitle: Ours\nin_force_from: 2026-02-01\nzone: UTC\n"
    assert dated(once, "2026-03-01") == once.replace("02-01", "03-01")
    assert dated(once, "") == text


def test_a_published_file_is_a_draft_again_without_what_the_desk_wrote() -> None:
    text = "book: ours\ntitle: Ours\n"
    assert without_head(amendment_text(text, HEAD)) == text
    assert without_head("author: x\r\nbook: ours\r\ntitle: Ours") == text
    assert without_head("approver:\n- name: Bo\n  roles: [support]\n" + text) == text
    assert without_head("author:\n  - Ines\n  - Bo\n" + text) == text


def test_a_title_becomes_the_last_part_of_an_id() -> None:
    assert [slug("Longer hours"), slug("Día: 24/5!"), slug("…")] == ["longer-hours", "d-a-24-5", "change"]
