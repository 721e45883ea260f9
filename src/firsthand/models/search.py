"""The index of words: what is in it, and what waits to be written into it.

The words themselves stand in `firsthand_searchtext`, those of people and accounts in `firsthand_searchnames`, under the
number of their entry: FTS5 tables on SQLite, tsvectors on PostgreSQL (`search_triggers.py`), which `services/search`
alone asks.
"""

from enum import StrEnum

from django.db import models

from firsthand.models.choices import enum_field, one_of


class SearchSource(StrEnum):
    """What has words: a ticket its title, a message its text, subject, people and file names, a question its text and
    answers, a request for help all that was said about it, the others their names and addresses."""

    ticket = "ticket"
    message = "message"
    account = "account"
    contact = "contact"
    person = "person"
    question = "question"
    help = "help"
    consequence = "consequence"


class SearchEntry(models.Model):
    """Words of a row of a source, as it is; a long text has several. The database takes an entry away in the moment in
    which its row changes, so that nothing is found by words that are gone."""

    of = enum_field()
    source = models.BigIntegerField()
    ticket = models.BigIntegerField(null=True)

    class Meta:
        constraints = [one_of("of", SearchSource)]
        indexes = [
            models.Index(fields=["of", "source"], name="searchentry_by_source"),
        ]


class SearchWaiting(models.Model):
    """A row whose words are to be written anew. The database notes it when the row changes; `later` are those that an
    upgrade or a rebuild put here, which may take their time."""

    of = enum_field()
    source = models.BigIntegerField()
    ticket = models.BigIntegerField(null=True)
    later = models.BooleanField(default=False)

    class Meta:
        constraints = [
            one_of("of", SearchSource),
            models.UniqueConstraint(fields=["of", "source"], name="searchwaiting_waits_once"),
        ]
        indexes = [
            models.Index(fields=["later", "id"], name="searchwaiting_in_order"),
            models.Index(fields=["ticket"], name="searchwaiting_by_ticket"),
        ]
