"""Reads about the desk itself: is it set up."""

from dataclasses import dataclass

from firsthand.models.channels import Endpoint
from firsthand.models.desk import DeskSettings
from firsthand.models.policy import Amendment
from firsthand.services.people.queries import anybody_is_here


def desk() -> DeskSettings:
    """The desk's settings; the defaults while it is not set up."""
    return DeskSettings.objects.filter(pk=1).first() or DeskSettings(pk=1, name="Firsthand")


def is_set_up() -> bool:
    """Whether the desk has an owner who can sign in."""
    return anybody_is_here()


@dataclass(frozen=True, kw_only=True)
class SetUpState:
    """Which first steps are done."""

    owner: bool
    address: bool
    book: bool

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do."""
        return self.owner and self.address and self.book

    @property
    def next_step(self) -> str:
        """`owner`, `book`, `address`, or the empty string: the walk's order, in which roles follow the book."""
        steps = (("owner", self.owner), ("book", self.book), ("address", self.address))
        return next((name for name, done in steps if not done), "")


def set_up_state() -> SetUpState:
    """How far the first user has come."""
    return SetUpState(
        owner=anybody_is_here(),
        address=Endpoint.objects.filter(is_active=True).exists(),
        book=Amendment.objects.filter(book=desk().book).exists(),
    )
