"""Mail on its way out."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Id
from firsthand.domain.errors import Refused
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, act
from firsthand.services.delivery import actions as delivery
from firsthand.services.outbox import actions
from firsthand.services.outbox.queries import outbox_mail
from firsthand.services.outbox.values import Purpose


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
    row = outbox_mail(viewer=doer.viewer, delivery_id=wanted.mail)
    if row.purpose is Purpose.reply:
        words = say("A reply is taken back on its ticket, within ten seconds, by the person who wrote it.")
        raise Refused("on_its_ticket", words)
    actions.take_back(delivery_id=row.id, at=doer.at)
    return Done(said=say("Taken back; it does not leave."))
