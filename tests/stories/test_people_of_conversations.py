"""An answer goes to whom "reply to all" (RFC 5322, 3.6.3) goes, minus the desk, whatever a conversation went through.

The oracle is a mail program of its own: it knows letters, and neither tables nor the code under test.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from firsthand.domain.conversation.incoming import Authorship
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.services.intake.actions import take_in
from firsthand.services.intake.values import TakenIn
from firsthand.services.tickets.actions.addressing import envelope_for
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.merging import merge
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import facts, letter, message_of, parsed

DESK = ("support@lighthouse.example", "hello@lighthouse.example", "support+vip@lighthouse.example")
PEOPLE = tuple(f"{name}@acme.example" for name in ("ana", "ben", "cleo", "dan", "eli", "fay"))
ELSEWHERE = "desk-of-six@acme.example"
NOOR = "noor@lighthouse.example"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter of a conversation, as a mail program has it; `sender` is empty for ours."""

    name: str
    at: datetime
    sender: str
    to: Sequence[str]
    cc: Sequence[str] = ()
    reply_to: str = ""

    @property
    def back(self) -> str:
        """Where its writer is answered."""
        return self.reply_to or self.sender


@dataclass(kw_only=True)
class Thread:
    """A ticket as its customers know it: who began it, its letters, the threads that went into it; `is_settled`: we
    answered since it went into another."""

    number: int
    began: str
    letters: list[Letter]
    joined: list["Thread"] = field(default_factory=list)
    is_settled: bool = False

    def expected(self) -> set[str]:
        """Everybody who gets the next answer."""
        threads = [self, *self.joined]
        theirs = sorted((one for thread in threads for one in thread.letters if one.sender), key=lambda one: one.at)
        backs = {one.sender: one.back for one in theirs}
        found = {theirs[-1].back, *(backs[one.began] for one in threads)}
        for last in (one.letters[-1] for one in threads if not one.is_settled):
            found |= {last.back, *last.to, *last.cc}
        return found - {*DESK, ""}

    def ours(self, said: Letter) -> None:
        """We answered, everybody who is in it."""
        self.letters.append(said)
        for one in self.joined:
            one.is_settled = True


@dataclass(kw_only=True)
class Conversations:
    """Random conversations with a desk, checked after each step."""

    lighthouse: Lighthouse
    folder: Path
    dice: random.Random
    threads: list[Thread] = field(default_factory=list)
    now: datetime = NOW

    def step(self) -> None:
        """One thing happens."""
        self.now += timedelta(minutes=1)
        if not self.threads or (len(self.threads) < 3 and self.dice.random() < 0.3):
            said, taken = self.letter(self.dice.choice(PEOPLE))
            self.threads.append(Thread(number=taken.ticket_id or 0, began=said.sender, letters=[said]))
        else:
            act = self.dice.choice((self.write, self.write, self.answer, self.note, self.answer_beside, self.merge))
            act(self.dice.choice(self.threads))

    def write(self, thread: Thread) -> None:
        """Somebody answers the thread, with others in copy."""
        said, taken = self.letter(self.dice.choice(PEOPLE), answers=thread.letters[-1].name)
        assert taken.ticket_id == thread.number
        thread.letters.append(said)

    def answer(self, thread: Thread) -> None:
        """Mira answers all whom the desk proposes, or one of them."""
        everybody = thread.expected()
        one = self.dice.choice(sorted(everybody)) if self.dice.random() < 0.4 else None
        said = reply(
            viewer=self.lighthouse.viewer(self.lighthouse.mira),
            ticket_id=thread.number,
            text="Yes.",
            substantive=False,
            at=self.now,
            to=[one] if one else None,
            copies=[] if one else None,
        ).message
        self.leave(said, wanted={one} if one else everybody)
        name = said.external_id or ""
        thread.ours(Letter(name=name, at=self.now, sender="", to=said.recipients, cc=said.copies))

    def leave(self, said: Message, *, wanted: set[str]) -> None:
        """An answer of Mira's leaves for everybody who is wanted: here it names them, and nothing is sent."""
        assert sorted([*said.recipients, *said.copies]) == sorted(wanted)

    def come(self, raw: bytes, *, authorship: Authorship) -> TakenIn:
        """A letter comes in: here as if a server had just handed it over."""
        incoming = replace(parsed(raw, to=DESK[0], at=self.now), authorship=authorship)
        return take_in(incoming=incoming, raw=facts(raw, at=self.now), at=self.now, data=self.folder)

    def note(self, thread: Thread) -> None:
        """Noor forwards a letter to the desk: nobody's business outside."""
        _, taken = self.letter(NOOR, answers=thread.letters[-1].name, to=[DESK[0]], cc=[PEOPLE[0]], proven=False)
        assert message_of(taken).direction == Direction.note

    def answer_beside(self, thread: Thread) -> None:
        """Noor answers from her own mail program, with the desk in copy."""
        said, taken = self.letter(NOOR, answers=thread.letters[-1].name, to=[thread.began], cc=[DESK[0]])
        assert message_of(taken).direction == Direction.outbound
        thread.ours(replace(said, sender=""))

    def merge(self, thread: Thread) -> None:
        """Another thread goes into this one."""
        other = next((one for one in self.threads if one is not thread), None)
        if other is not None:
            mira = self.lighthouse.viewer(self.lighthouse.mira)
            merge(viewer=mira, ticket_id=other.number, into_id=thread.number, at=self.now)
            self.threads.remove(other)
            thread.joined += [other, *other.joined]

    def letter(
        self,
        sender: str,
        *,
        answers: str = "",
        to: Sequence[str] = (),
        cc: Sequence[str] | None = None,
        proven: bool = True,
    ) -> tuple[Letter, TakenIn]:
        """A letter to one of the desk's addresses, at random where it is not said."""
        said = Letter(
            name=f"<{self.now:%d%H%M}@acme.example>",
            at=self.now,
            sender=sender,
            to=to or [self.dice.choice(DESK), *self.dice.sample(PEOPLE, self.dice.randint(0, 2))],
            cc=self.dice.sample((*PEOPLE, *DESK), self.dice.randint(0, 3)) if cc is None else cc,
            reply_to=ELSEWHERE if sender != NOOR and self.dice.random() < 0.2 else "",
        )
        headers = [("In-Reply-To", answers), ("Cc", ", ".join(said.cc)), ("Reply-To", said.reply_to)]
        raw = letter(
            sender=sender, to=", ".join(said.to), message_id=said.name, headers=[one for one in headers if one[1]]
        )
        return said, self.come(raw, authorship=Authorship.proven if proven else Authorship.unasked)

    def check(self) -> None:
        """Nobody is missed, nobody is doubled, and the desk does not write to itself."""
        for one in self.threads:
            found = envelope_for(Ticket.objects.get(pk=one.number), endpoint_id=None, to=None, copies=None)
            everybody = [*found.to, *found.copies]
            assert sorted(everybody) == sorted(one.expected())


@pytest.mark.parametrize("seed", range(8))
def test_an_answer_reaches_everybody_of_a_conversation_once(lighthouse: Lighthouse, tmp_path: Path, seed: int) -> None:
    lighthouse.mailbox.settings = {**lighthouse.mailbox.settings, "aliases": "hello@lighthouse.example"}
    lighthouse.mailbox.save()
    talk = Conversations(lighthouse=lighthouse, folder=tmp_path, dice=random.Random(seed))
    for _ in range(16):
        talk.step()
        talk.check()
