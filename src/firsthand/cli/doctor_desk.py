"""The part of `firsthand doctor` that asks the desk itself. Imported after Django is set up."""

from collections.abc import Iterator
from datetime import UTC, datetime

from firsthand.domain.sentences import PLAIN
from firsthand.services.acting.checking import differences
from firsthand.services.book.desk import open_desk
from firsthand.services.channels.queries import addresses_with_unreadable_secrets
from firsthand.services.channels.registry import channels
from firsthand.services.desk.queries import set_up_state
from firsthand.services.health.queries import health
from firsthand.services.scanning import silence_of_the_scanner

_NEXT = {
    "owner": "Run `firsthand serve` and create the first owner at the address it prints.",
    "address": "Name the first address that customers write to in the settings.",
    "book": "Load the first policy book in the settings; until then nothing can be decided.",
}

_NOT_DONE = "The engine does not come to it: is it running? Start it again, nothing is lost by that; the log says more."
_ADVICE = {
    "engine": "Nothing takes mail in or watches clocks: run `firsthand serve` or `firsthand worker`.",
    "spool": _NOT_DONE,
    "clocks": _NOT_DONE,
    "outbox": _NOT_DONE,
    "search": "The engine writes the index of words beside its work; the number falls. Search finds what is written.",
    "spool, set aside": "Make them readable for this user, and move them from spool/bad to spool/new there.",
}


def findings_of_desk() -> Iterator[tuple[str, str, str]]:
    """Part, words and advice (empty: in order) for the set-up, the engine and each address."""
    step = set_up_state().next_step
    yield "set-up", "complete" if not step else f"the {step} is missing", _NEXT.get(step, "")
    if sealed := addresses_with_unreadable_secrets():
        advice = f"Put the right secret.key back, or give the passwords of {', '.join(sealed)} again in the settings."
        yield "secrets", "sealed under another secret.key", advice
    if (silence := silence_of_the_scanner()) is not None:
        words = f"gives no answer: {silence}" if silence else "answers"
        yield "scanner", words, "Start clamd, or correct FIRSTHAND_SCANNER." if silence else ""
    for part in health(now=datetime.now(UTC)).parts:
        if part.name not in ("database", "disk"):  # looked at before
            yield part.name, PLAIN.phrase(part.text), "" if part.works else _advice(part.name)


def findings_of_clocks() -> Iterator[tuple[str, str, str]]:
    """Whether every clock is what its events make it; each that is not, by ticket."""
    found = list(differences(open_desk(datetime.now(UTC))))
    for one in found:
        where = f"#{one.ticket_id}" if one.ticket_id is not None else f"subject {one.subject_id}"
        yield "clocks", f"{where}: {one.text}", "Please report it: clocks are kept by their events alone."
    if not found:
        yield "clocks", "every clock is what its events make it", ""


def _advice(name: str) -> str:
    if name in _ADVICE:
        return _ADVICE[name]
    if name.partition(" ")[0] in channels():
        return "Correct the address in the settings. Messages wait on its server."
    if name.startswith("engine "):
        return "Where it hangs, start the process again: nothing is lost by that. The log says more."
    return "It is tried again by itself; the log says more."
