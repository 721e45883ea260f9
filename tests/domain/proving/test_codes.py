"""Every code is explained with a small book that has it, and is told without a hole."""

import pytest

from firsthand.domain.proving import (
    EXAMPLE_LOOKED_AT,
    FINDING_KINDS,
    Finding,
    FindingCode,
    FindingKind,
    check,
    reproduces,
    tell,
)
from firsthand.domain.sentences import PLAIN
from firsthand.services.book.files import written_from_texts
from tests.domain.proving.books import plain

each_kind = pytest.mark.parametrize("kind", FINDING_KINDS.values(), ids=lambda kind: kind.code)


def of_its_example(kind: FindingKind) -> Finding:
    edition = written_from_texts([("page.yaml", kind.example_file)]).book.edition()
    [finding] = [one for one in check(edition, as_of=EXAMPLE_LOOKED_AT) if one.code is kind.code]
    assert reproduces(finding, edition)
    return finding


def test_every_code_that_a_finding_can_have_is_explained_once() -> None:
    assert sorted(FINDING_KINDS) == sorted(FindingCode)


@each_kind
def test_the_example_of_a_code_has_it(kind: FindingKind) -> None:
    finding = of_its_example(kind)
    for text in (plain(finding.title), plain(finding.follows), plain(finding.mend)):
        assert "{" not in text.replace("`when: {", "")
        assert "  " not in text
    assert plain(finding.title)[-1] != "."
    assert plain(finding.follows)[-1] == plain(finding.mend)[-1] == "."


@each_kind
def test_the_example_of_a_code_says_where_to_look(kind: FindingKind) -> None:
    written = written_from_texts([("page.yaml", kind.example_file)])
    told = tell(of_its_example(kind), written.book.edition(), PLAIN)
    assert told.place.file == "page.yaml"
    line = written.line(told.place.file, told.place.field)
    assert line is not None
    assert line > len(kind.example_file.splitlines()) - len(kind.example.splitlines())
