"""A busy day at Lighthouse for tests of pages: tickets in every state, made by the services a real day goes through."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password

from firsthand.domain.names import Kind, StateName
from firsthand.models.accounts import Contact
from firsthand.models.conversation import Attachment, Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.services.book.desk import open_desk
from firsthand.services.desk.folders import attachment_file
from firsthand.services.tickets.actions import conversation, custody, kinds, merging, status, tags
from firsthand.services.tickets.actions.opening import Opening, add_customer_message, open_ticket
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import Lighthouse, light_up

PASSWORD = "a long enough sentence"
HTML = (
    "<p>Hello,</p><p>the login page <b>loops</b> after we upgraded. See "
    '<a href="https://status.acme.example/login">our status page</a>.</p>'
    '<p><img data-src="https://tracker.example/pixel.png" alt="logo" width="40" height="40"></p>'
)
_SUBJECTS = (
    ("How do we mirror a repository to a second region?", "How can we mirror a repository, and is it incremental?"),
    ("Export fails with a timeout on 4 GB archives", "The export fails after 30 minutes with a timeout."),
    ("Could you add dark mode to the embedded widget?", "It would be great if the widget followed the system."),
    ("SSO certificate rotation: what is the best way?", "How should we rotate it without locking people out?"),
    ("Webhook deliveries stopped working since Monday", "Since Monday our endpoint receives nothing at all."),
    ("Search returns results of deleted projects", "Deleted projects still come up; the index seems stuck."),
    ("Can you add a read-only role for auditors?", "Our auditors need to see everything and change nothing."),
    ("Migration from self-hosted: where do I find the tool?", "Where can I find the migration tool, and how long?"),
)


@dataclass(frozen=True, kw_only=True)
class BusyDesk:
    """The desk with the ticket that the stories are about: Ana's login loop, which is answered by nobody yet."""

    desk: Lighthouse
    login: Ticket
    merged: Ticket


def busy_desk(*, now: datetime, more: int = 8) -> BusyDesk:
    """Make the desk as it stands at `now`, with `more` tickets beside the login loop."""
    desk = light_up()
    for person in (desk.mira, desk.noor, desk.ada, desk.eve):
        person.password = _hashed()
        person.save()
    login = _login_loop(desk, now=now)
    for number in range(more):
        _another(desk, number, now=now)
    second = _open(
        desk, subject="Login loops, again", text="Still looping.", at=now - timedelta(minutes=30), number=900
    )
    mira = desk.viewer(desk.mira, at=now)
    merging.merge(viewer=mira, ticket_id=second.pk, into_id=login.pk, at=now - timedelta(minutes=20), why="same matter")
    fire_due(now=now)
    return BusyDesk(desk=desk, login=Ticket.objects.get(pk=login.pk), merged=Ticket.objects.get(pk=second.pk))


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


def _open(
    desk: Lighthouse,
    *,
    subject: str,
    text: str,
    at: datetime,
    number: int,
    contact: Contact | None = None,
    html: str = "",
) -> Ticket:
    sender = contact or desk.ana
    return open_ticket(
        opening=Opening(
            subject=subject,
            text=text,
            html=html,
            channel="email",
            external_id=f"<{number}@mail.example>",
            sender=sender.address,
            contact=sender,
            account=sender.account,
            to_address=desk.mailbox.address,
            received_at=at,
        ),
        desk=open_desk(at),
    ).ticket


def _login_loop(desk: Lighthouse, *, now: datetime) -> Ticket:
    at = now - timedelta(minutes=50)
    text = "Hello,\n\nthe login page loops after we upgraded to 4.2. It happens in Firefox and Chrome.\n\nAna"
    login = _open(desk, subject="Login loops after the upgrade", text=text, at=at, number=1, html=HTML)
    _attach(login)
    mira = desk.viewer(desk.mira, at=now)
    custody.take(viewer=mira, ticket_id=login.pk, at=at + timedelta(minutes=4))
    conversation.reply(
        viewer=mira,
        ticket_id=login.pk,
        text="Hi Ana, we are looking into it.",
        substantive=False,
        status_after=StateName("open"),
        at=at + timedelta(minutes=5),
    )
    desk.post(at=at + timedelta(minutes=5, seconds=12))
    note = "Reproduced on staging with 4.2.0. The session cookie is set without Path, so the redirect loses it."
    conversation.add_note(viewer=mira, ticket_id=login.pk, text=note, at=at + timedelta(minutes=20))
    tags.tag(viewer=mira, ticket_id=login.pk, name="login", at=at + timedelta(minutes=21))
    tags.tag(viewer=mira, ticket_id=login.pk, name="release-4.2", at=at + timedelta(minutes=21))
    add_customer_message(
        ticket_id=login.pk,
        incoming=Opening(
            subject="Re: Login loops after the upgrade",
            text="One more thing: a private window works once, then it loops as well.",
            quoted="> Hi Ana, we are looking into it.",
            channel="email",
            external_id="<2@mail.example>",
            sender=desk.ana.address,
            contact=desk.ana,
            account=desk.acme,
            to_address=desk.mailbox.address,
            received_at=at + timedelta(minutes=25),
        ),
        desk=open_desk(at + timedelta(minutes=25)),
    )
    return Ticket.objects.get(pk=login.pk)


def _attach(ticket: Ticket) -> None:
    content = b"<script>alert(1)</script>"
    digest = "4b" * 32
    file = attachment_file(settings.ENVIRONMENT.data, digest)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    Attachment.objects.create(
        message=Message.objects.get(ticket=ticket, direction=Direction.inbound),
        filename="session trace.html",
        content_type="text/html",
        size=len(content),
        sha256=digest,
    )


def _another(desk: Lighthouse, number: int, *, now: datetime) -> None:
    subject, text = _SUBJECTS[number % len(_SUBJECTS)]
    contact = (desk.ben, desk.ana, desk.ben)[number % 3]
    at = now - timedelta(hours=1 + 5 * number, minutes=7 * number)
    ticket = _open(desk, subject=subject, text=text, at=at, number=100 + number, contact=contact)
    mira, noor = desk.viewer(desk.mira, at=now), desk.viewer(desk.noor, at=now)
    soon = at + timedelta(minutes=10)
    if number % 4 == 1:
        kinds.confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("troubleshooting"), at=soon)
        kinds.set_severity(viewer=mira, ticket_id=ticket.pk, severity="s1", at=soon)
    elif number % 4 == 2:
        kinds.confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("how_to"), at=soon)
        custody.take(viewer=noor, ticket_id=ticket.pk, at=soon)
    elif number % 4 == 3:
        done = "We found the index lock, rebuilt it and checked your project; tell us if it comes back."
        conversation.reply(viewer=mira, ticket_id=ticket.pk, text=done, substantive=True, at=soon)
        desk.post(at=soon + timedelta(seconds=12))
        if number % 8 == 3:
            status.set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("solved"), at=soon)
