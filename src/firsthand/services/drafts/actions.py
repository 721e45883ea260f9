"""Writing, proposing, answering and publishing amendments. Anybody may propose (S6); owners publish (S5, A21)."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.amending.chain import digest_of
from firsthand.domain.amending.publishing import Need, clocks_not_run, refusal_to_run
from firsthand.domain.book.contributors import Contributor
from firsthand.domain.errors import DeskError, Invalid, Missing, Refused
from firsthand.domain.kept_sentences import plain_sentence
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.proving import Finding
from firsthand.domain.sentences import Name, say
from firsthand.models.drafts import (
    AmendmentDraft,
    DraftAnswer,
    DraftPublication,
    DraftRemark,
    DraftState,
    Said,
)
from firsthand.models.people import Person
from firsthand.models.policy import Amendment
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.amending.actions import publish
from firsthand.services.amending.approving import refusal_of
from firsthand.services.book.queries import current_book
from firsthand.services.drafts.notices import (
    notify_of_answer,
    notify_of_proposal,
    notify_of_publication,
    notify_of_remark,
)
from firsthand.services.drafts.review import DraftReview, proposal_of, review
from firsthand.services.drafts.texts import Head, tidy
from firsthand.services.drafts.valid_answers import valid_answers

LONGEST_TEXT = 1_000_000
LONGEST_TITLE = 200
LONGEST_REMARK = 4_000
LONGEST_REASON = 2_000


class Overtaken(DeskError):  # noqa: N818 - the word for a person
    """The draft was changed by somebody else meanwhile; both texts are kept."""

    def __init__(self, draft: AmendmentDraft) -> None:
        super().__init__(
            "overtaken",
            say(
                "{person} changed this draft while you wrote. Nothing was overwritten: both texts are here.",
                person=draft.edited_by.name,
            ),
        )
        self.draft = draft


@transaction.atomic
def start(*, viewer: Viewer, title: str, text: str, at: datetime) -> AmendmentDraft:
    """Begin a draft. Raises Invalid for a title that is missing or too long, or where the desk has no book yet."""
    require(viewer, Right.propose_amendment)
    book = current_book()
    if not book.amendments:
        raise Invalid("no_book", say("The desk has no book yet. An owner of the desk loads its first one."))
    wanted = " ".join(title.split())
    if not wanted or len(wanted) > LONGEST_TITLE:
        raise Invalid(
            "title_wrong", say("Expected a title of up to {longest} characters.", longest=LONGEST_TITLE), field="title"
        )
    return AmendmentDraft.objects.create(
        book=book.name,
        title=wanted,
        text=_checked(text),
        author_id=viewer.person_id,
        edited_by_id=viewer.person_id,
        writers=[viewer.person_id],
        created_at=at,
        updated_at=at,
    )


@transaction.atomic
def save(*, viewer: Viewer, draft_id: int, text: str, version: int, at: datetime) -> AmendmentDraft:
    """Keep a draft's text. `version` is the one that the writer began from; the same text again changes nothing.
    Raises Overtaken when another text was kept meanwhile, Refused once the draft is closed."""
    require(viewer, Right.propose_amendment)
    draft = _open(draft_id)
    kept = _checked(text)
    if kept == draft.text:
        return draft
    if version != draft.version:
        raise Overtaken(draft)
    draft.text, draft.version, draft.updated_at = kept, draft.version + 1, at
    draft.edited_by_id = viewer.person_id
    if viewer.person_id not in draft.writers:
        draft.writers = [*draft.writers, viewer.person_id]
    found = review(kept, at=at, prove=False)
    if found.proposal is not None:
        draft.title = found.proposal.amendment.title[:LONGEST_TITLE]
    draft.save()
    return draft


@transaction.atomic
def propose(*, viewer: Viewer, draft_id: int, at: datetime) -> AmendmentDraft:
    """Ask the owners of what the draft touches for their answer. Raises Invalid for a draft that does not load."""
    require(viewer, Right.propose_amendment)
    draft = _open(draft_id)
    found = _loads(draft, at=at)
    draft.proposed_at = at
    draft.save(update_fields=["proposed_at"])
    notify_of_proposal(draft=draft, needs=found.needs, by=viewer, at=at)
    return draft


@transaction.atomic
def remark(*, viewer: Viewer, draft_id: int, text: str, at: datetime) -> DraftRemark:
    """Say something to a draft; its writers are told."""
    require(viewer, Right.propose_amendment)
    draft = _open(draft_id)
    said = text.strip().replace("\x00", "")
    if not said or len(said) > LONGEST_REMARK:
        wanted = say("Expected a remark of up to {most} characters.", most=f"{LONGEST_REMARK:,}")
        raise Invalid("remark_wrong", wanted, field="remark")
    made = DraftRemark.objects.create(draft=draft, person_id=viewer.person_id, at=at, text=said)
    notify_of_remark(draft=draft, remark=made, by=viewer, at=at)
    return made


@transaction.atomic
def approve(
    *, viewer: Viewer, draft_id: int, digest: str, at: datetime, edition: str | None = None
) -> list[DraftAnswer]:
    """Approve the draft for everything that the viewer answers for. `digest` is that of the text they read, `edition`
    the book that they read it beside. Raises Refused, with the words that name who may, for a viewer who answers for
    nothing that it touches, and Invalid where text or book are others by now."""
    draft = _open(draft_id)
    _same_book(edition)
    answers = _answer(viewer, draft, said=Said.approved, digest=digest, at=at)
    notify_of_answer(draft=draft, answer=answers[0], by=viewer, at=at)
    return answers


@transaction.atomic
def decline(*, viewer: Viewer, draft_id: int, digest: str, why: str, at: datetime) -> list[DraftAnswer]:
    """Say no to the draft, with a reason (S6). Raises Refused as `approve` does, and Invalid without a reason."""
    said = " ".join(why.replace("\x00", "").split())
    if not said or len(said) > LONGEST_REASON:
        wanted = say("Say why not, in up to {most} characters: a proposal gets an answer.", most=f"{LONGEST_REASON:,}")
        raise Invalid("why_missing", wanted, field="why")
    draft = _open(draft_id)
    answers = _answer(viewer, draft, said=Said.declined, digest=digest, at=at, why=said)
    notify_of_answer(draft=draft, answer=answers[0], by=viewer, at=at)
    return answers


@transaction.atomic
def withdraw(*, viewer: Viewer, draft_id: int, at: datetime) -> AmendmentDraft:
    """Close a draft without publishing it; it stays readable. Only its author, whoever carries it
    on for them, or an owner of the desk may."""
    require(viewer, Right.propose_amendment)
    draft = _open(draft_id)
    whose = draft.carried_by or draft.author
    if whose.pk != viewer.person_id and not viewer.is_owner:
        raise Refused(
            "not_yours",
            say("Only {person}, whose draft it is, or an owner of the desk may withdraw it.", person=whose.name),
        )
    draft.state, draft.sealed_at = DraftState.withdrawn, at
    draft.save()
    return draft


@transaction.atomic
def publish_draft(
    *, viewer: Viewer, draft_id: int, digest: str, acknowledged: bool, at: datetime, edition: str | None = None
) -> DraftPublication:
    """Publish a draft as it is approved: check, change, announce.

    What the viewer answers for is approved with it. Raises Refused while an approval is missing or the viewer owns
    nothing that it touches, and Invalid for a text that changed or findings that were not acknowledged.
    """
    draft = _open(draft_id)
    _same_book(edition)
    found = _loads(draft, at=at, prove=True)
    if any(_may_give(need, viewer) for need in found.needs):
        _answer(viewer, draft, said=Said.approved, digest=digest, at=at)
    _check_runs(found)
    _check_publishable(draft, found, viewer=viewer, digest=digest, acknowledged=acknowledged, at=at)
    text, name = _final(draft, at=at)
    publish(texts=[(name, text)], at=at, by=Person.objects.get(pk=viewer.person_id))
    made = DraftPublication.objects.create(
        draft=draft,
        amendment=Amendment.objects.get(book=draft.book, name=name),
        by_id=viewer.person_id,
        at=at,
        digest=found.digest,
        acknowledged=[_kept(one) for one in found.new],
    )
    draft.state, draft.sealed_at = DraftState.published, at
    draft.save()
    notify_of_publication(draft=draft, publication=made, by=viewer, needs=found.needs, at=at)
    return made


def _kept(finding: Finding) -> dict[str, object]:
    """A finding that was known, as its publication keeps it."""
    said = {"title": finding.title, "about": finding.about, "message": finding.message, "region": finding.region}
    plain = {name: plain_sentence(sentence) for name, sentence in said.items()}
    return {"code": finding.code, "clauses": finding.clauses, "example": finding.example, **plain}


def _check_publishable(
    draft: AmendmentDraft, found: DraftReview, *, viewer: Viewer, digest: str, acknowledged: bool, at: datetime
) -> None:
    _same_text(draft, digest)
    if not found.needs:
        raise Invalid("changes_nothing", say("This draft changes nothing of the book."), field="text")
    if not any(_may_give(need, viewer) for need in found.needs):
        raise Refused("not_yours", refusal_of(found.needs[0], at=at))
    given = approvals(draft, found)
    missing = [need for need in found.needs if need.area.value not in given]
    if missing:
        raise Refused("not_approved", refusal_of(missing[0], at=at).followed_by(say(" Their approval is missing.")))
    if found.new and not acknowledged:
        raise Invalid(
            "findings",
            say("The draft brings findings that are new. Settle them, or say that you know them."),
            field="known",
        )
    newest = current_book().amendments[-1]
    if newest.published_at >= at:
        raise Invalid(
            "too_early",
            say("{file} says it is published later than now; nothing can come before it.", file=newest.file),
        )


def _check_runs(found: DraftReview) -> None:
    if found.proposal is not None and (clauses := clocks_not_run(found.proposal.amendment)):
        raise Invalid("clock_not_run", refusal_to_run(clauses[0]), field="text")


def _final(draft: AmendmentDraft, *, at: datetime) -> tuple[str, str]:
    """The text and the file name of the amendment, with the people who wrote and approved it."""
    people = {one.pk: one.name for one in Person.objects.filter(pk__in=draft.writers)}
    author = tuple(Contributor(name=people[one]) for one in draft.writers if one in people)
    head = Head(published_at=at, author=author, approver=_approvers(draft))
    proposal, text = proposal_of(draft.text, head=head)
    return text, proposal.amendment.file


def _approvers(draft: AmendmentDraft) -> tuple[Contributor, ...]:
    """Who approved the text as it stands, each with the roles in which they did."""
    roles: dict[str, dict[str, None]] = {}
    for answer in valid_answers(draft).values():
        if answer.said == Said.approved:
            roles.setdefault(answer.person.name, {})[answer.role] = None
    return tuple(
        Contributor(name=name, roles=tuple(Role(one) for one in held if one), is_desk_owner="" in held)
        for name, held in roles.items()
    )


def approvals(draft: AmendmentDraft, found: DraftReview) -> dict[str, DraftAnswer]:
    """The approvals of the text as it stands, by the area that they are for."""
    areas = {need.area.value for need in found.needs}
    return {area: one for area, one in valid_answers(draft).items() if area in areas and one.said == Said.approved}


def _same_book(edition: str | None) -> None:
    if edition is not None and edition != current_book().edition().id:
        raise Invalid(
            "book_changed",
            say("The book was changed since you read this draft. Read it again, then answer."),
            field="text",
        )


def _answer(
    viewer: Viewer, draft: AmendmentDraft, *, said: Said, digest: str, at: datetime, why: str = ""
) -> list[DraftAnswer]:
    require(viewer, Right.propose_amendment)
    _same_text(draft, digest)
    found = _loads(draft, at=at)
    mine = [need for need in found.needs if _may_give(need, viewer)]
    if not mine:
        if not found.needs:
            raise Invalid("changes_nothing", say("This draft changes nothing of the book."), field="text")
        raise Refused("not_yours", refusal_of(found.needs[0], at=at))
    valid = valid_answers(draft)
    return [
        DraftAnswer.objects.create(
            draft=draft,
            area=need.area.value,
            said=said,
            person_id=viewer.person_id,
            role=need.role or "",
            digest=found.digest,
            at=at,
            why=why,
        )
        for need in mine
        if not _says_so_already(valid.get(need.area.value), viewer, said, why)
    ] or [valid[mine[0].area.value]]


def _says_so_already(answer: DraftAnswer | None, viewer: Viewer, said: Said, why: str) -> bool:
    return answer is not None and (answer.person_id, answer.said, answer.why) == (viewer.person_id, said.value, why)


def _may_give(need: Need, viewer: Viewer) -> bool:
    return need.may_be_given_by(roles=viewer.roles, is_owner=viewer.is_owner)


def _same_text(draft: AmendmentDraft, digest: str) -> None:
    if digest_of(draft.text) != digest:
        raise Invalid(
            "text_changed", say("The draft was changed since you read it. Read it again, then answer."), field="text"
        )


def _loads(draft: AmendmentDraft, *, at: datetime, prove: bool = False) -> DraftReview:
    found = review(draft.text, at=at, prove=prove)
    if found.problem is not None:
        line, problem = found.problem.line, found.problem.message
        where = say("line {line}: {problem}", line=line, problem=problem) if line else problem
        raise Invalid(
            "does_not_load",
            say("The draft cannot be published yet: {problem}", problem=where),
            field="text",
        )
    return found


def _open(draft_id: int) -> AmendmentDraft:
    draft = AmendmentDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise Missing("no_draft", say("There is no such draft."))
    if draft.state != DraftState.open:
        raise Refused("closed", say("This draft was {state}; it does not change any more.", state=Name(draft.state)))
    return draft


def _checked(text: str) -> str:
    kept = tidy(text)
    if len(kept) > LONGEST_TEXT or "\x00" in kept:
        raise Invalid("text_wrong", say("Expected a text of up to a million characters."), field="text")
    return kept
