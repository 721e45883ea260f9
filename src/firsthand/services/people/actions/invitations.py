"""Invitations by mail. Only the SHA-256 of a token is kept; it works once, for seven days."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.people import InvitationWithdrawn, Invited
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.desk import DeskSettings
from firsthand.models.people import Invitation, Person
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting
from firsthand.services.book.desk import open_desk
from firsthand.services.language.languages import language_of
from firsthand.services.language.letters import Letter, told
from firsthand.services.language.telling import TEXT
from firsthand.services.outbox.actions import write
from firsthand.services.outbox.values import Purpose
from firsthand.services.people.actions.holdings import RoleWanted
from firsthand.services.people.actions.members import add_person
from firsthand.services.people.links import invitation_link
from firsthand.services.people.words import check_email, check_name

VALID_FOR = timedelta(days=7)


@transaction.atomic
def invite(
    *, viewer: Viewer, email: str, name: str, roles: Sequence[Role], is_owner: bool = False, at: datetime
) -> Invitation:
    """Invite somebody by mail. An earlier invitation to the same address stops working.

    Raises Invalid for a wrong address or name, somebody who is here, or when the desk has no web address to
    link to.
    """
    require(viewer, Right.run_desk)
    address, called = check_email(email), check_name(name)
    if Person.objects.filter(email=address).exists():
        raise Invalid("email_taken", say("{address} already belongs to somebody here.", address=address), field="email")
    link, desk = web_address(), _desk()
    _withdraw(Invitation.objects.filter(email=address, accepted_at=None, withdrawn_at=None), by=viewer, at=at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=address,
        name=called,
        roles=sorted(set(roles)),
        is_owner=is_owner,
        token_hash=_hash(token),
        invited_by_id=viewer.person_id,
        invited_at=at,
        expires_at=at + VALID_FOR,
    )
    with acting(desk.subject, desk=open_desk(at), actor=viewer.actor) as act:
        act.append(Invited(name=called, email=address, roles=tuple(invitation.roles), is_owner=is_owner))
    letter = Letter(
        name=called,
        subject=say("{name} invites you to {desk}", name=viewer.name, desk=desk.name),
        paragraphs=[
            say("{name} invites you to work on {desk}.", name=viewer.name, desk=desk.name),
            say("Choose a password here, within seven days:"),
            invitation_link(link, token),
            say("The link works once. If you did not expect this mail, you need not do anything."),
        ],
    )
    mail = told(letter, language=language_of(None), teller=TEXT)
    write(
        key=f"invitation:{invitation.pk}",
        purpose=Purpose.invitation,
        recipients=[address],
        subject=mail.subject,
        text=mail.text,
        at=at,
    )
    return invitation


def invitation_for(*, token: str, at: datetime) -> Invitation:
    """The invitation that `token` opens, while it works. Raises Missing with what to do otherwise."""
    found = Invitation.objects.filter(token_hash=_hash(token), accepted_at=None, withdrawn_at=None)
    invitation = found.filter(expires_at__gt=at).first()
    if invitation is None:
        raise Missing(
            "invitation_over",
            say(
                "This invitation does not work: it was used, withdrawn, or is older than seven days. Ask whoever "
                "invited you for a new one."
            ),
        )
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, password: str, at: datetime, name: str | None = None, zone: str = "UTC") -> Person:
    """The invited person joins, with the roles of the invitation from `at` on. A second use raises Missing."""
    invitation = invitation_for(token=token, at=at)
    won = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(accepted_at=at)
    if not won:
        raise Missing("invitation_over", say("This invitation was used just now."))
    return add_person(
        email=invitation.email,
        name=name or invitation.name,
        password=password,
        zone=zone,
        is_owner=invitation.is_owner,
        roles=[RoleWanted(role=Role(role)) for role in invitation.roles],
        by="invitation",
        invited_by=invitation.invited_by_id,
        at=at,
    )


@transaction.atomic
def withdraw_invitation(*, viewer: Viewer, invitation_id: int, at: datetime) -> None:
    """The invitation's link stops working. Raises Refused when it was accepted; twice changes nothing."""
    require(viewer, Right.run_desk)
    found = Invitation.objects.select_for_update().filter(pk=invitation_id)
    if (invitation := found.first()) is None:
        raise Missing("no_invitation", say("There is no such invitation."))
    if invitation.accepted_at is not None:
        raise Refused("accepted", say("{name} has accepted. Deactivate the person instead.", name=invitation.name))
    _withdraw(found.filter(withdrawn_at=None), by=viewer, at=at)


def _withdraw(waiting: QuerySet[Invitation], *, by: Viewer, at: datetime) -> None:
    gone = list(waiting.order_by("pk"))
    if gone:
        Invitation.objects.filter(pk__in=[one.pk for one in gone]).update(withdrawn_at=at)
        with acting(_desk().subject, desk=open_desk(at), actor=by.actor) as act:
            for one in gone:
                act.append(InvitationWithdrawn(name=one.name, email=one.email))


def _desk() -> DeskSettings:
    return DeskSettings.objects.select_related("subject").get(pk=1)


def web_address() -> str:
    """Where the desk's pages are. Raises Invalid while the desk's settings do not say."""
    base_url = DeskSettings.objects.values_list("base_url", flat=True).first() or ""
    if not base_url:
        raise Invalid(
            "no_base_url",
            say("The desk does not know its own web address, so it cannot send links. Set it in the settings."),
            field="base_url",
        )
    return base_url.rstrip("/")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
