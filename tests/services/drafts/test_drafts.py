"""A draft from its first line to its publication: anybody proposes, owners approve what they read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from firsthand.domain.amending.chain import digest_of
from firsthand.domain.book.contributors import Contributor
from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.kept_sentences import kept_sentence
from firsthand.domain.names import Role
from firsthand.domain.sentences import PLAIN
from firsthand.models.drafts import AmendmentDraft, DraftAnswer, DraftPublication
from firsthand.models.outbox import Notice
from firsthand.models.policy import Amendment, EditionSeal
from firsthand.services.book.queries import current_book
from firsthand.services.drafts import actions
from firsthand.services.drafts.texts import approved_part, dated, skeleton
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

HEAD = skeleton(
    book="customer-first", title="Longer hours", zone="America/Los_Angeles", on="2021-09-01", today=NOW.date()
)
HOURS = """
calendars:
  support-hours:
    zone: America/Los_Angeles
    weekly: {mon-fri: "02:00-17:00"}
    versions:
      - {from: 2021-09-01, weekly: {mon-fri: "02:00-24:00"}}
"""
OWNED = """
ownership:
  - clause: N1
    source: [S6]
    text: Support keeps what is about passwords.
    when: {kind: how_to, channel: passwords}
    owner: support
    over: [S28]
"""


def draft_of(desk: Lighthouse, text: str) -> AmendmentDraft:
    """Noor, a customer engineer, writes it."""
    return actions.start(viewer=desk.viewer(desk.noor), title="Longer hours", text=HEAD + text, at=NOW)


def approve(desk: Lighthouse, draft: AmendmentDraft, by: str = "ada") -> list[DraftAnswer]:
    viewer = desk.viewer(getattr(desk, by))
    return actions.approve(viewer=viewer, draft_id=draft.pk, digest=digest_of(draft.text), at=NOW)


def publish(desk: Lighthouse, draft: AmendmentDraft, by: str = "ada", *, known: bool = True) -> DraftPublication:
    viewer = desk.viewer(getattr(desk, by))
    return actions.publish_draft(
        viewer=viewer, draft_id=draft.pk, digest=digest_of(draft.text), acknowledged=known, at=NOW
    )


@pytest.mark.clause("S6", "S5", "A21")
def test_noor_proposes_and_the_head_of_support_publishes_with_both_named(lighthouse: Lighthouse) -> None:
    draft = draft_of(lighthouse, HOURS)
    actions.propose(viewer=lighthouse.viewer(lighthouse.noor), draft_id=draft.pk, at=NOW)
    assert Notice.objects.filter(person=lighthouse.ada, kind="book", text__contains="waits for your answer").exists()
    publish(lighthouse, draft)
    newest = current_book().amendments[-1]
    assert newest.author == (Contributor(name="Noor Haddad"),)
    assert newest.approver == (Contributor(name="Ada Obi", roles=(Role("head_of_support"),)),)
    assert (newest.published_at, newest.file) == (NOW, "2021-09-01-longer-hours.yaml")
    assert Notice.objects.filter(person=lighthouse.noor, text__contains="published “{title}”").exists()


@pytest.mark.clause("S5", "A21")
def test_only_the_owner_of_the_rule_set_may_publish_and_the_refusal_names_them(lighthouse: Lighthouse) -> None:
    draft = draft_of(lighthouse, HOURS)
    for name in ("noor", "mira", "eve"):
        with pytest.raises(Refused, match=r"Only head of support \(Ada Obi\) may publish .* You may propose it"):
            publish(lighthouse, draft, by=name)
        with pytest.raises(Refused, match="Ada Obi"):
            approve(lighthouse, draft, by=name)
    assert Amendment.objects.count() == 1
    assert not DraftAnswer.objects.exists()


@pytest.mark.clause("A20")
def test_a_vacant_owner_role_is_stood_in_for_by_an_owner_of_the_desk(lighthouse: Lighthouse) -> None:
    draft = draft_of(lighthouse, OWNED)
    with pytest.raises(Refused, match=r"an owner of the desk \(Mira Lindqvist\)"):
        approve(lighthouse, draft)
    publish(lighthouse, draft, by="mira")
    assert current_book().amendments[-1].approver == (Contributor(name="Mira Lindqvist", is_desk_owner=True),)


@pytest.mark.clause("S5")
def test_what_touches_two_rule_sets_needs_both_owners(lighthouse: Lighthouse) -> None:
    draft = draft_of(lighthouse, HOURS + OWNED)
    with pytest.raises(Refused, match="Their approval is missing"):
        publish(lighthouse, draft)
    assert [one.area for one in approve(lighthouse, draft)] == ["service_levels"]
    publish(lighthouse, draft, by="mira")
    said = PLAIN.phrase(current_book().amendments[-1].approval)
    assert said == "approved by Ada Obi (head of support) and Mira Lindqvist (owner of the desk)"


@pytest.mark.clause("A21")
def test_an_edit_after_the_approval_voids_it(lighthouse: Lighthouse) -> None:
    draft = draft_of(lighthouse, OWNED + HOURS)
    approve(lighthouse, draft)
    noor = lighthouse.viewer(lighthouse.noor)
    changed = actions.save(viewer=noor, draft_id=draft.pk, text=draft.text + "# more\n", version=1, at=NOW)
    with pytest.raises(Invalid, match="changed since you read it"):
        publish(lighthouse, draft, by="mira")
    with pytest.raises(Refused, match="Their approval is missing"):
        publish(lighthouse, changed, by="mira")


@pytest.mark.clause("A21")
def test_a_publication_in_between_voids_what_was_approved_beside_the_book_of_before(lighthouse: Lighthouse) -> None:
    first = draft_of(lighthouse, OWNED + HOURS)
    other = HEAD.replace("longer-hours", "other") + HOURS
    second = actions.start(viewer=lighthouse.viewer(lighthouse.noor), title="Other", text=other, at=NOW)
    approve(lighthouse, first)
    read, beside, later = digest_of(first.text), current_book().edition().id, NOW + timedelta(minutes=5)
    ada, mira = (lighthouse.viewer(one, at=later) for one in (lighthouse.ada, lighthouse.mira))
    actions.publish_draft(viewer=ada, draft_id=second.pk, digest=digest_of(other), acknowledged=True, at=later)
    with pytest.raises(Invalid, match="book was changed since"):
        actions.approve(viewer=mira, draft_id=first.pk, digest=read, edition=beside, at=later)
    with pytest.raises(Refused, match=r"Ada Obi.*Their approval is missing"):
        actions.publish_draft(
            viewer=mira, draft_id=first.pk, digest=read, acknowledged=True, at=later + timedelta(minutes=5)
        )


@pytest.mark.clause("S6")
def test_the_owner_declines_with_a_reason_and_the_writer_hears_it(lighthouse: Lighthouse) -> None:
    draft = draft_of(lighthouse, HOURS)
    ada, digest = lighthouse.viewer(lighthouse.ada), digest_of(draft.text)
    with pytest.raises(Invalid, match="Say why not"):
        actions.decline(viewer=ada, draft_id=draft.pk, digest=digest, why=" ", at=NOW)
    actions.decline(viewer=ada, draft_id=draft.pk, digest=digest, why="Nobody works then.", at=NOW)
    assert Notice.objects.filter(person=lighthouse.noor, text__contains="Nobody works then.").exists()
    publish(lighthouse, draft)  # she changed her mind: the newest answer stands
    assert [one.said for one in DraftAnswer.objects.all()] == ["declined", "approved"]


def test_two_writers_do_not_lose_a_word_of_each_other(lighthouse: Lighthouse) -> None:
    draft = draft_of(lighthouse, HOURS)
    noor, ada = lighthouse.viewer(lighthouse.noor), lighthouse.viewer(lighthouse.ada)
    actions.save(viewer=ada, draft_id=draft.pk, text=draft.text + "# Ada\n", version=1, at=NOW)
    with pytest.raises(actions.Overtaken, match="Ada Obi changed this draft") as raised:
        actions.save(viewer=noor, draft_id=draft.pk, text=draft.text + "# Noor\n", version=1, at=NOW)
    assert raised.value.draft.text.endswith("# Ada\n")
    same = actions.save(viewer=noor, draft_id=draft.pk, text=draft.text + "# Ada\r\n", version=1, at=NOW)
    assert same.version == 2
    assert same.writers == [lighthouse.noor.pk, lighthouse.ada.pk]


def test_findings_that_are_new_must_be_known_to_who_publishes_and_stay_on_record(lighthouse: Lighthouse) -> None:
    unsettled = OWNED.replace("    over: [S28]\n", "")
    draft = draft_of(lighthouse, unsettled)
    with pytest.raises(Invalid, match="findings that are new"):
        publish(lighthouse, draft, by="mira", known=False)
    record = publish(lighthouse, draft, by="mira")
    assert any("S28" in finding["clauses"] for finding in record.acknowledged)
    titles = [PLAIN.phrase(kept_sentence(finding["title"])) for finding in record.acknowledged]
    assert any(title.startswith("More than one owner for how-to questions") for title in titles)


@pytest.mark.clause("T53", "A13")
def test_a_publication_is_always_now_and_reaches_back_only_by_its_dates(lighthouse: Lighthouse) -> None:
    draft = draft_of(lighthouse, OWNED)
    noor = lighthouse.viewer(lighthouse.noor)
    claimed = draft.text + "published_at: 2021-07-01T00:00:00Z\n"
    changed = actions.save(viewer=noor, draft_id=draft.pk, text=claimed, version=1, at=NOW)
    last = len(claimed.splitlines())
    with pytest.raises(Invalid, match=rf"line {last}: published_at is written by the desk"):
        publish(lighthouse, changed, by="mira")
    back = actions.save(viewer=noor, draft_id=draft.pk, text=dated(draft.text, "2021-07-01"), version=2, at=NOW)
    publish(lighthouse, back, by="mira")
    newest = current_book().amendments[-1]
    assert newest.published_at == NOW
    assert newest.adds[0].in_force.from_at < NOW - timedelta(days=30)


def test_the_published_file_holds_the_approved_text_byte_for_byte(lighthouse: Lighthouse) -> None:
    draft = draft_of(lighthouse, HOURS)
    record = publish(lighthouse, draft)
    assert approved_part(record.amendment.text) == (record.digest, draft.text)
    assert record.amendment.digest == digest_of(record.amendment.text)
    assert EditionSeal.objects.get(amendment=record.amendment).previous == EditionSeal.objects.order_by("id")[0].hash


def test_answers_records_and_closed_drafts_are_never_rewritten(lighthouse: Lighthouse) -> None:
    draft = draft_of(lighthouse, HOURS)
    actions.remark(viewer=lighthouse.viewer(lighthouse.eve), draft_id=draft.pk, text="What about Fridays?", at=NOW)
    publish(lighthouse, draft)
    tables = (DraftAnswer, DraftPublication, EditionSeal, AmendmentDraft, draft.remarks.model)
    for table in tables:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            table.objects.update(id=99)
    with pytest.raises(Refused, match="was published"):
        actions.save(viewer=lighthouse.viewer(lighthouse.noor), draft_id=draft.pk, text="x", version=1, at=NOW)


def test_a_draft_is_withdrawn_by_its_author_and_by_nobody_else(lighthouse: Lighthouse) -> None:
    draft = draft_of(lighthouse, HOURS)
    with pytest.raises(Refused, match="Only Noor Haddad"):
        actions.withdraw(viewer=lighthouse.viewer(lighthouse.eve), draft_id=draft.pk, at=NOW)
    assert actions.withdraw(viewer=lighthouse.viewer(lighthouse.noor), draft_id=draft.pk, at=NOW).state == "withdrawn"


def test_a_draft_that_changes_nothing_is_not_published(lighthouse: Lighthouse) -> None:
    draft = draft_of(lighthouse, "")
    with pytest.raises(Invalid, match="changes nothing"):
        publish(lighthouse, draft)


def test_a_draft_that_promises_a_clock_which_nothing_starts_is_not_published(lighthouse: Lighthouse) -> None:
    clause = """
service_levels:
  - clause: help-soon
    source: [S50]
    text: Engineering answers within a day.
    when: {kind: troubleshooting}
    clock: {kind: estimate, budget: 8 business hours, calendar: support-hours}
    class: internal_target
    precedence: internal
"""
    draft = draft_of(lighthouse, clause)
    with pytest.raises(Invalid, match="Clause help-soon promises a estimate clock, which the desk does not") as refused:
        publish(lighthouse, draft)
    assert refused.value.field == "text"
