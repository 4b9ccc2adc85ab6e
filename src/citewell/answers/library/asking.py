"""What form of answer a question asks for: yes or no on one thing, or a quantity of one kind.

Read from the words of its last asking sentence, and with care: where a question could be meant in two ways,
it asks for no form at all.
"""

import re
from dataclasses import dataclass

from citewell.model.answers import Question
from citewell.model.pico import Phrase
from citewell.text.kinds import NO_KINDS, Kinds
from citewell.text.sentences import sentence_spans
from citewell.text.tokens import content_words

DOSES = frozenset({"mg", "ug", "g", "mL", "L", "[iU]", "mmol"})
TIMES = frozenset({"min", "h", "d", "wk", "mo", "a"})
_OPEN = re.compile(r"\b(?:what|which|who|whom|when|where|why|how|whether|til+|until)\b", re.IGNORECASE)
# Before or behind these, yes and no would change places, or there is a third answer.
_TURNED = re.compile(
    r"\b(?:or|not|no|never|none|nothing|neither|stop\w*|leave|leaving|skip\w*|avoid\w*|omit\w*|without|instead"
    r"|hold\w*|wait\w*|delay\w*|rather|refus\w*|decline\w*|quit\w*|too|against|less|only|enough|still|ever)\b"
    r"|n['’]t\b|cant\b|dont\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"^(?:(?:so|and|but|also|then|please|doc|doctor)\W+)*"
    r"(?:should|shall|can|could|may|do|does|is|are|will|would|ok(?:ay)?"
    r"|any (?:role|point|use|good|benefit|need)"
    r"|worth|good idea|need|necessary|safe|right|try|start|give|add|prescribe|screen|treat)\b",
    re.IGNORECASE,
)
# So few words with a question mark ask whether ("Salbutamol nebs?", "Ketamine for depression?").
_FEW = 4
_OR_NOT = re.compile(r",?\s+or (?:not|no)\b", re.IGNORECASE)
# A note's number behind a word, and the name of imaging of any kind.
_NO_NOTES = str.maketrans(dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", " "))
_IMAGING = frozenset({"imaging"})
# What names no test in particular.
_GENERIC = content_words("scan scans imaging test tests")
_HOW_MUCH = re.compile(
    r"\b(?:how (?:much|many (?:mg|ml|milligrams|tablets|units))|dose|dosage|dosing|mg)\b", re.I
)
_HOW_LONG = re.compile(
    r"\b(?:how (?:long|soon|quickly|early|late|many (?:minutes|hours|days|weeks|months|years))|when|til+ when"
    r"|until when|duration|how far in advance)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form of answer asked for.

    yes_or_no: whether yes or no would answer. about: of each thing asked about, the ways to name it, each
    as content words. imaging: whether imaging of any kind is asked about. units: of the quantity asked for.
    words: the content words of the question, and of the names of what was read in it. conditions: the names
    of what the patient has, each as content words.
    """

    yes_or_no: bool = False
    about: tuple[tuple[frozenset[str], ...], ...] = ()
    imaging: bool = False
    units: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    conditions: tuple[frozenset[str], ...] = ()

    def is_spoken_of(self, text: str) -> bool:
        """Whether a text names everything that is asked about."""
        said = content_words(text.translate(_NO_NOTES))
        return all(any(name <= said for name in names) for names in self.about)

    def has_condition_in(self, text: str) -> bool:
        """Whether a text names a condition that was read, where one was."""
        said = content_words(text)
        return not self.conditions or any(name and name <= said for name in self.conditions)


def form_of(question: Question, kinds: Kinds = NO_KINDS) -> Form:
    """The form of answer that a question asks for. Linear in its length.

    kinds: what is said of a kind of treatment is said of what belongs to it.
    """
    text = question.text
    asking, begins = _asking(text)
    about = tuple(filter(None, (_names(one, text, kinds) for one in _asked_about(question, begins))))
    units = (DOSES if _HOW_MUCH.search(text) else frozenset()) | (
        TIMES if _HOW_LONG.search(text) else frozenset()
    )
    return Form(
        yes_or_no=bool(about) and len(set(about)) == 1 and not units and _asks_yes_or_no(asking, text),
        about=about,
        imaging=any(one.id in _IMAGING for one in question.pico.interventions),
        units=units,
        conditions=tuple(content_words(one.id) for one in question.pico.conditions),
        words=content_words(" ".join((text, *(one.id for one in _named(question))))),
    )


def _named(question: Question) -> tuple[Phrase, ...]:
    pico = question.pico
    return (*pico.interventions, *pico.comparators, *pico.conditions, *pico.current)


def _asked_about(question: Question, begins: int) -> list[Phrase]:
    """What is named in the asking sentence; else in the last sentence before it that names anything."""
    named = question.pico.interventions
    asked = [one for one in named if one.start >= begins]
    for span in reversed([] if asked else sentence_spans(question.text)):
        asked = asked or [one for one in named if span.start <= one.start < min(span.end, begins)]
    return asked


def _asks_yes_or_no(asking: str, text: str) -> bool:
    plain = _OR_NOT.sub("", asking)
    if _OPEN.search(plain) or _TURNED.search(plain) or text.count("?") > 1:
        return False
    return plain.endswith("?") and bool(_YES_OR_NO.match(plain) or len(content_words(plain)) <= _FEW)


def _asking(text: str) -> tuple[str, int]:
    """The last sentence that ends in a question mark, else the last, and where it begins."""
    found = [(text[span.start : span.end].strip(), span.start) for span in sentence_spans(text)]
    asking = [one for one in found if one[0].endswith("?")]
    return (asking or found or [("", 0)])[-1]


def _names(phrase: Phrase, text: str, kinds: Kinds) -> tuple[frozenset[str], ...]:
    """The ways to name what was read: by its name, by the name's initials ("MRI"), as typed, by its kind."""
    initials = "".join(word[0] for word in phrase.id.split()) if " " in phrase.id else ""
    ways = (phrase.id, initials, text[phrase.start : phrase.end])
    named = [words for way in ways if (words := content_words(way) - _GENERIC)]
    of_kind = sorted(
        kind for name in named if len(name) == 1 for word in name for kind in kinds.get(word, ())
    )
    return tuple(dict.fromkeys((*named, *(frozenset((kind,)) for kind in of_kind))))
