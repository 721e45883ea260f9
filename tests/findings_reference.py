"""Writes, or checks, `docs/reference/findings.md` from the kinds of findings that `policy check` knows.

python -m tests.findings_reference           writes the page
python -m tests.findings_reference --check   fails when the page is not what they say
"""

import sys

from firsthand.cli.policy_check import example_told
from firsthand.domain.proving import FINDING_KINDS, FindingKind
from tests.generated_page import REFERENCE, write_or_check

PAGE = REFERENCE / "findings.md"
HEAD = """# What `policy check` finds

Generated from `src/firsthand/domain/proving/codes/`, from which the text, the JSON, `firsthand policy explain` and the
studio take their words too, by `python -m tests.findings_reference`; `bin/test` fails when it is stale. How it is found
is told in [proving](../algorithms/proving.md).

An **error** must be mended: some request gets no answer or two, or customers are told what the book does not keep;
`policy check` ends with 1. A **warning**: the book decides, and people or dates do not match it. **Advice**: nothing is
wrong, a slip would go unnoticed. Codes stay.

Each example is a whole amendment but for its head (`published_at: 2027-01-01T00:00:00+01:00`, `zone: Europe/Berlin`),
looked at on 1 June 2027. A test checks that it has its finding.

| code | severity | what it says |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    rows = "".join(
        f"| [`{one.code}`](#{one.code}) | {one.severity} | {one.about} |\n" for one in FINDING_KINDS.values()
    )
    return HEAD + rows + "".join(_section(one) for one in FINDING_KINDS.values())


def _section(kind: FindingKind) -> str:
    told = "\n".join(example_told(kind))
    return f"\n## {kind.code}\n\n{kind.explained}\n\n```yaml\n{kind.example}```\n\n```text\n{told}\n```\n"


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page, by="tests.findings_reference", arguments=sys.argv[1:]))
