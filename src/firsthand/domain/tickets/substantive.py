"""Whether a reply counts as the first response (A17, invariant 6).

A person must have marked it substantive: it sums up what was done and says the next step. The text is then
read once more for what no mark can make substantive: nothing at all, or only "we are on it".
"""

import re
from dataclasses import dataclass

from firsthand.domain.sentences import Sentence, say

_EMPTY_PROMISES = (
    r"(?:we(?:'re| are)|i(?:'m| am)) (?:now |already |currently )?(?:on it|on this|on the case)",
    r"(?:we(?:'re| are)|i(?:'m| am)) (?:now |already |currently )?"
    r"(?:looking|digging|checking) (?:at|into) (?:it|this|that)"
    r"(?: (?:now|right now|already|for you|right away))?",
    r"(?:looking|digging|checking) into (?:it|this|that)(?: (?:now|right now|for you))?",
    r"on it",
    r"(?:we|i)(?:'ll| will) (?:look|dig|check) (?:at|into) (?:it|this|that)"
    r"(?: (?:soon|shortly|asap|for you|right away))?",
    r"(?:we|i)(?:'ll| will) (?:get|come) back to you"
    r"(?: (?:soon|shortly|asap|as soon as (?:possible|we can|i can)))?",
    r"(?:we|i)(?:'ll| will) (?:help|assist) you (?:with|on) (?:this|that|it)",
    r"(?:we|i) (?:have |'ve )?(?:received|got|seen) your (?:message|request|e-?mail|ticket|note)",
    r"(?:someone|somebody) (?:from (?:our|the) team )?(?:will|is going to) (?:get|come) back to you"
    r"(?: (?:soon|shortly|asap))?",
    r"(?:thanks|thank you|many thanks)(?: (?:so|very) much)?(?: for (?:reaching out|getting in touch|writing|"
    r"contacting us|your (?:message|request|e-?mail|patience|report|note)|the (?:report|message|note)|"
    r"letting us know|reporting (?:this|it)))?",
    r"please bear with us",
    r"(?:please )?stay tuned",
    r"acknowledged|noted|received|will do|ack",
)
_GREETINGS = (
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))(?:[ ,]+(?!there's\b)[\w.'-]+){0,3}",
    r"(?:best|kind|warm)? ?regards|cheers|best|sincerely|(?:best|all the best)|talk soon",
)
_EMPTY = re.compile(rf"(?:{'|'.join((*_EMPTY_PROMISES, *_GREETINGS))})", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:[.!?;\n]+|,(?=\s)| - | – | — |\band\b(?= (?:we|i|will|someone)))\s*", re.IGNORECASE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_READ_AT_MOST = 20_000


@dataclass(frozen=True, kw_only=True)
class ReplyJudgement:
    """Whether a reply stops the first-response clock, and if not, the sentences that say why."""

    counts: bool
    reasons: tuple[Sentence, ...]


def judge_reply(text: str, marked_substantive: bool) -> ReplyJudgement:  # noqa: FBT001 - the mark is the question
    """Judge a reply by a person's mark and by what is left without greetings and empty promises.

    `text` is the new text of the reply without quoted history. Never raises. One that counts has no reasons.
    """
    reasons = []
    if not marked_substantive:
        reasons.append(say("Nobody marked it as a substantive reply: what was done so far, and the next step."))
    own = _SIGNATURE.split(text[:_READ_AT_MOST], maxsplit=1)[0].replace("\u2019", "'")
    if not own.strip():
        reasons.append(say("It has no text."))
    elif not _left_over(own):
        reasons.append(say("It only says that somebody will look; say what you found or tried, and what happens next."))
    return ReplyJudgement(counts=not reasons, reasons=tuple(reasons))


def _left_over(text: str) -> list[str]:
    """The parts of the text that are neither a greeting, a name under it, nor an empty promise."""
    parts = [part.strip(" \t,:") for part in _JOINED.split(text)]
    parts = [part for part in parts if re.search(r"\w", part)]
    left = [part for part in parts if not _EMPTY.fullmatch(part)]
    if len(left) == 1 and left[0] is parts[-1] and len(parts) > 1 and len(left[0].split()) <= 2:
        return []
    return left
