"""Word about drafts: to the owners when something is proposed, to the writers when it is answered or published."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from firsthand.domain.amending.publishing import Need
from firsthand.domain.notices import NoticeKind
from firsthand.domain.sentences import Name, Sentence, SentenceValue, every, say
from firsthand.models.drafts import AmendmentDraft, DraftAnswer, DraftPublication, DraftRemark, Said
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer
from firsthand.services.amending.approving import who_may_give
from firsthand.services.notices.actions import notify


def notify_of_proposal(*, draft: AmendmentDraft, needs: Sequence[Need], by: Viewer, at: datetime) -> None:
    """Everybody who may approve a part is asked, once for each text."""
    for need in needs:
        _notify(
            (person for person in who_may_give(need, at=at) if person.pk != by.person_id),
            text=say(
                "{name} proposes “{title}”, which changes {part}. It waits for your answer.",
                name=by.name,
                title=draft.title,
                part=_part(need),
            ),
            key=f"draft-proposed:{draft.pk}:{draft.version}:{need.area}",
            at=at,
        )


def notify_of_remark(*, draft: AmendmentDraft, remark: DraftRemark, by: Viewer, at: datetime) -> None:
    """The writers hear what is said to their draft."""
    text = say("{name} on “{title}”: {remark}", name=by.name, title=draft.title, remark=remark.text)
    _notify(_writers(draft, without=by), text=text, key=f"draft-remark:{remark.pk}", at=at)


def notify_of_answer(*, draft: AmendmentDraft, answer: DraftAnswer, by: Viewer, at: datetime) -> None:
    """The writers hear the answer."""
    text = say("{name} approves “{title}”.", name=by.name, title=draft.title)
    if answer.said == Said.declined:
        text = say("{name} declines “{title}”: {why}", name=by.name, title=draft.title, why=answer.why)
    _notify(_writers(draft, without=by), text=text, key=f"draft-answer:{answer.pk}", at=at)


def notify_of_publication(
    *, draft: AmendmentDraft, publication: DraftPublication, by: Viewer, needs: Sequence[Need], at: datetime
) -> None:
    """The writers, and everybody who owns a part that changed, hear that it was published."""
    people = {person.pk: person for person in _writers(draft, without=by)}
    for need in needs:
        people |= {person.pk: person for person in who_may_give(need, at=at) if person.pk != by.person_id}
    parts = every(map(_part, needs))
    text = say("{name} published “{title}”. It changes {parts}.", name=by.name, title=draft.title, parts=parts)
    _notify(people.values(), text=text, key=f"draft-published:{publication.pk}", at=at)


def _part(need: Need) -> SentenceValue:
    return say("people and words of the book") if need.area == "desk" else Name(need.area)


def _writers(draft: AmendmentDraft, *, without: Viewer) -> list[Person]:
    whose = [*draft.writers, draft.carried_by_id or 0]
    return list(Person.objects.filter(pk__in=whose).exclude(pk=without.person_id).order_by("pk"))


def _notify(people: Iterable[Person], *, text: Sentence, key: str, at: datetime) -> None:
    told = list(people)
    if told:
        notify(
            people=told, subject=None, at=at, kind=NoticeKind.book, text=text, clause="", key=key, path="/book/drafts"
        )
