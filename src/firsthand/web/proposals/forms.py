"""Proposals on whichever page their field stands.

A page shows proposals through a `Place`: where its forms go, and what failed there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by

from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, every, named, say
from firsthand.services.access.viewers import Viewer, permission
from firsthand.services.catalogue import acts_of
from firsthand.services.language.telling import teller_of
from firsthand.services.proposals.queries import ProposalRow
from firsthand.web.forms import Form


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What a person asked for and was not done: by which act, of which proposal or field, and what was typed."""

    act: str = ""
    message: Sentence | None = None
    typed: Mapping[str, str] = made_by(default_factory=dict)

    @classmethod
    def of(cls, form: Form) -> "Tried":
        """What failed of a page's form; nothing, if none did."""
        typed = {name: form.raw(name) for name in form.values}
        return cls(act=form.text("act"), message=next(iter(form.errors.values()), None), typed=typed)

    def at(self, act: str, which: object) -> bool:
        """Whether it was the form of this act, for this proposal or field."""
        asked = self.typed.get("proposal") or self.typed.get("field", "")
        return self.message is not None and self.act == act and asked == str(which)

    def value(self, act: str, which: object, name: str, otherwise: str = "") -> str:
        """What was typed into a field of the form that failed, else `otherwise`."""
        return self.typed.get(name, otherwise) if self.at(act, which) else otherwise


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where proposals are shown. `address` takes the forms; `swaps`: the act is the last part of it, and htmx swaps the
    ticket that comes back."""

    address: str
    swaps: bool = False
    tried: Tried = made_by(default_factory=Tried)

    def to(self, act: str) -> str:
        """Where the form of an act goes."""
        return f"{self.address}/{act}" if self.swaps else self.address

    def lost(self, rows: Iterable[ProposalRow]) -> Sentence | None:
        """What failed of an answer whose form is not among these rows: somebody else was first, or it is not theirs."""
        tried = self.tried
        if tried.act not in ANSWERS:
            return None
        shown = {("accept-proposal", one.id) for one in rows if one.may_accept}
        shown |= {("decline-proposal", one.id) for one in rows if one.waits}
        shown |= {("withdraw-proposal", one.id) for one in rows if one.mine}
        return None if any(tried.at(act, number) for act, number in shown) else tried.message


ANSWERS = frozenset(one.verb for one in acts_of("proposals")) - {"propose"}
"""The acts that answer a proposal, or withdraw it."""


def set_by(viewer: Viewer, right: Right) -> str:
    """Who sets what the viewer may not: "set by sales (S7)"; empty where the viewer may."""
    answer = permission(viewer, right)
    if answer.allowed or not answer.whose:
        return ""
    roles = every(named(answer.whose, NameFamily.role))
    source = [say(" ({source})", source=answer.source)] if answer.source else []
    return teller_of(viewer.organisation).phrase(say("set by {roles}", *source, roles=roles))
