"""An answer as a mail program receives it: structure, names, threading, and the same words as in the console."""

from datetime import timedelta

import pytest

from firsthand.domain.acts import SentFile
from firsthand.domain.conversation.files import attached
from firsthand.models.conversation import Message
from firsthand.services.catalogue.tickets.writing import attached_files
from firsthand.services.tickets.actions import conversation
from firsthand.services.tickets.actions.conversation import add_note, reply
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.pictures import picture
from tests.services.writing.what_arrives import ANSWER, customers_server, send_all, shape

FILES = attached_files(
    [
        SentFile(name="trace.txt", content=b"a trace", content_type="text/plain"),
        SentFile(name="Grüße <1>.pdf", content=b"%PDF-1", content_type="application/pdf"),
        SentFile(name="picture-1.png", content=picture().content, content_type="image/png"),
    ],
    body=ANSWER,
)


def test_an_answer_with_code_a_table_a_picture_and_two_files_arrives_whole(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    theirs = Message.objects.get(ticket=ticket)
    with customers_server(lighthouse.mailbox) as server:
        written = reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=NOW, files=FILES).message
        [mail] = send_all(server, at=NOW + timedelta(minutes=1))
    assert shape(mail) == "mixed(alternative(plain, related(html, png)), plain, pdf)"
    assert (mail["In-Reply-To"], mail["References"]) == (theirs.external_id, theirs.external_id)
    assert (mail["Message-ID"], mail["To"]) == (written.external_id, "ana@acme.example")
    assert [one.get_filename() for one in mail.iter_attachments()] == ["trace.txt", "Grüße 1.pdf"]
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and html is not None  # noqa: PT018 - for the types
    assert plain.get_content().replace("\r\n", "\n").strip() == ANSWER
    assert "rm /var/lock/firsthand_db.lock  # &lt;not&gt; the folder" in html.get_content()
    assert 'align="right">0.4</td>' in html.get_content()
    [shown] = [one for one in mail.walk() if one.get_content_type() == "image/png"]
    assert f'src="cid:{shown["Content-ID"].strip("<>")}"' in html.get_content()
    assert shown.get_content() == picture().content


def test_what_was_written_before_layouts_were_kept_is_laid_out_when_it_leaves(
    lighthouse: Lighthouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    with customers_server(lighthouse.mailbox) as server:
        monkeypatch.setattr(conversation, "laid_out", lambda _text, _pictures: "")
        conversation.reply(viewer=mira, ticket_id=ticket.pk, text="See **here**.", substantive=True, at=NOW)
        [mail] = send_all(server, at=NOW + timedelta(minutes=1))
    assert "<strong>here</strong>" in str(mail.get_body(("html",)))


def test_notes_are_laid_out_as_answers_are(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    note = add_note(viewer=mira, ticket_id=ticket.pk, text="`rm` it", at=NOW)
    assert note.message.html == "<p><code>rm</code> it</p>\n"


@pytest.mark.parametrize("name", ["a_b.png", "a [1].png", "$&.png"])
def test_a_picture_of_any_name_is_shown(lighthouse: Lighthouse, name: str) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    file = attached(filename=name, content_type="image/png", content=b"x", number=1, inline=True, content_id="1@p")
    written = reply(viewer=mira, ticket_id=ticket.pk, text=f"See [{name}].", substantive=False, at=NOW, files=[file])
    assert '<p>See <img data-cid="1@p"' in written.message.html
