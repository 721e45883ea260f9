"""Which codes the code of an act can raise: its own function and all that it calls in the rooms of the services."""

import ast
import dis
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

ERRORS = {"Invalid", "Refused", "Missing", "DeskError", "Refusal", "__init__"}
LOOKED_INTO = (
    "firsthand.channels.",
    "firsthand.services.",
    "firsthand.domain.acts",
    "firsthand.domain.conversation",
    "firsthand.domain.forms",
    "firsthand.domain.rosters",
    "firsthand.domain.tasks",
    "firsthand.domain.tickets",
)
NO_REFUSALS = ("firsthand.services.book", "firsthand.services.acting", "firsthand.services.clocks")
"""What goes on below an act: it decides, appends and follows, and refuses nobody."""


def codes_of(starts: Iterable[Callable[..., object]]) -> frozenset[str]:
    """Every code that is raised on the way, as a pattern; one that is put together has a gap."""
    seen: set[FunctionType] = set()
    waiting = [inspect.unwrap(one) for one in starts]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, FunctionType) or one.__code__.co_filename == "<string>":
            continue  # what dataclasses write themselves
        if one not in seen and _is_looked_into(one.__module__):
            seen.add(one)
            waiting += [inspect.unwrap(found) for found in _called(one, one.__code__)]
    return frozenset(code for one in seen for code in _raised(one))


def _is_looked_into(module: str) -> bool:
    return module.startswith(LOOKED_INTO) and not module.startswith(NO_REFUSALS)


def _called(function: FunctionType, code: CodeType) -> Iterator[Any]:
    """What a function names of its module, and of the modules that it names."""
    before = None
    for step in dis.get_instructions(code):
        found = function.__globals__.get(step.argval) if step.opname == "LOAD_GLOBAL" else None
        if step.opname in ("LOAD_ATTR", "LOAD_METHOD") and isinstance(before, ModuleType):
            found = getattr(before, step.argval)
        if isinstance(found, type) and _is_looked_into(found.__module__):
            yield from (one for one in vars(found).values() if isinstance(one, FunctionType))
        elif callable(found):
            yield found
        before = found
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _called(function, inner)


@cache
def _raised(function: FunctionType) -> frozenset[str]:
    """The codes with which a function makes an error."""
    found = set()
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if isinstance(node, ast.Call) and _name(node.func) in ERRORS:
            first = [*node.args[:1], *(one.value for one in node.keywords if one.arg == "code")]
            found |= {pattern for one in first if (pattern := _pattern(one))}
    return frozenset(found)


def _name(node: ast.expr) -> str:
    return str(getattr(node, "id", getattr(node, "attr", "")))


def _pattern(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_pattern(one) or ".+" for one in node.values)
    return re.escape(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
