"""Proposing, accepting, declining and withdrawing, from whichever page the field stands on: one form, one service call.

A page shows proposals through a `Place`: where its forms go, and what failed there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by

from django.http import HttpRequest

from firsthand.domain.errors import Missing
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Act
from firsthand.domain.sentences import Sentence, every, named, say
from firsthand.services.access.viewers import Viewer, permission
from firsthand.services.language.telling import gettext as _
from firsthand.services.language.telling import teller_of
from firsthand.services.proposals import actions
from firsthand.services.proposals.queries import ProposalRow
from firsthand.web.forms import text, whole
from firsthand.web.request import now_of, viewer_of


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What a person asked for and was not done: by which act, of which proposal or field, and what was typed."""

    act: str = ""
    message: Sentence | None = None
    typed: Mapping[str, str] = made_by(default_factory=dict)

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


def propose(request: HttpRequest, *, ticket_id: int | None = None, account_id: int | None = None) -> str:
    """Propose a field of a ticket or of an account; answers what to say afterwards."""
    actions.propose(
        viewer=viewer_of(request),
        field=text(request, "field", at_most=64),
        value=text(request, "value", at_most=400),
        why=text(request, "why", at_most=1000),
        ticket_id=ticket_id,
        account_id=account_id,
        at=now_of(request),
    )
    return _("Proposed. Whoever may set it is told.")


def accept(request: HttpRequest) -> str:
    """Accept a proposal as it was shown."""
    actions.accept(
        viewer=viewer_of(request), proposal_id=_number(request), seen=request.POST.get("seen"), at=now_of(request)
    )
    return _("Accepted: it is set, and whoever proposed it is told.")


def decline(request: HttpRequest) -> str:
    """Decline a proposal, with a reason."""
    why = text(request, "why", at_most=1000)
    actions.decline(viewer=viewer_of(request), proposal_id=_number(request), why=why, at=now_of(request))
    return _("Declined, and whoever proposed it is told why.")


def withdraw(request: HttpRequest) -> str:
    """Withdraw one's own proposal."""
    actions.withdraw(viewer=viewer_of(request), proposal_id=_number(request), at=now_of(request))
    return _("Withdrawn. Nothing was changed.")


ANSWERS: Mapping[str, Callable[[HttpRequest], str]] = {
    "accept-proposal": accept,
    "decline-proposal": decline,
    "withdraw-proposal": withdraw,
}


def set_by(viewer: Viewer, act: Act) -> str:
    """Who sets what the viewer may not: "set by sales (S7)"; empty where the viewer may."""
    answer = permission(viewer, act)
    if answer.allowed or not answer.whose:
        return ""
    roles = every(named(answer.whose, NameFamily.role))
    source = [say(" ({source})", source=answer.source)] if answer.source else []
    return teller_of(viewer.organisation).phrase(say("set by {roles}", *source, roles=roles))


def _number(request: HttpRequest) -> int:
    found = whole(text(request, "proposal", at_most=40))
    if found is None:
        raise Missing("no_proposal", say("There is no such proposal."))
    return found
