"""What can be said against a table of levels of capacity."""

from firsthand.domain.proving.codes.code import FindingCode, FindingKind, FindingSeverity
from firsthand.domain.sentences import say

CAPACITY = (
    FindingKind(
        code=FindingCode.capacity_gap,
        severity=FindingSeverity.warning,
        about="At some loads no level of capacity holds.",
        title=say("{first} has no level for {load}"),
        follows=say("Nobody can say then which level it is, and nothing is done about it.{more}"),
        mend=say("Widen a band, or let a level hold where any of its bands does (`when: any`)."),
        explained="""\
A level holds where every band holds that it names (`when: all`), or any (`when: any`). The loads that the bands of a
table tell apart are gone through one by one; at these no level holds. Often it is the worst load of all: nobody is at
work and little is open, which a level that wants both (nobody, and much open) leaves out.""",
        example="""\
escalation:
  - clause: levels
    source: our page
    text: Support has two levels.
    capacity:
      role: support
      places: [{name: here, areas: Europe}]
      levels:
        - {level: 1, called: as usual, when: all, at_work: {here: 1+}, open_each: 0-5}
        - {level: 2, called: too much, when: any, open_each: 6+}
""",
    ),
    FindingKind(
        code=FindingCode.capacity_overlap,
        severity=FindingSeverity.warning,
        about="One number makes several levels of capacity hold at once, though none is a stricter case of another.",
        title=say("{first}: {load} is {levels} at once"),
        follows=say("The highest counts, so the others are never reached by that.{more}"),
        mend=say("Give each level a band of its own, each stricter than the one below."),
        explained="""\
Levels may build on each other: more than 5 open tickets each, then more than 7. Where the band of a higher level is the
same as that of a lower one, or only crosses it, one number means several levels. The desk goes by the highest; people
who read the page may not.""",
        example="""\
escalation:
  - clause: levels
    source: our page
    text: Support has two levels.
    capacity:
      role: support
      places: [{name: here, areas: Europe}]
      levels:
        - {level: 1, called: as usual, when: any, at_work: {here: 2+}}
        - {level: 2, called: few, when: any, at_work: {here: 1-2}}
        - {level: 3, called: nobody, when: any, at_work: {here: 0}}
""",
    ),
    FindingKind(
        code=FindingCode.capacity_same_band,
        severity=FindingSeverity.warning,
        about="Levels of capacity have the same band, which does not tell them apart.",
        title=say("{first}: {levels} have the same band, {band}"),
        follows=say("{load} says nothing of which of them it is.{more}"),
        mend=say("Give the higher level a stricter band, or leave the band out where it decides nothing."),
        explained="""\
Two levels with the same band of what is counted are one level as far as that goes: the lower is never reached by it. It
is mostly a line that was copied and not changed.""",
        example="""\
escalation:
  - clause: levels
    source: our page
    text: Support has two levels.
    capacity:
      role: support
      places: [{name: here, areas: Europe}]
      levels:
        - {level: 1, called: as usual, when: all, at_work: {here: 1+}, open_each: 0-5}
        - {level: 2, called: much, when: any, at_work: {here: 0}, open_each: 6+}
        - {level: 3, called: too much, when: all, at_work: {here: 0}, open_each: 6+}
""",
    ),
)
