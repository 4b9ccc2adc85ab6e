"""Names that a text gives for one thing: "pruritus (itching)", "also known as …", "warfarin (Coumadin)".

Method: lexico-syntactic patterns (M. A. Hearst, Automatic acquisition of hyponyms from large text corpora,
COLING 1992), for terms that are the same. What a bracket holds is more often an example, a dose or a remark:
of the pairs that were read through, one in five was right (of drugs with their brands, nine in ten). So
nothing that is found here is searched with as it is; it is for people to choose from (`mining`).
"""

import re
from collections.abc import Callable, Iterator

_WORD = r"[a-z][a-z-]+"
_TERM = rf"{_WORD}(?: {_WORD}){{0,3}}"
_BRACKET = re.compile(rf" \((?:also )?(?:known as |called |or |formerly |previously )?({_TERM})\)")
_BRAND = r"[A-Z][a-z]{3,14}"
_DRUG = r"[A-Za-z][a-z]{4,24}"
_GENERIC_FIRST = re.compile(rf"\b({_DRUG}) \(({_BRAND})[®™]?[);,]")
_BRAND_FIRST = re.compile(rf"\b({_BRAND})[®™]? \(({_DRUG})\)")
_CALLED = re.compile(
    rf",? \(?(?:also (?:known as|called|termed|referred to as)|formerly known as|previously known as"
    rf"|commonly (?:known as|called)) (?:the |an? )?({_TERM})(?=[),.;:]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST = 60
_MOST_WORDS = 3
# A term begins after one of these, and has none inside.
_FUNCTION_WORDS = frozenset(
    """
    a about above after against all although an and any are as at be been before below between both but by
    can consider could do due during each either else especially every except excluding few for from further
    given has have if in include included includes including into is it its less like listed may more most
    must never no nor not of off offer often on only optional or other others otherwise over particularly per
    possibly preferably preferred previously rather recommended see should similar since some such than that
    the their them then there these they this those through to under until up upon use used using usually
    versus via was were when where whether which while with within without would
    """.split()  # noqa: SIM905 - words of one line each would be no plainer
)


def synonyms(text: str) -> Iterator[tuple[str, str]]:
    """The pairs (term, what the text also calls it), in small letters, in the order they stand in it.

    A term is one to three words that are not function words; the first of a pair reaches back to the
    function word, comma or bracket before it, and is left out where it would be longer. Linear in the text.
    """
    for pattern in (_BRACKET, _CALLED):
        for match in pattern.finditer(text):
            other = match[1].lower()
            term = _term_before(text, match.start())
            if term and term != other and not _is_broken(other):
                yield term, other


def brands(text: str, *, is_drug: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """The pairs (drug, brand), in small letters: of "drug (Brand)" and "Brand (drug)", with ® or without.

    A name that the text also prints in small letters ("Strong") is no brand, nor is what is itself a drug.
    """
    found = [(match[1], match[2]) for match in _GENERIC_FIRST.finditer(text)]
    found += [(match[2], match[1]) for match in _BRAND_FIRST.finditer(text)]
    for drug, brand in found:
        if is_drug(drug) and not is_drug(brand) and brand.lower() not in text:
            yield drug.lower(), brand.lower()


def _term_before(text: str, end: int) -> str:
    before = text[max(end - _LONGEST, 0) : end]
    before = before[max(before.rfind(mark) + 1 for mark in ".;:,\n\t()[]/•") :]
    words: list[str] = []
    for word in reversed(before.split()):
        if word.lower() in _FUNCTION_WORDS:
            break
        words.insert(0, word.lower())
    whole = all(re.fullmatch(_WORD, word) for word in words)
    return " ".join(words) if whole and 0 < len(words) <= _MOST_WORDS else ""


def _is_broken(term: str) -> bool:
    words = term.split()
    return len(words) > _MOST_WORDS or not _FUNCTION_WORDS.isdisjoint(words)
