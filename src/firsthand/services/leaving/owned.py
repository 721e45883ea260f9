"""Everything that one person owns, gathered from the rooms, and the columns that name a person who owns nothing by
it."""

from collections.abc import Mapping

from firsthand.services.absences import leaving as absences
from firsthand.services.accounts import leaving as accounts
from firsthand.services.coaching import leaving as coaching
from firsthand.services.drafts import leaving as drafts
from firsthand.services.feature_requests import leaving as feature_requests
from firsthand.services.handoffs import leaving as handoffs
from firsthand.services.help import leaving as help_requests
from firsthand.services.owning.values import Owned
from firsthand.services.proposals import leaving as proposals
from firsthand.services.questions import leaving as questions
from firsthand.services.tasks import leaving as tasks
from firsthand.services.tickets import leaving as tickets

OWNED: tuple[Owned, ...] = (
    *tickets.OWNED,
    *tasks.OWNED,
    *accounts.OWNED,
    *coaching.OWNED,
    *handoffs.OWNED,
    *help_requests.OWNED,
    *questions.OWNED,
    *feature_requests.OWNED,
    *proposals.OWNED,
    *drafts.OWNED,
    *absences.OWNED,
)
"""In the order in which it is handed on: the tickets first, because their offers go along with them; accounts before
what is done for them unasked."""

_DID_IT = "who did it, as it was"
STAYS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "AbsenceCalendar.given_by",
            "Amendment.loaded_by",
            "AmendmentDraft.edited_by",
            "AskedConsequence.answered_by",
            "Block.by",
            "Block.ended_by",
            "Consideration.answered_by",
            "Consideration.given_by",
            "CoachingPlan.began_by",
            "CoachingStep.ended_by",
            "CoachingStep.given_by",
            "CoachingTicket.by",
            "CombinedAnswer.by",
            "ConsequenceNote.by",
            "ConsequenceRound.moved_by",
            "DraftAnswer.person",
            "DraftPublication.by",
            "DraftRemark.person",
            "Erasure.by",
            "Event.person",
            "FeatureRequest.answered_by",
            "Handoff.asked_by",
            "Handoff.ended_by",
            "Handoff.offered_by",
            "HelpRequest.ended_by",
            "HelpWord.by",
            "Message.person",
            "Proposal.answered_by",
            "QuestionAnswer.by",
            "Task.ended_by",
            "Task.given_by",
            "TimeOff.entered_by",
            "Verdict.by",
        ),
        _DID_IT,
    ),
    "Capacity.person": "what they said of themselves; nobody who left is suggested",
    "ConsequenceRound.asked_by": "who asked; whoever sells to the account hears the answers, all of sales may move",
    "Handle.person": "how they are known on a channel, so that what they write is still theirs",
    "Invitation.invited_by": "whoever was invited answers to the desk",
    "LetIn.person": "who is let in to a restricted ticket; an owner lets in others, with a trace",
    "MoveByBook.published_by": "what an edition moves is the owners' to offer once they left",
    "Notice.person": "what they were told",
    "NoticeChoice.person": "how they wanted to be told",
    "RoleHolding.person": "ends when they leave, and says who held the role until then",
    "SavedReply.written_by": "a saved reply is a team's, or everybody's, who change it",
    "Signature.person": "how they signed",
    "TimeOff.person": "when they were away",
    "Unsent.person": "words that they never sent, which nobody else reads",
    "WorkingHours.person": "when they worked",
}
"""Columns that name a person who owns nothing by them, and why they stay."""
