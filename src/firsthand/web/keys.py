"""The keys of the pages, as the help lists them: those of acts from the catalogue, the others from one list."""

from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, say
from firsthand.services.access.viewers import Viewer
from firsthand.services.catalogue import acts_of
from firsthand.web.acts import ON_TICKET


@dataclass(frozen=True, kw_only=True)
class Key:
    """What is pressed (one key after the other, or together with Ctrl), what it does, and what right that takes;
    `asks`: only whoever asks in a channel of the book, or watches one, goes there; `helps`: only whoever asks for
    help, or is asked."""

    pressed: str
    does: Sentence
    right: Right | None = None
    asks: bool = False
    helps: bool = False

    @property
    def caps(self) -> list[str]:
        """Each key by itself."""
        return self.pressed.split(" ")


@dataclass(frozen=True, kw_only=True)
class KeysOfPlace:
    """The keys that work in a place."""

    where: Sentence
    keys: tuple[Key, ...]


def _keys(*pairs: tuple[str, Sentence]) -> tuple[Key, ...]:
    return tuple(Key(pressed=pressed, does=does) for pressed, does in pairs)


_IN_A_LIST = _keys(
    ("j", say("Next")),
    ("k", say("Previous")),
    ("Enter", say("Open")),
    ("o", say("Older")),
    ("/", say("Search")),
)
_ON_A_TICKET = _keys(
    ("w", say("Why: the receipt")),
    ("v", say("Saved replies")),
    ("u", say("Back to the inbox")),
    ("Ctrl Enter", say("Send, or add the note")),
    ("Ctrl .", say("Write the time that is true, from within the text")),
)
_ON_A_DRAFT = _keys(("c", say("Check")), ("Ctrl Enter", say("Check, from within the text")))
_GOES_TO = (
    *_keys(
        ("g m", say("Waiting on me")),
        ("g k", say("Tasks")),
        ("g n", say("Notices")),
        ("g i", say("Mine")),
        ("g t", say("My team")),
        ("g w", say("With others")),
        ("g e", say("Everything")),
        ("g f", say("Hand-offs")),
        ("g r", say("Proposals")),
        ("g a", say("Accounts")),
        ("g p", say("People")),
        ("g b", say("Policy book")),
        ("g d", say("Drafts, from the book")),
        ("g s", say("Settings")),
    ),
    Key(pressed="g u", does=say("Questions"), asks=True),
    Key(pressed="g h", does=say("Help"), helps=True),
    Key(pressed="g c", does=say("New ticket"), right=Right.work_tickets),
    Key(pressed="g v", does=say("Saved replies"), right=Right.work_tickets),
    Key(pressed="g q", does=say("Quarantine"), right=Right.handle_quarantine),
    Key(pressed="g o", does=say("Outbox"), right=Right.handle_quarantine),
)
_EVERYWHERE = _keys(
    ("Ctrl K", say("Commands")),
    ("?", say("This list")),
    ("Esc", say("Close what is open, leave a field")),
)


def keys_by_place(viewer: Viewer, *, asks: bool, helps: bool) -> Iterator[KeysOfPlace]:
    """Every key, by where it works; of places to go to those that the reader may see. `asks`: they ask in a channel of
    the book, or watch one; `helps`: they ask for help, or are asked."""
    acts = tuple(Key(pressed=one.key, does=one.words) for one in acts_of(*ON_TICKET) if one.key)
    allowed = (one for one in _GOES_TO if one.right is None or viewer.may(one.right))
    places = tuple(one for one in allowed if (asks or not one.asks) and (helps or not one.helps))
    yield KeysOfPlace(where=say("In a list"), keys=_IN_A_LIST)
    yield KeysOfPlace(where=say("On a draft"), keys=_ON_A_DRAFT)
    yield KeysOfPlace(where=say("On a ticket"), keys=(*acts, *_ON_A_TICKET))
    yield KeysOfPlace(where=say("Everywhere"), keys=(*places, *_EVERYWHERE))
