"""Whom a forwarded message is from, and its words: what stands below the labelled lines of mail programs."""

from firsthand.channels.email.introductions import LabelledLines, block_at, is_forward, is_rule, shown_lines
from firsthand.domain.conversation.incoming import Author, Forwarded
from firsthand.domain.mail.addresses import plain_name, split_mailboxes


def forwarded_in(text: str, *, subject: str) -> Forwarded | None:
    """The message that a text forwards; None where it forwards none, or says not by whom it was written. The subject
    says that it is a forward, or a rule with words above the lines does. Linear time."""
    lines = text.split("\n")
    shown = shown_lines(lines)
    for at in range(len(shown)):
        block = block_at(shown, at)
        if block and (is_forward(subject) or _is_ruled(shown, at)):
            return _forwarded(lines, at, block)
    return None


def _is_ruled(shown: list[str], at: int) -> bool:
    above = next((line for line in reversed(shown[max(0, at - 2) : at]) if line), "")
    return is_rule(above) and any(letter.isalpha() for letter in above)


def _forwarded(lines: list[str], at: int, block: LabelledLines) -> Forwarded | None:
    wrote = next((box for box in split_mailboxes(block[0][1], most=1) if box.address), None)
    if wrote is None or wrote.address is None:
        return None
    above = [line for line in lines[:at] if not is_rule(line)]
    return Forwarded(
        author=Author(address=wrote.address, name=plain_name(wrote.name)),
        text="\n".join(lines[block[-1][0] + 1 :]).strip(),
        above="\n".join(above).strip(),
    )
