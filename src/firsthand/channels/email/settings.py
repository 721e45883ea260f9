"""What an address of the desk needs for mail: how it comes in, and by which server answers leave."""

import re
from typing import Final

from firsthand.channels.protocol import Choice, EndpointSettings, SettingField
from firsthand.domain.errors import Invalid
from firsthand.domain.mail.addresses import is_plain_address, normal_address
from firsthand.domain.sentences import say

MOST_LOCAL: Final = 24
_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+")
_PROTECTIONS = (
    Choice(value="tls", words="TLS"),
    Choice(value="starttls", words="STARTTLS"),
    Choice(value="plain", words="not protected"),
)
_IN, _OUT = "How its mail comes in", "How replies go out"

FIELDS = (
    SettingField(
        name="aliases",
        label="Other addresses of the same mailbox",
        part=_IN,
        at_most=2000,
        help="With commas between them. An answer leaves from the one that was written to.",
    ),
    SettingField(
        name="mode",
        label=_IN,
        part=_IN,
        default="handed_over",
        choices=(
            Choice(
                value="handed_over",
                words="Your mail server hands it over",
                explained="By a pipe or LMTP. Nothing to sign in to; the quickest way.",
            ),
            Choice(
                value="imap",
                words="The desk fetches it",
                explained="By IMAP, from a hosted mailbox. Messages stay where they are.",
            ),
        ),
    ),
    SettingField(
        name="imap_host", label="IMAP server", part=_IN, only=("mode", "imap"), help="For example imap.example.com."
    ),
    SettingField(name="imap_folder", label="Folder", part=_IN, only=("mode", "imap"), default="INBOX", at_most=200),
    SettingField(
        name="imap_port", label="Port", part=_IN, only=("mode", "imap"), kind=int, default=993, lowest=1, highest=65535
    ),
    SettingField(
        name="imap_security",
        label="Protection",
        part=_IN,
        only=("mode", "imap"),
        default="tls",
        choices=_PROTECTIONS,
    ),
    SettingField(
        name="smtp_host",
        label="SMTP server",
        part=_OUT,
        help="Left empty, replies wait in the outbox until there is a server.",
    ),
    SettingField(name="smtp_port", label="Port", part=_OUT, kind=int, default=587, lowest=1, highest=65535),
    SettingField(name="smtp_security", label="Protection", part=_OUT, default="starttls", choices=_PROTECTIONS),
    SettingField(
        name="username",
        label="User name",
        part=_OUT,
        at_most=320,
        help="For both servers; leave it empty where nobody signs in.",
    ),
    SettingField(name="password", label="Password", part=_OUT, secret=True),
)


def checked_address(text: str) -> str:
    """The desk's address as it is kept. Raises Invalid for one that is none, or too long to carry a ticket's number."""
    address = normal_address(text)
    if address is None:
        raise Invalid("email_wrong", say("{text} is not an e-mail address.", text=repr(text)), field="address")
    if not is_plain_address(address) or len(address.partition("@")[0]) > MOST_LOCAL:
        raise Invalid(
            "address_wrong",
            say(
                "The part before @ may have at most {longest} plain characters, so that replies can "
                "carry a ticket's number.",
                longest=MOST_LOCAL,
            ),
            field="address",
        )
    return address


def aliases(endpoint: EndpointSettings) -> tuple[str, ...]:
    """The other addresses of a mailbox, as they are kept."""
    found = (normal_address(one) for one in endpoint.text("aliases").split(","))
    return tuple(dict.fromkeys(one for one in found if one and one != endpoint.address))


def _check_aliases(endpoint: EndpointSettings) -> None:
    for one in filter(str.strip, endpoint.text("aliases").split(",")):
        try:
            checked_address(one)
        except Invalid as error:
            raise Invalid(error.code, error.message, field="aliases") from error


def checked_settings(endpoint: EndpointSettings) -> None:
    """Raise Invalid at the setting for values that cannot work."""
    _check_aliases(endpoint)
    if endpoint.text("mode") == "imap" and not endpoint.text("imap_host"):
        raise Invalid("host_missing", say("Fetching mail needs the name of the IMAP server."), field="imap_host")
    for field in ("imap_host", "smtp_host"):
        if (host := endpoint.text(field)) and not _HOST.fullmatch(host):
            raise Invalid(
                "host_wrong",
                say("{host} is not a server's name; expected one like mail.example.com.", host=repr(host)),
                field=field,
            )
    if not endpoint.text("imap_folder").isprintable():
        raise Invalid("folder_wrong", say("Name the folder to read, such as INBOX."), field="imap_folder")
