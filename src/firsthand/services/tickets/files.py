"""What came with a message, through the gate: its files, and its body as the customer's program laid it out."""

from firsthand.domain.errors import Missing
from firsthand.models.conversation import Attachment, Message
from firsthand.services.access.viewers import Viewer, tickets_for


def attachment(*, viewer: Viewer, attachment_id: int) -> Attachment:
    """A file of a message on a ticket that the viewer may see. Raises Missing."""
    found = Attachment.objects.filter(pk=attachment_id, message__ticket__in=tickets_for(viewer)).first()
    if found is None:
        raise Missing("no_file", "There is no such file.")
    return found


def message_html(*, viewer: Viewer, message_id: int) -> str:
    """The sanitised HTML of a message on a ticket that the viewer may see. Raises Missing when it has none."""
    html = Message.objects.filter(pk=message_id, ticket__in=tickets_for(viewer)).values_list("html", flat=True).first()
    if not html:
        raise Missing("no_html", "This message has no formatted version.")
    return html
