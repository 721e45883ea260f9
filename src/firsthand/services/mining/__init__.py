"""Mining a history: the policy that it shows, as a draft amendment. Needs the extra `columns`."""

from firsthand.services.mining.draft import draft_of
from firsthand.services.mining.queries import Answer, mine
from firsthand.services.mining.questions import Question, question_of

__all__ = ["Answer", "Question", "draft_of", "mine", "question_of"]
