"""The studio in a real Chromium: the check follows the keys, a message leads to its line, the owner publishes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from firsthand.domain.names import Role
from firsthand.models.drafts import AmendmentDraft
from firsthand.services.drafts.actions import start
from firsthand.services.drafts.texts import skeleton
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, light_up, person
from tests.web.browser import CHROMIUM, SIZES, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
CHOSEN = """(() => {
    const text = document.getElementById('text');
    return text.value.slice(text.selectionStart, text.selectionEnd);
})()"""
BODY = """
ownership:
  - clause: N1
    source: [S6]
    text: Support keeps what is about passwords.
    when: {kind: how_to, channel: passwords}
    owner: support
"""


def begun(desk: Lighthouse) -> AmendmentDraft:
    """Noor's draft about passwords, which overlaps with S28."""
    head = skeleton(
        book="customer-first", title="Passwords", zone="America/Los_Angeles", on="2030-01-01", today=NOW.date()
    )
    return start(viewer=desk.viewer(desk.noor), title="Passwords", text=head + BODY, at=NOW)


@pytest.mark.clause("S5", "S6", "A21")
def test_noor_writes_sees_the_check_and_helen_publishes(open_page: Callable[..., Page]) -> None:
    desk = light_up()
    helen = person("Helen Zhou", Role("vp_customer_engineering"))
    draft = begun(desk)
    page = open_page(person=desk.noor)
    page.goto(f"/book/drafts/{draft.pk}")
    text, review = page.locator("#text"), page.locator("#review")
    expect(review).to_contain_text("More than one owner for how-to questions, channel passwords: N1 and S28 disagree")
    review.get_by_text("What follows, and what to do").first.click()
    expect(review).to_contain_text("A prospect account sends a how-to question with no severity through passwords on")
    clause = draft.text.splitlines().index("  - clause: N1") + 1
    review.get_by_role("link", name=f"Line {clause}").click()
    assert page.evaluate(CHOSEN) == "  - clause: N1"
    text.fill(draft.text.replace("owner: support", "owner: suport"))
    expect(review).to_contain_text("did you mean support?")
    line = draft.text.splitlines().index("    owner: support") + 1
    expect(page.locator(".gutter .bad")).to_have_text(str(line))
    review.get_by_role("link", name=f"Line {line}").click()
    assert page.evaluate(CHOSEN) == "    owner: suport"
    text.fill(draft.text + "    over: [S28]\n")
    expect(review).to_contain_text("nothing new to settle")
    expect(page.locator("#saved")).to_contain_text("kept")
    page.keyboard.press("Control+End")
    page.keyboard.type("# the end")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#saved")).to_contain_text("kept")
    assert AmendmentDraft.objects.get().text.endswith("# the end\n")
    expect(text).to_be_focused()
    page.get_by_role("button", name="Propose it").click()
    expect(page.locator("h1 + p")).to_contain_text("proposed")
    theirs = open_page(person=helen)
    theirs.goto("/book/drafts")
    theirs.get_by_role("link", name="Passwords").click()
    theirs.get_by_role("button", name="Approve and publish").click()
    theirs.wait_for_url("**/book/changes?edition=2030-01-01-passwords")
    expect(theirs.locator("article")).to_contain_text("Support keeps what is about passwords.")
    expect(theirs.locator("h1 + p")).to_contain_text("approved by Helen Zhou (VP of customer engineering)")


def test_what_somebody_else_kept_meanwhile_is_shown_beside_what_was_typed(open_page: Callable[..., Page]) -> None:
    desk = light_up()
    draft = begun(desk)
    mine, theirs = open_page(person=desk.noor), open_page(person=desk.ada)
    for page in (mine, theirs):
        page.goto(f"/book/drafts/{draft.pk}")
    theirs.locator("#text").fill(draft.text + "# Ada\n")
    expect(theirs.locator("#saved")).to_contain_text("kept")
    mine.locator("#text").fill(draft.text + "# Noor\n")
    expect(mine.locator("#review")).to_contain_text("Ada Obi changed this draft")
    assert mine.get_by_label("The other text").input_value().endswith("# Ada\n")
    assert mine.locator("#text").input_value().endswith("# Noor\n")
    mine.get_by_role("button", name="Keep mine instead").click()
    expect(mine.locator("#review")).not_to_contain_text("changed this draft")
    draft.refresh_from_db()
    assert draft.text.endswith("# Noor\n")


def test_every_page_of_the_studio_fits_both_sizes_in_both_themes(open_page: Callable[..., Page]) -> None:
    desk = light_up()
    desk.ticket()
    draft = begun(desk)
    pages = {
        "changes": "/book/changes?from=2021-07-15&to=2021-08-02",
        "edition": "/book/changes?edition=2021-06-22-first-version",
        "clause": "/book/clauses/S18",
        "drafts": "/book/drafts",
        "draft-new": "/book/drafts/new?clause=S18",
        "draft": f"/book/drafts/{draft.pk}",
    }
    for size in SIZES:
        for theme in ("light", "dark"):
            page = open_page(size=size, theme=theme, person=desk.noor)
            for name, address in pages.items():
                page.goto(address)
                page.evaluate("document.querySelectorAll('details.told').forEach(one => { one.open = true; })")
                shoot(page, f"{name}-{size}-{theme}")
