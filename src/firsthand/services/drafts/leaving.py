"""The drafts of amendments that somebody who leaves began."""

from firsthand.domain.sentences import count
from firsthand.models.drafts import AmendmentDraft, DraftState
from firsthand.services.owning.carrying_on import carried_by, left_behind
from firsthand.services.owning.values import OF_NO_ROLE, Leaver, Owned, of_no_role

_OPEN = {"state": DraftState.open}


def _hand_on(leaver: Leaver) -> None:
    """The heir, or the lead, hears what is said to each, and may withdraw it; its author stays its author."""
    to = leaver.owner("drafts", OF_NO_ROLE)
    if to is None:
        return
    theirs = AmendmentDraft.objects.select_for_update(of=("self",)).filter(**_OPEN)
    for draft in theirs.filter(carried_by(leaver.person.pk, begun="author")).order_by("pk"):
        draft.carried_by = to
        draft.save(update_fields=["carried_by"])
        leaver.given.append((to, "drafts"))


OWNED = (
    Owned(
        kind="drafts",
        columns=frozenset({"AmendmentDraft.author", "AmendmentDraft.carried_by"}),
        counted=lambda person, _desk: of_no_role(
            AmendmentDraft.objects.filter(**_OPEN).filter(carried_by(person.pk, begun="author")).count()
        ),
        said=lambda number: count(number, "One draft of an amendment", "{n} drafts of amendments"),
        left_behind=lambda: left_behind(AmendmentDraft.objects.filter(**_OPEN), begun="author"),
        hand_on=_hand_on,
    ),
)
