"""What is changed on an account, by whom and why."""

from typing import ClassVar

from firsthand.domain.events.payload import Address, Payload, Prose, event
from firsthand.domain.sentences import Name, Sentence, say


@event
class AccountChanged(Payload):
    """One field of an account got another value. A value may name a person."""

    verb: ClassVar[str] = "account_changed"
    field: str
    before: Address = ""
    after: Address = ""
    why: Prose = ""

    @property
    def sentence(self) -> Sentence:
        if self.before and self.after:
            return say(
                "changed {field} from {before} to {after}", field=Name(self.field), before=self.before, after=self.after
            )
        if self.after:
            return say("set {field} to {after}", field=Name(self.field), after=self.after)
        return say("took away {field} {before}", field=Name(self.field), before=self.before)
