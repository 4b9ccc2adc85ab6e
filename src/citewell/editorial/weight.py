"""What of a changed text changes its meaning: a number, limit, unit, level, negation, grade, or "may".

It marks what a reviewer must not overlook, and is no judgement of what it does not mark.
"""

import re
from collections import Counter
from collections.abc import Iterator

from citewell.editorial.fields import WEIGHTY, FieldKind, kind_of
from citewell.text.firmness import firm_words, grades_named, open_words
from citewell.text.negation import negated, negating_words
from citewell.text.quantities import levels, quantities
from citewell.text.tokens import content_words

_LIMITS = {
    "<": ("<", "under", "below", "less than", "fewer than"),
    "<=": (
        "<=",
        "≤",
        "at most",
        "up to",
        "no more than",
        "not more than",
        "no longer than",
        "within",
        "until",
    ),
    ">": (">", "over", "above", "more than"),
    ">=": (">=", "≥", "at least", "no less than", "not less than", "from"),
    "before": ("before",),
    "after": ("after",),
}
_ABOVE = frozenset({">", ">=", "after"})
_SIGN = {word: sign for sign, words in _LIMITS.items() for word in words}
_LIMIT = re.compile(
    rf"(?<![^\W\d_])(?:{'|'.join(re.escape(word) for word in sorted(_SIGN, key=len, reverse=True))})\s*$",
    re.IGNORECASE,
)
_LONGEST = max(map(len, _SIGN)) + 2
_WITH_DIGITS = re.compile(r"\S*\d\S*")


def weighty(name: str, before: str, after: str) -> tuple[str, ...]:
    """Why a change of a field weighs: "grade", "number", "negation" …; empty where nothing shows that."""
    if before == after:
        return ()
    kind = kind_of(name)
    reasons = [kind.value] if kind in WEIGHTY else []
    if _numbers(before) != _numbers(after):
        reasons.append("number")
    if levels(before) != levels(after):
        reasons.append("level")
    if _denies_otherwise(before, after):
        reasons.append("negation")
    if grades_named(before) != grades_named(after):
        reasons.append(FieldKind.GRADE.value)
    if kind not in WEIGHTY and _firmness(before) != _firmness(after):
        reasons.append("firmness")
    return tuple(dict.fromkeys(reasons))


def turned_limit(before: str, after: str) -> str:
    """The number that is the most in one of two wordings of a thing and the least in the other, or ""."""
    was, now = _sides(before), _sides(after)
    turned = (number for number in was if was[number] and now.get(number) and not was[number] & now[number])
    return next((f"{value:g} {unit}".rstrip() for value, unit in turned), "")


def _firmness(text: str) -> tuple[bool, bool]:
    """Whether a text requires, and whether it leaves a choice."""
    return bool(firm_words(text)), bool(open_words(text))


def _sides(text: str) -> dict[tuple[float, str], set[bool]]:
    """On which sides of each number of a text the cases are: above it or not."""
    found: dict[tuple[float, str], set[bool]] = {}
    for sign, value, unit in _found_numbers(text):
        if sign:
            found.setdefault((value, unit), set()).add(sign in _ABOVE)
    return found


def _numbers(text: str) -> Counter[tuple[str, float, str]]:
    return Counter(_found_numbers(text))


def _found_numbers(text: str) -> Iterator[tuple[str, float, str]]:
    """Each quantity with the limit that stands before it, and each name that holds a number."""
    found = quantities(text)
    for quantity in found:
        limit = _LIMIT.search(text[max(0, quantity.start - _LONGEST) : quantity.start])
        sign = _SIGN[limit.group().strip().lower()] if limit else ""
        yield sign, quantity.value, quantity.unit
    for match in _WITH_DIGITS.finditer(text):
        told = any(q.start < match.end() and match.start() < q.end for q in found)
        if not told and not levels(match.group()):
            yield match.group().strip(".,;:()[]"), 0.0, ""


def _denies_otherwise(before: str, after: str) -> bool:
    """Whether a negating word came or went, or what both speak of is denied in one of them only."""
    if Counter(negating_words(before)) != Counter(negating_words(after)):
        return True
    return bool((negated(before) ^ negated(after)) & content_words(before) & content_words(after))
