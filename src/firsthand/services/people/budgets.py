"""How often somebody may try to get in: so many tries for each client, account and browser, counted in the database, so
that processes share them and a restart forgets none.

A try is counted before it is made, and given back when it was right: many at once are no more than one after another.
What is counted is kept as a keyed hash: whose tries they are, nobody reads there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac

from firsthand.domain.errors import Refused
from firsthand.models.people import Tries
from firsthand.services.people.words import too_many


@dataclass(frozen=True, kw_only=True)
class Budget:
    """So many tries within a stretch of time."""

    name: str
    most: int
    within: timedelta = timedelta(minutes=15)

    def of(self, whose: str) -> "Purse":
        """The budget of somebody."""
        key = salted_hmac(f"firsthand.tries.{self.name}", whose, algorithm="sha256").hexdigest()
        return Purse(budget=self, key=key)


@dataclass(frozen=True, kw_only=True)
class Purse:
    """Somebody's budget."""

    budget: Budget
    key: str

    def ends_at(self, at: datetime) -> datetime:
        """When the stretch that `at` lies in ends."""
        length = int(self.budget.within.total_seconds())
        return datetime.fromtimestamp((int(at.timestamp()) // length + 1) * length, UTC)


SIGN_IN_OF_CLIENT = Budget(name="sign-in of a client", most=30)
SIGN_IN_TO_ACCOUNT = Budget(name="sign-in to an account", most=10)
SIGN_IN_OF_BROWSER = Budget(name="sign-in of a known browser", most=10)
RESET_OF_CLIENT = Budget(name="reset of a client", most=10, within=timedelta(hours=1))
RESET_OF_ACCOUNT = Budget(name="reset of an account", most=3, within=timedelta(hours=1))
SET_UP_OF_CLIENT = Budget(name="set-up of a client", most=10)
OWN_PASSWORD = Budget(name="one's own password", most=10)


def count_try(purses: Sequence[Purse], *, at: datetime, field: str = "") -> None:
    """Count one try in each purse. Raises Refused, with how long it lasts, where one is empty."""
    if wait := spend(purses, at=at):
        raise Refused("too_many_tries", too_many(wait), field=field, again_in=wait)


def spend(purses: Sequence[Purse], *, at: datetime) -> timedelta:
    """Count one try in each purse; nothing is counted where one is empty, and the answer is how long that lasts."""
    for one in purses:  # who tries too often costs a question and no lock
        if _rows(one, at).filter(spent__gte=one.budget.most).exists():
            return one.ends_at(at) - at
    with transaction.atomic():
        Tries.objects.filter(ends_at__lte=at).delete()
        for one in purses:
            Tries.objects.get_or_create(key=one.key, ends_at=one.ends_at(at))
            if not _rows(one, at).filter(spent__lt=one.budget.most).update(spent=F("spent") + 1):
                transaction.set_rollback(True)
                return one.ends_at(at) - at
    return timedelta(0)


def give_back(purses: Sequence[Purse], *, at: datetime) -> None:
    """The try was right: it does not count."""
    for one in purses:
        _rows(one, at).filter(spent__gt=0).update(spent=F("spent") - 1)


def _rows(purse: Purse, at: datetime) -> QuerySet[Tries]:
    return Tries.objects.filter(key=purse.key, ends_at=purse.ends_at(at))
