"""The studio without a browser: a draft is begun, checked, answered and published through its pages."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firsthand.domain.amending.chain import digest_of
from firsthand.models.drafts import AmendmentDraft, DraftPublication
from firsthand.models.people import Person
from firsthand.models.policy import Amendment
from firsthand.services.book.queries import current_book
from tests.lighthouse import Lighthouse

SignIn = Callable[[Person], Client]
BODY = (
    "\nownership:\n  - clause: N1\n    source: [S6]\n    text: Support keeps what is about passwords.\n"
    "    when: {kind: how_to, channel: passwords}\n    owner: support\n    over: [S28]\n"
)


def begun(client: Client, **given: str) -> AmendmentDraft:
    answer = client.post("/book/drafts/new", {"title": "Passwords", "on": "2027-01-01", **given})
    assert answer.status_code == 303
    return AmendmentDraft.objects.latest("id")


def checked(client: Client, draft: AmendmentDraft, text: str, *, version: int | None = None) -> str:
    given = {"text": text, "version": draft.version if version is None else version}
    answer = client.post(f"/book/drafts/{draft.pk}/check", given, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    draft.refresh_from_db()
    return str(answer.content.decode())


@pytest.mark.clause("S6")
def test_a_clause_is_amended_from_its_own_words_and_checked_as_it_is_typed(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    client = signed_in(lighthouse.noor)
    assert b"Amend S18" in client.get("/book/drafts/new?clause=S18").content
    draft = begun(client, clause="S18")
    assert "replaces: S18" in draft.text
    assert "in_force_from: 2027-01-01" in draft.text
    page = checked(client, draft, draft.text.replace("1 business hours", "30 business minutes"))
    assert "<del>1 business hour</del><ins>30 business minutes</ins>" in page
    assert "Head of support: Ada Obi" in page
    assert "Approve" not in page


def test_a_mistake_is_named_with_its_line_and_the_text_is_kept(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.noor)
    draft = begun(client)
    text = draft.text + "owership: []\n"
    page = checked(client, draft, text)
    line = len(text.splitlines())
    assert f'data-line="{line}"' in page
    assert "did you mean ownership?" in page
    assert draft.text == text


def test_a_finding_is_told_with_its_ticket_what_to_do_and_its_line(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.noor)
    draft = begun(client)
    page = checked(client, draft, draft.text + BODY.replace("    over: [S28]\n", ""))
    assert "More than one owner for how-to questions, channel passwords: N1 and S28 disagree" in page
    assert "<dd>A prospect account sends a how-to question with no severity through passwords on " in page
    assert "<code>over: S28</code> in N1" in page
    line = draft.text.splitlines().index("  - clause: N1") + 1
    assert f'data-line="{line}">Line {line}</a>, N1: <q>Support keeps what is about passwords.</q>' in page
    assert '2021-06-22-first-version.yaml, <a href="/book/clauses/S28">S28</a>: <q>' in page
    assert "<code>two_owners</code>" in page


@pytest.mark.clause("S5", "A20", "A21")
def test_the_owner_publishes_and_everybody_else_is_told_who_may(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    noor, mira = signed_in(lighthouse.noor), signed_in(lighthouse.mira)
    draft = begun(noor)
    checked(noor, draft, draft.text + BODY)
    edition = current_book().edition().id
    given = {"digest": digest_of(draft.text), "edition": edition, "known": "1"}
    refused = noor.post(f"/book/drafts/{draft.pk}/do/publish", given)
    assert refused.status_code == 403
    assert b"Only an owner of the desk (Mira Lindqvist) may publish" in refused.content
    assert b"Approve and publish" in mira.get(f"/book/drafts/{draft.pk}").content
    published = mira.post(f"/book/drafts/{draft.pk}/do/publish", given, follow=True)
    assert b"Support keeps what is about passwords." in published.content
    assert b"approved by Mira Lindqvist (owner of the desk)" in published.content
    assert DraftPublication.objects.get().amendment == Amendment.objects.latest("id")
    assert b"Passwords" in noor.get("/book/drafts").content
    assert noor.get(f"/book/drafts/{draft.pk}").status_code == 200


def test_a_text_that_changed_since_it_was_read_is_not_approved(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    noor, mira = signed_in(lighthouse.noor), signed_in(lighthouse.mira)
    draft = begun(noor)
    checked(noor, draft, draft.text + BODY)
    read = digest_of(draft.text)
    checked(noor, draft, draft.text + "# a word more\n")
    answer = mira.post(f"/book/drafts/{draft.pk}/do/approve", {"digest": read})
    assert answer.status_code == 422
    assert b"changed since you read it" in answer.content


def test_two_writers_see_both_texts_and_decide(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    noor, ada = signed_in(lighthouse.noor), signed_in(lighthouse.ada)
    draft = begun(noor)
    checked(ada, draft, draft.text + "# Ada\n")
    mine = draft.text + "# Noor\n"
    for address in (f"/book/drafts/{draft.pk}/check", f"/book/drafts/{draft.pk}"):
        answer = noor.post(address, {"text": mine, "version": 1})
        assert answer.status_code == 409
        assert b"Ada Obi changed this draft" in answer.content
        assert b"# Ada" in answer.content
    assert b"# Noor" in answer.content
    draft.refresh_from_db()
    assert draft.text.endswith("# Ada\n")
    assert noor.post(f"/book/drafts/{draft.pk}", {"text": mine, "version": 1, "over": draft.version}).status_code == 302
    draft.refresh_from_db()
    assert draft.text.endswith("# Noor\n")


def test_a_file_becomes_a_draft_and_what_is_none_is_said(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.noor)
    text = f"published_at: 2021-07-01T00:00:00Z\nauthor: X\napprover: Y\nbook: customer-first\ntitle: From a file{BODY}"
    file = SimpleUploadedFile("second.yaml", text.encode())
    assert client.post("/book/drafts/new", {"file": file}).status_code == 303
    draft = AmendmentDraft.objects.get()
    assert (draft.title, draft.text) == ("From a file", f"book: customer-first\ntitle: From a file{BODY}")
    binary = client.post("/book/drafts/new", {"file": SimpleUploadedFile("x.yaml", b"\xff\xfe")})
    assert binary.status_code == 422
    assert b"not UTF-8" in binary.content


def test_the_date_is_set_in_the_text_itself(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.noor)
    draft = begun(client)
    given = {"text": draft.text + BODY, "version": 1, "on": "2027-02-01", "set_date": "1"}
    assert client.post(f"/book/drafts/{draft.pk}", given).status_code == 302
    draft.refresh_from_db()
    assert "in_force_from: 2027-02-01" in draft.text
    assert b"Takes force Mon 1 Feb 2027" in client.get(f"/book/drafts/{draft.pk}").content


@pytest.mark.clause("S6")
def test_a_proposal_is_answered_and_remarked_on(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    noor, mira, eve = (signed_in(one) for one in (lighthouse.noor, lighthouse.mira, lighthouse.eve))
    draft = begun(noor)
    checked(noor, draft, draft.text + BODY)
    noor.post(f"/book/drafts/{draft.pk}/do/propose")
    assert b"Wait for your answer" in mira.get("/book/drafts").content
    assert b"Wait for your answer" not in eve.get("/book/drafts").content
    eve.post(f"/book/drafts/{draft.pk}/do/remark", {"remark": "What of resets?"})
    assert mira.post(f"/book/drafts/{draft.pk}/do/decline", {"digest": digest_of(draft.text)}).status_code == 422
    mira.post(f"/book/drafts/{draft.pk}/do/decline", {"digest": digest_of(draft.text), "why": "Not yet."})
    page = noor.get(f"/book/drafts/{draft.pk}").content
    assert b"What of resets?" in page
    assert b"Not yet." in page
    assert b"declined, Mira Lindqvist" in page


def test_somebody_without_a_role_writes_nothing(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    lighthouse.eve.holdings.all().delete()
    client = signed_in(lighthouse.eve)
    assert client.get("/book/drafts/new").status_code == 403
    assert client.post("/book/drafts/new", {"title": "Mine"}).status_code == 403
    assert not AmendmentDraft.objects.exists()


def test_the_draft_is_tried_on_the_desks_own_tickets(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    lighthouse.ticket()
    client = signed_in(lighthouse.noor)
    draft = begun(client, on="2030-01-01")
    body = (
        "ownership:\n  - clause: S30\n    replaces: S30\n    source: S30\n    text: Engineers take it.\n"
        "    when: {kind: troubleshooting}\n    owner: customer_engineering\n"
    )
    page = checked(client, draft, draft.text + body)
    assert "1 of 1 tickets would have gone otherwise" in page
    assert "<del>support</del> <ins>customer engineering</ins>" in page
    assert "Login loops after the upgrade" in page


def test_what_is_answered_otherwise_is_said_with_its_first_counted_minute(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    client = signed_in(lighthouse.noor)
    draft = begun(client, clause="S18", on="2029-12-01")
    page = checked(client, draft, draft.text.replace("1 business hours", "30 business minutes"))
    assert "What is answered otherwise" in page
    assert "first counted minute Mon 2029-12-03 02:00" in page


def test_every_page_of_the_book_is_light(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.noor)
    draft = begun(client, clause="S18")
    edition = "/book/changes?edition=2021-06-22-first-version"
    for address in ("/book", edition, "/book/clauses/S18", "/book/drafts", f"/book/drafts/{draft.pk}"):
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer["Content-Encoding"] == "gzip"
        assert len(answer.content) < 30_000, address
