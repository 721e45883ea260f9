"""What is shown under a reply: each with its kind, where it stands, how it is read, and what asks for a reason."""

import enum
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.promises.values import ActFound, Span
from firsthand.domain.sentences import NOTHING_SAID, Sentence


class FindingKind(enum.StrEnum):
    """What a finding is. The last four are the sure and checkable ones, which may ask for a reason before it is
    sent."""

    PROMISE = "promise"
    PERHAPS = "perhaps"
    NORM = "norm"
    OFFER = "offer"
    VAGUE = "vague"
    PAST = "past"
    AMBIGUOUS = "ambiguous"
    CLOSED_DAY = "closed_day"
    OTHER_TEAM = "other_team"
    TOO_EARLY = "too_early"
    INTERNAL_CLOCK = "internal_clock"
    WORDING = "wording"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that is shown. `reading` says how it is understood; `instead` what is true, where there is such a
    thing (`true_at` its instant), to be put in the place of `place`. `dues` are its instants, told in `zone`, that of
    the holder's calendar: two are asked about. `language` is that of its paragraph, `advice` what the book says beside
    a phrase. `stops`: sending it asks for a reason."""

    kind: FindingKind
    span: Span
    reading: Sentence
    why: tuple[str, ...]
    clause: str = ""
    instead: Sentence = NOTHING_SAID
    true_at: datetime | None = None
    place: Span | None = None
    dues: tuple[datetime, ...] = ()
    advice: str = ""
    zone: str = ""
    language: str = ""
    stops: bool = False
    act: ActFound | None = None
