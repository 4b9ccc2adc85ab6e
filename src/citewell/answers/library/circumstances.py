"""Whom and which situation a recommendation speaks of, as far as plain words show it.

Two guidelines that speak of children and of adults, of first and of recurrent episodes, of one drug alone and
of two together do not disagree, whatever they say. Only words that plainly exclude each other are compared; a
text that says nothing of a side speaks of either.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

Circumstances = Mapping[str, frozenset[str]]

# Sides of a question of which a text speaks of one, or of several: those that share none exclude each other.
_SIDES: Mapping[str, Mapping[str, str]] = {
    "age": {
        "children": r"child(?:ren|hood)?|infants?|bab(?:y|ies)|neonat\w*|newborns?|toddlers?"
        r"|p(?:a)?ediatric\w*|adolescen\w+|boys?|girls?|youths?|young people|teenagers?|school-aged?",
        "adults": r"adults?|(?:wo)?men|elderly|older (?:people|persons|patients|adults)|postmenopausal"
        r"|pregnan\w+",
    },
    "sex": {"women": r"women|girls|females?", "men": r"men|boys|males?"},
    "course": {"acute": r"acute(?:ly)?|subacute", "chronic": r"chronic(?:ally)?|long-standing"},
    "episode": {
        "first": r"first episodes?|initial episodes?|first-time|new-onset|newly diagnosed",
        "again": r"recurren\w+|relaps\w+|repeated",
    },
    "severity": {
        "mild": r"mild|uncomplicated|low-severity|minor|non-?severe",
        "severe": r"severe|complicated|high-severity|fulminant|critical(?:ly)?|moderate(?:ly)?",
    },
    "urgency": {"elective": r"elective|planned|scheduled", "urgent": r"emergen\w+|urgent\w*"},
    "risk": {
        "usual": r"average[- ]risk|low(?:er)?[- ]risk|not at (?:elevated|increased|high) risk"
        r"|general (?:adult )?population|routine(?:ly)?|asymptomatic|unselected|otherwise healthy"
        r"|without risk factors",
        "raised": r"(?<!not at )(?:high(?:er)?|elevated|increased)[- ]risk|risk factors|selected"
        r"|certain (?:groups?|patients|clinical)|BRCA\w*|high[- ]risk"
        r"|(?:patients|people|persons|individuals|adults|women|men|those) (?:with|who have|having)",
    },
    "line": {
        "first": r"first[- ]line|initial (?:therapy|treatment|management)|empiric\w*",
        "later": r"second[- ]line|third[- ]line|refractory|inadequate(?:ly)? (?:response|relief|controlled)"
        r"|fail(?:ed|s|ure)|unresponsive|not responded|resistant|salvage|persist\w*|despite",
    },
    "type": {"1": r"type (?:1|I)|T1DM", "2": r"type (?:2|II)|T2DM"},
    "company": {
        "alone": r"alone|monotherapy|single[- ]agent|sole(?:ly)?",
        "together": r"combin\w+|in addition to|adjunct\w*|add-on|plus|together with|augment\w*",
    },
    "place": {
        "hospital": r"in-?patients?|hospitali[sz]ed|intensive care|ICU|critically ill|admitted",
        "home": r"out-?patients?|ambulatory|primary care|community|at home",
    },
    "phase": {"induction": r"induc\w+ (?:of )?remission|induction", "maintenance": r"maint(?:ain|enance)\w*"},
    "action": {
        "start": r"start\w*|begin\w*|initiat\w+|commenc\w+",
        "stop": r"stop\w*|discontinu\w+|withdraw\w*|withheld|taper\w*|decreas\w+|reduc\w+ the dose",
    },
    "prevention": {"primary": r"primary prevention", "secondary": r"secondary prevention"},
}
# What narrows a recommendation to some: it is compared only with what speaks of them, too.
_NARROW: Mapping[str, str] = {
    "pregnancy": r"pregnan\w+|gestation\w*|antenatal\w*|labou?r|obstetric\w*",
    "newborn": r"neonat\w*|newborns?|preterm|premature",
    "cancer": r"(?:with|after|treatment of|treated for) (?:\w+ ){0,3}(?:cancers?|tumou?rs?|malignanc\w+)"
    r"|chemotherap\w+|oncolog\w+|lymphoma|leuk(?:a)?emia|metasta\w+|survivors?|personal history"
    r"|cancer (?:patients|surgery)",
    "radiotherapy": r"radiation|radiotherap\w+|irradiat\w+",
    "transplant": r"transplant\w*|HSCT",
    "dialysis": r"dialysis|h(?:a)?emodialysis|end[- ]stage",
    "kidney": r"CKD|kidney disease|renal (?:impairment|insufficiency|failure)|eGFR",
    "HIV": r"HIV",
    "neutropenia": r"neutropeni\w+",
    "surgery": r"surg\w+|(?:peri|pre|post|intra)-?operative\w*|prosthe\w+",
    "trauma": r"trauma\w*|fractures?|concuss\w+",
    "diabetes": r"diabet\w+|T[12]DM",
    "stroke": r"(?:after|following|acute|with|had)(?: an?)?(?: acute| [\w-]+emi?c| [\w-]+bolic){0,2} strokes?"
    r"|post-?stroke",
    "withdrawal": r"withdrawal|detoxif\w+",
    "screening": r"screen\w*",
    "loading": r"loading|bolus",
    "postpartum": r"post-?(?:partum|natal)\w*|after (?:the )?(?:delivery|birth)",
}


# Those of them that a question names, or it is not about them.
_SPECIAL = frozenset(
    {
        "pregnancy",
        "newborn",
        "transplant",
        "dialysis",
        "HIV",
        "neutropenia",
        "postpartum",
        "loading",
        "withdrawal",
    }
)
# Whom a text is not about, and what is only an example, narrows nothing.
_WITHOUT = re.compile(
    r"\((?:i\.e|e\.g)[^()]{0,200}\)|\b(?:without|no history of|free of|other than|not having)\b[^,.;]{0,80}"
)


@lru_cache(maxsize=512)
def circumstances(text: str) -> Circumstances:
    """The sides a text speaks of, and under "" what narrows it."""
    text = _WITHOUT.sub(" ", text)
    said = {side: _spoken(text, words) for side, words in _SIDES.items()}
    return {**{side: found for side, found in said.items() if found}, "": _spoken(text, _NARROW)}


def _spoken(text: str, words: Mapping[str, str]) -> frozenset[str]:
    return frozenset(name for name, pattern in words.items() if _compiled(pattern).search(text))


@lru_cache(maxsize=128)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


def exclude_each_other(one: Circumstances, other: Circumstances) -> bool:
    """Whether two texts speak of different sides of a question, or one of some and the other of all."""
    return one[""] != other[""] or _on_other_sides(one, other)


def is_beside(question: Circumstances, text: Circumstances) -> bool:
    """Whether a text is about special people that the question does not name, or about others."""
    return not text[""] & _SPECIAL <= question[""] or _on_other_sides(question, text)


def _on_other_sides(one: Circumstances, other: Circumstances) -> bool:
    return any(side and side in other and not one[side] & other[side] for side in one)
