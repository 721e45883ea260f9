"""Reads about drafts: which there are, what one of them needs, who said what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.amending.publishing import Area, Need
from firsthand.domain.book import PolicyError
from firsthand.domain.errors import Missing
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.drafts import AmendmentDraft, DraftAnswer, DraftPublication, DraftRemark, DraftState, Said
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.amending.approving import needs_of, who_may_give
from firsthand.services.drafts.review import NOBODY_YET, DraftReview, proposal_of, review
from firsthand.services.drafts.texts import Head
from firsthand.services.drafts.valid_answers import valid_answers

MOST_CLOSED = 30


@dataclass(frozen=True, kw_only=True)
class NeedRow:
    """An approval that a draft needs, who may give it, and what was said to the text as it stands."""

    need: Need
    people: tuple[str, ...]
    answer: DraftAnswer | None
    mine: bool

    @property
    def given(self) -> bool:
        """Whether the text as it stands is approved."""
        return self.answer is not None and self.answer.said == Said.approved


@dataclass(frozen=True, kw_only=True)
class DraftRow:
    """A draft in the list. `loads` is false for one with a mistake; `needs` are empty then."""

    draft: AmendmentDraft
    loads: bool
    needs: tuple[NeedRow, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing but the publication is missing."""
        return bool(self.needs) and all(one.given for one in self.needs)

    @property
    def waits_for_me(self) -> bool:
        """Whether it was proposed and the viewer has not answered."""
        return self.draft.proposed_at is not None and any(one.mine and one.answer is None for one in self.needs)


@dataclass(frozen=True, kw_only=True)
class DraftsPage:
    """The drafts: those that wait for the viewer, the other open ones, the newest that were closed."""

    waiting: tuple[DraftRow, ...]
    open: tuple[DraftRow, ...]
    closed: tuple[AmendmentDraft, ...]


def drafts_page(*, viewer: Viewer, at: datetime) -> DraftsPage:
    """The list of drafts, the last changed first. Raises Refused for somebody without a role."""
    require(viewer, Right.see_desk)
    drafts = AmendmentDraft.objects.select_related("author").order_by("-updated_at", "-id")
    rows = [_row(draft, viewer, at=at) for draft in drafts.filter(state=DraftState.open)]
    closed = drafts.exclude(state=DraftState.open).select_related("publication__amendment").order_by("-sealed_at")
    return DraftsPage(
        waiting=tuple(row for row in rows if row.waits_for_me),
        open=tuple(row for row in rows if not row.waits_for_me),
        closed=tuple(closed[:MOST_CLOSED]),
    )


def _row(draft: AmendmentDraft, viewer: Viewer, *, at: datetime) -> DraftRow:
    head = Head(published_at=at, author=NOBODY_YET, approver=NOBODY_YET)
    try:
        proposal, _ = proposal_of(draft.text, head=head)
    except PolicyError:
        return DraftRow(draft=draft, loads=False, needs=())
    needs = needs_of(proposal.amendment, proposal.before, at=at)
    return DraftRow(draft=draft, loads=True, needs=need_rows(draft, needs, viewer=viewer, at=at))


def need_rows(draft: AmendmentDraft, needs: Sequence[Need], *, viewer: Viewer, at: datetime) -> tuple[NeedRow, ...]:
    """The approvals that are needed, each with its newest answer to the text as it stands."""
    answers = valid_answers(draft)
    return tuple(
        NeedRow(
            need=need,
            people=tuple(person.name for person in who_may_give(need, at=at)),
            answer=answers.get(need.area.value),
            mine=need.may_be_given_by(roles=viewer.roles, is_owner=viewer.is_owner),
        )
        for need in needs
    )


@dataclass(frozen=True, kw_only=True)
class Word:
    """One entry of a draft's conversation: a remark or an answer."""

    at: datetime
    person: str
    text: str
    areas: tuple[str, ...] = ()
    said: str = ""
    void: bool = False


@dataclass(frozen=True, kw_only=True)
class DraftPage:
    """A draft with everything its page shows."""

    draft: AmendmentDraft
    writers: tuple[str, ...]
    review: DraftReview | None
    needs: tuple[NeedRow, ...]
    talk: tuple[Word, ...]

    @property
    def mine(self) -> bool:
        """Whether the viewer answers for something that the draft touches."""
        return any(one.mine for one in self.needs)

    @property
    def missing(self) -> tuple[NeedRow, ...]:
        """The approvals that are neither given nor the viewer's to give."""
        return tuple(one for one in self.needs if not one.given and not one.mine)


def draft_page(*, viewer: Viewer, draft_id: int, at: datetime) -> DraftPage:
    """One draft, reviewed as of `at` while it is open. Raises Missing, and Refused for somebody without a role."""
    require(viewer, Right.see_desk)
    draft = (
        AmendmentDraft.objects.select_related("author", "edited_by", "publication__amendment", "publication__by")
        .filter(pk=draft_id)
        .first()
    )
    if draft is None:
        raise Missing("no_draft", say("There is no such draft."))
    found = review(draft.text, at=at) if draft.state == DraftState.open else None
    needs = need_rows(draft, found.needs, viewer=viewer, at=at) if found else ()
    return DraftPage(draft=draft, writers=_writers(draft), review=found, needs=needs, talk=_talk(draft))


def _writers(draft: AmendmentDraft) -> tuple[str, ...]:
    names = dict(Person.objects.filter(pk__in=draft.writers).values_list("pk", "name"))
    return tuple(names[one] for one in draft.writers if one in names)


def _talk(draft: AmendmentDraft) -> tuple[Word, ...]:
    valid = {one.pk for one in valid_answers(draft).values()}
    said: dict[tuple[datetime, int, str], list[DraftAnswer]] = {}
    for answer in draft.answers.select_related("person").order_by("id"):
        said.setdefault((answer.at, answer.person_id, answer.said), []).append(answer)
    entries = [
        Word(
            at=group[0].at,
            person=group[0].person.name,
            text=group[0].why,
            areas=tuple(Area(one.area).value for one in group),
            said=group[0].said,
            void=draft.state == DraftState.open and not any(one.pk in valid for one in group),
        )
        for group in said.values()
    ]
    remarks: list[DraftRemark] = list(draft.remarks.select_related("person"))
    entries += [Word(at=one.at, person=one.person.name, text=one.text) for one in remarks]
    return tuple(sorted(entries, key=lambda one: one.at))


def open_drafts() -> int:
    """How many drafts are open."""
    return AmendmentDraft.objects.filter(state=DraftState.open).count()


def published_edition(*, draft_id: int) -> str:
    """The edition that a draft made. Raises Missing for one that was not published."""
    found = (
        DraftPublication.objects.filter(draft_id=draft_id).values_list("amendment__seal__edition", flat=True).first()
    )
    if found is None:
        raise Missing("no_edition", say("This draft was not published."))
    return str(found)
