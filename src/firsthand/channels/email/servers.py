"""A mail server to talk to, and how the line to it is protected; the same for IMAP and SMTP."""

import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class LineSecurity(StrEnum):
    """TLS from the first byte, TLS after STARTTLS, or none (for a server on this machine)."""

    tls = "tls"
    starttls = "starttls"
    plain = "plain"


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where a server is and who we are there; no `username` means no sign-in. `authority` is a file of
    certificates to trust besides the system's."""

    host: str
    port: int
    security: LineSecurity
    username: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: float = 30.0
    authority: Path | None = None

    def context(self) -> ssl.SSLContext:
        """TLS that checks the server's certificate and name."""
        context = ssl.create_default_context()
        if self.authority is not None:
            context.load_verify_locations(self.authority)
        return context


SmtpServer = MailServer
ImapServer = MailServer
