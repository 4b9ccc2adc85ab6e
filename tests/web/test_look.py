"""The style sheet keeps its promises: contrast by computation, no colour outside the variables, its size."""

import re
from pathlib import Path

import pytest

from citewell.web.rendering import STATIC

STYLE = (STATIC / "style.css").read_text(encoding="utf-8")
SHEETS = sorted(STATIC.glob("*.css"))
GROUNDS = ("paper", "raised", "wash")
# What is written on what; WCAG 2.2, 1.4.3: 4.5:1.
TEXTS = [
    *((text, ground) for text in ("ink", "quiet", "link", "accent") for ground in GROUNDS),
    *((text, ground) for text in ("critical", "warning", "approved") for ground in ("paper", "raised")),
    *(("ink", ground) for ground in ("mark", "inserted", "deleted")),
    *(("ink", f"{tone}-wash") for tone in ("critical", "warning", "info", "approved")),
    *(("quiet", f"{tone}-wash") for tone in ("critical", "warning", "info", "approved")),
    *(("link", f"{tone}-wash") for tone in ("critical", "warning", "info", "approved")),
    *((tone, f"{tone}-wash") for tone in ("critical", "warning", "info", "approved")),
    ("quiet", "mark"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
]
# Borders of what can be used, and the ring of the focus; 1.4.11: 3:1.
EDGES = [(edge, ground) for edge in ("edge", "accent", "critical") for ground in GROUNDS]

INLINE = re.compile(
    r"\sstyle=|<style|<script(?![^>]*\bsrc=)"
    r"|\son(?:abort|blur|change|click|error|focus|input|key\w+|load|mouse\w+|pointer\w+|submit|toggle)="
)


def variables(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def schemes() -> dict[str, dict[str, str]]:
    day, night = STYLE.split("@media (prefers-color-scheme: dark)", 1)
    light = variables(day)
    return {"light": light, "dark": light | variables(night.split("}\n}", 1)[0])}


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read_on_every_ground(scheme: str, text: str, ground: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_what_can_be_used_is_seen_to_begin_and_end(scheme: str, edge: str, ground: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[edge], colours[ground]) >= 3


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_both_schemes_have_the_same_colours() -> None:
    day, night = STYLE.split("@media (prefers-color-scheme: dark)", 1)
    assert set(variables(day)) == set(variables(night.split("}\n}", 1)[0]))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_colours_are_the_variables(sheet: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    outside = [line.strip() for line in rules.splitlines() if re.search(r"#[0-9a-f]{3,8}\b|rgba?\(", line)]
    # On paper every colour is ink or none, and the variables are said again.
    allowed = [line for line in outside if re.match(r"\.badge|--|@media print", line)]
    assert outside == allowed


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_nothing_is_fetched_by_a_style_sheet(sheet: Path) -> None:
    assert not re.search(r"@import|url\(", sheet.read_text(encoding="utf-8"))


def test_every_variable_that_is_used_is_defined() -> None:
    defined = set(re.findall(r"(--[a-z-]+):", STYLE))
    for sheet in SHEETS:
        text = sheet.read_text(encoding="utf-8")
        own = set(re.findall(r"(--[a-z-]+):", text))
        assert set(re.findall(r"var\((--[a-z-]+)", text)) <= defined | own, sheet.name


def test_scripts_are_small() -> None:
    assert (STATIC / "comfort.js").stat().st_size < 4096


def test_no_template_has_an_inline_style_or_script() -> None:
    for template in sorted((STATIC.parent / "templates").glob("*.j2")):
        text = template.read_text(encoding="utf-8")
        assert not re.search(INLINE, text), template.name
