"""The topic table: which team of whom one asks knows what a request is about (S50). The first that matches decides."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.names import read_team
from firsthand.domain.names import NameFamily, TeamName
from firsthand.domain.sentences import Name, Sentence, say


@dataclass(frozen=True, kw_only=True)
class HelpTeamEffect(Effect):
    """The team that is asked about what its clause matches; whoever asks may choose another."""

    topic: ClassVar[str] = "which team is asked for help"

    team: TeamName

    @property
    def sentence(self) -> Sentence:
        return say("{team} is asked for help with it.", team=Name(self.team, NameFamily.team))


def _read(entry: Entry, fields: Fields) -> HelpTeamEffect:
    return HelpTeamEffect(team=read_team(entry, fields))


register(
    EffectKey(
        name="help_team",
        home=ClauseSet.ownership,
        fields=("words", "topic", "kind"),
        read=_read,
        form="a team",
        means="which team is asked for help; its `when` says with which words or topic. The first clause that matches "
        "decides, and whoever asks may choose another team",
    )
)
