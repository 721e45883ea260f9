"""The names that published books declared: one row a name, added at a publication, and never gone. Columns that hold
one point here; whether a name may still be used is the edition's answer."""

from typing import Any

from django.db import models

from firsthand.domain.organisation import Organisation


class NameKey(models.ForeignKey[Any, Any]):
    """A foreign key to a declared name that is read and written as the name: the field `kind_name` is the column
    and the attribute `kind`."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **options: Any) -> None:
        options = {"related_name": "+", "db_index": False, **options}
        super().__init__(to, on_delete, **options)

    def get_attname(self) -> str:
        """The attribute that holds the name."""
        return self.name.removesuffix("_name")


class KnownRole(models.Model):
    """A role that a book declared."""

    name = models.CharField(primary_key=True, max_length=64)


class KnownTeam(models.Model):
    """A team that a book declared."""

    name = models.CharField(primary_key=True, max_length=64)


class KnownKind(models.Model):
    """A kind of request that a book declared."""

    name = models.CharField(primary_key=True, max_length=64)


class KnownStage(models.Model):
    """A stage of accounts that a book declared."""

    name = models.CharField(primary_key=True, max_length=64)


class KnownState(models.Model):
    """A state of tickets that a book declared."""

    name = models.CharField(primary_key=True, max_length=64)


def keep_names(organisation: Organisation) -> None:
    """Keep every name that a book declares. One that is known already stays as it is; none ever goes."""
    families: tuple[tuple[type[models.Model], list[str]], ...] = (
        (KnownRole, list(organisation.roles)),
        (KnownTeam, list(organisation.teams)),
        (KnownKind, list(organisation.kinds)),
        (KnownStage, list(organisation.stages)),
        (KnownState, list(organisation.states.by_name)),
    )
    for table, names in families:
        table._default_manager.bulk_create([table(name=name) for name in names], ignore_conflicts=True)
