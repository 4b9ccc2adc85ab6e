"""How a phrase is meant: so, not so, past, possible, imagined, asked about, or of someone else.

After ConText (Harkema et al., J Biomed Inform 2009): triggers before or after a phrase, scopes that end at
certain words, and phrases that only look like triggers. Added to it: lists ("no A, B or C"), and questions,
in which a phrase is asked about and not told ("is A a red flag?") unless told inside ("a patient with A").
When a list leaves it open, the judgement is `unclear` rather than a guess.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

from citewell.model.cases import Assertion
from citewell.questions.vocabulary import Gap, Word, keys_of, word_set


class Cue(StrEnum):
    """What a trigger does to the phrases in its reach."""

    NEGATES = "negates"
    DENIES_LIST = "denies a whole list"
    PAST = "past"
    IMAGINED = "imagined"
    AWAITED = "awaited"
    UNCERTAIN = "uncertain"
    OTHER = "someone else"
    TELLS = "tells inside a question"
    STOPS = "ends a scope"
    NOTHING = "only looks like a trigger"
    NEGATES_BEFORE = "negates what stands before"
    PAST_BEFORE = "past, of what stands before"
    UNCERTAIN_BEFORE = "uncertain, of what stands before"
    AFFIRMS_BEFORE = "affirms what stands before"


_TRIGGERS: dict[Cue, str] = {
    Cue.NEGATES: """
        no; not; without; w/o; never; nil; absence of; free of; free from; neither; nor; no evidence of;
        no sign of; no history of; no hx of; no signs or symptoms of;
        no further; no symptoms of; no complaint of; no features of; no new;
        no known; no obvious; no current; no longer any; negative for; -ve for; lack of; lacks; lacking;
        clear of; not any; non; nil history of; has no; have no; had no; fails to show; not on;
        not taking; stopped
    """,
    Cue.DENIES_LIST: "denies; denied; denying; denies any; denied any",
    Cue.PAST: """
        no longer; prev; history of; h/o; hx of; hx; past history of; past; past medical history; pmh;
        pmhx; previous; previously; prior; former; formerly; status post; s/p; earlier; used to have;
        used to be; years of previous; in remission from; treated for; recovered from; had a history of;
        remote
    """,
    Cue.IMAGINED: """
        if; what if; even if; in case of; in case; in the event of; suppose; supposing; assuming; unless;
        imagine; were to; should there be; should i develop; should she develop; should he develop;
        as soon as; whenever; in the absence of; provided
    """,
    Cue.AWAITED: """
        when; should; risk of; risks of; at risk of; at risk for; at risk; risk for; watch for;
        watch out for; look for; looking for; monitor for; screen for; screening for; check for;
        checking for; return if; come back if; to exclude; exclude; to avoid; avoid; prevent; preventing;
        prevention of; to prevent; reduce; fear of; scared of; cause; causing; could cause; may cause;
        can cause; lead to; leading to; would; until; develop; develops; role of; indication for;
        indications for;  assess for; assess; test for; examine for;
        examine; ask about; whether; warn about; chance of; likelihood of; definition of; meaning of;
        to rule out; criteria for; as a complication; complications of; versus
    """,
    Cue.UNCERTAIN: """
        possible; possibly; probable; probably; likely; maybe; perhaps; may; might; may have; might have;
        could; could be; may be; might be; suspected; suspect; suspicion of; suspicious for;
        suspicious of; query; questionable; rule out; r/o; cannot rule out; cannot exclude; not excluded;
        not ruled out; unlikely; unclear; not sure if; not sure whether; not sure; unsure; unsure if;
        uncertain; uncertain if; unknown if; not known if; not certain; worried about; concern for;
        concerned about; concern about; differential; ddx; evaluate for; evaluated for; work up for;
        apparently; consider; considering; thinks; think; presumed; do not know if; does not know if;
        doubtful; equivocal; equivocal for; borderline; impression of
    """,
    Cue.OTHER: """
        family history of; family history; family hx of; family hx; fhx; fhx of; fh of; fh;
        runs in the family; her mother; his mother; their mother; her father; his father; her sister;
        his sister; her brother; his brother; her husband; his wife; whose mother; whose father;
        maternal; paternal; parental; mother had; mother has; mother with; father had; father has;
        father with; sister had; sister has; sister with; brother had; brother has; brother with;
        mother died; father died; mother broke; father broke; aunt; uncle; cousin; neighbor; roommate;
        her parents; his parents; a parent; parent; first degree relative
    """,
    Cue.TELLS: """
        with; who has; who have; who had; who is; who are; who was; which has; which is; that has; has;
        having; presenting with; presents with; presented with; presenting; presents; presented;
        complains of; complaining of; c/o; reports; reporting; suffers from; diagnosed with;
        known to have; because; as he has; as she has; given; known; patient on; woman on; man on;
        lady on; someone on; is on; am on; are on; i have; we have; he has; she has; they have;
        who takes; who take; i am; despite
    """,
    Cue.STOPS: """
        but; however; although; though; except; except for; apart from; aside from; other than; besides;
        yet; nevertheless; because; because of; since; due to; owing to; therefore; so; then; while;
        whereas; whilst; secondary to; as well as; presents; presented; presenting; still; now;
        currently; has; with; and has; and is; and also; which; who; where; causing; caused; leading;
        resulting; despite; on examination; plus; also; only; after; what; how; why
    """,
    Cue.NOTHING: """
        no increase; no increased; no change; no change in; no improvement; no improvement in; no better;
        no worse; no worsening; not only; not just; not necessarily; no doubt; not until;
        not to mention; no wonder; no reason; no relief; no relief from; no response; no response to;
        not better; not improved; not improving; not helped; not responding to; not respond to;
        not controlled; with or without; with and without; associated with; consistent with;
        compared with; compared to; deal with; dealing with; cope with; help with; do with; begin with;
        start with; along with; live with; wrong with; happens with; may i; could i; could we; not worse;
        gram negative; no matter; why not; how likely; more likely; most likely; as likely; less likely;
        whether or not; or not; so far; so that; as long as; for now; no matter if; current past; last;
        over the past; for the past; in the past few; in the past week; in the past month; in the past;
        past few; past week; past day; past month; past 24; should not; must not; when needed;
        as possible; soon as possible; if possible; where possible; when possible; what should;
        how should; known if; known whether; not know; not want; not understand; not help; not work;
        not tolerate; not explain; given that; is given; be given; being given; get given; for free;
        feel free; no later; no more than; no less than; not more than; not less than; time off;
        take off; how far
    """,
    Cue.NEGATES_BEFORE: """
        no; none; nil; absent; denied; negative; is absent; was absent; is negative; was negative;
        ruled out; was ruled out; is ruled out; been ruled out; excluded; was excluded; is excluded;
        been excluded; not present; is not present; not seen; not found; not detected; not reported;
        not felt; not a problem; are absent; were absent; is denied; not demonstrated; unremarkable
    """,
    Cue.PAST_BEFORE: """
        year ago; years ago; last year; resolved; has resolved; now resolved; in childhood; as a child;
        has gone; went away; settled; has settled; recovered; fully recovered; in remission; previously;
        as a teenager; decades ago; long ago; in the past; years back; year back; initially; at first;
        at onset
    """,
    Cue.UNCERTAIN_BEFORE: """
        possible; suspected; likely; probable; not excluded; cannot be excluded; not ruled out;
        cannot be ruled out; is possible; is unknown; unknown; unclear; is unclear; uncertain;
        is uncertain; not assessed; not tested; not examined; not known; query; is suspected;
        was suspected; not documented; not recorded; unsure; not sure; not been excluded;
        not yet excluded; pending; unlikely; is unlikely; seems unlikely
    """,
    Cue.AFFIRMS_BEFORE: """
        present; is present; positive; is positive; yes; noted; was noted; confirmed; are present
    """,
}  # fmt: skip

PERSONS = word_set("""
    patient woman man lady gentleman person adult child girl boy mother father mum mom dad wife
    husband grandmother grandfather female male individual someone anyone resident client pt pensioner
    smoker she he
""")
_SUBJECT_OF_TEXT = word_set("she he i patient pt")
_RELATIVES = word_set("""
    mother father mum mom dad wife husband sister brother grandmother grandfather partner son daughter
    aunt uncle cousin neighbor parent friend
""")
_FIRST_PERSON_VERBS = word_set("have had am was fell broke feel felt take get been suffer do can will")
_FIRST_PERSON_BODY = word_set("back leg spine pain fracture bone age hip doctor")
_AUXILIARIES = word_set(
    "do does did can could should would will shall may might is are was were has have must"
)
_WH = word_set("what how why")
_RELATIVE_WH = word_set("when which who whom whose where")
_SUBJECTS = word_set("""
    i we you she he they it my the a an this that these those her his our your there one patient someone
    anyone people any women men
""")
_JOINING = word_set("and but so then also please or")
_SEPARATORS = frozenset(("and", "or", "nor", "/"))
_ALTERNATIVES = frozenset(("or", "nor", "/"))
# Words that end a bare list: of another clause, and of a description that nobody denies without saying so.
_STRUCTURAL = word_set("""
    has have had is are was were be on with for in at since from by to as despite after before under i she
    he they we it this that her his my taking started present yesterday today fell
""")
_DESCRIBING = word_set("""
    severe persistent ongoing known progressive moderate constant increasing marked sudden past previous
    history continuing chronic longstanding
""")
_TOLD_PLAINLY = word_set("new newly worsening acute acutely mild recent significant pain bilateral")
_TOLD_SEGMENT = word_set(
    "on with has have had taking known new previous no not without deny denied history h pmh"
)
_STRONG_NO = word_set("no without deny denied nil w denying never")
_AGE_WORDS = word_set("year yo y yr f m female male woman man lady")
_BUT = word_set("but however although though except yet because which who while whereas when if")
_LIST_OPENERS = word_set("no without nil negative absence free lack neither w never")
_LOOSE_AWAITED = word_set("when should would until develop reduce role whether versus exclude")
# Words of a search line ("pain relief for …"), in which nothing is told of anybody.
_CONNECTING = word_set("for of in vs versus after against between during")
_DATING = word_set("ago back initially first onset")
_LINKING = word_set("is are was were be been has symptom fracture currently all")
_BETWEEN_NOT = word_set("""
    have had has any show feel complain of report been a an the there describe suffer from get reveal see
    seen on taking taken take significant new obvious really currently known to be experience notice
    noticed other further history
""")
_NEAR_NO = 4
_AFTER_LATE_CUE = word_set("by on at but and clinically today yet so far for this with in as")
_LONGEST_BARE = 4
_NEAR = 9
_NEAR_PAST = 6
_NEAR_LATE = 3
_AFTER = 5
_PERSON_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a mention is meant. negated: denied of the past too ("no previous …"). asked: only asked about.

    unclear: the sentence leaves it open.
    """

    assertion: Assertion = Assertion.AFFIRMED
    negated: bool = False
    asked: bool = False
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger met at words [first, last)."""

    cue: Cue
    first: int
    last: int


class Reach(StrEnum):
    """Whether a trigger reaches a mention."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@cache
def _phrases() -> dict[tuple[str, ...], tuple[Cue, ...]]:
    found: dict[tuple[str, ...], list[Cue]] = {}
    for cue, listed in _TRIGGERS.items():
        for phrase in listed.split(";"):
            cues = found.setdefault(keys_of(phrase), [])
            if cue not in cues:
                cues.append(cue)
    return {keys: tuple(cues) for keys, cues in found.items()}


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for keys in _phrases():
        found.setdefault(keys[0], set()).add(len(keys))
    return {key: tuple(sorted(lengths, reverse=True)) for key, lengths in found.items()}


class Context:
    """The triggers, sentences and questions of a text, ready to judge mentions. Built once, never changed."""

    def __init__(self, words: Sequence[Word], text: str, *, is_case: bool) -> None:
        """
        is_case: the text is known to tell of a patient, so that nothing in it is a mere search word.
        """
        self._words = words
        self._keys = tuple(word.key for word in words)
        self._begin, self._end = _sentence_bounds(words)
        self.triggers = tuple(_triggers(words, self._keys))
        self._stops = frozenset(
            index
            for trigger in self.triggers
            if trigger.cue is Cue.STOPS
            for index in range(trigger.first, trigger.last)
        )
        self._but = frozenset(index for index, key in enumerate(self._keys) if key in _BUT)
        self._asked_from = tuple(self._question_starts(text))
        self._marked = _question_marked(words, text)
        self._speaks_of_self = _speaks_of_self(self._keys)
        self._told_at = tuple(self._tellings())
        self._is_told_case = is_case
        self._is_case = is_case or self._has_case_evidence()
        self._is_search = not self._is_case and not _CONNECTING.isdisjoint(self._keys)

    def judge(
        self, first: int, last: int, *, mentions: Sequence[tuple[int, int]] = (), value: bool = False
    ) -> Judgement:
        """How the words [first, last) are meant.

        mentions: the places of other mentions, beyond which "possible" does not reach.
        value: it is a number or a choice, which a question may tell as well as a statement.
        """
        before, unsure = self._before(first, last, mentions, value=value)
        after, late_unsure = self._after(first, last, value=value)
        assertion = _combined(before, after)
        asked = None if value else self._asked(first, last)
        if assertion is Assertion.HYPOTHETICAL and Cue.IMAGINED not in before:
            return Judgement(assertion, asked=not self._is_told_case or bool(asked and asked.asked))
        if assertion in _UNUSABLE:
            return Judgement(assertion)
        if asked:
            return asked
        if assertion is Assertion.AFFIRMED and Cue.AFFIRMS_BEFORE not in after:
            untold = not (value or self._is_case)
            return Judgement(asked=untold and self._is_search, unclear=unsure or late_unsure or untold)
        return Judgement(assertion, negated=_is_negated(before))

    # Triggers before a mention

    def _before(
        self, first: int, last: int, mentions: Sequence[tuple[int, int]], *, value: bool
    ) -> tuple[dict[Cue, int], bool]:
        begin = self._begin[first]
        met: dict[Cue, int] = {}
        unsure = False
        for trigger in self.triggers:
            if trigger.first > first:
                break
            if trigger.first == first:
                if trigger.cue is Cue.OTHER:
                    met[Cue.OTHER] = 1
                continue
            if trigger.first < begin or trigger.last > last or not self._counts(trigger, value=value):
                continue
            reach = self._reach(trigger, first, last, mentions)
            if reach is Reach.YES:
                met[trigger.cue] = met.get(trigger.cue, 0) + 1
            elif reach is Reach.UNSURE:
                unsure = True
        if self._words[first].query:
            met[Cue.UNCERTAIN] = 1
        return met, unsure

    def _counts(self, trigger: Trigger, *, value: bool) -> bool:
        cue = trigger.cue
        if cue is Cue.AWAITED:
            return not value
        if cue is Cue.IMAGINED and value:
            return not self._introduces_person(trigger)
        return cue in _FORWARD

    def _introduces_person(self, trigger: Trigger) -> bool:
        """Whether "if" opens a case ("if a 78-year-old woman has …")."""
        ahead = self._keys[trigger.last : trigger.last + 5]
        return any(key in PERSONS for key in ahead) or ("year" in ahead)

    def _reach(self, trigger: Trigger, first: int, last: int, mentions: Sequence[tuple[int, int]]) -> Reach:
        if trigger.last >= first:
            return Reach.YES
        between = range(trigger.last, first)
        if not self._stops.isdisjoint(between) and trigger.cue is not Cue.IMAGINED:
            return Reach.NO
        if trigger.cue is Cue.IMAGINED and any(trigger.last <= index <= first for index in self._asked_from):
            return Reach.NO
        if trigger.cue in _NARROW:
            return self._narrow_reach(trigger, first, mentions)
        if trigger.cue is Cue.AWAITED and any(trigger.last < told <= first for told in self._told_at):
            return Reach.NO
        if not any(self._separates(index) for index in range(trigger.last, first + 1)):
            return self._direct_reach(trigger, first)
        reach = self._list_reach(trigger, first, last)
        opener = self._keys[trigger.first]
        loose = opener in _LOOSE_AWAITED or (trigger.cue is Cue.NEGATES and opener not in _LIST_OPENERS)
        return Reach.NO if reach is Reach.UNSURE and loose else reach

    def _direct_reach(self, trigger: Trigger, first: int) -> Reach:
        """The reach inside one clause. Far behind a "no", or behind "not" and a verb, it is left open."""
        between = self._keys[trigger.last : first]
        if trigger.cue not in _NEGATIVE:
            return Reach.YES if len(between) <= _NEAR or trigger.cue is Cue.IMAGINED else Reach.NO
        opener = self._keys[trigger.first]
        if opener == "non":
            return Reach.NO
        if opener in {"not", "stopped", "never"}:
            return Reach.YES if all(key in _BETWEEN_NOT for key in between) else self._open_reach(between)
        return Reach.YES if len(between) <= _NEAR_NO else self._open_reach(between)

    def _open_reach(self, between: Sequence[str]) -> Reach:
        return Reach.UNSURE if len(between) <= _NEAR else Reach.NO

    def _narrow_reach(self, trigger: Trigger, first: int, mentions: Sequence[tuple[int, int]]) -> Reach:
        """The reach of "possible", "previous", "her mother": the next noun, never past a comma."""
        inside = range(trigger.last, first + 1)
        if any(self._words[index].gap is not Gap.NONE for index in inside):
            return self._past_list(trigger, first)
        if any(
            other.first in inside and other.cue in _FORWARD
            for other in self.triggers
            if other.first > trigger.first
        ):
            negated_between = [
                other
                for other in self.triggers
                if trigger.last <= other.first < first and other.cue in _NEGATIVE
            ]
            if negated_between:
                return Reach.NO
        limit = _NEAR if trigger.cue is Cue.OTHER else _NEAR_PAST
        if first - trigger.last > limit:
            return Reach.NO
        if trigger.cue is Cue.OTHER and any(self._keys[index] in _SUBJECT_OF_TEXT for index in inside):
            return Reach.NO
        if trigger.cue is Cue.UNCERTAIN and not any(self._keys[index] in _ALTERNATIVES for index in inside):
            blocked = any(
                trigger.last <= start and end <= first and self._keys[start] not in PERSONS
                for start, end in mentions
            )
            return Reach.NO if blocked else Reach.YES
        return Reach.YES

    def _past_list(self, trigger: Trigger, first: int) -> Reach:
        """ "PMH: A, B, C" is past throughout, as far as the segments are bare."""
        if trigger.cue is not Cue.PAST or self._keys[trigger.first] not in {"pmh", "pmhx"}:
            return Reach.NO
        members = self._members(trigger.last, self._end[first], (first, first + 1))
        return Reach.YES if any(start <= first < end for start, end, _ in members) else Reach.NO

    def _list_reach(self, trigger: Trigger, first: int, last: int) -> Reach:
        """Whether a mention is a member of the list that the trigger opens."""
        members = list(self._members(trigger.last, self._end[first], (first, last)))
        place = next(
            (at for at, (start, end, _) in enumerate(members) if start <= first and last <= end), None
        )
        if place is None:
            return Reach.NO
        before = [
            key for start, _, _ in members[1 : place + 1] for key in self._keys[start : max(start, first)]
        ]
        described = not _DESCRIBING.isdisjoint(before)
        if trigger.cue is Cue.DENIES_LIST:
            return Reach.YES
        if any(joined in _ALTERNATIVES for _, _, joined in members[place:]):
            return Reach.UNSURE if described and members[place][2] == "," else Reach.YES
        own = self._keys[members[place][0] : members[place][1]]
        told = not _TOLD_PLAINLY.isdisjoint(own) or self._keys[first] in _DESCRIBING | _STRUCTURAL
        return Reach.NO if described or told else Reach.UNSURE

    def _members(self, first: int, end: int, mention: tuple[int, int]) -> Iterator[tuple[int, int, str]]:
        """The members of a list from a place on, with the joining word before each, while they are bare."""
        joined, start = self._joining_at(first, end) if self._keys[first] in _SEPARATORS else ("", first)
        while start < end:
            index = start + 1
            while index < end and (mention[0] < index < mention[1] or not self._separates(index)):
                index += 1
            stop = index
            if mention[1] < index and start <= mention[0]:
                stop = next((at for at in range(mention[1], index) if at in self._but), index)
            if joined and not self._is_bare(start, stop, mention):
                return
            yield start, stop, joined
            if stop < index:
                return
            joined, start = self._joining_at(index, end)

    def _joining_at(self, index: int, end: int) -> tuple[str, int]:
        joined = ","
        while index < end and self._keys[index] in _SEPARATORS:
            joined = self._keys[index]
            index += 1
        return joined, index

    def _separates(self, index: int) -> bool:
        return self._keys[index] in _SEPARATORS or self._words[index].gap is Gap.SOFT

    def _is_bare(self, start: int, end: int, mention: tuple[int, int]) -> bool:
        """Whether words are a mere member of a list: short, and no clause of their own beside the mention."""
        own = [index for index in range(start, end) if not mention[0] <= index < mention[1]]
        if len(own) > _LONGEST_BARE:
            return False
        if any(self._keys[index] in _STRUCTURAL or self._words[index].is_number for index in own):
            return False
        return not any(trigger.cue in _ENDS_LIST and trigger.first in own for trigger in self.triggers)

    # Triggers after a mention

    def _after(self, first: int, last: int, *, value: bool) -> tuple[dict[Cue, int], bool]:
        met: dict[Cue, int] = {}
        unsure = False
        end = self._end[first]
        for trigger in self.triggers:
            if trigger.first >= end or trigger.first > last + _AFTER:
                break
            if trigger.first < last or trigger.cue not in _BACKWARD:
                continue
            past = trigger.cue is Cue.PAST_BEFORE
            if (
                self._late_past_holds(trigger, last, value=value)
                if past
                else self._late_cue_holds(trigger, last, end)
            ):
                met[trigger.cue] = 1
            elif not value and self._late_list_reach(trigger, last, end):
                unsure = True
        return met, unsure

    def _late_past_holds(self, trigger: Trigger, last: int, *, value: bool) -> bool:
        """ "… 3 years ago" reaches farther than "… resolved", and alone speaks of a level or number too."""
        if any(self._separates(index) for index in range(last, trigger.first + 1)):
            return False
        dated = not _DATING.isdisjoint(self._keys[trigger.first : trigger.last])
        return dated or (not value and trigger.first - last <= _NEAR_LATE)

    def _late_cue_holds(self, trigger: Trigger, last: int, end: int) -> bool:
        between = range(last, trigger.first + 1)
        far = trigger.first - last
        if any(self._keys[index] in _SEPARATORS for index in between) or far > _NEAR_LATE:
            return False
        soft = any(self._words[index].gap is Gap.SOFT for index in between)
        if (soft and far) or (far and self._keys[last] not in _LINKING):
            return False
        return self._closes(trigger, end)

    def _closes(self, trigger: Trigger, end: int) -> bool:
        """Whether nothing follows that the trigger could speak of instead."""
        if trigger.last >= end or self._words[trigger.last].gap is not Gap.NONE:
            return True
        followed = self._keys[trigger.last] in _AFTER_LATE_CUE
        return followed and trigger.last - trigger.first > 1 and trigger.cue is not Cue.AFFIRMS_BEFORE

    def _late_list_reach(self, trigger: Trigger, last: int, end: int) -> bool:
        """ "A and B are absent": A may be meant too."""
        if trigger.cue is Cue.AFFIRMS_BEFORE or self._keys[trigger.first] in {"no", "nil", "none"}:
            return False
        joined = any(self._separates(index) for index in range(last, trigger.first))
        bare = not any(self._keys[index] in _STRUCTURAL for index in range(last, trigger.first))
        return joined and bare and self._closes(trigger, end)

    # Questions

    def _question_starts(self, text: str) -> Iterator[int]:
        for index, word in enumerate(self._words):
            opens = index == self._begin[index] or word.gap is Gap.SOFT or self._keys[index - 1] in _JOINING
            if (opens or self._free_question(index)) and self._opens_question(index, text):
                yield index

    def _free_question(self, index: int) -> bool:
        """ "… what should I do", "… how do I treat it" without any punctuation before."""
        keys = self._keys
        following = keys[index + 1] if index + 1 < len(keys) else ""
        if keys[index] in _WH:
            return following in _AUXILIARIES or following == "to"
        return keys[index] in {"should", "can", "could"} and following in {"i", "we", "she", "he", "they"}

    def _opens_question(self, index: int, text: str) -> bool:
        key = self._keys[index]
        following = self._keys[index + 1] if index + 1 < self._end[index] else ""
        asks = self._end_char(index, text) == "?"
        at_start = index == self._begin[index]
        if key in _WH:
            return True
        if key in _RELATIVE_WH:
            if at_start:
                return asks or following in _AUXILIARIES or following == "to" or key == "which"
            return asks and following not in {"has", "have", "is", "wa", "was", "had", "are"}
        if key in {"has", "have"}:
            return asks and following in _SUBJECTS
        if key in _AUXILIARIES:
            return following in _SUBJECTS or (asks and at_start)
        return False

    def _end_char(self, index: int, text: str) -> str:
        end = self._end[index]
        past = text[
            self._words[end - 1].end : self._words[end].start if end < len(self._words) else len(text)
        ]
        return "?" if "?" in past else past.strip()[:1]

    def _tellings(self) -> Iterator[int]:
        """Where, inside a question, the case is told: "with", "who has", "78 F"."""
        for trigger in self.triggers:
            if trigger.cue is Cue.TELLS and not self._inverted(trigger):
                yield trigger.last
        for index in range(len(self._words) - 1):
            if self._words[index].is_number and self._keys[index + 1] in _AGE_WORDS:
                yield index + 1

    def _inverted(self, trigger: Trigger) -> bool:
        """ "Do I have …", "is she on …": an auxiliary before the subject asks."""
        first = trigger.first
        if self._keys[first] in {"i", "he", "she", "we", "they"}:
            return first > 0 and self._keys[first - 1] in _AUXILIARIES
        return self._keys[first] in {"has", "am", "is", "are"} and first == self._begin[first]

    def _asked(self, first: int, last: int) -> Judgement | None:
        """A judgement when the mention is only asked about, None when it is told."""
        begin = self._begin[first]
        start = max((index for index in self._asked_from if begin <= index <= first), default=None)
        if self._belongs_to_person(first, last) or self._told_no(first, start):
            return None
        if start is None:
            ends_asked = self._marked[first] and not self._asks_later(first)
            return Judgement(unclear=True) if ends_asked and not self._segment_tells(first) else None
        if any(start < told <= first for told in self._told_at):
            return None
        if not any(self._words[index].gap is Gap.SOFT for index in range(start + 1, first + 1)):
            return Judgement(asked=True)
        if self._segment_tells(first):
            return None
        reach = self._list_reach(Trigger(Cue.AWAITED, start, start + 1), first, last)
        return Judgement(asked=True) if reach is Reach.YES else Judgement(unclear=True)

    def _asks_later(self, first: int) -> bool:
        return any(first < index < self._end[first] for index in self._asked_from)

    def _told_no(self, first: int, start: int | None) -> bool:
        """Whether the phrase is denied with a plain "no" inside the question: then it is told."""
        return start is not None and any(
            trigger.cue in _NEGATIVE
            and start + 1 < trigger.first < first
            and self._keys[trigger.first] in _STRONG_NO
            and self._reach(trigger, first, first + 1, ()) is Reach.YES
            for trigger in self.triggers
        )

    def _belongs_to_person(self, first: int, last: int) -> bool:
        """ "A frail woman", "a patient on steroids"."""
        if (
            first > 0
            and self._keys[first - 1] in PERSONS
            and self._keys[first] in {"on", "taking", "allergic"}
        ):
            return True
        for index in range(last, min(last + _PERSON_AHEAD, self._end[first])):
            if self._separates(index) or self._keys[index] in _STRUCTURAL:
                return False
            if self._keys[index] in PERSONS and self._keys[index] not in {"she", "he"}:
                return True
            if self._words[index].is_number and self._keys[index + 1 : index + 2] == ("year",):
                return True
        return False

    def _segment_tells(self, first: int) -> bool:
        index = first
        while index > self._begin[first] and self._words[index].gap is Gap.NONE:
            index -= 1
        return any(key in _TOLD_SEGMENT for key in self._keys[index : first + 1])

    def _has_case_evidence(self) -> bool:
        """Whether the text tells of somebody, rather than listing search words."""
        if any(word.gap is not Gap.NONE for word in self._words[1:]) or self._told_at:
            return True
        speaking = {
            "i",
            "my",
            "she",
            "he",
            "her",
            "his",
            "pt",
            "patient",
            "ago",
            "yesterday",
            "today",
            "no",
            "not",
            "on",
        }
        told = any(word.text.lower() in PERSONS for word in self._words)
        return told or not speaking.isdisjoint(self._keys)


_FORWARD = frozenset(
    (Cue.NEGATES, Cue.DENIES_LIST, Cue.PAST, Cue.IMAGINED, Cue.AWAITED, Cue.UNCERTAIN, Cue.OTHER)
)
_ENDS_LIST = frozenset((Cue.NEGATES, Cue.DENIES_LIST, Cue.IMAGINED, Cue.STOPS))
_BACKWARD = frozenset((Cue.NEGATES_BEFORE, Cue.PAST_BEFORE, Cue.UNCERTAIN_BEFORE, Cue.AFFIRMS_BEFORE))
_NEGATIVE = frozenset((Cue.NEGATES, Cue.DENIES_LIST))
_UNUSABLE = frozenset((Assertion.OTHER_PERSON, Assertion.HYPOTHETICAL, Assertion.UNCERTAIN))
_NARROW = frozenset((Cue.PAST, Cue.UNCERTAIN, Cue.OTHER))


def _is_negated(before: dict[Cue, int]) -> bool:
    return not _NEGATIVE.isdisjoint(before)


def _combined(before: dict[Cue, int], after: dict[Cue, int]) -> Assertion:
    """The one assertion that the triggers make together; what keeps a fact from being used comes first."""
    negations = sum(before.get(cue, 0) for cue in _NEGATIVE)
    if Cue.OTHER in before:
        return Assertion.OTHER_PERSON
    if Cue.IMAGINED in before or Cue.AWAITED in before:
        return Assertion.HYPOTHETICAL
    if Cue.UNCERTAIN in before or Cue.UNCERTAIN_BEFORE in after:
        return Assertion.UNCERTAIN
    if Cue.PAST_BEFORE in after or Cue.PAST in before:
        return Assertion.PAST
    if Cue.AFFIRMS_BEFORE in after:
        return Assertion.AFFIRMED
    if Cue.NEGATES_BEFORE in after:
        return Assertion.UNCERTAIN if negations else Assertion.NEGATED
    if negations:
        return Assertion.NEGATED
    return Assertion.AFFIRMED


def _triggers(words: Sequence[Word], keys: Sequence[str]) -> Iterator[Trigger]:
    """The triggers of a text, in order; of two that begin together the longer, and none inside another."""
    phrases, lengths = _phrases(), _lengths()
    own = _speaks_of_self(keys)
    index = 0
    while index < len(keys):
        met = _trigger_at(words, keys, index, phrases, lengths)
        relative_of_asker = index > 0 and keys[index] in _RELATIVES and keys[index - 1] in {"my", "our"}
        if own and keys[index] in _RELATIVES:
            yield Trigger(Cue.OTHER, index, index + 1)
            index += 1
        elif met is None or relative_of_asker:
            index += 1
        else:
            cues, length = met
            for cue in cues:
                if cue is not Cue.NOTHING:
                    yield Trigger(cue, index, index + length)
            index += length


def _trigger_at(
    words: Sequence[Word],
    keys: Sequence[str],
    index: int,
    phrases: dict[tuple[str, ...], tuple[Cue, ...]],
    lengths: dict[str, tuple[int, ...]],
) -> tuple[tuple[Cue, ...], int] | None:
    for length in lengths.get(keys[index], ()):
        cues = phrases.get(tuple(keys[index : index + length]))
        inside = words[index + 1 : index + length]
        if cues is not None and all(word.gap is Gap.NONE for word in inside):
            return cues, length
    return None


def _sentence_bounds(words: Sequence[Word]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For each word, the first word of its sentence and the first word after it."""
    starts = [
        0,
        *(index for index, word in enumerate(words) if index and word.gap is Gap.SENTENCE),
        len(words),
    ]
    begin: list[int] = []
    end: list[int] = []
    for start, stop in pairwise(starts):
        begin.extend([start] * (stop - start))
        end.extend([stop] * (stop - start))
    return tuple(begin), tuple(end)


def _question_marked(words: Sequence[Word], text: str) -> tuple[bool, ...]:
    """For each word, whether it stands in the last part of a sentence that ends with a question mark."""
    marked = [False] * len(words)
    asks = False
    for index in range(len(words) - 1, -1, -1):
        past = text[words[index].end : words[index + 1].start if index + 1 < len(words) else len(text)]
        boundary = index + 1 == len(words) or words[index + 1].gap is not Gap.NONE
        if boundary:
            asks = past.lstrip()[:1] == "?" and (index + 1 == len(words) or not words[index + 1].query)
        marked[index] = asks
    return tuple(marked)


def _speaks_of_self(keys: Sequence[str]) -> bool:
    """Whether somebody tells of themselves ("I have …", "my back"), so that "my mother" is someone else."""
    for index, key in enumerate(keys[:-1]):
        asked = index > 0 and keys[index - 1] in _AUXILIARIES
        if key == "i" and keys[index + 1] in _FIRST_PERSON_VERBS - {"do", "can", "will", "get"} and not asked:
            return True
        if key == "my" and keys[index + 1] in _FIRST_PERSON_BODY:
            return True
    return False
