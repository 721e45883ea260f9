"""The console: what a customer said on the phone or in the hallway, entered by a teammate, and answered by mouth.

Nothing comes in or leaves by itself. An answer that is noted was given already, so that it has left as soon as it is
noted.
"""

from typing import ClassVar

from firsthand.channels.protocol import Channel, EndpointSettings, Ours
from firsthand.domain.conversation.outgoing import Outgoing, SendOutcome, Sent
from firsthand.domain.sentences import say


class Console(Channel):
    """What is said and not written. An endpoint is an occasion: the phone, the hallway, a fair."""

    name: ClassVar[str] = "console"
    title: ClassVar[str] = "Word of mouth"
    said: ClassVar[str] = "word of mouth"
    by_hand: ClassVar[bool] = True
    files: ClassVar[bool] = True

    def send(self, outgoing: Outgoing, by: EndpointSettings, ours: Ours) -> Sent:
        return Sent(outcome=SendOutcome.delivered, reason=say("noted for {name}", name=by.name))
