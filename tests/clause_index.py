"""Writes, or checks, `docs/reference/clauses.md`: which tests prove which clause, and where a person sees it.

python -m tests.clause_index           writes the page
python -m tests.clause_index --check   fails when the page is not what the tests say
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from tests.generated_page import REFERENCE, write_or_check

ROOT = Path(__file__).resolve().parent.parent
PAGE = REFERENCE / "clauses.md"
RUNS = ("tests/stories/", "tests/web/")
"""Where a test does what people do: a story on frozen time, or over HTTP."""
SHIPPED = "tests/books/"
SEEN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("S5", "S6"), ("/t/<ticket>", "/a/<account>", "/proposals")),
    **dict.fromkeys(("S7", "S10"), ("/a/<account>",)),
    **dict.fromkeys(("S8", "S9", "S25", "S26"), ("/a/<account>/plan", "/a/<account>", "/waiting")),
    **dict.fromkeys(("S18", "S19", "S20", "S21", "S23"), ("/t/<ticket>", "/t/<ticket>/why")),
    **dict.fromkeys(("S22", "S32"), ("/book", "/book/clauses/<clause>")),
    **dict.fromkeys(("S28", "S29", "S30", "S31", "S33", "S34"), ("/t/<ticket>", "/t/<ticket>/why")),
    **dict.fromkeys(("S4", "S41", "S44", "S45"), ("/t/<ticket>",)),
    "S46": ("/t/<ticket>", "/saved-replies"),
    **dict.fromkeys(("S35", "S36", "S37"), ("/t/<ticket>", "/questions", "/questions/<question>")),
    **dict.fromkeys(("S11", "S43"), ("/t/<ticket>", "/requests")),
    "S24": ("/t/<ticket>", "/", "/waiting"),
    **dict.fromkeys(("S1", "S2", "S3", "S15", "S17"), ("/a/<account>", "/consequences/<round>")),
    "S16": ("/t/<ticket>", "/requests", "/consequences", "/consequences/<round>"),
    "S39": ("/t/<ticket>", "/requests", "/t/<ticket>/hand-over"),
    **dict.fromkeys(("S38", "S42", "S48"), ("/t/<ticket>/hand-over", "/handoffs/<handoff>")),
    "S40": ("/t/<ticket>", "/t/<ticket>/ask-for-help"),
    "S50": ("/t/<ticket>", "/t/<ticket>/ask-for-help", "/help", "/help/<help>", "/help/share"),
    "S49": ("/t/<ticket>", "/tasks"),
}
"""The pages where a person sees a clause run."""
HEAD = """# Clauses and the tests that prove them

Generated from the `clause` markers in `tests/` by `python -m tests.clause_index`; `bin/test` fails when it is stale.
S-numbers are the requirements, A-numbers the readings of open points, T- and C-numbers the dated history and its
contradictions.

## Running

What a test does as people do it, in a story (`tests/stories`) or over HTTP (`tests/web`), and the pages where a person
sees it. A clause that is not listed here is not proven to run.

| clause | seen on | done by |
|---|---|---|
"""
RULES = """
## Rules

Tests of rules, services and commands. By themselves they do not show that the desk runs a clause.

| clause | rule proven by |
|---|---|
"""
WRITTEN = """
## The shipped books

Tests of what the shipped books say and answer. By themselves they prove the text, not the duty.

| clause | text proven by |
|---|---|
"""


def clauses_of(decorator: ast.expr, marker: str) -> list[str]:
    """The ids in a decorator (or mark value) `pytest.mark.<marker>("S1", ...)`; empty for any other."""
    if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)):
        return []
    if decorator.func.attr != marker:
        return []
    return [str(part.value) for part in decorator.args if isinstance(part, ast.Constant)]


def marks_in(path: Path, marker: str) -> Iterator[tuple[str, str]]:
    """Each (clause, test) of one file; a marker on a class or on the file counts for the tests in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(ROOT).as_posix()
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            values = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
            yield from ((clause, name) for value in values for clause in clauses_of(value, marker))
    for part in ast.walk(tree):
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in part.decorator_list:
                yield from ((clause, f"{name}::{part.name}") for clause in clauses_of(decorator, marker))


def order(clause: str) -> tuple[str, int, str]:
    """Sort key: S before A before T before C, then by number."""
    found = re.fullmatch(r"([A-Z]+)(\d+)(.*)", clause)
    if not found:
        raise SystemExit(f"{clause!r} is not a clause id such as S30")
    letter, number, rest = found.groups()
    return (f"{'SATC'.find(letter)}", int(number), rest)


@cache
def marked(marker: str) -> dict[str, list[str]]:
    """Each clause with the tests that carry it in `marker`, both in order."""
    proofs: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for clause, test in marks_in(path, marker):
            proofs[clause].add(test)
    return {clause: sorted(proofs[clause]) for clause in sorted(proofs, key=order)}


def runs(test: str) -> bool:
    """Whether a test does what people do."""
    return test.startswith(RUNS)


def seen_on(clause: str) -> str:
    """The pages where a person sees a clause run; of readings, the book's. Exits where nobody said."""
    if clause.startswith("S") and clause not in SEEN:
        raise SystemExit(f"say in SEEN of tests/clause_index.py on which page a person sees {clause} run")
    pages = SEEN.get(clause, ("/book#readings",) if clause.startswith("A") else ())
    return "<br>".join(f"`{page}`" for page in pages)


def named(tests: Iterable[str]) -> str:
    """Tests as a cell of a table."""
    return "<br>".join(f"`{test}`" for test in tests)


def table(proofs: Mapping[str, Sequence[str]], *, of: Callable[[str], bool]) -> str:
    """The rows of a table of those tests of each clause that are `of` it; a clause without any has none."""
    kept = {clause: [test for test in tests if of(test)] for clause, tests in proofs.items()}
    return "".join(f"| {clause} | {named(tests)} |\n" for clause, tests in kept.items() if tests)


def page() -> str:
    """The whole page."""
    proofs, texts = marked("clause"), marked("clause_text")
    running = {clause: found for clause, tests in proofs.items() if (found := [one for one in tests if runs(one)])}
    shipped = {
        clause: [*(one for one in proofs.get(clause, ()) if one.startswith(SHIPPED)), *texts.get(clause, ())]
        for clause in sorted({*proofs, *texts}, key=order)
    }
    return (
        HEAD
        + "".join(f"| {clause} | {seen_on(clause)} | {named(tests)} |\n" for clause, tests in running.items())
        + RULES
        + table(proofs, of=lambda test: not runs(test) and not test.startswith(SHIPPED))
        + WRITTEN
        + table(shipped, of=lambda _: True)
    )


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page, by="tests.clause_index", arguments=sys.argv[1:]))
