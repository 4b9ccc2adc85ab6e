"""How a phrase is meant: so, not so, past, possible, imagined, asked about, or of someone else.

After ConText (Harkema et al., J Biomed Inform 2009): triggers before or after a phrase, scopes that end at
certain words, and phrases that only look like triggers. Added to it: lists ("no A, B or C"), and questions,
in which a phrase is asked about and not told ("is A a red flag?") unless told inside ("a patient with A").
When a list leaves it open, the judgement is `unclear` rather than a guess.
"""

from collections.abc import Sequence

from citewell.model.cases import Assertion
from citewell.questions.asked import asked
from citewell.questions.backward import cues_after
from citewell.questions.cues import NEGATIVE, Cue
from citewell.questions.forward import cues_before
from citewell.questions.judgement import Judgement, Reached, combined
from citewell.questions.lists import Place
from citewell.questions.markers import PERSONS, Markers, markers_in
from citewell.questions.passage import Passage
from citewell.questions.spelling import word_set

# Words of a search line ("pain relief for …"), in which nothing is told of anybody.
_CONNECTING = word_set("for of in vs versus after against between during")
_SPEAKING = word_set("i my she he her his pt patient ago yesterday today no not on")
# "History of A, B": that B may be of the past is not held against its being told.
_NOT_HELD_OPEN = frozenset((Cue.PAST,))
_UNUSABLE = frozenset((Assertion.OTHER_PERSON, Assertion.HYPOTHETICAL, Assertion.UNCERTAIN))


class Context:
    """The markers of a passage, ready to judge mentions. Built once, never changed.

    is_case: the passage is known to tell of a patient, so that nothing in it is a mere search word.
    """

    def __init__(self, passage: Passage, *, is_case: bool) -> None:
        self._markers = markers_in(passage)
        self._is_told_case = is_case
        self._is_case = is_case or _shows_a_case(self._markers)
        self._is_search = not self._is_case and not _CONNECTING.isdisjoint(passage.keys)

    @property
    def markers(self) -> Markers:
        """All that decides how the passage's phrases are meant."""
        return self._markers

    @property
    def trigger_words(self) -> frozenset[int]:
        """The words that belong to triggers."""
        return frozenset(
            index
            for trigger in self._markers.triggers
            if trigger.cue is not Cue.NOTHING
            for index in range(trigger.first, trigger.last)
        )

    def reached(
        self,
        place: Place,
        *,
        others: Sequence[Place] = (),
        value: bool = False,
        symptom: bool = True,
    ) -> tuple[Reached, Reached]:
        """The cues that reach a mention from before it, and from behind it."""
        before = cues_before(self._markers, place, others, value=value, symptom=symptom)
        return before, cues_after(self._markers, place, value=value)

    def judge(
        self,
        place: Place,
        *,
        others: Sequence[Place] = (),
        value: bool = False,
        symptom: bool = True,
    ) -> Judgement:
        """How a mention is meant.

        others: the places of other mentions, beyond which "possible" does not reach.
        value: it is a number or a choice, which a question may tell as well as a statement.
        symptom: it is a finding that a list of denied symptoms may hold.
        """
        earlier, later = self.reached(place, others=others, value=value, symptom=symptom)
        before, after = earlier.met, later.met
        is_open = bool((earlier.open_cues | later.open_cues) - _NOT_HELD_OPEN)
        assertion = combined(before, after)
        question = None if value else asked(self._markers, place)
        if assertion is Assertion.HYPOTHETICAL and Cue.IMAGINED not in before:
            return Judgement(assertion, asked=not self._is_told_case or bool(question and question.asked))
        if assertion in _UNUSABLE:
            return Judgement(assertion)
        if question:
            return question
        if assertion is Assertion.AFFIRMED and Cue.AFFIRMS_BEFORE not in after:
            return self._affirmed(unsure=is_open, value=value)
        return Judgement(assertion, negated=not NEGATIVE.isdisjoint(before))

    def _affirmed(self, *, unsure: bool, value: bool) -> Judgement:
        """A phrase without any trigger holds in a case; in a search line it is asked, elsewhere unclear."""
        untold = not (value or self._is_case)
        return Judgement(asked=untold and self._is_search, unclear=unsure or untold)


def _shows_a_case(markers: Markers) -> bool:
    """Whether the text tells of somebody, rather than listing search words."""
    passage = markers.passage
    if markers.told_at or not passage.is_one_part(0, len(passage.words)):
        return True
    names_person = any(word.text.lower() in PERSONS for word in passage.words)
    return names_person or not _SPEAKING.isdisjoint(passage.keys)
