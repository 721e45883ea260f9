"""Who wrote a mail that a list or a form sent for them: its From is then the address of a machine."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from firsthand.domain.mail.addresses import MailboxText, without_plus

_NOBODY = re.compile(
    r"(?:no|do-?not|dont|never|nicht|ne-?pas)[._-]?(?:reply|respond|antworten|repondre)|no-?responder?|"
    r"web(?:site|form|master)?|www(?:-data)?|wordpress|apache|nginx|nobody|forms?|contact-?forms?",
)

_IS_MACHINE = re.compile(r"notifications?$|(?:.*[-+._])?(?:request|bounces?|owner|admin|no-?reply)$")


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """What a mail's headers say of who sent it. `sender` is its From; `originals` whom a list says that it was from;
    `addressed` everybody that it was sent to; `posted_by` who sent it to a list; `is_ours`: From is in a domain of the
    desk."""

    sender: MailboxText
    originals: Sequence[MailboxText]
    reply_to: Sequence[MailboxText]
    addressed: Collection[str]
    is_list: bool
    is_ours: bool
    posted_by: Sequence[MailboxText] = ()


def writer_behind(head: Letterhead) -> MailboxText | None:
    """The person for whom a list or form sent the mail; None where From is who wrote it.

    A list that rewrites From says whom it was from, or sends from an address that the mail was also sent to and has
    answers go to somebody else; so does a form of the desk's own site. Other forms send from an address that nobody
    reads.
    """
    address = head.sender.address or ""
    machines = {without_plus(one) for one in (address, *head.addressed)}
    others = [box for box in head.reply_to if box.address and not _is_nobody(box.address)]
    others = [box for box in others if without_plus(box.address or "") not in machines]
    if head.is_list:
        wrapped = head.posted_by if address in head.addressed else ()
        named = [box for box in (*head.originals, *wrapped) if box.address and box.address != address]
        others = [*named, *others] if named or address in head.addressed else []
    elif not _is_nobody(address) and not (head.is_ours and address in head.addressed):
        others = []
    return others[0] if others else None


def answered_at(head: Letterhead) -> tuple[str, ...]:
    """Where the writer of a mail wants to be answered, where that is not the address they wrote from: their Reply-To.
    Of a list's, which is the list, only where From is a machine's; and never an address that nobody reads."""
    from_a_person = head.is_list and not _IS_MACHINE.match((head.sender.address or "").partition("@")[0])
    wanted = [] if from_a_person else [one.address for one in head.reply_to if one.address]
    found = tuple(dict.fromkeys(one for one in wanted if not _is_nobody(one)))
    return () if found == (head.sender.address,) else found


def shown_name(sender: str) -> str:
    """The name of a person in what a list makes of it: `'Ana Ruiz' via Users` is Ana Ruiz."""
    name, via, _ = sender.partition(" via ")
    return name.strip().strip("'\"‘’“”") if via else ""


def _is_nobody(address: str) -> bool:
    return _NOBODY.fullmatch(address.partition("@")[0].partition("+")[0]) is not None
