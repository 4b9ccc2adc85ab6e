"""What a recommendation against something is against: "Do not offer TENS for sciatica" is against TENS.

Read from the sentence's form alone: the object of a denied verb, what stands behind "against", or the subject
of a denied passive.
"""

import re
from functools import lru_cache

from citewell.answers.library.subject import subject_of
from citewell.text.tokens import content_words

_LONGEST = 700
# Where the thing ends and for whom, when or why begins; an abbreviation in brackets is part of it.
_END = re.compile(
    r"[.;:]|\((?![A-Z]{2,}\))|, (?:and |but |as |because |except |unless |including |with |without )"
    r"|\b(?:for|to|in|as|when|if|unless|until|during|among|who|because|due|after|before|at|on|over|solely"
    r"|outside|given|based|alone|even|except|where|while|than|of choice)\b",
    re.IGNORECASE,
)
_DONE = (
    r"(?:offer|us(?:e|ing)|giv(?:e|ing)|prescrib(?:e|ing)|recommend|administer(?:ing)?|perform(?:ing)?"
    r"|order(?:ing)?|start(?:ing)?|initiat(?:e|ing)|consider(?:ing)?|obtain(?:ing)?|screen(?:ing)?"
    r"|treat(?:ing)?|provid(?:e|ing)|apply(?:ing)?|do(?:ing)?|request|carry(?:ing)? out|undertak(?:e|ing)"
    r"|add(?:ing)?|receiv(?:e|ing)|suggest|employ(?:ing)?)"
)
_OBJECT = re.compile(
    r"\b(?:do not|don't|does not|should not(?! be)|must not(?! be)|shall not(?! be)|not to(?! be)|never"
    rf"|cannot|avoid|not(?= {_DONE} ))(?: \w+ly)? (?:{_DONE} )?(?:\w+ly )?(?:the )?(?P<thing>.+)",
    re.IGNORECASE | re.DOTALL,
)
_AGAINST = re.compile(
    rf"\bagainst (?:{_DONE} )?(?:the )?(?:\w+ly )?(?:{_DONE} )?(?P<thing>.+)",
    re.IGNORECASE | re.DOTALL,
)
_PASSIVE = re.compile(
    r"\b(?:(?:is|are|was|were) (?:\w+ly )?(?:not|no longer|never)|(?:should|must|shall|need|can)(?: \w+ly)?"
    r" ?not be|should (?:\w+ly )?be (?:avoided|discouraged)|(?:is|are) (?:contra-?indicated|discouraged"
    r"|inappropriate)|not be (?:\w+ly )?(?:used?|offered|given|prescribed|performed|obtained|ordered|started"
    r"|initiated|administered|recommended|considered|done|screened|treated))\b",
    re.IGNORECASE,
)
# Who says so, where it stands before what is said.
_SAID = re.compile(
    r"^.{0,200}?\b(?:recommend|suggest|advise|conclude)(?:s|ed)? that (?:the )?", re.IGNORECASE
)
# For whom or when, where it stands before the clause; and an end of a sentence before it.
_FOREWORD = re.compile(
    r"^(?:[A-Z]\w*\d*[.:]? (?:- )?)?(?:after|in|for|when|if|among|during|with|before|at|while)\b[^,]*, ",
    re.IGNORECASE,
)
# "Do not use the following for X: A, B, C".
_LIST = re.compile(r"following\b[^:]{0,200}:(?P<items>.+)", re.IGNORECASE | re.DOTALL)
_BEGIN = re.compile(r"[.;:]\s")
# Words for that something is done, whatever it is.
_DOING = content_words(
    "use using used routine routinely treatment therapy therapies treating administration administer"
    " agent agents drug drugs medication medications offer give given prescribe recommend recommended"
    " perform performing order start initiate initiation consider obtain provide intervention"
    " interventions following any additional further either clinician clinicians physician practitioner"
    " provider guideline panel group committee developer author suggest suggests suggested society"
    " college academy task force workgroup universal standard prophylactic prophylaxis empirical empiric"
    " systemic oral intravenous high low dose long-term short-term chronic acute severe mild generally"
    " currently management approach option patient patients"
)


@lru_cache(maxsize=512)
def denied_in(text: str) -> frozenset[str]:
    """The stems of what a recommendation against something is against; empty where its form does not tell."""
    said = text[:_LONGEST]
    found = frozenset[str]()
    for form in (_AGAINST, _OBJECT):
        if match := form.search(said):
            listed = _LIST.match(match["thing"])
            found |= _things(listed["items"] if listed else _up_to_end(match["thing"]))
    if match := _PASSIVE.search(said):
        found |= _things(_subject_before(said[: match.start()]))
    return found


def _things(phrase: str) -> frozenset[str]:
    return subject_of(phrase) - _DOING


def _up_to_end(phrase: str) -> str:
    """The phrase up to where another part of the sentence begins; its first words are always its own."""
    for match in _END.finditer(phrase):
        if _things(phrase[: match.start()]):
            return phrase[: match.start()]
    return phrase


def _subject_before(text: str) -> str:
    """The subject of the clause that ends the text, less for whom and when."""
    begins = [match.end() for match in _BEGIN.finditer(text)]
    clause = text[begins[-1] :] if begins and _things(text[begins[-1] :]) else text
    clause = _SAID.sub("", clause, count=1)
    return _up_to_end(_FOREWORD.sub("", clause, count=1))
