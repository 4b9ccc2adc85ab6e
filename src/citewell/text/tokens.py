"""Words and stems of English text, as far as the checks of wording need them."""

import re
from functools import lru_cache

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_STOPWORDS = frozenset(
    """
    a about after all also an and any are as at be been before being both but by can could do does did
    doing done during each either every for from get gets give given gives had has have having he
    her here him his how i if in into is it its itself just made make makes may me might more most
    much must my of on once one only onto or other our out over own per said same say says shall she
    should since so some such than that the their them then there these they this those through to
    too under until up upon use used uses using very was we were what when where whether which while
    who whom whose why will with within would you your
    """.split()  # noqa: SIM905 - a hundred lines of one word each would be no plainer
)
_SUFFIXES = (
    ("isations", ""),
    ("izations", ""),
    ("isation", ""),
    ("ization", ""),
    ("ations", ""),
    ("ation", ""),
    ("ments", ""),
    ("ment", ""),
    ("ings", ""),
    ("ions", ""),
    ("ing", ""),
    ("ion", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("ises", ""),
    ("ised", ""),
    ("ally", ""),
    ("ise", ""),
    ("ed", ""),
    ("es", ""),
    ("ly", ""),
    ("al", ""),
    ("s", ""),
    ("e", ""),
)
_SHORTEST_STEM = 3
_NO_STEM = frozenset(("",))
# Before these endings a consonant is doubled ("stopping"), but l, s and z may stand double in the word itself
# (after M. F. Porter, An algorithm for suffix stripping, 1980, step 1b).
_DOUBLING = frozenset(("ing", "ings", "ed"))
_DOUBLED = frozenset("bdfgmnprt")


def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case; numbers are no words."""
    return tuple(WORD.findall(text.lower().replace("’", "'")))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A light stem: the word in lower case without its commonest ending ("treated" and "treatment" meet)."""
    word = word.lower()
    for suffix, replacement in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            left = word[: -len(suffix)]
            return (_single(left) if suffix in _DOUBLING else left) + replacement
    return word


def _single(left: str) -> str:
    """What is left of a word, its last consonant once: "stopp" is "stop", "add" stays."""
    doubled = len(left) > _SHORTEST_STEM and left[-1] == left[-2] and left[-1] in _DOUBLED
    return left[:-1] if doubled else left


def is_content(word: str) -> bool:
    """Whether a word in lower case carries meaning of its own."""
    return len(word) > 1 and word not in _STOPWORDS


@lru_cache(maxsize=16384)
def _stem_of_content(word: str) -> str:
    """The stem of a word that carries meaning; "" of any other."""
    return stem(word) if is_content(word) else ""


@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning.

    Kept for the texts seen last, since one answer looks at the same quotations from several sides.
    """
    return frozenset(map(_stem_of_content, set(words(text)))) - _NO_STEM
