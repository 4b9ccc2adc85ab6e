"""What a question takes for granted: "which dose of X for Y" takes it that X is given for Y.

Presupposition triggers after Levinson (Pragmatics, 1983, chapter 4), as far as clinical questions have
them: questions with which, what, when, how much or how often, why; clauses with since or as; attributions.
A question whether something should be done takes nothing for granted.
"""

import re

from citewell.model.answers import Presumption
from citewell.text.kinds import NO_KINDS, Kinds, with_kinds
from citewell.text.sentences import sentences
from citewell.text.tokens import content_words

_LONGEST = 2000
_ASKS = re.compile(
    r"\b(?:which|what|how (?:much|many|long|often|soon|early|fast|frequently|big|large|strong|high)|when|why"
    r"|at what|for how long|until when)\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:since|as|because|given that|seeing(?: as| that)?|now that|considering(?: that)?)\b.{0,150}?\b"
    r"(?:recommend\w*|advis\w+|suggest\w*|standard|usual|the rule|first[- ]line|required|mandatory|routine\w*"
    r"|effective|works?|helps?|safe|proven|indicated|approved|licensed)\b",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTES = re.compile(
    r"\b(?:recommend(?:s|ed|ations?)?|advise[sd]?|according to|as per|suggest(?:s|ed)?|endorse[sd]?|says?"
    r"|favou?r(?:s|ed)?|prefers?|calls? for|guidelines?|guidance|standard)\b",
    re.IGNORECASE,
)
# Whether something should be done at all, or one of two things.
_OPEN = re.compile(
    r"^\W*(?:and |but |so )?(?:should|is|are|can|could|does|do|did|will|would|may|must|any|has|have)\b"
    r"|\bwhether\b|\bor (?:not|nothing|something else|no\b)|\bworth\b|\bany (?:role|use|point|benefit)\b",
    re.IGNORECASE,
)
# Who recommends: the subject of the verb, or who is named behind "by" and "according to".
_BODY_SAYS = re.compile(
    r"\b(?P<body>[A-Z]{2,}(?:/[A-Z]{2,})*)(?:'s)?(?: \w+){0,3}? (?:recommend|advise|suggest|endorse|say"
    r"|favou?r|prefer|call for|tell|want|guideline|guidance|report)"
    r"|\b(?i:according to|as per|(?:recommended|advised|suggested|endorsed) by) (?:the )?"
    r"(?P<named>[A-Z]{2,}(?:/[A-Z]{2,})*)\b"
)


def presumption_of(text: str, kinds: Kinds = NO_KINDS) -> Presumption | None:
    """What a question takes for granted, the kinds of what it names included; None where it asks openly."""
    for sentence in sentences(text[:_LONGEST]):
        if _GIVEN.search(sentence) or (_ASKS.search(sentence) and not _OPEN.search(sentence)):
            return Presumption(
                words=with_kinds(content_words(sentence), kinds),
                bodies=_bodies(sentence),
                attributes=_ATTRIBUTES.search(sentence) is not None,
            )
    return None


def _bodies(sentence: str) -> tuple[str, ...]:
    named = (match["body"] or match["named"] for match in _BODY_SAYS.finditer(sentence))
    return tuple(dict.fromkeys(named))
