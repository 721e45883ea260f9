"""What turns the direction of writing turns nothing but itself."""

import pytest

from firsthand.domain.directions import isolated
from firsthand.domain.sentences import PLAIN, say

RLO, LRE, PDF, RLI, FSI, PDI = "\u202e", "\u202a", "\u202c", "\u2067", "\u2068", "\u2069"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        (f"{RLO}gpj.exe", f"{FSI}{RLO}gpj.exe{PDF}{PDI}"),
        (f"a{PDI}{RLO}b", f"{FSI}a{RLO}b{PDF}{PDI}"),
        (f"{LRE}{RLI}a{PDF}b", f"{FSI}{LRE}{RLI}ab{PDI}{PDF}{PDI}"),
        (f"first\n{RLO}second", f"first\n{FSI}{RLO}second{PDF}{PDI}"),
        (f"{FSI}a{PDI}{RLO}b", f"{FSI}{FSI}a{PDI}{RLO}b{PDF}{PDI}"),
    ],
)
def test_each_line_is_isolated_and_closed_once(text: str, shown: str) -> None:
    assert isolated(text) == shown
    assert isolated(shown) == shown


def test_the_rest_of_a_sentence_is_read_as_if_the_name_were_not_there() -> None:
    said = PLAIN.sentence(say("{name} wrote again.", name=f"{RLO}ana"))
    assert said == f"{FSI}{RLO}ana{PDF}{PDI} wrote again."
