"""Reads about the desk's addresses on its channels."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast

from firsthand.channels.protocol import EndpointSettings, Ours
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence
from firsthand.models.channels import Endpoint
from firsthand.models.desk import DeskSettings
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.channels.own import names_of
from firsthand.services.channels.registry import channel_of, channels


@dataclass(frozen=True, kw_only=True)
class EndpointRow:
    """An address of the desk as the settings page shows it, and whether it is asked for messages and can send. A secret
    is never read back, only which there are. What came before `answers_since` is history."""

    id: int
    subject_id: int
    channel: str
    address: str
    name: str
    called: str
    is_active: bool
    settings: Mapping[str, Any]
    has_secrets: frozenset[str]
    fetches: bool
    sends: bool
    polled_at: datetime | None
    failing_since: datetime | None
    last_error: Sentence
    answers_since: datetime | None


def endpoints(*, viewer: Viewer) -> list[EndpointRow]:
    """The desk's addresses. Raises Refused for those who do not run the desk."""
    require(viewer, Right.run_desk)
    return [
        EndpointRow(
            id=one.pk,
            subject_id=one.subject_id,
            channel=one.channel,
            address=one.address,
            name=one.name,
            called=one.called,
            is_active=one.is_active,
            settings=one.settings,
            has_secrets=frozenset(name for name, value in one.secrets.items() if value),
            fetches=channel_of(one.channel).fetches(settings_of(one)),
            sends=channel_of(one.channel).sends(settings_of(one)),
            polled_at=one.polled_at,
            failing_since=one.failing_since,
            last_error=one.last_error,
            answers_since=one.answers_since,
        )
        for one in Endpoint.objects.filter(channel__in=list(channels())).order_by("channel", "address")
    ]


@dataclass(frozen=True, kw_only=True)
class EndpointChoice:
    """An address of the desk to choose from; `by_hand`: what goes that way is said, and entered by a teammate."""

    id: int
    name: str
    address: str
    by_hand: bool


def endpoint_choices() -> list[EndpointChoice]:
    """The desk's addresses that are in use, in order."""
    rows = Endpoint.objects.filter(is_active=True, channel__in=list(channels())).order_by("id")
    return [
        EndpointChoice(id=one.pk, name=one.name, address=one.address, by_hand=channel_of(one.channel).by_hand)
        for one in rows.only("id", "name", "address", "channel")
    ]


def settings_of(endpoint: Endpoint) -> EndpointSettings:
    """An endpoint as its channel is given it."""
    return EndpointSettings(
        address=endpoint.address,
        name=endpoint.name,
        settings=endpoint.settings,
        secrets=endpoint.secrets,
        since=endpoint.answers_since,
    )


def ours(channel: str, *, may_ask: bool = False) -> Ours:
    """What a channel knows of the desk; it asks the network only where it `may_ask`, and the settings let it."""
    rows = Endpoint.objects.filter(channel=channel).order_by("id").defer("secrets", "cursor")
    return Ours(
        addresses=tuple(dict.fromkeys(name for one in rows for name in names_of(one))),
        secret=settings.SECRET_KEY,
        authorities=settings.ENVIRONMENT.mail_authorities,
        may_ask=may_ask and settings.ENVIRONMENT.mail_look_ups,
    )


def addresses_with_unreadable_secrets() -> list[str]:
    """The desk's addresses whose secrets were sealed under another key than this desk's."""
    rows = Endpoint.objects.annotate(kept=Cast("secrets", TextField())).exclude(kept="").order_by("address")
    return [one.address for one in rows if not one.secrets]


def default_endpoint(channel: str) -> Endpoint | None:
    """The address that sends what belongs to none: the channel's first active one."""
    return Endpoint.objects.filter(channel=channel, is_active=True).order_by("id").first()


def desk_name() -> str:
    """How the desk is called."""
    return DeskSettings.objects.values_list("name", flat=True).first() or ""
