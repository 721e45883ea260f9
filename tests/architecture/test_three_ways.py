"""The page of the ways through the desk names doors that are there."""

import ast
import re
from pathlib import Path

_DOOR = re.compile(r"`([\w/]+\.py):(\w+)`")


def test_every_door_of_the_page_is_there(repository: Path) -> None:
    page = (repository / "docs" / "concepts" / "structure.md").read_text(encoding="utf-8")
    doors = _DOOR.findall(page)
    assert len(doors) > 10
    for file, name in doors:
        tree = ast.parse((repository / "src" / "firsthand" / file).read_text(encoding="utf-8"))
        defined = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
        assert name in defined, f"{file}:{name}"
