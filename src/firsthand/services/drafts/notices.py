"""Word about drafts: to the owners when something is proposed, to the writers when it is answered or published."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from firsthand.domain.amending.publishing import Need
from firsthand.domain.words import words
from firsthand.models.drafts import AmendmentDraft, DraftAnswer, DraftPublication, DraftRemark, Said
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer
from firsthand.services.amending.approving import who_may_give
from firsthand.services.notices.actions import notify

KIND = "book"


def notify_of_proposal(*, draft: AmendmentDraft, needs: Sequence[Need], by: Viewer, at: datetime) -> None:
    """Everybody who may approve a part is asked, once for each text."""
    for need in needs:
        _notify(
            (person for person in who_may_give(need, at=at) if person.pk != by.person_id),
            text=f"{by.name} proposes “{draft.title}”, which changes {_part(need)}. It waits for your answer.",
            key=f"draft-proposed:{draft.pk}:{draft.version}:{need.area}",
            at=at,
        )


def notify_of_remark(*, draft: AmendmentDraft, remark: DraftRemark, by: Viewer, at: datetime) -> None:
    """The writers hear what is said to their draft."""
    text = f"{by.name} on “{draft.title}”: {remark.text}"
    _notify(_writers(draft, without=by), text=text, key=f"draft-remark:{remark.pk}", at=at)


def notify_of_answer(*, draft: AmendmentDraft, answer: DraftAnswer, by: Viewer, at: datetime) -> None:
    """The writers hear the answer."""
    did = f"declines “{draft.title}”: {answer.why}" if answer.said == Said.declined else f"approves “{draft.title}”."
    _notify(_writers(draft, without=by), text=f"{by.name} {did}", key=f"draft-answer:{answer.pk}", at=at)


def notify_of_publication(
    *, draft: AmendmentDraft, publication: DraftPublication, by: Viewer, needs: Sequence[Need], at: datetime
) -> None:
    """The writers, and everybody who owns a part that changed, hear that it was published."""
    people = {person.pk: person for person in _writers(draft, without=by)}
    for need in needs:
        people |= {person.pk: person for person in who_may_give(need, at=at) if person.pk != by.person_id}
    text = f"{by.name} published “{draft.title}”. It changes {' and '.join(_part(need) for need in needs)}."
    _notify(people.values(), text=text, key=f"draft-published:{publication.pk}", at=at)


def _part(need: Need) -> str:
    return "people and words of the book" if need.area == "desk" else words(need.area)


def _writers(draft: AmendmentDraft, *, without: Viewer) -> list[Person]:
    return list(Person.objects.filter(pk__in=draft.writers).exclude(pk=without.person_id).order_by("pk"))


def _notify(people: Iterable[Person], *, text: str, key: str, at: datetime) -> None:
    told = list(people)
    if told:
        notify(people=told, subject=None, at=at, kind=KIND, text=text, clause="", key=key)
