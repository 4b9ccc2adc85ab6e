"""The signs by which a question leans on the one before: how it opens, its pronouns, whom it speaks of.

Ellipsis and anaphora as they are met in dialogues with a database (Bertomeu et al., Contextual phenomena and
thematic relations in database QA dialogues, Interactive QA Workshop at HLT-NAACL 2006), as short lists.
"""

from dataclasses import dataclass

from citewell.questions.passage import Passage
from citewell.questions.spelling import word_set
from citewell.questions.words import keys_of
from citewell.text.tokens import is_content

# Fillers that a comma must part from the rest ("no, L3", but not "no fever"), and those that need none.
_FILLERS = word_set(
    "ok okay thanks thank you yes yeah yep sorry well right hmm oh ah actually no nope please great"
)
_PLAIN_FILLERS = word_set("ok okay thanks thank yes yeah yep sorry well oh actually please")
_CORRECTING = word_set("sorry actually no nope oh oops wait mean meant correction")
_JOINERS = word_set("and but so or then also plus")
_SUPPOSING = tuple(
    keys_of(phrase)
    for phrase in (
        "what about if", "how about if", "what if", "what about when", "even if", "only if", "if", "suppose",
        "supposing", "assuming", "imagine", "let's say", "say",
    )
)  # fmt: skip
_ELLIPTIC = tuple(
    keys_of(phrase)
    for phrase in (
        "what about", "how about", "what else", "anything else", "same for", "same question for", "same with",
        "why not", "why", "instead", "what then",
    )
)  # fmt: skip
_PREPOSITIONS = word_set("in for with without during after before on at under over")
_REASONS = (keys_of("why not"), keys_of("why"))
_ANAPHORS = word_set(
    "it its that this these those they them their one ones there such former latter both neither"
)
_PERSONAL = word_set("she he her his him hers himself herself")
_TELLING = word_set("has have had is am are was were takes take on with no not also allergic")
_THING_ANAPHORS = word_set("it its that this these those one ones them they former latter both neither such")
RELATIVES = {
    **dict.fromkeys(("mother", "mum", "mom"), "mother"),
    **dict.fromkeys(("father", "dad"), "father"),
    **dict.fromkeys(("grandmother", "grandma", "granny", "gran", "nan", "nana"), "grandmother"),
    **dict.fromkeys(("grandfather", "grandpa", "grandad", "granddad"), "grandfather"),
    **{
        name: name
        for name in (
            "wife", "husband", "sister", "brother", "partner", "son", "daughter", "aunt", "uncle", "cousin",
            "neighbor", "friend", "child", "baby",
        )
    },
}  # fmt: skip
_EXPLAINING = word_set("to that if")
_EXPLETIVE_REACH = 5
_OWN = frozenset(("my", "our"))
_OTHER = word_set("another different next new other second")
_SOMEONE = word_set("patient person case woman man lady gentleman")
_NOT_ONESELF = word_set("tell give show help remind let send explain advise allow")
_FIRST_PERSON_VERBS = word_set("am have had was take feel break fall smoke")
_FIRST_PERSON_BODY = word_set("back leg spine pain fracture bone hip")
ANOTHER = "another"
SELF = "self"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a question begins. body: the word at which it says something of its own.

    joined: with "and", "but"; elliptic: it wants what was asked before of something else; supposes: with
    "what if"; corrects: with "sorry"; why: it asks for the reason.
    """

    body: int = 0
    joined: bool = False
    elliptic: bool = False
    supposes: bool = False
    corrects: bool = False
    why: bool = False

    @property
    def leans(self) -> bool:
        """Whether so opens only what goes on from something."""
        return self.joined or self.elliptic or self.supposes


def opening_of(passage: Passage) -> Opening:
    """How the passage begins, less its "ok" and "thanks"."""
    index = _after_fillers(passage)
    corrects = not _CORRECTING.isdisjoint(passage.keys[:index])
    joined = False
    while index < len(passage.keys) and passage.keys[index] in _JOINERS:
        joined, index = True, index + 1
    supposing = _met(_SUPPOSING, passage, index)
    elliptic = _met(_ELLIPTIC, passage, index)
    return Opening(
        body=index + (supposing or elliptic),
        joined=joined,
        elliptic=(bool(elliptic) and not supposing) or passage.key_at(index) in _PREPOSITIONS,
        supposes=bool(supposing),
        corrects=corrects,
        why=bool(_met(_REASONS, passage, index)),
    )


def _after_fillers(passage: Passage) -> int:
    """The first word behind fillers that a comma or stop parts off: "no, L3", but not "no fever"."""
    end = 0
    for index, key in enumerate(passage.keys):
        if index and passage.opens_part(index):
            end = index
        if key not in _FILLERS:
            break
        if key in _PLAIN_FILLERS:
            end = index + 1
    if passage.keys[:2] in (("i", "mean"), ("i", "meant")):
        return 2
    return end


def _met(phrases: tuple[tuple[str, ...], ...], passage: Passage, index: int) -> int:
    """How many words the longest of the phrases covers that stands at a word; 0 for none."""
    return max((len(keys) for keys in phrases if passage.keys[index : index + len(keys)] == keys), default=0)


def first_anaphor(passage: Passage, *, things: bool = False) -> int | None:
    """The first word that stands for something said before, None without one. things: not for a person."""
    wanted = _THING_ANAPHORS if things else _ANAPHORS | _PERSONAL
    found = (index for index, key in enumerate(passage.keys) if key in wanted)
    return next((index for index in found if not _stands_for_nothing(passage, index)), None)


def _stands_for_nothing(passage: Passage, index: int) -> bool:
    """Whether "it" or "that" only builds a sentence: "is it bad to …", "is it true that …"."""
    if passage.keys[index] == "it":
        return not _EXPLAINING.isdisjoint(passage.keys[index + 1 : index + 1 + _EXPLETIVE_REACH])
    joins = index > 0 and is_content(passage.words[index - 1].text.lower())
    return passage.keys[index] == "that" and joins and not passage.ends_part(index + 1)


def tells_of_a_person(passage: Passage) -> bool:
    """Whether it tells of somebody ("she has …", "no fever") rather than of the condition ("it is …")."""
    return "it" not in passage.keys and not _TELLING.isdisjoint(passage.keys)


def speaks_of_the_other(passage: Passage) -> bool:
    """Whether "the other (one)" is asked for."""
    return any(passage.keys[index : index + 2] == ("the", "other") for index in range(len(passage.keys)))


def speaks_of_the_same(passage: Passage) -> bool:
    """Whether a pronoun speaks of somebody who was spoken of."""
    return not _PERSONAL.isdisjoint(passage.keys)


def person_in(passage: Passage) -> str:
    """Who the text says is the patient: "self", a relation ("mother"), "another", or "" for nobody."""
    keys = passage.keys
    for index, key in enumerate(keys):
        before = passage.key_at(index - 1)
        if key in _SOMEONE and before in _OTHER:
            return ANOTHER
        if key in RELATIVES and before in _OWN:
            return RELATIVES[key]
    return SELF if any(_is_self(passage, index) for index in range(len(keys))) else ""


def _is_self(passage: Passage, index: int) -> bool:
    key, before, following = passage.keys[index], passage.key_at(index - 1), passage.key_at(index + 1)
    if key in {"me", "myself"}:
        return before not in _NOT_ONESELF
    if key == "i":
        return following in _FIRST_PERSON_VERBS
    return key == "my" and following in _FIRST_PERSON_BODY
