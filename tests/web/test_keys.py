"""The help lists every key that a page hears, and no other."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from firsthand.services.catalogue import CATALOGUE
from firsthand.web.templating import STATIC
from tests.web.desk_of_lighthouse import BusyDesk

OF_ACTS = {one.key for one in CATALOGUE.values() if one.key}
OF_THE_BROWSER = {"Enter", "Esc"}


def listed(page: str) -> set[str]:
    """The keys in the help of a page, as they are pressed."""
    rows = re.findall("<dt>(.*?)</dt>", page[page.index('id="help"') :].partition("</dialog>")[0])
    return {" ".join(re.findall("<kbd>(.*?)</kbd>", row)) for row in rows}


def heard(pages: list[str]) -> set[str]:
    """The keys that a script of the pages hears, or that something on them asks for."""
    script = (STATIC / "js" / "keys.js").read_text()
    plain = script.partition("const plain = {")[2].partition("};")[0]
    text = "".join(pages)
    asked = {key for given in re.findall('data-key="([^"]+)"', text) for key in given.split()}
    return {
        *OF_ACTS,
        *asked,
        *("g " + key for key in re.findall('data-go="(.)"', text)),
        *(key.strip('"') for key in re.findall(r'("?[^\s,]"?): \(\)', plain)),
        *({"Ctrl K"} if '"k"' in script else ()),
        *({"Ctrl Enter"} if "data-send" in script else ()),
        *({"Ctrl ."} if '"."' in (STATIC / "js" / "promised.js").read_text() else ()),
    }


def test_the_help_lists_what_the_pages_hear_and_nothing_else(busy: BusyDesk, mira: Client) -> None:
    draft = mira.post("/book/drafts/new", {"title": "Longer hours", "on": "2027-01-01"})["Location"]
    pages = [mira.get(path).content.decode() for path in (f"/t/{busy.login.pk}", "/book", draft)]
    assert listed(pages[0]) - OF_THE_BROWSER == heard(pages)


@pytest.mark.parametrize("who", ["mira", "noor", "ada", "olu", "pat", "eve"])
def test_the_help_leads_where_its_reader_may_go(who: str, busy: BusyDesk, sit_down: Callable[[str], Client]) -> None:
    page = sit_down(who).get("/book").content.decode()
    asked = {f"g {key}" for key in re.findall('data-go="(.)"', page)}
    assert {key for key in listed(page) if key.startswith("g ")} == asked
