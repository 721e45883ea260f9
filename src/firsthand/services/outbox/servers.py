"""By which server and under which name a claimed mail leaves; and the plain reason when there is none."""

from dataclasses import dataclass, field

from firsthand.models.desk import DeskSettings
from firsthand.models.intake import Mailbox
from firsthand.models.outbox import OutboxMail, OutboxState

NO_SERVER = "No mail server is configured. The mail waits; name an SMTP server in a mailbox's settings and it leaves."


@dataclass(frozen=True, kw_only=True)
class SendingServer:
    """The desk's side of a mail: whom it is from, and the server that takes it."""

    from_name: str
    from_address: str
    host: str
    port: int
    security: str
    username: str
    password: str = field(repr=False)


class SendingServers:
    """The mailboxes as they are now. A mail leaves by its own mailbox's server, else by the first that has one."""

    def __init__(self) -> None:
        self._boxes = list(Mailbox.objects.order_by("-is_active", "id"))
        self._served = [box for box in self._boxes if box.smtp_host]

    def __bool__(self) -> bool:
        return bool(self._served)

    def of(self, mailbox_id: int | None) -> SendingServer | None:
        """Who sends a mail of this mailbox; None when no server is configured."""
        if not self._served:
            return None
        own = next((box for box in self._boxes if box.pk == mailbox_id), self._served[0])
        server = own if own.smtp_host else self._served[0]
        desk = DeskSettings.objects.first()
        return SendingServer(
            from_name=own.name or (desk.name if desk else ""),
            from_address=own.address,
            host=server.smtp_host,
            port=server.smtp_port,
            security=server.smtp_security,
            username=server.username,
            password=server.password,
        )


def explain_waiting() -> int:
    """Say on every queued mail that no server is configured; how many did not say so yet."""
    queued = OutboxMail.objects.filter(state=OutboxState.queued).exclude(last_error=NO_SERVER)
    return queued.update(last_error=NO_SERVER) if queued.exists() else 0


def keep_refusals(*, outbox_id: int, words: str) -> None:
    """Keep on a mail that left which of its recipients the server would not take."""
    OutboxMail.objects.filter(pk=outbox_id).update(last_error=words[:400])
