"""Words as a library's index knows them: the words of a query, and the other spellings a word goes by."""

import re

TOKEN = re.compile(r"\w+")
_CONTRACTION = re.compile(r"\b\w+n['’]t\b|(?<=\w)['’](?:s|m|d|ve|re|ll)\b", re.IGNORECASE)
_OTHER_SPELLINGS = (
    ("aem", "em"),
    ("aed", "ed"),
    ("aec", "ec"),
    ("aes", "es"),
    ("aet", "et"),
    ("oed", "ed"),
    ("oes", "es"),
    ("oet", "et"),
    ("oel", "el"),
    ("oen", "en"),
    ("rrhoea", "rrhea"),
    ("pnoea", "pnea"),
    ("tumour", "tumor"),
    ("behaviour", "behavior"),
    ("colour", "color"),
    ("fibre", "fiber"),
    ("litre", "liter"),
    ("centre", "center"),
    ("sulph", "sulf"),
    ("yse", "yze"),
    ("isation", "ization"),
    ("ise", "ize"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("counsell", "counsel"),
    ("labell", "label"),
    ("programme", "program"),
)
_SHORTEST_RESPELT = 5


def tokens(text: str) -> tuple[str, ...]:
    """The runs of letters and digits of a text, as typed, without contracted verbs ("won't", "I've")."""
    return tuple(TOKEN.findall(_CONTRACTION.sub(" ", text)))


def other_spellings(word: str) -> tuple[str, ...]:
    """The British spellings of an American word and the other way about, as far as letters tell.

    Most of what comes is no word at all ("lemon" gives "laemon"): keep what stands in the library.
    """
    if len(word) < _SHORTEST_RESPELT:
        return ()
    found = dict.fromkeys(
        word.replace(here, there, 1)
        for british, american in _OTHER_SPELLINGS
        for here, there in ((british, american), (american, british))
        if here in word
    )
    return tuple(spelling for spelling in found if spelling != word)
