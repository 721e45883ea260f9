"""Reads of what came with the messages of a ticket: files, and the layout that shows them."""

from firsthand.domain.errors import Missing
from firsthand.domain.sentences import say
from firsthand.models.conversation import KEPT_BACK, Attachment, Scan
from firsthand.services.access.doors import files_for, messages_for
from firsthand.services.access.viewers import Viewer


def attachment(*, viewer: Viewer, attachment_id: int) -> Attachment:
    """A file of a message on a ticket that the viewer may see. Raises Missing, also for one that nobody is given."""
    found = files_for(viewer).filter(pk=attachment_id).first()
    if found is None:
        raise Missing("no_file", say("There is no such file."))
    if found.scan == Scan.infected:
        text = "{file} is infected ({what}). It is kept apart, and nobody is given it."
        raise Missing("infected", say(text, file=found.filename, what=found.infection))
    if found.is_kept_back:
        text = "{file} is not scanned yet. It is given out once the scanner has answered."
        raise Missing("not_scanned", say(text, file=found.filename))
    return found


def message_html(*, viewer: Viewer, message_id: int) -> tuple[str, list[Attachment]]:
    """The sanitised HTML of a message on a ticket that the viewer may see, and the files that it shows in its text.
    Raises Missing when it has none."""
    html = messages_for(viewer).filter(pk=message_id).values_list("html", flat=True).first()
    if not html:
        raise Missing("no_html", say("This message has no formatted version."))
    shown = files_for(viewer).filter(message=message_id).exclude(content_id="").exclude(scan__in=KEPT_BACK)
    return html, list(shown.order_by("id"))
