import pytest

from citewell.ingest.mending import mended


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("long\u00e2\u0080\u0091term", "long\u2011term"),
        ("bene\u00ef\u00ac\u0081t", "benefit"),
        ("e\u00ef\u00ac\u0080ects", "effects"),
        ("insuf\ufb01cient \ufb02ow", "insufficient flow"),
        ("39\u00c2\u00b0C", "39°C"),
        ("\u00e2\u0089\u00a525 years", "≥25 years"),
        ("patient\u00e2\u20ac\u2122s", "patient’s"),
        ("Fr\u00c3\u00b6lich", "Frölich"),
        ("an\u00c9\u00a1io", "anɡio"),
        ("hyper\u00adtension", "hypertension"),
        ("a\u200bb\x00c\x07", "abc"),
    ],
)
def test_what_was_misread_or_broken_is_mended(broken, whole):
    assert mended(broken) == whole


@pytest.mark.parametrize(
    "text",
    [
        "SpO2 <90% or >95 %, ≤5 ± 2 µg/L at 37 °C, 10⁹/L, m²",
        "NESCAFÉ® and CAFÉ™",
        "Crème fraîche, naïve, Ångström, Ménière",
        "tab\tand\nline\r\n",
        "β-blocker • item — dash “quoted”",
    ],
)
def test_good_text_stays_as_it_is(text):
    assert mended(text) == text
