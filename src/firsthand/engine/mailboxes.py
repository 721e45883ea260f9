"""Mailboxes that are fetched by IMAP: read every half minute, each message in the spool before the cursor moves."""

from datetime import datetime
from pathlib import Path

import structlog

from firsthand.channels.email.imap import Cursor, ImapError, poll
from firsthand.channels.email.servers import ImapServer, LineSecurity
from firsthand.channels.email.spool import EmptyMessage, spool
from firsthand.services.desk.folders import spool_folder
from firsthand.services.intake.mailboxes import DueMailbox, claim_due_mailboxes, mark_failing, mark_polled

log = structlog.get_logger("firsthand.engine.mailboxes")


class Mailboxes:
    """Fetches every due mailbox into the spool of one data folder."""

    def __init__(self, *, data: Path, most_bytes: int) -> None:
        self._spool = spool_folder(data)
        self._most_bytes = most_bytes

    def round(self, now: datetime) -> int:
        """Poll what is due. A mailbox that fails is marked and does not stop the others. Answers 0: there is never
        a reason to look again at once."""
        for box in claim_due_mailboxes(now=now):
            self._poll(box, now)
        return 0

    def _poll(self, box: DueMailbox, now: datetime) -> None:
        before = Cursor(uid_validity=box.uid_validity, last_uid=box.last_uid)
        server = ImapServer(
            host=box.host,
            port=box.port,
            security=LineSecurity(box.security),
            username=box.username,
            password=box.password,
        )
        try:
            after = poll(
                server,
                box.folder,
                before,
                lambda _uid, raw: self._keep(raw, box, now),
                most_bytes=self._most_bytes,
            )
        except ImapError as error:
            self._failed(box, error.cursor, str(error), now)
            return
        except OSError as error:
            self._failed(box, before, f"The message cannot be kept now ({error}). It waits on the server.", now)
            return
        mark_polled(mailbox_id=box.id, uid_validity=after.uid_validity, last_uid=after.last_uid, at=now)

    def _keep(self, raw: bytes, box: DueMailbox, now: datetime) -> None:
        try:
            spool(
                raw,
                folder=self._spool,
                to=box.address,
                via="imap",
                envelope_from=None,
                received_at=now,
                most_bytes=self._most_bytes + 1024,
            )
        except EmptyMessage:
            log.warning("empty_message", mailbox=box.address)

    def _failed(self, box: DueMailbox, cursor: Cursor, error: str, now: datetime) -> None:
        log.warning("mailbox_failed", mailbox=box.address, error=error)
        mark_failing(
            mailbox_id=box.id,
            uid_validity=cursor.uid_validity,
            last_uid=cursor.last_uid,
            error=error,
            at=now,
        )
