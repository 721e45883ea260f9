"""Teammates themselves: the first owner, their profiles, and leaving."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.actors import Actor
from firsthand.domain.events.actors import person as actor_of
from firsthand.domain.events.people import Deactivated, Joined, PersonChanged, Reactivated
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.people import Person, RoleHolding
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting
from firsthand.services.book.desk import open_desk
from firsthand.services.channels.handles import give_handle
from firsthand.services.channels.registry import first_channel
from firsthand.services.people.actions.holdings import RoleWanted, held_by, hold
from firsthand.services.people.words import check_email, check_language, check_name, check_password, check_zone


@transaction.atomic
def add_person(
    *,
    email: str,
    name: str,
    password: str,
    zone: str,
    at: datetime,
    by: str,
    is_owner: bool = False,
    roles: Sequence[RoleWanted] = (),
    invited_by: int | None = None,
    actor: Actor | None = None,
) -> Person:
    """A new teammate who can sign in, with these roles from `at` on. `by` says how they came (set_up, invitation);
    they did it themselves unless an actor is given. Raises Invalid; `email` when somebody with that address is here."""
    person = Person(
        email=check_email(email),
        name=check_name(name),
        zone=check_zone(zone),
        is_owner=is_owner,
        joined_at=at,
    )
    person.set_password(check_password(password, person=person))
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise Invalid(
            "email_taken", say("{email} already belongs to somebody here.", email=check_email(email)), field="email"
        ) from error
    give_handle(channel=first_channel().name, address=person.email or "", person=person)
    hold(person, roles, at=at)
    with acting(person.subject, desk=open_desk(at), actor=actor or actor_of(person.pk), is_new=True) as act:
        act.append(Joined(by=by, is_owner=is_owner, roles=held_by(person), invited_by=invited_by))
    return person


@transaction.atomic
def create_owner(*, email: str, name: str, password: str, zone: str = "UTC", at: datetime) -> Person:
    """The first owner of the desk. Raises Refused when the desk has one: owners are then invited."""
    if Person.objects.select_for_update(no_key=True).filter(is_owner=True, is_active=True).exists():
        raise Refused("has_owner", say("This desk already has an owner. Ask them to invite you."))
    return add_person(email=email, name=name, password=password, zone=zone, is_owner=True, by="set_up", at=at)


@transaction.atomic
def change_profile(
    *,
    viewer: Viewer,
    at: datetime,
    name: str | None = None,
    zone: str | None = None,
    language: str | None = None,
    person_id: int | None = None,
) -> Person:
    """Change one's own name, zone or language; of somebody else only for those who run the desk. None leaves it."""
    if person_id is not None and person_id != viewer.person_id:
        require(viewer, Right.run_desk)
    person = locked(person_id if person_id is not None else viewer.person_id)
    wanted = {
        "name": person.name if name is None else check_name(name),
        "zone": person.zone if zone is None else check_zone(zone),
        "language": person.language if language is None else check_language(language),
    }
    changed = {field: (getattr(person, field), value) for field, value in wanted.items()}
    changed = {field: (before, after) for field, (before, after) in changed.items() if before != after}
    if changed:
        person.name, person.zone, person.language = wanted["name"], wanted["zone"], wanted["language"]
        person.save(update_fields=list(changed))
        with acting(person.subject, desk=open_desk(at), actor=viewer.actor) as act:
            for field, (before, after) in changed.items():
                act.append(PersonChanged(field=field, before=before, after=after))
    return person


@transaction.atomic
def deactivate(*, viewer: Viewer, person_id: int, at: datetime) -> Person:
    """Somebody's access ends: they are signed out everywhere and sign in no more, and every role ends at `at`. What
    they own is handed on by `services/leaving`. Raises Refused for the last owner of the desk."""
    require(viewer, Right.run_desk)
    person = locked(person_id)
    if not person.is_active:
        return person
    keep_an_owner(without=person)
    held, desk = held_by(person), open_desk(at)
    person.is_active, person.signed_out_at = False, at
    person.save(update_fields=["is_active", "signed_out_at"])
    RoleHolding.objects.filter(person=person, from_at__gte=at).delete()
    RoleHolding.objects.filter(person=person, to_at=None).update(to_at=at)
    RoleHolding.objects.filter(person=person, to_at__gt=at).update(to_at=at)
    with acting(person.subject, desk=desk, actor=viewer.actor) as act:
        act.append(Deactivated(roles=held))
    return person


@transaction.atomic
def reactivate(*, viewer: Viewer, person_id: int, at: datetime) -> Person:
    """Somebody comes back: they may sign in again. Their roles are given anew."""
    require(viewer, Right.run_desk)
    person = locked(person_id)
    if person.is_active:
        return person
    person.is_active = True
    person.save(update_fields=["is_active"])
    with acting(person.subject, desk=open_desk(at), actor=viewer.actor) as act:
        act.append(Reactivated())
    return person


def locked(person_id: int) -> Person:
    """The person, locked until the transaction ends; without the key, so that what they do meanwhile may name them.
    Raises Missing."""
    person = Person.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    if person is None:
        raise Missing("no_person", say("There is no such person on this desk."))
    return person


def keep_an_owner(*, without: Person) -> None:
    """Raise Refused when `without` is the desk's last active owner. Locks the owners, so that two cannot leave at
    the same time."""
    owners = set(
        Person.objects.select_for_update(no_key=True)
        .filter(is_owner=True, is_active=True)
        .order_by("id")
        .values_list("id", flat=True)
    )
    if owners == {without.pk}:
        raise Refused(
            "last_owner",
            say("{name} is the last owner of this desk. Make somebody else an owner first.", name=without.name),
        )
