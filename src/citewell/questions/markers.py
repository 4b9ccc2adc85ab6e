"""All that decides, in a passage, how its phrases are meant."""

from dataclasses import dataclass

from citewell.questions.asking import question_marked, question_starts, tellings
from citewell.questions.cues import ENDS_LIST, Cue
from citewell.questions.passage import Passage
from citewell.questions.spelling import word_set
from citewell.questions.triggers import Trigger, triggers_in

PERSONS = word_set("""
    patient woman man lady gentleman person adult child girl boy mother father mum mom dad wife
    husband grandmother grandfather grandma granny gran nan nana grandpa grandad granddad female male
    individual someone anyone resident client pt pensioner
    smoker she he
""")
# Words that end a bare list: of another clause, and of a description that nobody denies without saying so.
STRUCTURAL = word_set("""
    has have had is are was were be on with for in at since from by to as despite after before under i she
    he they we it this that her his my taking started present yesterday today fell pmh pmhx
""")


@dataclass(frozen=True, slots=True)
class Markers:
    """The triggers of a passage, and where it asks and tells, as word numbers.

    stops: the words that end scopes; list_ends: those with which a list cannot go on; asked_from: where
    questions begin; told_at: where a question goes over to telling; marked: for each word, whether its part
    of the sentence ends with a question mark.
    """

    passage: Passage
    triggers: tuple[Trigger, ...]
    stops: frozenset[int]
    list_ends: frozenset[int]
    asked_from: tuple[int, ...]
    told_at: tuple[int, ...]
    marked: tuple[bool, ...]


def markers_in(passage: Passage) -> Markers:
    """The markers of a passage."""
    triggers = triggers_in(passage)
    stops = [trigger for trigger in triggers if trigger.cue is Cue.STOPS]
    return Markers(
        passage=passage,
        triggers=triggers,
        stops=frozenset(index for stop in stops for index in range(stop.first, stop.last)),
        list_ends=frozenset(trigger.first for trigger in triggers if trigger.cue in ENDS_LIST),
        asked_from=tuple(question_starts(passage)),
        told_at=tuple(tellings(passage, triggers)),
        marked=question_marked(passage),
    )
