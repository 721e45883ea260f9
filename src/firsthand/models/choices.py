"""Columns whose values are an enumeration of the domain, held to it by the database."""

from enum import StrEnum

from django.db import models


def one_of(column: str, values: type[StrEnum], *, or_empty: bool = False) -> models.CheckConstraint:
    """A constraint that `column` holds one of the enumeration's values (or the empty string)."""
    allowed = [value.value for value in values]
    if or_empty:
        allowed.append("")
    return models.CheckConstraint(condition=models.Q(**{f"{column}__in": allowed}), name=f"%(class)s_{column}_is_known")


def enum_field(*, default: StrEnum | None = None, blank: bool = False) -> "models.CharField[str, str]":
    """A short text column for an enumeration's value."""
    if default is not None:
        return models.CharField(max_length=32, default=default.value, blank=blank)
    return models.CharField(max_length=32, blank=blank, default="") if blank else models.CharField(max_length=32)
