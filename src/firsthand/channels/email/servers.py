"""A mail server to talk to, and how the line to it is protected; the same for IMAP and SMTP."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from firsthand.channels.protocol import EndpointSettings


class LineSecurity(StrEnum):
    """TLS from the first byte, TLS after STARTTLS, or none (for a server on this machine)."""

    tls = "tls"
    starttls = "starttls"
    plain = "plain"


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where a server is and who we are there; no `username` means no sign-in. `authority` is a file of
    certificates to trust besides the system's. One answer may take `timeout_seconds`, from its beginning to its end."""

    host: str
    port: int
    security: LineSecurity
    username: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: float = 30.0
    authority: Path | None = None


SmtpServer = MailServer
ImapServer = MailServer


def imap_server(endpoint: EndpointSettings) -> ImapServer:
    """Where an address of the desk is read."""
    return _server(endpoint, "imap")


def smtp_server(endpoint: EndpointSettings) -> SmtpServer:
    """By which server an address of the desk sends."""
    return _server(endpoint, "smtp")


def _server(endpoint: EndpointSettings, protocol: str) -> MailServer:
    return MailServer(
        host=endpoint.text(f"{protocol}_host"),
        port=endpoint.whole(f"{protocol}_port"),
        security=LineSecurity(endpoint.text(f"{protocol}_security")),
        username=endpoint.text("username"),
        password=endpoint.secrets.get("password", ""),
    )
