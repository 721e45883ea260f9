"""Shows each mail that two versions of the desk read otherwise, so that somebody can look at every change.

python -m tests.mail_diff take FOLDER > OLD     reads every mail of a folder (.eml, .mbox, replies in .txt), a line each
python -m tests.mail_diff OLD NEW               shows what differs: text, folded, author, nature, files
"""

import json
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

from firsthand.channels.email.mbox import messages
from firsthand.channels.email.parse import Unparseable
from firsthand.channels.email.replies import split_reply
from tests.channels.samples import read

Found = dict[str, Any]


def take(folder: Path) -> Iterator[Found]:
    """What is found in each mail of a folder, by its name."""
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.suffix == ".mbox":
            yield from (_found(f"{name} #{one.number}", one.raw) for one in messages(file))
        elif file.suffix == ".eml":
            yield _found(name, file.read_bytes())
        elif file.suffix == ".txt" and "replies" in file.parts:
            split = split_reply(file.read_text(encoding="utf-8"))
            yield {"name": name, "text": split.text, "folded": split.quoted}


def _found(name: str, raw: bytes) -> Found:
    try:
        mail = read(raw)
    except Unparseable as error:
        return {"name": name, "text": f"cannot be read: {error}"}
    return {
        "name": name,
        "author": mail.from_address,
        "nature": mail.auto or "person",
        "text": mail.text,
        "folded": mail.quoted,
        "files": "\n".join(one.filename for one in mail.attachments),
    }


def differences(old: Path, new: Path) -> Iterator[str]:
    """The lines that show each difference of two readings."""
    before, after = (_taken(one) for one in (old, new))
    for name in before | after:
        one, other = before.get(name, {}), after.get(name, {})
        for field in one | other:
            given, found = str(one.get(field, "")), str(other.get(field, ""))
            if given != found:
                yield f"== {name}: {field}"
                yield from list(unified_diff(given.split("\n"), found.split("\n"), lineterm="", n=2))[2:]


def _taken(file: Path) -> dict[str, Found]:
    lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {one["name"]: one for one in lines}


def main(arguments: list[str]) -> int:
    """Take a reading, or compare two; 1 when they differ, 2 for another use."""
    match arguments:
        case ["take", folder]:
            for found in take(Path(folder)):
                sys.stdout.write(json.dumps(found) + "\n")
            return 0
        case [old, new]:
            shown = list(differences(Path(old), Path(new)))
            sys.stdout.write("".join(f"{line}\n" for line in shown))
            return 1 if shown else 0
    sys.stderr.write(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
