from citewell.retrieval.mining import Candidate, Evidence, candidates

from .conftest import guideline


def mined(*texts, conditions=()):
    library = [
        guideline(f"g{n}", "A title", [text], conditions=conditions if n == 0 else ())
        for n, text in enumerate(texts)
    ]
    return candidates(library, is_drug=lambda word: word.lower() == "examplol")


def test_a_pair_comes_with_what_speaks_for_it_and_the_surest_kind_first():
    found = mined(
        "For pruritus (itching) or ague (chills).",
        "For itching (pruritus) give examplol (Brandol).",
        "In tinea (ringworm). In ague (chills).",
        conditions=("Tinea (any)",),
    )
    assert found == (
        Candidate(term="examplol", other="brandol", evidence=Evidence.BRAND, documents=1),
        Candidate(term="itching", other="pruritus", evidence=Evidence.BOTH_WAYS, documents=1),
        Candidate(term="tinea", other="ringworm", evidence=Evidence.LISTED, documents=1),
        Candidate(term="ague", other="chills", evidence=Evidence.OFTEN, documents=2),
    )


def test_what_one_document_alone_says_in_brackets_is_no_candidate():
    assert mined("For ague (chills). For ague (chills).") == ()
