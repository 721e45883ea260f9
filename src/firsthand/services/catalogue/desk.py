"""The desk itself."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Number, Text
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, act
from firsthand.services.desk import actions
from firsthand.services.people.words import LONGEST_LANGUAGE, LONGEST_NAME, LONGEST_ZONE


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The desk's name, its web address, its time zone, the language for whoever chose none, and how many minutes an
    answer may take to leave."""

    name: Annotated[str, Text(at_most=LONGEST_NAME)]
    base_url: Annotated[str, Text(at_most=actions.LONGEST_ADDRESS)] = ""
    zone: Annotated[str, Text(at_most=LONGEST_ZONE)]
    language: Annotated[str | None, Text(at_most=LONGEST_LANGUAGE)] = None
    leaves_within: Annotated[int | None, Number(at_least=1, at_most=actions.LEAVES_WITHIN_AT_MOST)] = None


@act(
    "desk.settings",
    say("Change the desk's settings"),
    right=Right.run_desk,
    refusals=("not_set_up", "name_missing", "name_wrong", "base_url_wrong", "zone_unknown", "language_unknown"),
)
def change_settings(doer: Doer, wanted: Settings) -> Done:
    """Customers read the name in replies; links in invitations and notices begin with the address."""
    actions.change_settings(
        viewer=doer.viewer,
        name=wanted.name,
        base_url=wanted.base_url,
        zone=wanted.zone,
        language=wanted.language,
        leaves_within=wanted.leaves_within,
        at=doer.at,
    )
    return Done(said=say("Saved."))
