"""Writes, or checks, `docs/reference/clauses.md`: which tests prove which clause.

python -m tests.clause_index           writes the page
python -m tests.clause_index --check   fails when the page is not what the tests say
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.generated_page import REFERENCE, write_or_check

ROOT = Path(__file__).resolve().parent.parent
PAGE = REFERENCE / "clauses.md"
HEAD = """# Clauses and the tests that prove them

Generated from the `clause` markers in `tests/` by `python -m tests.clause_index`; `bin/test` fails when it is stale.
S-numbers are the requirements, A-numbers the readings of open points, T- and C-numbers the dated history and its
contradictions. A clause that is not listed in the first table is not proven.

| clause | proven by |
|---|---|
"""
WRITTEN = """
## Written in the shipped book only

Duties of people that the book states and the desk shows, but does not run. The test proves the text, not the duty.

| clause | text found by |
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


def rows(marker: str) -> str:
    """A table's rows: each clause with the tests that carry it in `marker`."""
    proofs: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for clause, test in marks_in(path, marker):
            proofs[clause].add(test)
    return "".join(
        f"| {clause} | {'<br>'.join(f'`{test}`' for test in sorted(proofs[clause]))} |\n"
        for clause in sorted(proofs, key=order)
    )


def page() -> str:
    """The whole page."""
    return HEAD + rows("clause") + WRITTEN + rows("clause_text")


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page, by="tests.clause_index", arguments=sys.argv[1:]))
