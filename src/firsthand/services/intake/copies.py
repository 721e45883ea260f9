"""Whether a message is a copy of one that is here: sent once, it came to several addresses or by several ways."""

from dataclasses import dataclass

from firsthand.domain.conversation.incoming import Incoming
from firsthand.domain.mail.copies import Sending, has_same_words, is_same_sending
from firsthand.models.conversation import Message
from firsthand.models.tickets import Ticket
from firsthand.services.intake.lookup import KnownMessage

MOST_FOOTER_BYTES = 4096


@dataclass(frozen=True, kw_only=True)
class Twin:
    """The message under a message's own external id, that was sent at once with it. `says_the_same`: nothing of the
    newer one is missing in it, but for what was put around its text on the way."""

    message: Message
    says_the_same: bool

    @property
    def ticket(self) -> Ticket:
        """The ticket that it is on."""
        return self.message.ticket


def find_twin(incoming: Incoming, same: KnownMessage | None) -> Twin | None:
    """The twin of a message, if the one that has its name already is one."""
    if same is None or same.ours or same.message_id is None or incoming.author.is_unclear:
        return None
    message = Message.objects.select_related("ticket").get(pk=same.message_id)
    address = message.sender.rpartition("<")[2].rstrip(">")
    kept = Sending(author=address, dated_at=message.dated_at, subject=message.subject)
    newer = Sending(author=incoming.author.address, dated_at=incoming.dated_at, subject=incoming.subject)
    if not is_same_sending(kept, newer):
        return None
    same_words = has_same_words(_whole(message.text, message.quoted), _whole(incoming.text, incoming.quoted))
    return Twin(message=message, says_the_same=same_words and not _brings_files(incoming, message))


def _whole(text: str, quoted: str) -> str:
    return f"{text}\n{quoted}"


def _brings_files(incoming: Incoming, message: Message) -> bool:
    """Whether it has files that the other has not, but for small texts, as which some lists add their footer."""
    known = set(message.attachments.values_list("sha256", flat=True))
    new = [one for one in incoming.files if one.sha256 not in known]
    return any(not one.content_type.startswith("text/") or one.size > MOST_FOOTER_BYTES for one in new)
