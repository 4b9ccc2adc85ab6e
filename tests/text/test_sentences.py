import pytest

from citewell.text.sentences import sentence_spans


@pytest.mark.parametrize(
    "sentences",
    [
        ["Offer aspirin (e.g. 75 mg/d.) vs. none. [2006]", "See No. 5.", "The end"],
        ["Give 1.5 mg. (Grade 1A)", "Do not give more. (1|+++O)", "Stop."],
        ["Smith et al. reported it.", "It was seen by Smith et al.", "The drug works."],
        ["1. Offer it.", "1.2.3. Consider it.", "Is it safe?", "Yes!"],
        ["J. Smith of the U.S. Task Force agreed.", "Dr. Jones did not."],
        ["Use it in group A.", "The rest is untreated."],
        ["It fell below <90%. [new 2014]", "Then “stop.”", "Ask."],
        ["It is rare.¹²", "It is mild."],
        ["one line without an end"],
    ],
)
def test_sentences_are_told_apart_and_keep_their_labels(sentences):
    text = " ".join(sentences)
    assert [text[span.start : span.end] for span in sentence_spans(text)] == sentences


@pytest.mark.parametrize(
    "text", ["", "   ", "...", "a" * 5000, "(" * 3000 + "." * 100_000 + "a", "A. " * 3000]
)
def test_any_text_is_read_and_no_character_is_lost(text):
    kept = "".join(text[span.start : span.end] for span in sentence_spans(text))
    assert "".join(kept.split()) == "".join(text.split())
