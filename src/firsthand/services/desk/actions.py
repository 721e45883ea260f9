"""The desk itself: its first steps and its settings."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from firsthand.domain.errors import Invalid, Missing
from firsthand.domain.events.actors import person as actor_of
from firsthand.domain.events.desk import DeskSetUp, SettingChanged
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.desk import DeskSettings
from firsthand.models.names import keep_names
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting
from firsthand.services.book.desk import open_desk
from firsthand.services.people.actions import create_owner
from firsthand.services.people.words import check_language, check_name, check_zone

LONGEST_ADDRESS = 400
LEAVES_WITHIN_AT_MOST = 60


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
    *,
    viewer: Viewer,
    at: datetime,
    name: str | None = None,
    base_url: str | None = None,
    zone: str | None = None,
    language: str | None = None,
    leaves_within: int | None = None,
) -> DeskSettings:
    """Change the desk's name, web address, zone, language, or the minutes that an answer may take to leave (which holds
    for answers written from then on); None leaves it. Raises Invalid naming the field."""
    require(viewer, Right.run_desk)
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
    if language is not None:
        wanted["language"] = check_language(language)
    if leaves_within is not None:
        wanted["leaves_within"] = leaves_within
    changed = _filled(desk, wanted)
    desk.save()
    if changed:
        with acting(desk.subject, desk=open_desk(at), actor=viewer.actor) as act:
            for one in changed:
                act.append(one)
    return desk


def _filled(row: DeskSettings, values: dict[str, object]) -> list[SettingChanged]:
    """Give the row its values; what that changes, field by field."""
    changed = []
    for field, value in values.items():
        before = getattr(row, field)
        if before != value:
            setattr(row, field, value)
            changed.append(SettingChanged(field=field, before=str(before), after=str(value)))
    return changed


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
