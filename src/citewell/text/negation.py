"""What a text denies, as far as its words show it, and whether two texts say opposite things."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from citewell.text.tokens import content_words, is_content, sentences, stem, words

_CUES = (
    r"not|no|never|without|against|neither|nor|none|nobody|nothing|cannot|\w+n['’]t"
    r"|avoid\w*|stop|stops|stopped|stopping|unable|rather than|instead of|contraindicat\w*|absence of|free of"
    r"|rule[sd]? out|fail(?:s|ed)? to|lack(?:s|ed|ing)? (?:of)?|refus\w+|decline[sd]?|forbid\w*|exclud\w+"
)
_CUE = re.compile(rf"\b(?:{_CUES})\b", re.IGNORECASE)
_PSEUDO = re.compile(
    r"\b(?:not only|no longer than|not more than|no more than|no doubt|not just)\b", re.IGNORECASE
)
_SCOPE_END = re.compile(
    r"[,;:.!?()]"
    r"|\b(?:but|however|although|though|unless|except|because|whereas|while|yet|if|when|and is|and are)\b",
    re.IGNORECASE,
)
# Words that weaken or turn a sentence without a plain "not": with one of these, polarity is not judged.
_HEDGE = re.compile(
    r"\b(?:un\w+|in(?:sufficient|conclusive|effective|appropriate)\w*|non\w*|only|little|few|hardly|rarely|less"
    r"|low|lower|worse|weak\w*|limit\w*|rejected|disagree\w*|outside|skip|leave|leaves|harm\w*|wrong|safe)\b",
    re.IGNORECASE,
)
_LEAST_SHARED = 4
_LEAST_OVERLAP = 0.6


@lru_cache(maxsize=4096)
def negated(text: str) -> frozenset[str]:
    """The stems of content words that stand behind a negating word, to the end of its clause."""
    found: set[str] = set()
    for sentence in sentences(text):
        for scope in _scopes(sentence):
            found.update(stem(word) for word in words(scope) if is_content(word))
    return frozenset(found)


@lru_cache(maxsize=4096)
def has_negation(text: str) -> bool:
    """Whether any negating word stands in the text."""
    return bool(_CUE.search(_PSEUDO.sub(" ", text)))


def contradicts(wording: str, evidence: Sequence[str]) -> str:
    """A word that the wording affirms and the evidence denies, or the other way round; "" when there is none.

    Only sentences that share most of their content words are compared, and only when exactly one of the two
    holds any negation and neither hedges: the check stays silent rather than guess.
    """
    told = [sentence for text in evidence for sentence in sentences(text)]
    for sentence in sentences(wording):
        word = _opposed(sentence, _nearest(sentence, told))
        if word:
            return word
    return ""


def _scopes(sentence: str) -> Iterable[str]:
    plain = _PSEUDO.sub(" ", sentence)
    for cue in _CUE.finditer(plain):
        end = _SCOPE_END.search(plain, cue.end())
        yield plain[cue.end() : end.start() if end else len(plain)]


def _nearest(sentence: str, told: Iterable[str]) -> str:
    """The sentence of the evidence that shares the largest part of its words, if that is most of them."""
    own = content_words(sentence)
    best, best_overlap = "", 0.0
    for other in told:
        shared = own & content_words(other)
        overlap = len(shared) / max(1, min(len(own), len(content_words(other))))
        if len(shared) >= _LEAST_SHARED and overlap >= _LEAST_OVERLAP and overlap > best_overlap:
            best, best_overlap = other, overlap
    return best


def _opposed(one: str, other: str) -> str:
    if not other or has_negation(one) == has_negation(other) or _HEDGE.search(one) or _HEDGE.search(other):
        return ""
    shared = content_words(one) & content_words(other)
    denied = shared & (negated(one) | negated(other))
    return min(denied) if 2 * len(denied) >= len(shared) else ""
