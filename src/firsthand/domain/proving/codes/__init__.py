"""Every kind of finding, by its code. From here come the text of `policy check`, its JSON, `policy explain`, the
findings of the studio and the reference page `docs/reference/findings.md`."""

from firsthand.domain.proving.codes.answers import ANSWERS
from firsthand.domain.proving.codes.capacity import CAPACITY
from firsthand.domain.proving.codes.clocks import CLOCKS
from firsthand.domain.proving.codes.code import EXAMPLE_LOOKED_AT, FindingCode, FindingKind, FindingSeverity
from firsthand.domain.proving.codes.rights import RIGHTS
from firsthand.domain.proving.codes.slips import SLIPS
from firsthand.domain.proving.codes.texts import TEXTS

FINDING_KINDS = {kind.code: kind for kind in (*ANSWERS, *CLOCKS, *SLIPS, *TEXTS, *RIGHTS, *CAPACITY)}

__all__ = ["EXAMPLE_LOOKED_AT", "FINDING_KINDS", "FindingCode", "FindingKind", "FindingSeverity"]
