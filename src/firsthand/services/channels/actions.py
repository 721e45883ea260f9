"""The desk's addresses on its channels: adding and changing one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from firsthand.channels.protocol import EndpointSettings, SettingField
from firsthand.domain.errors import Invalid, Missing
from firsthand.domain.events import DESK
from firsthand.domain.events.desk import EndpointAdded, SettingChanged
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import NOTHING_SAID, say
from firsthand.models.channels import Endpoint
from firsthand.models.desk import DeskSettings
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting
from firsthand.services.book.desk import open_desk
from firsthand.services.channels.own import names_of
from firsthand.services.channels.queries import settings_of
from firsthand.services.channels.registry import channel_of

LONGEST_ADDRESS, LONGEST_CALLED, LONGEST_NAME = 320, 64, 200


@dataclass(frozen=True, kw_only=True)
class EndpointWanted:
    """An address of the desk as somebody typed it. `called` is what the book calls it, the channel's own name where it
    is empty. What comes from `since` on is answered, where messages are fetched: from now on where it is not given, or
    stays as it was. `values` are those of the channel's fields; one that is absent has its default, and a secret that
    is absent or empty keeps what is stored."""

    channel: str
    address: str
    name: str = ""
    called: str = ""
    is_active: bool = True
    since: datetime | None = None
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)


@transaction.atomic
def add_endpoint(*, viewer: Viewer, wanted: EndpointWanted, at: datetime) -> Endpoint:
    """Add an address of the desk. Raises Invalid naming the field; nothing is connected to here."""
    require(viewer, Right.run_desk)
    endpoint = Endpoint(created_at=at, channel=wanted.channel)
    _fill(endpoint, wanted)
    _answer_since(endpoint, wanted, otherwise=at)
    _save(endpoint)
    _check_names(endpoint)
    with acting(endpoint.subject, desk=open_desk(at), actor=viewer.actor, is_new=True) as act:
        act.append(EndpointAdded(channel=endpoint.channel, address=endpoint.address, is_active=endpoint.is_active))
    return endpoint


@transaction.atomic
def change_endpoint(*, viewer: Viewer, endpoint_id: int, wanted: EndpointWanted, at: datetime) -> Endpoint:
    """Change an address of the desk; its channel stays. Another place to read is read from its beginning: what is known
    is recognised, so that nothing becomes two tickets, and what came there before is history. Raises Missing or
    Invalid."""
    require(viewer, Right.run_desk)
    endpoint = Endpoint.objects.select_for_update(of=("self",)).select_related("subject").filter(pk=endpoint_id).first()
    if endpoint is None:
        raise Missing("no_endpoint", say("The desk has no such address."))
    before = settings_of(endpoint)
    changed = _fill(endpoint, wanted)
    if channel_of(endpoint.channel).reads_anew(before, settings_of(endpoint)):
        endpoint.cursor, endpoint.answers_since = {}, None
    anew = endpoint.cursor == {} and channel_of(endpoint.channel).fetches(settings_of(endpoint))
    changed += _answer_since(endpoint, wanted, otherwise=at if anew else None, before=before.since)
    endpoint.failing_since, endpoint.last_error = None, NOTHING_SAID
    _save(endpoint)
    _check_names(endpoint)
    if changed:
        with acting(endpoint.subject, desk=open_desk(at), actor=viewer.actor) as act:
            for one in changed:
                act.append(one)
    return endpoint


@transaction.atomic
def set_setting(*, address: str, name: str, value: int, where: Mapping[str, Any], at: datetime) -> None:
    """The program itself changes a setting of the addresses that have these others: a server that it started listens on
    another port."""
    found = Endpoint.objects.select_for_update(of=("self",)).select_related("subject").filter(address=address)
    for endpoint in found:
        before = endpoint.settings.get(name)
        if before == value or any(endpoint.settings.get(key) != wanted for key, wanted in where.items()):
            continue
        endpoint.settings = {**endpoint.settings, name: value}
        endpoint.save(update_fields=["settings"])
        with acting(endpoint.subject, desk=open_desk(at), actor=DESK) as act:
            act.append(SettingChanged(field=name, before=str(before), after=str(value)))


def _answer_since(
    endpoint: Endpoint, wanted: EndpointWanted, *, otherwise: datetime | None, before: datetime | None = None
) -> list[SettingChanged]:
    """From when on messages that are fetched are answered: as asked for, as it was, or `otherwise`."""
    since = wanted.since or endpoint.answers_since or otherwise
    if since is None or not channel_of(endpoint.channel).fetches(settings_of(endpoint)):
        return []
    endpoint.answers_since = since = since.replace(second=0, microsecond=0)
    if before == since:
        return []
    return [SettingChanged(field="answers_since", before=before.isoformat() if before else "", after=since.isoformat())]


def tried_out(wanted: EndpointWanted, *, at: datetime, endpoint_id: int | None = None) -> EndpointSettings:
    """The endpoint that somebody asks for, checked and with what is stored, for trying it out before it is kept."""
    stored = Endpoint.objects.filter(pk=endpoint_id).first() if endpoint_id is not None else None
    endpoint = stored or Endpoint(channel=wanted.channel)
    _fill(endpoint, wanted)
    _answer_since(endpoint, wanted, otherwise=at)
    return settings_of(endpoint)


def begins_to_fetch(wanted: EndpointWanted, *, at: datetime, endpoint_id: int | None = None) -> bool:
    """Whether what somebody asks for has never been fetched from: a new mailbox, or another than before. Raises Invalid
    as keeping it would."""
    after, by = tried_out(wanted, at=at, endpoint_id=endpoint_id), channel_of(wanted.channel)
    if not (wanted.is_active and by.fetches(after)):
        return False
    stored = Endpoint.objects.filter(pk=endpoint_id or 0).first()
    return stored is None or not stored.cursor or by.reads_anew(settings_of(stored), after)


def _fill(endpoint: Endpoint, wanted: EndpointWanted) -> list[SettingChanged]:
    """Give the row its checked values; what that changes, field by field. Of a secret only that it is another."""
    channel = channel_of(endpoint.channel)
    values = {one.name: _checked(one, wanted.values) for one in channel.fields}
    given = {one.name: values.pop(one.name) for one in channel.fields if one.secret}
    secrets = {name: given.get(name) or endpoint.secrets.get(name, "") for name in {**endpoint.secrets, **given}}
    address = channel.checked_address(wanted.address)
    columns: dict[str, object] = {
        "address": address,
        "name": _checked_text(wanted.name or address.partition("@")[0], field="name", longest=LONGEST_NAME),
        "called": _checked_text(wanted.called or channel.name, field="called", longest=LONGEST_CALLED),
        "is_active": wanted.is_active,
    }
    wished = EndpointSettings(address=address, name=wanted.name, settings=values, secrets=secrets)
    channel.check(wished)
    for name in (one for one, value in secrets.items() if value and not given.get(one)):
        _keep_from_others(name, channel.secrets_go_to(settings_of(endpoint)), channel.secrets_go_to(wished))
    before = {name: getattr(endpoint, name) for name in columns} | dict(endpoint.settings)
    changed = [
        SettingChanged(field=name, before=_words(before.get(name, "")), after=_words(value))
        for name, value in {**columns, **values}.items()
        if before.get(name, "") != value
    ]
    changed += [
        SettingChanged(field=name) for name, value in secrets.items() if endpoint.secrets.get(name, "") != value
    ]
    for name, value in columns.items():
        setattr(endpoint, name, value)
    endpoint.settings, endpoint.secrets = values, {name: value for name, value in secrets.items() if value}
    return changed


def _keep_from_others(secret: str, before: frozenset[tuple[str, ...]], after: frozenset[tuple[str, ...]]) -> None:
    """Raise Invalid where a kept secret would go to another place, or unprotected: only who knows it sends it there."""
    if not after <= before:
        raise Invalid(
            "secret_again",
            say("It would go to another server or port, or with other protection: give the password again."),
            field=f"secret_{secret}",
        )


def _checked(one: SettingField, values: Mapping[str, Any]) -> Any:
    """The value of a field. Raises Invalid at its name."""
    given = values.get(one.name)
    if given is None or given == "":
        return "" if one.secret else one.default
    if one.kind is int:
        if not str(given).isascii() or not str(given).isdigit() or not one.lowest <= int(given) <= one.highest:
            raise Invalid(
                "number_wrong",
                say("Expected a whole number from {lowest} to {highest}.", lowest=one.lowest, highest=one.highest),
                field=one.name,
            )
        return int(given)
    text = str(given) if one.secret else str(given).strip()
    if len(text) > one.at_most:
        raise Invalid(
            "too_long",
            say("At most {at_most} characters fit here; it has {found}.", at_most=one.at_most, found=len(text)),
            field=one.name,
        )
    if one.choices and text not in {choice.value for choice in one.choices}:
        raise Invalid("choose", say("Choose one of the list."), field=one.name)
    return text


def _checked_text(text: str, *, field: str, longest: int) -> str:
    words = " ".join(text.split())
    if not words or len(words) > longest or not words.isprintable():
        raise Invalid(
            "text_wrong", say("Expected a text of at most {longest} characters.", longest=longest), field=field
        )
    return words


def _words(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _check_names(endpoint: Endpoint) -> None:
    """Raise Invalid for an address that another mailbox of the desk has: what comes there has one. Of two who claim it
    at once, the second waits here and is refused."""
    DeskSettings.objects.select_for_update().first()
    others = Endpoint.objects.filter(channel=endpoint.channel).exclude(pk=endpoint.pk).order_by("-pk")
    holders = {name: one for one in others for name in names_of(one)}
    for name in names_of(endpoint):
        if (holder := holders.get(name)) is None:
            continue
        text = "{address} is an address of {holder} already; {claims} cannot have it as well."
        said = say(text, address=name, holder=holder.address, claims=endpoint.address)
        raise Invalid("address_taken", said, field="address" if name == endpoint.address else "aliases")


def _save(endpoint: Endpoint) -> None:
    try:
        with transaction.atomic():
            endpoint.save()
    except IntegrityError as error:
        raise Invalid(
            "address_taken",
            say("{address} is already an address of this desk.", address=endpoint.address),
            field="address",
        ) from error
