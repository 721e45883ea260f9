"""The pictures of a mail, as its own layout and the conversation show them."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.test import Client

from firsthand.models.conversation import Attachment, Message
from firsthand.models.people import Person
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import arrive
from tests.services.pictures import picture

SignIn = Callable[[Person], Client]


def from_outlook(*, content: bytes = b"") -> bytes:
    """A mail whose picture has a Content-ID and nothing that says where it belongs."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "ana@acme.example", "support@lighthouse.example", "<q@acme.example>"
    mail.set_content("It looks like this.")
    mail.add_alternative('<p>See</p><img src="cid:image001.png@01DB"><img src="cid:unknown">', subtype="html")
    *_, html = mail.iter_parts()
    html.add_related(content or picture().content, "image", "png", cid="<image001.png@01DB>")
    return mail.as_bytes().replace(b"Content-Disposition: inline\n", b"")


def test_a_picture_without_a_disposition_stands_where_the_layout_names_it(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    raw = from_outlook()
    assert b"Content-Disposition" not in raw
    arrive(raw, folder=settings.ENVIRONMENT.data)
    body = signed_in(lighthouse.mira).get(f"/m/{Message.objects.get().pk}/body").content
    assert body.count(b'src="data:image/png;base64,') == 1
    assert b'data-cid="unknown"' in body


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"GIF", b"RIFF0000WAVE"])
def test_what_is_called_a_picture_and_is_none_is_shown_nowhere(
    lighthouse: Lighthouse, signed_in: SignIn, content: bytes
) -> None:
    arrive(from_outlook(content=content), folder=settings.ENVIRONMENT.data)
    client = signed_in(lighthouse.mira)
    assert b"data:image" not in client.get(f"/m/{Message.objects.get().pk}/body").content
    assert client.get(f"/pictures/{Attachment.objects.get().pk}").status_code == 404
