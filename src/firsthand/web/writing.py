"""Whom a message goes to, as forms say it: each of the desk's addresses has fields of its own, `to-3` and `copies-3`,
so that another can be chosen without JavaScript."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.http import HttpRequest

from firsthand.domain.conversation.outgoing import split_addresses
from firsthand.services.catalogue.tickets.writing import MOST_ADDRESSES
from firsthand.web.forms import text

T = TypeVar("T")
_OF_EACH_ADDRESS = ("to", "copies")


def of_the_chosen(sent: Mapping[str, Sequence[T]]) -> dict[str, Sequence[T]]:
    """What a form sent, with the fields of the address that was chosen (`endpoint`) under their plain names."""
    chosen = (*sent.get("endpoint", ()), "")[0]
    theirs = {name: sent[f"{name}-{chosen}"] for name in _OF_EACH_ADDRESS if f"{name}-{chosen}" in sent}
    return {**sent, **theirs}


def addressed(request: HttpRequest) -> tuple[str, ...]:
    """All whom the posted answer goes to. Raises Invalid."""
    chosen = text(request, "endpoint", at_most=20)
    texts = (text(request, f"{name}-{chosen}", at_most=MOST_ADDRESSES) for name in _OF_EACH_ADDRESS)
    return tuple(one for given in texts for one in split_addresses(given))
