"""Whatever is typed, the check answers: it loads, or the mistake is said with its line. Nothing falls over."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from firsthand.domain.book import PolicyError
from firsthand.services.drafts import review as reviewing
from firsthand.services.drafts.review import review
from firsthand.services.drafts.texts import skeleton, tidy
from tests.at_length import at_length
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

BODY = """
ownership:
  - clause: N1
    source: [S6]
    text: Support keeps what is about passwords.
    when: {kind: how_to, channel: passwords}
    owner: support
    replaces: S28
calendars:
  support-hours:
    zone: America/Los_Angeles
    weekly: {mon-fri: "02:00-17:00"}
    versions:
      - {from: 2021-09-01, weekly: {mon-fri: "02:00-24:00"}}
withdraws:
  - {clause: S29, why: no more}
owners: {service_levels: vp_product}
"""
TEXT = skeleton(
    book="customer-first", title="Try", zone="America/Los_Angeles", on="2021-09-01", today=NOW.date(), body=BODY
)
SCRAPS = some.sampled_from(
    [
        "",
        " ",
        "\n",
        ":",
        "- ",
        "{",
        "]",
        "'",
        '"',
        "&a ",
        "*a",
        "!x ",
        "9999-12-31",
        "0001-01-01",
        "null",
        "2021-02-30",
        "\x01",
        "é",
        "|",
        "? ",
    ]
)


@given(at=some.integers(0, len(TEXT)), length=some.integers(0, 30), scrap=some.one_of(SCRAPS, some.text(max_size=5)))
@settings(
    max_examples=at_length(150, short=50), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_text_that_was_cut_anywhere_is_answered(lighthouse: Lighthouse, at: int, length: int, scrap: str) -> None:
    text = tidy(TEXT[:at] + scrap + TEXT[at + length :])
    found = review(text, at=NOW, prove=False)
    if found.problem is None:
        assert found.proposal is not None
        assert found.proposal.amendment.published_at == NOW
    else:
        assert isinstance(found.problem, PolicyError)
        assert found.problem.message
        assert found.problem.line is None or 1 <= found.problem.line <= len(text.split("\n"))


def test_a_text_that_loads_is_proven_too(lighthouse: Lighthouse) -> None:
    reviewing._findings_of.cache_clear()
    found = review(TEXT, at=NOW)
    assert found.problem is None
    assert {need.area.value for need in found.needs} == {"ownership", "service_levels", "desk"}
    assert any(one.code for one in (*found.new, *found.known))
