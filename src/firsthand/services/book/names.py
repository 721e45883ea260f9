"""The names that a book declares, as rows that columns point to."""

from django.db import models

from firsthand.domain.organisation import Organisation
from firsthand.models.names import KnownKind, KnownRole, KnownStage, KnownState, KnownTeam


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
