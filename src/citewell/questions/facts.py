"""Facts of a patient in free text: yes-no findings, choices and numbers, each with its place.

Nothing is guessed. What is only possible, past, imagined or somebody else's is put down as a doubt and not
used; so are two values for one fact, and numbers that are not one exact number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from citewell.model.cases import Assertion, CaseFacts, Fact
from citewell.questions.context import Context
from citewell.questions.judgement import Judgement
from citewell.questions.lexicon import Lexicon
from citewell.questions.lists import Place
from citewell.questions.markers import PERSONS
from citewell.questions.number_phrases import numbers_stated
from citewell.questions.passage import Passage
from citewell.questions.phrases import Role
from citewell.questions.settling import Doubt, Judged, lines_of, settled
from citewell.questions.spelling import word_set
from citewell.questions.statements import Statement, longest_each, phrases_stated

_UNITS_OF_AGE = word_set("y yo yr yrs year years m mo month months w wk d")


@dataclass(frozen=True, slots=True)
class FactsRead:
    """The facts of a text, and a line for each phrase that was not used, saying how it was read.

    covered: the words that state facts, used or not.
    """

    facts: CaseFacts
    doubts: tuple[str, ...]
    covered: frozenset[int] = frozenset()


def facts_in(passage: Passage, *, lexicon: Lexicon, context: Context) -> FactsRead:
    """Every fact the words state. Raises InputError for a number outside its fact's range."""
    numbers = (one for one in numbers_stated(passage, lexicon) if not _is_in_a_name(one, passage))
    stated = (*phrases_stated(passage, lexicon), *numbers)
    facts: list[Fact] = []
    doubts: list[Doubt] = []
    for fact_id, mentions in _mentions(stated, passage, context).items():
        fact, doubted = settled(lexicon.definitions[fact_id], mentions, passage)
        doubts.extend(doubted)
        if fact:
            facts.append(fact)
    facts.sort(key=lambda fact: fact.id)
    covered = frozenset(index for one in stated for index in range(one.first, one.last))
    return FactsRead(CaseFacts(tuple(facts)), lines_of(doubts), covered)


def _is_in_a_name(statement: Statement, passage: Passage) -> bool:
    """Whether its number stands within a name ("F508del"): letters right before it, and right behind it
    letters that are no unit of age."""
    if statement.core < 1 or statement.core + 1 >= len(passage.words):
        return False
    before, number, behind = passage.words[statement.core - 1 : statement.core + 2]
    glued = before.end == number.start and number.end == behind.start
    return glued and before.text.isalpha() and behind.text.isalpha() and behind.key not in _UNITS_OF_AGE


def _mentions(stated: Sequence[Statement], passage: Passage, context: Context) -> dict[str, list[Judged]]:
    """What is stated, judged, by the fact it speaks of."""
    by_fact: dict[str, list[Judged]] = {}
    statements = longest_each(stated)
    places = [one.place for one in statements]
    for one in statements:
        judged = _judged(one, places, passage, context)
        by_fact.setdefault(one.fact, []).append(judged)
    return by_fact


def _judged(statement: Statement, places: Sequence[Place], passage: Passage, context: Context) -> Judged:
    others = [each for each in places if each.last <= statement.first or statement.last <= each.first]
    judgement = context.judge(
        statement.place, others=others, value=statement.is_value, symptom=statement.is_symptom
    )
    someone_else = judgement.assertion is Assertion.OTHER_PERSON
    if _names_person(statement, passage) and not someone_else:
        return Judged(statement, Judgement())
    return Judged(statement, judgement)


def _names_person(statement: Statement, passage: Passage) -> bool:
    """Whether a choice is told by what the patient is called ("a woman"), whatever is said of her."""
    is_choice = statement.role is Role.CHOICE
    return is_choice and PERSONS.issuperset(passage.keys[statement.first : statement.last])
