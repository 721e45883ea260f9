"""What goes with an erased contact of what was asked and warned before a move. Only for `blanking`."""

from collections.abc import Callable, Sequence

from django.db.models import Q

from firsthand.domain.consequences import Move
from firsthand.domain.kept_sentences import with_words
from firsthand.models.accounts import Contact
from firsthand.models.consequences import AskedConsequence, CombinedAnswer, ConsequenceNote, ConsequenceRound

_LONGEST_WHY, _LONGEST_WANTED = 400, 200


def blank_consequences(contact: Contact, *, tickets: Sequence[int], clean: Callable[[str], str]) -> None:
    """What teammates warned of on these tickets, and what was asked and answered about the account, without the
    person."""
    for row in ConsequenceRound.objects.filter(account=contact.account_id or 0).order_by("pk"):
        row.why = clean(row.why)[:_LONGEST_WHY]
        row.wanted = row.wanted if row.move == Move.stage else clean(row.wanted)[:_LONGEST_WANTED]
        row.moved_why = with_words(row.moved_why, clean)
        row.save(update_fields=["why", "wanted", "moved_why"])
    for answer in CombinedAnswer.objects.filter(round__account=contact.account_id or 0).order_by("pk"):
        answer.customer_interest, answer.long_term = clean(answer.customer_interest), clean(answer.long_term)
        answer.save(update_fields=["customer_interest", "long_term"])
    theirs = Q(account=contact.account_id or 0, about__ticket=None)
    for note in ConsequenceNote.objects.filter(Q(about__ticket__in=tickets) | theirs).order_by("pk"):
        note.text = clean(note.text)
        note.save(update_fields=["text"])


def asked_beside(account: int) -> set[int]:
    """The subjects of what was asked about an account before a move, and of what else of it somebody warned."""
    rounds = ConsequenceRound.objects.filter(account=account).values_list("subject", flat=True)
    asked = AskedConsequence.objects.filter(round__account=account).values_list("subject", flat=True)
    warned = ConsequenceNote.objects.filter(account=account, about__ticket=None).values_list("about", flat=True)
    return {*rounds, *asked, *warned}
