"""One spelling for a word: what is written in several ways meets in one key, and looser in one stem."""

import re
from functools import lru_cache
from unicodedata import normalize


def word_set(text: str) -> frozenset[str]:
    """The words of a list written as text."""
    return frozenset(text.split())


_SPELLINGS = {
    "programme": "program", "programmes": "program", "ageing": "aging",
    "practise": "practice", "grey": "gray",
    "neurone": "neuron", "neurones": "neuron", "women": "woman", "men": "man", "feet": "foot", "percent": "%",
    "percentage": "%",
}  # fmt: skip
_KEEP_S = word_set("mets sins aids news lens does was has this always perhaps yes less tens")
_IRREGULAR = {
    "used": "use", "using": "use", "lying": "lie", "dying": "die", "died": "die", "tied": "tie",
    "broke": "break", "broken": "break", "bled": "bleed", "aching": "ache", "ached": "ache", "lay": "lie",
    "gave": "give", "given": "give", "took": "take", "taken": "take", "drove": "drive", "slept": "sleep",
    "sat": "sit", "stood": "stand",
}  # fmt: skip
_VOWEL = re.compile(r"[aeiouy]")
_IS_TO_IZ = re.compile(
    r"(?<=[a-z]{4})is(?=(?:e|ed|es|ing|er|ers|ation|ations)$)|(?<=[a-z]{3}y)s(?=(?:e|ed|es|ing)$)"
)
_OUR_TO_OR = re.compile(r"(?<=[a-z]{2})our(?=(?:s|ed|ing|al|able)?$)")
_KEEP_OUR = ("hour", "four", "your", "pour", "tour", "sour", "flour")
_SHORTEST_FOR_DIPHTHONG = 6
_SHORTEST_PLURAL = 4
_SHORTEST_GREEK = 7
_SHORTEST_E = 5
_SHORTEST_ING = 6
_SHORT_STEM = 3


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """One spelling for a word: lower case, no accents, American, singular."""
    word = word.lower()
    if word[0].isdecimal():
        return word.replace(",", "").replace("·", ".")
    if not word.isascii():
        plain = normalize("NFKD", word)
        word = "".join(char for char in plain if char.isalnum() or char in "<>%/") or word
    if word in _SPELLINGS:
        return _SPELLINGS[word]
    return _singular(_american(word))


def _american(word: str) -> str:
    if len(word) >= _SHORTEST_FOR_DIPHTHONG:
        if word.endswith("ae"):
            word = word[:-1]
        word = word.replace("ae", "e").replace("oe", "e").replace("sulph", "sulf")
        word = _IS_TO_IZ.sub("z" if "ys" in word[-6:] else "iz", word)
    if "our" in word and not word.startswith(_KEEP_OUR):
        word = _OUR_TO_OR.sub("or", word)
    if word.endswith(("tre", "bre")) and len(word) > _SHORTEST_PLURAL:
        word = word[:-2] + "er"
    return word


def _singular(word: str) -> str:
    if not word.endswith("s") or len(word) < _SHORTEST_PLURAL or word in _KEEP_S:
        return word
    if word.endswith("sis") and len(word) >= _SHORTEST_FOR_DIPHTHONG:
        return word[:-2]
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > _SHORTEST_PLURAL:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    if len(word) >= _SHORTEST_GREEK and word.endswith(("tases", "noses", "hoses", "lyses")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=16384)
def stem(key: str) -> str:
    """A light stem of a key, in which "bracing" and "brace", "broke" and "broken" meet."""
    if key in _IRREGULAR:
        return _IRREGULAR[key]
    if key.endswith("ing") and len(key) >= _SHORTEST_ING:
        return _bare(key, key[:-3])
    if key.endswith("ied") and len(key) >= _SHORTEST_E:
        return key[:-3] + "y"
    if key.endswith("ed") and not key.endswith("eed") and len(key) >= _SHORTEST_E:
        return _bare(key, key[:-2])
    return key[:-1] if key.endswith("e") and len(key) >= _SHORTEST_E else key


def _bare(key: str, base: str) -> str:
    """A verb without its ending, doubling undone and "e" put back; the key itself when no vowel is left."""
    if not _VOWEL.search(base):
        return key
    if len(base) > _SHORT_STEM and base[-1] == base[-2] and base[-1] not in "lsz":
        return base[:-1]
    return base + "e" if _lost_its_e(base) else base


def _lost_its_e(base: str) -> bool:
    """Whether a short verb ends as "tak(ing)" and "us(ing)" do."""
    if len(base) != _SHORT_STEM or base[-1] in "aeiouwxy":
        return False
    return base[-2] in "aeiou" and base[-3] not in "aeiou"
