"""Notices that are to come by mail: what is due for a reader is one mail in the outbox."""

from datetime import datetime

from firsthand.services.notices.mailing import mail_due

A_ROUND = 50


def round(now: datetime) -> int:
    """Write the mails that are due by `now`; how many. Each reader's are written in a transaction of their own."""
    return mail_due(now=now, limit=A_ROUND)
