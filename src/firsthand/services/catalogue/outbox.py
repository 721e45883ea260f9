"""Mail on its way out."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Id
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, act
from firsthand.services.delivery import actions as delivery


@dataclass(frozen=True, kw_only=True)
class OnMail:
    """A mail in the outbox."""

    mail: Annotated[int, Id("mail")]


@act(
    "outbox.retry",
    say("Try a failed mail again"),
    right=Right.handle_quarantine,
    refusals=("no_mail", "not_failed", "erased", "link_gone"),
)
def retry(doer: Doer, wanted: OnMail) -> Done:
    """With the same Message-ID, and three more days."""
    delivery.retry(delivery_id=wanted.mail, viewer=doer.viewer, at=doer.at)
    return Done(said=say("Queued again; it leaves in a moment."))


@act(
    "outbox.take_back",
    say("Take a waiting mail back"),
    right=Right.handle_quarantine,
    refusals=("no_mail", "on_its_ticket", "already_leaving"),
)
def take_back(doer: Doer, wanted: OnMail) -> Done:
    """It does not leave."""
    delivery.take_back(delivery_id=wanted.mail, viewer=doer.viewer, at=doer.at)
    return Done(said=say("Taken back; it does not leave."))
