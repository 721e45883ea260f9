"""Whatever names a person is owned by them, and handed on when they leave, or says why it stays."""

from django.apps import apps

from firsthand.domain.events.subjects import SubjectKind
from firsthand.models.people import Person
from firsthand.models.subjects import HasSubject
from firsthand.services.leaving.owned import OWNED, STAYS

DECLARED = {column for owned in OWNED for column in owned.columns}


def columns() -> dict[str, set[str]]:
    """The columns of each table that name a person."""
    tables = apps.get_app_config("firsthand").get_models()
    return {
        table.__name__: {
            field.name for field in table._meta.get_fields() if field.concrete and field.related_model is Person
        }
        for table in tables
    }


def test_every_column_that_names_a_person_says_what_becomes_of_it_when_they_leave() -> None:
    known = {f"{table}.{column}" for table, names in columns().items() for column in names}
    assert known - DECLARED - STAYS.keys() == set(), "declare it in the `leaving.py` of its room, or in STAYS with why"
    assert (DECLARED | STAYS.keys()) - known == set(), "there is no such column any more"
    assert set() == DECLARED & STAYS.keys()


def test_every_kind_of_subject_with_such_a_column_is_walked() -> None:
    tables = {table.__name__: table for table in apps.get_app_config("firsthand").get_models()}
    walked = {one.subject_kind.value for name in columns() if issubclass(one := tables[name], HasSubject)}
    assert walked == set(SubjectKind)
