"""What a text is about: concepts, topics, what packs leave out, and the words nothing was made of."""

from collections.abc import Iterable
from dataclasses import dataclass

from citewell.model.answers import Mention
from citewell.model.cases import Assertion
from citewell.questions.context import Context
from citewell.questions.lexicon import Lexicon
from citewell.questions.lists import Place
from citewell.questions.passage import Passage
from citewell.questions.phrases import Found, Role
from citewell.questions.spelling import fold, word_set
from citewell.questions.words import Word
from citewell.text.tokens import is_content

_NOT_EXCLUDING = frozenset((Assertion.NEGATED, Assertion.PAST, Assertion.OTHER_PERSON))
# Words of any clinical question, which say nothing of its subject.
_GENERIC = frozenset(
    map(
        fold,
        word_set("""
            a patient patients person people treatment treatments treat treated treating therapy therapies
            management manage managed managing medicine medication drug drugs tablet tablets doctor
            doctors clinician physician nurse hospital clinic year years old yo age aged day days week
            weeks month months hour hours time times today yesterday tomorrow now ago best good better
            worse bad new recent recently recommended recommend recommendation recommendations guideline
            guidelines guidance advice advise advised suggest suggested option options question answer
            answers need needs needed needing help helps helping please tell know knows explain want wants
            think thinks thought like sure way ways thing things case cases problem problems issue issues
            mg mcg iu ml cm mm kg daily weekly monthly once twice dose doses woman women man men lady
            gentleman female male mother father mum mom dad wife husband son daughter child she he her his
            him they them my mine your our we us me i you someone anyone elderly older young adult adults
            yes no not none never without nor neither don doesn didn isn aren wasn hasn haven cannot any
            anything nothing something everything first second third last next early late long short much
            many more most less least few several term still yet already again ever always often sometimes
            usually currently really very quite just only also too right left side both bilateral mild
            moderate severe acute chronic suspected possible likely probable confirmed known given giving
            give gives take takes taking took get gets getting got go goes going come comes coming start
            starts started starting stop stops stopped stopping continue use uses used using make makes
            happen happens happened happening show shows showed shown see sees seen saw find found look
            looks feel feels feeling felt keep let try tried work works working ok okay thanks thank hi
            hello dear per via vs versus between because since due despite presenting presents presented
            complains complaining history examination exam normal finding findings role benefit benefits
            useful effective safe indicated indication appropriate necessary able unable allowed evidence
            trial trials study studies risk risks chance kind type types sort amount number high low
            increase increased reduce reduced improve improved worried worry about regarding concerning
            based according instead cause causes caused reason important different difference same other
            another others further along previous previously instructions
            everyone everybody anybody somebody measure measured measuring check checked checking
            till max maximum min minimum faster quicker quickly sooner slower slowly easier harder
            stronger weaker earlier later wear wears wearing worn happen stays stay
        """),
    )
)
_SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Subjects:
    """What was recognised. within: concepts named by a part of a mention. covered: the words of any of it."""

    mentions: tuple[Mention, ...]
    within: tuple[Mention, ...]
    exclusions: tuple[str, ...]
    topics: tuple[str, ...]
    found: tuple[Found, ...]
    covered: frozenset[int]


def subjects_in(passage: Passage, *, lexicon: Lexicon, context: Context) -> Subjects:
    """The concepts (longest match first), topics and exclusions that the words name."""
    found = tuple(lexicon.about.find(passage, [word.stem for word in passage.words]))
    named = _with_role(Role.CONCEPT, found)
    concepts = _longest(named)
    exclusions = [
        one for one in _with_role(Role.EXCLUSION, found) if _is_meant_to_exclude(one, concepts, context)
    ]
    return Subjects(
        mentions=_mentions(concepts, passage),
        within=_mentions((one for one in named if one not in concepts), passage),
        exclusions=tuple(dict.fromkeys(one.entry.id for one in _best_first(exclusions))),
        topics=tuple(_ranked_topics(_with_role(Role.TOPIC, found), lexicon)),
        found=tuple(concepts),
        covered=frozenset(index for one in found for index in range(one.first, one.last)),
    )


def _mentions(found: Iterable[Found], passage: Passage) -> tuple[Mention, ...]:
    return tuple(Mention(one.entry.id, *passage.span(one.first, one.last)) for one in found)


def leftover_words(passage: Passage, covered: frozenset[int]) -> tuple[Word, ...]:
    """The content words nothing was made of, each once, in order."""
    left: dict[str, Word] = {}
    for index, word in enumerate(passage.words):
        if index not in covered and says_something(word):
            left.setdefault(word.text.lower(), word)
    return tuple(left.values())


def _with_role(role: Role, found: Iterable[Found]) -> list[Found]:
    return [one for one in found if one.entry.role is role]


def _is_meant_to_exclude(one: Found, concepts: Iterable[Found], context: Context) -> bool:
    """Whether a phrase that packs leave out is told, and is not a mere part of what they speak of."""
    if any(one.within(concept) for concept in concepts):
        return False
    judgement = context.judge(Place(one.first, one.last), value=True)
    return judgement.assertion not in _NOT_EXCLUDING


def says_something(word: Word) -> bool:
    """Whether a word says something of what a question is about."""
    lower = word.text.lower()
    if not word.text[0].isalpha() or word.key in _GENERIC or not is_content(lower):
        return False
    return len(lower) >= _SHORTEST_WORD or (len(lower) == _SHORTEST_WORD - 1 and word.text.isupper())


def _longest(found: Iterable[Found]) -> list[Found]:
    """Of matches that overlap the longest, in order of place; one phrase may name several concepts."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (-one.length, one.first)):
        rivals = [other for other in kept if one.overlaps(other)]
        if all((one.first, one.last) == (other.first, other.last) for other in rivals):
            kept.append(one)
    return sorted(kept, key=lambda one: (one.first, one.entry.id))


def _best_first(found: Iterable[Found]) -> list[Found]:
    return sorted(found, key=lambda one: (-one.length, one.first, one.entry.id))


def _ranked_topics(found: Iterable[Found], lexicon: Lexicon) -> list[str]:
    """Topics by their longest phrase in the text, then in the packs' order."""
    longest: dict[str, int] = {}
    for one in found:
        longest[one.entry.id] = max(longest.get(one.entry.id, 0), one.length)
    return sorted(longest, key=lambda topic: (-longest[topic], lexicon.topics[topic]))
