"""Proposes the mark of a substantive reply (A17), with the words that it goes by. A person sets the mark, or not."""

import re

from firsthand.domain.sentences import Sentence, quoted, say
from firsthand.domain.tickets.substantive import judge_reply

_DONE = re.compile(
    r"\b(?:(?:we|i)(?:'ve| have| had)?(?: (?:now|just|already|also))? (?:found|fixed|mended|rebuilt|restarted|changed|"
    r"checked|tested|tried|reproduced|traced|updated|upgraded|restored|removed|added|cleared|released|deployed|raised|"
    r"increased|enabled|disabled|confirmed|rolled back|looked at|went through|compared|measured|corrected|replaced)|"
    r"(?:the (?:cause|reason|problem) (?:is|was)|it (?:was|is) caused by|turns? out)|"
    r"(?:wir|ich) haben?(?: \w+){0,6} (?:gefunden|behoben|geprüft|getestet|geändert|neu gestartet|nachgestellt)|"
    r"(?:nous avons|j'ai) (?:trouvé|corrigé|vérifié|testé|modifié|redémarré|reproduit)|"
    r"hemos (?:encontrado|corregido|revisado|probado|cambiado|reiniciado))\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b(?:next(?: step)?\b|(?:please|could you|can you|would you) (?:\w+ ){0,2}(?:send|try|check|run|tell|confirm|let|"
    r"update|install|restart|share|open|set)|(?:let|tell) (?:us|me) (?:know|if|whether|how|what|when)|"
    r"(?:we|i)(?:'ll| will) (?:\w+ ){0,2}(?:send|watch|release|fix|check|call|update|tell|write|close|ship|test|keep)|"
    r"(?:by|until|on) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|noon)|"
    r"bitte (?:\w+ ){0,4}(?:sie|uns)|als nächstes|merci de|veuillez|por favor)",
    re.IGNORECASE,
)
_AROUND = 60
_READ_AT_MOST = 20_000


def proposed_mark(text: str) -> Sentence | None:
    """Why a reply looks like a substantive one: the words that say what was done, and those that say the next step.
    None where either is not found, or where no mark would make it one."""
    read = text[:_READ_AT_MOST].replace("\u2019", "'")
    done, following = _DONE.search(read), _NEXT.search(read)
    if done is None or following is None or not judge_reply(text, True).counts:  # noqa: FBT003 - as if it were marked
        return None
    return say(
        "It says what was done ({done}) and the next step ({following}).",
        done=quoted(_from(read, done)),
        following=quoted(_from(read, following)),
    )


def _from(text: str, hit: re.Match[str]) -> str:
    """The words from where something was found to the end of their clause."""
    said = re.split(r"[.;!?\n]|, ", text[hit.start() : hit.start() + _AROUND + 20], maxsplit=1)[0]
    return said if len(said) <= _AROUND else said[:_AROUND].rsplit(" ", 1)[0] + "…"
