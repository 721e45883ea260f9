"""What somebody who left had asked, proposed or sent is carried on by another."""

from typing import ClassVar

from firsthand.domain.events.payload import Payload, Why, event
from firsthand.domain.sentences import PersonId, Sentence, say


@event
class CarriedOn(Payload):
    """It is another person's to carry on; nobody's by name where nobody heads the role. No clock hears it."""

    verb: ClassVar[str] = "carried_on"
    moves_clocks: ClassVar[bool] = False
    from_person: int
    to_person: int | None = None
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        if self.to_person is None:
            return say("left it with nobody by name")
        return say("gave it to {person} to carry on", person=PersonId(self.to_person))
