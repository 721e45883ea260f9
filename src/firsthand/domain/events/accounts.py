"""What is changed on an account, by whom and why."""

from typing import ClassVar

from firsthand.domain.events.desk import said_value
from firsthand.domain.events.payload import Address, Payload, Why, event
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, Sentence, say


@event
class AccountChanged(Payload):
    """One field of an account got another value. A value may name a person."""

    verb: ClassVar[str] = "account_changed"
    field: str
    before: Address = ""
    after: Address = ""
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        field, before, after = Name(self.field), self._said(self.before), self._said(self.after)
        if self.before and self.after:
            return say("changed {field} from {before} to {after}", field=field, before=before, after=after)
        if self.after:
            return say("set {field} to {after}", field=field, after=after)
        return say("took away {field} {before}", field=field, before=before)

    def _said(self, value: str) -> str | Name:
        return Name(value, NameFamily.stage) if self.field == NameFamily.stage else said_value(value)
