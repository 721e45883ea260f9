"""What can be found of a row: its words as they stand now."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db.models import Exists, OuterRef

from firsthand.domain.search import words_in
from firsthand.models.accounts import Account, AccountDomain, Contact
from firsthand.models.channels import Handle
from firsthand.models.consequences import ConsequenceNote
from firsthand.models.conversation import Attachment, Direction, Message
from firsthand.models.help import HelpRequest, HelpWord
from firsthand.models.people import Person
from firsthand.models.questions import Question, QuestionAnswer
from firsthand.models.search import SearchSource
from firsthand.models.tickets import Ticket
from firsthand.services.search.index import Words

Found = Mapping[int, tuple[int | None, Words]]
"""By the number of a row: the ticket that it is on, and its words."""


def words_of(source: SearchSource, numbers: Sequence[int]) -> Found:
    """The words of these rows of a source; without those that are no more."""
    return _READERS[source](numbers)


def _of_tickets(numbers: Sequence[int]) -> Found:
    titles = Ticket.objects.filter(pk__in=numbers).values_list("pk", "title")
    return {number: (number, Words(names=words_in(title))) for number, title in titles}


def _of_messages(numbers: Sequence[int]) -> Found:
    """Quoted history was found where it was written; of the first message of a ticket nobody here has seen it."""
    earlier = Message.objects.filter(ticket=OuterRef("ticket"), pk__lt=OuterRef("pk"))
    rows = Message.objects.filter(pk__in=numbers).annotate(is_later=Exists(earlier))
    files = _by_key(Attachment.objects.filter(message__in=numbers).values_list("message", "filename"))
    found = {}
    for number, ticket, direction, sender, to, copies, subject, text, quoted, is_later in rows.values_list(
        "pk", "ticket", "direction", "sender", "recipients", "copies", "subject", "text", "quoted", "is_later"
    ):
        people = [sender, *copies, *(to if direction == Direction.outbound else ())]  # it always came to us
        body = "\n".join((subject, text, "" if is_later else quoted))
        names = [word for one in (*map(str, people), *files[number]) for word in words_in(one)]
        found[number] = (ticket, Words(names=names, body=words_in(body)))
    return found


def _of_questions(numbers: Sequence[int]) -> Found:
    """What was asked and all that was answered."""
    answers = _by_key(QuestionAnswer.objects.filter(question__in=numbers).values_list("question", "text"))
    rows = Question.objects.filter(pk__in=numbers).values_list("pk", "ticket", "text")
    return {
        number: (ticket, Words(body=words_in("\n".join((text, *answers[number]))))) for number, ticket, text in rows
    }


def _of_consequences(numbers: Sequence[int]) -> Found:
    """What somebody warned of."""
    rows = ConsequenceNote.objects.filter(pk__in=numbers).values_list("pk", "about__ticket", "text")
    return {number: (ticket, Words(body=words_in(text))) for number, ticket, text in rows}


def _of_help(numbers: Sequence[int]) -> Found:
    """What was told when it was asked, and all that was said since."""
    said = _by_key(HelpWord.objects.filter(help__in=numbers).values_list("help", "text"))
    rows = HelpRequest.objects.filter(pk__in=numbers).values_list("pk", "ticket", "context", "teammates", "why")
    return {
        number: (
            ticket,
            Words(body=words_in("\n".join((*_values(context), teammates, why, *said[number])))),
        )
        for number, ticket, context, teammates, why in rows
    }


def _values(context: Iterable[Mapping[str, object]]) -> Iterable[str]:
    """What somebody gave in a form; the desk's own facts are found where they stand."""
    return (str(one.get("value", "")) for one in context if not one.get("by_desk"))


def _of_accounts(numbers: Sequence[int]) -> Found:
    domains = _by_key(AccountDomain.objects.filter(account__in=numbers).values_list("account", "domain"))
    names = Account.objects.filter(pk__in=numbers, merged_into=None).values_list("pk", "name")
    before = _by_key(Account.objects.filter(merged_into__in=numbers).values_list("merged_into", "name"))
    return {number: (None, _named(name, *before[number], *domains[number])) for number, name in names}


def _of_contacts(numbers: Sequence[int]) -> Found:
    addresses = _by_key(Handle.objects.filter(contact__in=numbers).values_list("contact", "address"))
    names = Contact.objects.filter(pk__in=numbers, merged_into=None).values_list("pk", "name")
    return {number: (None, _named(name, *addresses[number])) for number, name in names}


def _of_people(numbers: Sequence[int]) -> Found:
    people = Person.objects.filter(pk__in=numbers).values_list("pk", "name", "email")
    return {number: (None, _named(name, email or "")) for number, name, email in people}


def _named(*names: str) -> Words:
    return Words(names=[word for name in names for word in words_in(name)])


def _by_key(rows: Iterable[tuple[int | None, str]]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for key, value in rows:
        if key is not None:
            found[key].append(value)
    return found


_READERS: Mapping[SearchSource, Callable[[Sequence[int]], Found]] = {
    SearchSource.ticket: _of_tickets,
    SearchSource.message: _of_messages,
    SearchSource.account: _of_accounts,
    SearchSource.contact: _of_contacts,
    SearchSource.person: _of_people,
    SearchSource.question: _of_questions,
    SearchSource.consequence: _of_consequences,
    SearchSource.help: _of_help,
}
