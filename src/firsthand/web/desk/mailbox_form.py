"""Reading, showing and testing the fields of a mailbox, for the set-up walk and for settings."""

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import say
from firsthand.models.intake import MailboxMode, Security
from firsthand.services.desk.actions import MailboxWanted
from firsthand.services.desk.environment import Environment
from firsthand.services.desk.queries import MailboxRow
from firsthand.services.language.telling import gettext as _
from firsthand.web.desk.connecting import Check, Server, check_imap, check_smtp
from firsthand.web.forms import Form

EXAMPLE = "support@example.com"


@dataclass(frozen=True, kw_only=True)
class Commands:
    """What an operator copies into a mail server. `lmtp` is empty while this desk does not listen."""

    pipe: str
    lmtp: str
    lmtp_setting: str


def commands_for(address: str) -> Commands:
    """The exact lines that hand mail for an address over to this desk."""
    environment: Environment = settings.ENVIRONMENT
    program = _program()
    start = shlex.quote(str(program)) if program else f"{shlex.quote(sys.executable)} -m firsthand"
    data = shlex.quote(f"FIRSTHAND_DATA={environment.data}")
    port = environment.lmtp_port
    return Commands(
        pipe=f'{address.partition("@")[0]}: "|env {data} {start} mail accept --to {address}"',
        lmtp=f"lmtp:inet:127.0.0.1:{port}" if port else "",
        lmtp_setting="FIRSTHAND_LMTP_PORT=8024",
    )


def _program() -> Path | None:
    """`bin/firsthand` of the checkout or the environment that this package lies in; None where there is none."""
    places = (folder / "bin" / "firsthand" for folder in Path(__file__).resolve().parents)
    return next((place for place in places if place.is_file()), None)


def wanted_from(form: Form, *, is_active: bool = True) -> MailboxWanted:
    """What the form asks for. Raises Invalid for a choice that is not one."""
    address = form.text("address")
    password = form.raw("mailbox_password")
    return MailboxWanted(
        address=address,
        name=form.text("box_name") or address.partition("@")[0],
        mode=MailboxMode.imap if form.text("mode") == "imap" else MailboxMode.handed_over,
        is_active=is_active,
        imap_host=form.text("imap_host"),
        imap_port=_port(form, "imap_port", default=993),
        imap_security=_security(form, "imap_security", default=Security.tls),
        imap_folder=form.text("imap_folder") or "INBOX",
        smtp_host=form.text("smtp_host"),
        smtp_port=_port(form, "smtp_port", default=587),
        smtp_security=_security(form, "smtp_security", default=Security.starttls),
        username=form.text("username"),
        password=password or None,
    )


def form_of(box: MailboxRow) -> Form:
    """The form that shows a stored mailbox; its password is never read back."""
    return Form.filled(
        address=box.address,
        box_name=box.name,
        mode=box.mode,
        imap_host=box.imap_host,
        imap_port=box.imap_port,
        imap_security=box.imap_security,
        imap_folder=box.imap_folder,
        smtp_host=box.smtp_host,
        smtp_port=box.smtp_port,
        smtp_security=box.smtp_security,
        username=box.username,
    )


def check_connections(wanted: MailboxWanted, *, stored_password: str = "") -> list[Check]:
    """Really connect to what the mailbox names. With nothing to connect to, one check that says so."""
    password = wanted.password if wanted.password is not None else stored_password
    checks = []
    if wanted.mode is MailboxMode.imap:
        server = Server(
            host=wanted.imap_host,
            port=wanted.imap_port,
            security=wanted.imap_security,
            username=wanted.username,
            password=password,
        )
        checks.append(check_imap(server, folder=wanted.imap_folder))
    if wanted.smtp_host:
        checks.append(
            check_smtp(
                Server(
                    host=wanted.smtp_host,
                    port=wanted.smtp_port,
                    security=wanted.smtp_security,
                    username=wanted.username,
                    password=password,
                )
            )
        )
    else:
        checks.append(
            Check(ok=False, tried=False, what=_("Sending (SMTP)"), words=_("No server is given; replies wait."))
        )
    return checks


def with_checks(form: Form, checks: list[Check]) -> Form:
    """The form with each failed check at the input that is most likely wrong."""
    for check in checks:
        if not check.ok and check.field:
            form = form.wrong(check.field, say("{words}", words=check.words))
    return form


def _port(form: Form, name: str, *, default: int) -> int:
    if not form.text(name):
        return default
    port = form.whole(name)
    if port is None or not 1 <= port <= 65535:
        raise Invalid("port_wrong", say("Expected a whole number from 1 to 65535."), field=name)
    return port


def _security(form: Form, name: str, *, default: Security) -> Security:
    try:
        return Security(form.text(name) or default.value)
    except ValueError as error:
        raise Invalid("security_wrong", say("Choose one of the protections in the list."), field=name) from error
