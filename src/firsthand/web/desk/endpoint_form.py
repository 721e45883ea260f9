"""Reading, showing and trying out the settings of one of the desk's addresses, for the set-up walk and for settings."""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from django.conf import settings

from firsthand.channels.protocol import Channel, Check, Host, Instruction, SettingField
from firsthand.domain.calendars import zone_named
from firsthand.domain.conversation.when import read_when
from firsthand.services.catalogue.addresses import Address, endpoint_wanted
from firsthand.services.channels.actions import EndpointWanted, begins_to_fetch, tried_out
from firsthand.services.channels.queries import EndpointRow
from firsthand.services.desk.environment import Environment
from firsthand.services.language.telling import gettext
from firsthand.web.forms import Form

EXAMPLE = "support@example.com"


@dataclass(frozen=True, kw_only=True)
class Part:
    """The fields of a form that stand under one heading."""

    heading: str
    fields: tuple[SettingField, ...]


def parts_of(channel: Channel) -> list[Part]:
    """A channel's fields by their headings, in its order."""
    return [Part(heading=name, fields=tuple(some)) for name, some in groupby(channel.fields, key=lambda one: one.part)]


def options_of(field: SettingField) -> list[tuple[str, str]]:
    """The values of a choice and their words, translated."""
    return [(one.value, gettext(one.words)) for one in field.choices]


def instructions_for(channel: Channel, address: str) -> tuple[Instruction, ...]:
    """The exact lines that hand messages for an address over to this desk."""
    environment: Environment = settings.ENVIRONMENT
    program = _program()
    start = shlex.quote(str(program)) if program else f"{shlex.quote(sys.executable)} -m firsthand"
    data = shlex.quote(f"FIRSTHAND_DATA={environment.data}")
    host = Host(command=f"env {data} {start}", lmtp_port=environment.lmtp_port)
    return channel.instructions(address, host)


def _program() -> Path | None:
    """`bin/firsthand` of the checkout or the environment that this package lies in; None where there is none."""
    places = (folder / "bin" / "firsthand" for folder in Path(__file__).resolve().parents)
    return next((place for place in places if place.is_file()), None)


def wanted_from(form: Form, channel: Channel, *, at: datetime, zone: str, is_active: bool = True) -> EndpointWanted:
    """What the form asks for, as the act of the catalogue would keep it. Raises Invalid for an instant that is none."""
    typed = {name: form.raw(name) for name in form.values}
    since = form.text("since")
    asked = Address(
        address=form.text("address"),
        shown_name=form.text("shown_name"),
        called=form.text("called"),
        values=typed,
        since=read_when(since, now=at, zone=zone) if since else None,
    )
    return endpoint_wanted(channel.name, asked, is_active=is_active)


def form_of(row: EndpointRow, *, zone: str) -> Form:
    """The form that shows a stored address to somebody in a zone; its secrets are never read back."""
    here = row.answers_since.astimezone(zone_named(zone)) if row.answers_since is not None else None
    since = f"{here:%Y-%m-%d %H:%M}" if here is not None else None
    return Form.filled(address=row.address, shown_name=row.name, called=row.called, since=since, **row.settings)


def checks_of(
    channel: Channel, wanted: EndpointWanted, *, at: datetime, endpoint_id: int | None = None
) -> tuple[Check, ...]:
    """Really connect to what the address names. Raises Invalid as keeping it would."""
    return channel.try_out(tried_out(wanted, at=at, endpoint_id=endpoint_id))


LOOKED = "looked"
"""What the form sends once the person who saves has seen what a mailbox holds."""


def looks_first(form: Form, wanted: EndpointWanted, *, at: datetime, endpoint_id: int | None = None) -> bool:
    """Whether the desk is to say what connecting finds before it keeps the address: asked for, or a mailbox that was
    never fetched from, of which the person is told how many messages will be answered. Raises Invalid."""
    if form.text("act") == "test":
        return True
    return not form.flag(LOOKED) and begins_to_fetch(wanted, at=at, endpoint_id=endpoint_id)


def with_checks(form: Form, checks: Sequence[Check]) -> Form:
    """The form with each failed check at the input that is most likely wrong."""
    for check in checks:
        if not check.ok and check.field:
            form = form.wrong(check.field, check.words)
    return form
