"""The feature requests that somebody who leaves sent and nobody has answered."""

from firsthand.domain.sentences import count
from firsthand.models.feature_requests import UNANSWERED, FeatureRequest
from firsthand.services.owning.carrying_on import carried_by, carry_on, left_behind
from firsthand.services.owning.values import Leaver, Owned, of_no_role


def _hand_on(leaver: Leaver) -> None:
    theirs = FeatureRequest.objects.filter(UNANSWERED).filter(carried_by(leaver.person.pk, begun="sent_by"))
    carry_on(leaver, "feature_requests", theirs, account_of=lambda row: row.ticket.account_id)


OWNED = (
    Owned(
        kind="feature_requests",
        columns=frozenset({"FeatureRequest.sent_by", "FeatureRequest.carried_by"}),
        counted=lambda person, _desk: of_no_role(
            FeatureRequest.objects.filter(UNANSWERED).filter(carried_by(person.pk, begun="sent_by")).count()
        ),
        said=lambda number: count(
            number, "One feature request without an answer", "{n} feature requests without an answer"
        ),
        left_behind=lambda: left_behind(FeatureRequest.objects.filter(UNANSWERED), begun="sent_by"),
        hand_on=_hand_on,
    ),
)
