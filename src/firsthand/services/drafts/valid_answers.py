"""Which answers to a draft are valid: those to its text as it is, given since the book last changed."""

from firsthand.domain.amending.chain import digest_of
from firsthand.models.drafts import AmendmentDraft, DraftAnswer
from firsthand.models.policy import Amendment


def valid_answers(draft: AmendmentDraft) -> dict[str, DraftAnswer]:
    """The newest answer for each area. An edit of the draft voids what was said before it, and so does the next
    publication: a draft beside another book may do something else than was read."""
    answers = draft.answers.filter(digest=digest_of(draft.text)).select_related("person").order_by("id")
    newest = Amendment.objects.filter(book=draft.book).order_by("-loaded_at").first()
    if newest is not None:
        answers = answers.filter(at__gt=newest.loaded_at)
    return {one.area: one for one in answers}
