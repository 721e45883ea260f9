"""WCAG 2.2 AA in both themes, computed from the tokens that the pages use."""

import math
import re

import pytest

from firsthand.web.templating import STATIC

TEXT, EDGE = 4.5, 3.0
_TOKEN = re.compile(r"--([\w-]+): light-dark\(oklch\(([^)]*)\), oklch\(([^)]*)\)\);")
SURFACES = ("paper", "raised", "sunken", "hover", "chosen")


def tokens() -> dict[str, tuple[str, str]]:
    css = (STATIC / "firsthand.css").read_text(encoding="utf-8")
    return {name: (light, dark) for name, light, dark in _TOKEN.findall(css)}


def luminance(oklch: str) -> float:
    """The relative luminance of an OKLCH colour, through linear sRGB (CSS Color 4)."""
    lightness, chroma, hue = (float(part) for part in oklch.split("/", maxsplit=1)[0].split())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(max(part, 0.0), 1.0) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "accent", "late", "soon", "paused", "good"])
def test_text_is_readable_on_every_surface(ink: str, theme: int) -> None:
    found = tokens()
    poor = {on: round(contrast(found[ink][theme], found[on][theme]), 2) for on in SURFACES}
    assert all(ratio >= TEXT for ratio in poor.values()), poor


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "on"),
    [
        ("on-accent", "accent"),
        ("ink", "note"),
        ("quiet", "note"),
        ("soon", "note"),
        ("accent", "note"),
        ("ink", "late-wash"),
    ],
)
def test_buttons_notes_and_warnings_are_readable(ink: str, on: str, theme: int) -> None:
    found = tokens()
    assert contrast(found[ink][theme], found[on][theme]) >= TEXT


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("on", ["paper", "raised", "sunken"])
def test_the_edges_of_controls_and_the_focus_ring_are_seen(on: str, theme: int) -> None:
    found = tokens()
    assert contrast(found["edge"][theme], found[on][theme]) >= EDGE
    assert contrast(found["accent"][theme], found[on][theme]) >= EDGE


def test_black_on_white_is_the_known_ratio() -> None:
    assert contrast("0 0 0", "1 0 0") == pytest.approx(21, abs=0.01)
