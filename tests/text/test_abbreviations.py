import time

import pytest

from citewell.text.abbreviations import abbreviations


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("in giant cell arteritis (GCA).", [("GCA", "giant cell arteritis")]),
        ("the body mass index (BMI) and waist", [("BMI", "body mass index")]),
        (
            "with non-steroidal anti-inflammatory drugs (NSAIDs)",
            [("NSAIDs", "non-steroidal anti-inflammatory drugs")],
        ),
        ("heat shock protein (HSP; see below)", [("HSP", "heat shock protein")]),
        ("The dose is low (see Table 2).", []),
        ("Ask a specialist (NICE).", []),
        ("polymyalgia rheumatica.\n (PMR) is", []),
        ("(BMI)", []),
        ("the American Osteopathic Association (AOA)", [("AOA", "American Osteopathic Association")]),
        ("a proton-pump inhibitor (PPI)", [("PPI", "proton-pump inhibitor")]),
        ("combined oral contraceptives (COCs)", [("COCs", "combined oral contraceptives")]),
        ("an Academy of Nutrition and Dietetics (AND)", [("AND", "Academy of Nutrition and Dietetics")]),
        ("the time to treatment discontinuation (TTD)", [("TTD", "time to treatment discontinuation")]),
    ],
)
def test_a_short_form_is_paired_with_the_words_its_letters_stand_in(text, pairs):
    assert list(abbreviations(text)) == pairs


def test_hostile_text_is_read_in_linear_time():
    started = time.process_time()
    list(abbreviations(" (AAAA) a" * 50_000))
    list(abbreviations("a" * 1_000_000 + " (AAAAAAAAAA)"))
    assert time.process_time() - started < 5
