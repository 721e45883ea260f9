"""The README of the handbook's history shows real commands with their real output."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.books.handbook import FOLDER

ROOT = Path(__file__).resolve().parents[2]
README = FOLDER / "README.md"
OURS = f"{shlex.quote(sys.executable)} -m firsthand"


def transcript(text: str) -> str:
    """What a terminal would show for the commands of the text, which start with a dollar sign."""
    commands = [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")]
    script = "".join(f"cat <<'SHOWN'\n$ {command}\nSHOWN\n{command}\n" for command in commands)
    done = subprocess.run(
        ["sh", "-c", script.replace("\nbin/firsthand ", f"\n{OURS} ").replace("| bin/firsthand ", f"| {OURS} ")],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.replace(OURS, "bin/firsthand")


def blocks(path: Path) -> list[str]:
    return re.findall(r"```console\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


def test_each_command_prints_what_the_page_shows() -> None:
    shown = blocks(README)
    assert len(shown) == 6
    for block in shown:
        assert transcript(block) == block


def test_a_readme_beside_the_amendments_is_no_part_of_the_book() -> None:
    assert README.suffix not in {".yaml", ".yml"}
    assert "README" not in {path.stem for path in FOLDER.glob("*.yaml")}
