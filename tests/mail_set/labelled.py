"""The mails of the set with their labels, and how what was read differs from them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from firsthand.channels.email.parse import parse
from firsthand.domain.conversation.incoming import AutoKind
from firsthand.domain.mail.classify import OwnMarks
from firsthand.domain.mail.inbound import InboundMail
from tests.mail_set.making import MAIL_KEYS, mail_bytes

FOLDER = Path(__file__).resolve().parent
HALVES = ("ours", "strangers")
OWN = OwnMarks(domains=frozenset({"desk.example"}), loop_mark="ourmark")
NATURES = {
    None: "person",
    AutoKind.auto_reply: "automatic",
    AutoKind.read_receipt: "read receipt",
    AutoKind.bounce: "delivery report",
    AutoKind.list: "list",
    AutoKind.digest: "digest",
    AutoKind.loop: "our own",
    AutoKind.generated: "alarm",
}
NOBODY = "nobody"
UNANSWERED = frozenset({"automatic", "read receipt", "delivery report", "our own"})
LABELS = ("author", "answers_go_to", "nature", "text", "folded", "files", "failed")
_UNNAMED = re.compile(r"^attachment-\d+\.\w+$")
_ABOUT = frozenset({"name", "sender", "is", "at_first", "still", "corrected"})


@dataclass(frozen=True, kw_only=True)
class LabelledMail:
    """A mail of the set. `labels` has every label; `at_first` names those that were read wrongly at the first run,
    `still` those that are to this day, `corrected` says why a label was changed after it. `sender` is the one of the
    envelope, None where unknown."""

    half: str
    kind: str
    name: str
    raw: bytes
    sender: str | None
    labels: Mapping[str, Any]
    at_first: tuple[str, ...]
    still: frozenset[str]
    corrected: str

    def read(self) -> dict[str, Any]:
        """What the desk finds in it, label by label."""
        return _found(parse(self.raw, own=OWN, envelope_to="support@desk.example", envelope_from=self.sender))

    def wrong(self) -> dict[str, tuple[Any, Any]]:
        """Each label that was read otherwise: what was wanted, and what was found."""
        found = self.read()
        return {one: (self.labels[one], found[one]) for one in LABELS if self.labels[one] != found[one]}


def mails() -> Iterator[LabelledMail]:
    """Every mail, half by half and kind by kind. Raises ValueError where a file has a key that means nothing."""
    for half in HALVES:
        for file in sorted((FOLDER / half).glob("*.yaml")):
            for described in yaml.safe_load(file.read_text(encoding="utf-8")):
                yield _labelled(described, half=half, kind=file.stem.replace("_", " "))


def _labelled(described: Mapping[str, Any], *, half: str, kind: str) -> LabelledMail:
    where = f"{half}, {kind}, {described.get('name')}"
    if unknown := set(described) - _ABOUT - MAIL_KEYS:
        raise ValueError(f"{where}: unknown keys {sorted(unknown)}")
    at_first = tuple(described.get("at_first", ()))
    still = frozenset(described.get("still", ()))
    if unknown := {*described["is"], *at_first, *still} - set(LABELS):
        raise ValueError(f"{where}: unknown labels {sorted(unknown)}")
    return LabelledMail(
        half=half,
        kind=kind,
        name=described["name"],
        raw=mail_bytes({key: value for key, value in described.items() if key in MAIL_KEYS}),
        sender=described.get("sender"),
        labels=_whole(described["is"]),
        at_first=at_first,
        still=still,
        corrected=described.get("corrected", ""),
    )


def _whole(given: Mapping[str, Any]) -> dict[str, Any]:
    """All labels, with those that need not be written."""
    nature, author = given.get("nature", "person"), given.get("author", "ana@acme.example")
    if nature not in NATURES.values():
        raise ValueError(f"{nature!r} is no nature; there are: {', '.join(NATURES.values())}")
    return {
        "author": author,
        "answers_go_to": given.get("answers_go_to", NOBODY if nature in UNANSWERED else author),
        "nature": nature,
        "text": _words(given["text"]),
        "folded": _unmarked(_words(given.get("folded", ""))[:1]),
        "files": list(given.get("files", ())),
        "failed": sorted(given.get("failed", ())),
    }


def _found(mail: InboundMail) -> dict[str, Any]:
    nature = NATURES[mail.auto]
    return {
        "author": mail.from_address,
        "answers_go_to": NOBODY if nature in UNANSWERED else next(iter((*mail.answer_to, mail.from_address))) or NOBODY,
        "nature": nature,
        "text": _words(mail.text),
        "folded": _unmarked(_words(mail.quoted)[:1]),
        "files": [_UNNAMED.sub("unnamed", one.filename) for one in mail.attachments],
        "failed": sorted(one.address for one in mail.failed if one.is_permanent),
    }


def _words(text: str) -> list[str]:
    """The lines that say something, each with single spaces: how a text is laid out is no label."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _unmarked(lines: list[str]) -> list[str]:
    """The lines without the marks of a quote, which a mail program shows as a bar or as `>`."""
    return [line.lstrip("> ") for line in lines]
