"""No code names a role, a kind, a stage or a state: that is the book's to do."""

import ast
from collections.abc import Iterator
from pathlib import Path

from firsthand.domain.clocks import ClockKind
from firsthand.domain.organisation.default import DEFAULT
from firsthand.domain.tickets import Owes, Phase

MAY_NAME = {
    "domain/organisation/default.py": "the default book",
    "domain/events/earlier.py": "what earlier versions wrote, in their six states",
    "models/migrations/": "columns as they were",
    "cli/demo/": "the demo",
    "workbench/history/logs/": "the two waits of our own log format: for the customer, and for somebody else",
    "workbench/history/generated.py": "an invented history for benchmarks",
}
SENSES = {
    "new": "an adverb of pages and of what changed",
    "open": "what is not shut",
    "trial": "a draft that is tried",
    "support": "how many rows hold a rule up",
    "product": "a thing that is sold",
    "feature_request": "the record of a wish before whoever decides, whatever kind its ticket is",
}
DECLARED = {
    *map(str, DEFAULT.roles),
    *map(str, DEFAULT.kinds),
    *map(str, DEFAULT.stages),
    *map(str, DEFAULT.states.by_name),
} - {*map(str, Phase), *map(str, Owes), *map(str, ClockKind)}


def named(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The texts of a module that are a declared name and nothing else."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value in DECLARED - SENSES.keys():
            yield node.lineno, str(node.value)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Role", "Kind", "Stage", "StateName"):
            yield from (
                (node.lineno, str(one.value)) for one in node.args if isinstance(one, ast.Constant) and one.value
            )


def test_nothing_in_code_names_what_a_book_declares(repository: Path) -> None:
    package = repository / "src" / "firsthand"
    found = []
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if not name.startswith(tuple(MAY_NAME)):
            found += [f"{name}:{line} {text}" for line, text in named(ast.parse(path.read_text(encoding="utf-8")))]
    assert found == []


def test_what_would_be_found() -> None:
    found = {text for _, text in named(ast.parse('if role == "head_of_support" or Role("support"): pass'))}
    assert found == {"head_of_support", "support"}


def test_no_page_names_one_either(repository: Path) -> None:
    templates = repository / "src" / "firsthand" / "web" / "templates"
    names = DECLARED - SENSES.keys()
    texts = {path: path.read_text(encoding="utf-8") for path in templates.rglob("*.html")}
    found = [
        f"{path.name}: {name}"
        for path, text in texts.items()
        for name in names
        if f'"{name}"' in text or f"'{name}'" in text
    ]
    assert found == []
