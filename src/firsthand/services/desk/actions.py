"""The desk itself: its first steps, its settings, its mailboxes."""

import re
from dataclasses import dataclass, fields
from datetime import datetime
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from firsthand.domain.errors import Invalid, Missing
from firsthand.domain.events.actors import person as actor_of
from firsthand.domain.events.desk import DeskSetUp, MailboxAdded, SettingChanged
from firsthand.domain.mail.addresses import is_address
from firsthand.domain.organisation import Act
from firsthand.domain.sentences import say
from firsthand.models.desk import DeskSettings
from firsthand.models.intake import Mailbox, MailboxMode, Security
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting
from firsthand.services.book.desk import open_desk
from firsthand.services.book.names import keep_names
from firsthand.services.people.actions import create_owner
from firsthand.services.people.words import check_email, check_name, check_zone

_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+")


@dataclass(frozen=True, kw_only=True)
class FirstOwner:
    """Whoever sets the desk up."""

    email: str
    name: str
    password: str


@transaction.atomic
def set_up(*, name: str, base_url: str, zone: str, owner: FirstOwner, at: datetime, book: str = "") -> Person:
    """Create the desk and its first owner together. Raises Refused when there is an owner, Invalid otherwise."""
    now = open_desk(at)
    keep_names(now.organisation)
    person = create_owner(email=owner.email, name=owner.name, password=owner.password, zone=zone, at=at)
    desk = DeskSettings.objects.filter(pk=1).first() or DeskSettings(pk=1)
    desk.name, desk.base_url, desk.zone = check_name(name), check_base_url(base_url), check_zone(zone)
    desk.book = book or desk.book
    desk.set_up_at = desk.set_up_at or at
    desk.save()
    with acting(desk.subject, desk=now, actor=actor_of(person.pk)) as act:
        act.append(DeskSetUp(name=desk.name, base_url=desk.base_url, zone=desk.zone))
    return person


@transaction.atomic
def change_settings(
    *, viewer: Viewer, at: datetime, name: str | None = None, base_url: str | None = None, zone: str | None = None
) -> DeskSettings:
    """Change the desk's name, web address or zone; None leaves it. Raises Invalid naming the field."""
    require(viewer, Act.run_desk)
    desk = DeskSettings.objects.select_for_update().filter(pk=1).first()
    if desk is None:
        raise Missing("not_set_up", say("This desk is not set up yet."))
    wanted: dict[str, object] = {}
    if name is not None:
        wanted["name"] = check_name(name)
    if base_url is not None:
        wanted["base_url"] = check_base_url(base_url)
    if zone is not None:
        wanted["zone"] = check_zone(zone)
    changed = _filled(desk, wanted)
    desk.save()
    if changed:
        with acting(desk.subject, desk=open_desk(at), actor=viewer.actor) as act:
            for one in changed:
                act.append(one)
    return desk


def _filled(row: DeskSettings | Mailbox, values: dict[str, object]) -> list[SettingChanged]:
    """Give a row its values; what that changes, field by field. Of a password only that it is another."""
    changed = []
    for field, value in values.items():
        before = getattr(row, field)
        if before == value:
            continue
        setattr(row, field, value)
        if field == "password":
            changed.append(SettingChanged(field=field))
        else:
            changed.append(SettingChanged(field=field, before=_words(before), after=_words(value)))
    return changed


def _words(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def check_base_url(text: str) -> str:
    """The web address without a slash at its end; empty is allowed. Raises Invalid on `base_url`."""
    url = text.strip().rstrip("/")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment or parts.username or not url.isprintable() or " " in url:
        raise Invalid(
            "base_url_wrong",
            say("{text} is not a web address; expected one like https://desk.example.com.", text=repr(text)),
            field="base_url",
        )
    return url


@dataclass(frozen=True, kw_only=True)
class MailboxWanted:
    """An address of the desk as somebody typed it. `password` None keeps the one that is stored."""

    address: str
    name: str
    mode: MailboxMode = MailboxMode.handed_over
    is_active: bool = True
    imap_host: str = ""
    imap_port: int = 993
    imap_security: Security = Security.tls
    imap_folder: str = "INBOX"
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: Security = Security.starttls
    username: str = ""
    password: str | None = None


@transaction.atomic
def add_mailbox(*, viewer: Viewer, wanted: MailboxWanted, at: datetime) -> Mailbox:
    """Add an address of the desk. Raises Invalid naming the field; nothing is connected to here."""
    require(viewer, Act.run_desk)
    mailbox = Mailbox(created_at=at)
    _filled(mailbox, _known(_checked(wanted)))
    _save(mailbox)
    with acting(mailbox.subject, desk=open_desk(at), actor=viewer.actor, is_new=True) as act:
        act.append(MailboxAdded(address=mailbox.address, mode=mailbox.mode, is_active=mailbox.is_active))
    return mailbox


@transaction.atomic
def change_mailbox(*, viewer: Viewer, mailbox_id: int, wanted: MailboxWanted, at: datetime) -> Mailbox:
    """Change an address of the desk. Another server, folder or user starts reading at its beginning: what is known
    is recognised, so nothing becomes two tickets. Raises Missing or Invalid."""
    require(viewer, Act.run_desk)
    mailbox = Mailbox.objects.select_for_update().filter(pk=mailbox_id).first()
    if mailbox is None:
        raise Missing("no_mailbox", say("There is no such mailbox."))
    before = (mailbox.imap_host, mailbox.imap_folder, mailbox.username)
    changed = _filled(mailbox, _known(_checked(wanted)))
    if before != (mailbox.imap_host, mailbox.imap_folder, mailbox.username):
        mailbox.uid_validity, mailbox.last_uid = None, 0
    mailbox.failing_since, mailbox.last_error = None, ""
    _save(mailbox)
    if changed:
        with acting(mailbox.subject, desk=open_desk(at), actor=viewer.actor) as act:
            for one in changed:
                act.append(one)
    return mailbox


def _checked(wanted: MailboxWanted) -> dict[str, object]:
    values: dict[str, object] = {one.name: getattr(wanted, one.name) for one in fields(wanted)}
    address = check_email(wanted.address, field="address")
    if not is_address(address) or len(address.partition("@")[0]) > 24:
        raise Invalid(
            "address_wrong",
            say("The part before @ may have at most 24 plain characters, so that replies can carry a ticket's number."),
            field="address",
        )
    values["address"], values["name"] = address, check_name(wanted.name)
    if wanted.mode is MailboxMode.imap and not wanted.imap_host.strip():
        raise Invalid("host_missing", say("Fetching mail needs the name of the IMAP server."), field="imap_host")
    for field in ("imap_host", "smtp_host"):
        values[field] = _host(str(values[field]), field=field)
    for field in ("imap_port", "smtp_port"):
        port = values[field]
        if not isinstance(port, int) or not 1 <= port <= 65535:
            raise Invalid("port_wrong", say("A port is a whole number from 1 to 65535."), field=field)
    if not wanted.imap_folder.strip() or not wanted.imap_folder.isprintable():
        raise Invalid("folder_wrong", say("Name the folder to read, such as INBOX."), field="imap_folder")
    return values


def _host(text: str, *, field: str) -> str:
    host = text.strip()
    if host and not _HOST.fullmatch(host):
        raise Invalid(
            "host_wrong",
            say("{text} is not a server's name; expected one like mail.example.com.", text=repr(text)),
            field=field,
        )
    return host


def _known(values: dict[str, object]) -> dict[str, object]:
    """Without a password that nobody typed: the stored one stays."""
    return {field: value for field, value in values.items() if field != "password" or value is not None}


def _save(mailbox: Mailbox) -> None:
    try:
        with transaction.atomic():
            mailbox.save()
    except IntegrityError as error:
        raise Invalid(
            "address_taken",
            say("{address} is already a mailbox of this desk.", address=mailbox.address),
            field="address",
        ) from error
