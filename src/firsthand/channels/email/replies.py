"""The new text of an answer apart from the history below it. What is folded stays in `quoted`; nothing is lost.

Only what is surely quoted is folded: history begins at an introduction (`introductions.py`), and a first message has
none. Text between or below quotes is the customer's too: an interleaved answer is shown whole.
"""

import re
from dataclasses import dataclass

from firsthand.channels.email.introductions import (
    AN_ANSWER,
    Conversation,
    Introduction,
    introduction,
    is_rule,
    with_arrows,
)

MOST_SIGNATURE = 8

_QUOTED = re.compile(r"[ \t]*>")
_SENT_FROM = re.compile(
    r"(?:Sent (?:from|with|via)(?: my| the)?(?= [A-Z])|Sent from my|Get Outlook for|Gesendet (?:von|mit)|Von meinem|"
    r"Envoyé (?:de|depuis|à partir)|"
    r"Obtenir Outlook|Télécharger Outlook|Enviado (?:desde|do|a partir)|Obtener Outlook|Obter o Outlook|Inviato d|"
    r"Scarica Outlook|Ottieni Outlook|Verstuurd van|Verzonden van|Outlook voor|Outlook für|Skickat från|Hämta Outlook|"
    r"Sendt fra|Hent Outlook|Få Outlook|Skaff deg Outlook|Lähetetty|Hanki Outlook|Odesláno z|Odoslané z|"
    r"Získat Outlook|Wysłan[eo] z|Pobierz |Trimis de|Отправлено |Скачать Outlook|Надіслано з|Στάλθηκε από|发自我的|"
    r"發自我的|從我的|从我的|나의)[\w .'’/-]{1,60}"
    r"|[\w .'’-]{1,40}(?:umdan gönderildi|ról küldve|から送信|を入手|에서 보냄)\.?"
)
_MAILMAN = re.compile(r"_{47}")
_FOOTER = re.compile(r"[-=*_~]{10,90}")
_NOTICE = re.compile(
    r"confidential|privileged|intended (?:only )?for|intended recipient|registered (?:in|office)|disclaimer|"
    r"think before you print|consider the environment|vertraulich|geschäftsführ|handelsregister|confidentiel|"
    r"confidencial|riservat|vertrouwelijk|poufn|luottamuksel|fortrolig|konfidentiel|конфиденциальн|机密|機密",
    re.IGNORECASE,
)
_LINK = re.compile(r" ?[<(\[]?https?://\S{1,200}")


@dataclass(frozen=True, kw_only=True)
class SplitText:
    """A body in two: what the sender wrote now, and the history and signature below it."""

    text: str
    quoted: str


def split_reply(body: str, talk: Conversation = AN_ANSWER) -> SplitText:
    """Split a plain text body by what its mail says of the conversation. Raises nothing; linear time."""
    lines = body.strip("\n").split("\n")
    arrows = with_arrows(lines)
    begins = introduction(arrows, talk)
    if begins is not None and begins.quoted and (blocks := _written_below(arrows, begins)):
        return _around(lines, begins, blocks, talk)
    end = len(lines) if begins is None else _above_rule(lines, begins.first)
    end = _before_signature(lines, end, talk, has_history=begins is not None)
    text = "\n".join(lines[:end]).strip("\n")
    if not text.strip():
        return SplitText(text="\n".join(lines).strip("\n"), quoted="")
    return SplitText(text=text.rstrip(), quoted="\n".join(lines[end:]).strip("\n"))


def _above_rule(lines: list[str], introduced: int) -> int:
    """Outlook and others draw a line above the quote; it belongs to the quote."""
    at = introduced
    while at > 0 and (not lines[at - 1].strip() or is_rule(lines[at - 1])):
        at -= 1
    return at


def _written_below(lines: list[str], begins: Introduction) -> list[tuple[int, int]]:
    """The quoted blocks below the introduction when the sender wrote under at least one of them."""
    blocks: list[tuple[int, int]] = []
    written = False
    for at in range(begins.last + 1, len(lines)):
        line = lines[at]
        if _QUOTED.match(line):
            if blocks and not written:
                blocks[-1] = (blocks[-1][0], at)
            else:
                blocks.append((at, at))
            written = False
        elif line == "-- " and not written:
            break
        elif line.strip():
            written = True
    return blocks if written or len(blocks) > 1 else []


def _around(lines: list[str], begins: Introduction, blocks: list[tuple[int, int]], talk: Conversation) -> SplitText:
    """An answer below one quote: fold the quote. An answer between quotes: fold none, to keep its sense."""
    first, last = (0, 0) if len(blocks) > 1 else (_above_rule(lines, begins.first), blocks[0][1] + 1)
    kept = [*lines[:first], "", *lines[last:]] if first else lines[last:]
    end = _before_signature(kept, len(kept), talk)
    text, folded = "\n".join(kept[:end]), "\n".join([*lines[first:last], *kept[end:]])
    return SplitText(text=text.strip("\n").rstrip(), quoted=folded.strip("\n"))


def _before_signature(lines: list[str], end: int, talk: Conversation, *, has_history: bool = False) -> int:
    """Where the signatures at the end of the new text begin: the writer's, and the footer of a list below it."""
    while (above := _above_signature(lines, end, talk, has_history=has_history)) < end:
        end = above
    return end


def _above_signature(lines: list[str], end: int, talk: Conversation, *, has_history: bool) -> int:
    """Where a signature begins that ends at `end`: at `-- ` with its space, at the rule that a list draws above its
    footer, or at what a telephone or a program adds; else `end`.

    A signature is short, in one piece and asks nothing, and so is a notice of the writer's company below it; what is
    not stays in the text. Directly above the history two dashes without their space will do.
    """
    last = end
    while last > 0 and not lines[last - 1].strip():
        last -= 1
    if talk.is_list and (footer := _list_footer(lines, last)) < last:
        return footer
    piece = last
    for at in range(last - 1, max(-1, last - 2 - MOST_SIGNATURE), -1):
        if lines[at] == "-- " or _MAILMAN.fullmatch(lines[at]) or (has_history and lines[at] == "--"):
            return end if _asks(lines[at:last]) else at
        if not lines[at].strip():
            piece = at + 1
            break
    if piece < last and not _asks(lines[piece:last]) and _NOTICE.search(" ".join(lines[piece:last])[:2000]):
        begins = _above_signature(lines, piece, talk, has_history=has_history)
        return begins if begins < piece and lines[begins] in ("-- ", "--") else end
    shown = _LINK.sub("", lines[last - 1].strip()[:300]).replace("[", "").replace("]", "") if last else ""
    return last - 1 if _SENT_FROM.fullmatch(shown) else end


def _list_footer(lines: list[str], last: int) -> int:
    """Where the footer of a list begins that ends at `last`: at a rule, above lines that name an address or page."""
    for at in range(last - 2, max(-1, last - 2 - MOST_SIGNATURE), -1):
        if not lines[at].strip():
            break
        if _FOOTER.fullmatch(lines[at].strip()):
            below = lines[at + 1 : last]
            if any("@" in one or "://" in one for one in below) and not _asks(below):
                return at
    return last


def _asks(lines: list[str]) -> bool:
    return any("?" in line or "？" in line for line in lines)
