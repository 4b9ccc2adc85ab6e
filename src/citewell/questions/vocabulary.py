"""The words of a text, and the phrases of the packs compiled for finding them.

Text and phrases go through the same reading, so that "wedge-fracture" meets "wedge fractures", "oedema" meets
"edema", and "T 12" meets "t12". Nothing here knows what a phrase means.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache
from unicodedata import normalize

from citewell.model.guidelines import (
    Concept,
    ConceptKind,
    FactDefinition,
    GuidelinePack,
    NumberPhrase,
    Statement,
    Wording,
)

NUMBER_SLOT = "#"


def word_set(text: str) -> frozenset[str]:
    """The words of a list written as text."""
    return frozenset(text.split())


_PIECE = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.·]\d+)?|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|[<>≤≥/%]"
)
_PLAIN_GAPS = frozenset((" ", "", "-"))
_SIGNS = frozenset("-−–")
_CHUNK = re.compile(r"[^\W\d_]{2,}")
_SENTENCE_MARKS = frozenset(".!?;\n\r…")
_SOFT_MARKS = frozenset(",()[]{}—|•·→&+")
_SPACED_DASH = re.compile(r"\s[-–−]\s|\s[–−]|^[-–−]\s|\s-$|[-–]{2}")
_QUERY = re.compile(r"[\s(,/]\?(\s?)$")
_ABBREVIATIONS = word_set("approx vs eg ie dr mr mrs pt hx st ca no fig cf resp")
_CONTRACTED_IS = word_set("he she it what who that there where how here when")
_CONTRACTIONS = {
    "cannot": ("can", "not", 3), "cant": ("can", "not", 3), "dont": ("do", "not", 2),
    "didnt": ("did", "not", 3),
    "doesnt": ("does", "not", 4), "isnt": ("is", "not", 2), "arent": ("are", "not", 3),
    "wasnt": ("was", "not", 3), "hasnt": ("has", "not", 3), "havent": ("have", "not", 4),
    "hadnt": ("had", "not", 3), "wont": ("will", "not", 2), "couldnt": ("could", "not", 5),
    "shouldnt": ("should", "not", 6), "wouldnt": ("would", "not", 5),
    "im": ("i", "am", 1), "ive": ("i", "have", 1),
}  # fmt: skip
_BEFORE_NOT = {"ca": "can", "wo": "will", "sha": "shall"}
_ENDINGS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}
_SPELLINGS = {
    "programme": "program", "programmes": "program", "ageing": "aging",
    "practise": "practice", "grey": "gray",
    "neurone": "neuron", "neurones": "neuron", "women": "woman", "men": "man", "feet": "foot", "percent": "%",
    "percentage": "%",
}  # fmt: skip
_KEEP_S = word_set("mets sins aids news lens does was has this always perhaps yes less tens")
_IRREGULAR = {
    "used": "use", "using": "use", "lying": "lie", "dying": "die", "died": "die", "tied": "tie",
    "broke": "break", "broken": "break", "bled": "bleed", "aching": "ache", "ached": "ache", "lay": "lie",
    "gave": "give", "given": "give", "took": "take", "taken": "take", "drove": "drive", "slept": "sleep",
    "sat": "sit", "stood": "stand",
}  # fmt: skip
_VOWEL = re.compile(r"[aeiouy]")
_IS_TO_IZ = re.compile(
    r"(?<=[a-z]{4})is(?=(?:e|ed|es|ing|er|ers|ation|ations)$)|(?<=[a-z]{3}y)s(?=(?:e|ed|es|ing)$)"
)
_OUR_TO_OR = re.compile(r"(?<=[a-z]{2})our(?=(?:s|ed|ing|al|able)?$)")
_KEEP_OUR = ("hour", "four", "your", "pour", "tour", "sour", "flour")
_SHORTEST_FOR_DIPHTHONG = 6
_SHORTEST_PLURAL = 4
_SHORTEST_GREEK = 7
_SHORTEST_E = 5
_SHORTEST_ING = 6
_SHORT_STEM = 3
_LONGEST_CAPITALS = 5


class Gap(IntEnum):
    """What stands before a word: at most a space or hyphen, a comma or bracket, or the end of a sentence."""

    NONE = 0
    SOFT = 1
    SENTENCE = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or sign of a text. key: its spelling for exact matching; stem: for loose matching."""

    text: str
    key: str
    stem: str
    start: int
    end: int
    gap: Gap
    query: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.text[0].isdecimal()


def read_words(text: str) -> tuple[Word, ...]:
    """The words of a text, in order, with their places."""
    found: list[Word] = []
    last = 0
    for match in _PIECE.finditer(text):
        start, end = match.span()
        between = text[last:start]
        gap, query = Gap.NONE, False
        if match.group()[0].isdecimal() and between[-1:] in _SIGNS:
            between = between[:-1]
        if between not in _PLAIN_GAPS:
            gap, query = _gap_of(between, found[-1].key if found else "", text[start])
        for key, stemmed, begin, finish in _forms(match.group()):
            first, past = start + begin, start + finish
            found.append(Word(text[first:past], key, stemmed, first, past, gap, query))
            gap, query = Gap.NONE, False
        last = end
    return tuple(found)


def keys_of(phrase: str) -> tuple[str, ...]:
    """A phrase as exact keys."""
    return tuple(key for piece in _PIECE.findall(phrase) for key, *_ in _forms(piece))


def stems_of(phrase: str) -> tuple[str, ...]:
    """A phrase as loose stems."""
    return tuple(stemmed for piece in _PIECE.findall(phrase) for _, stemmed, *_ in _forms(piece))


def _gap_of(between: str, before: str, after: str) -> tuple[Gap, bool]:
    """What stands between two words, and whether it questions the second one ("?fracture")."""
    questions = _QUERY.search(between if before else f" {between}")
    if questions and (not questions[1] or after.islower()):
        return Gap.SOFT, True
    if not _SENTENCE_MARKS.isdisjoint(between):
        marks = between.strip()
        if between == "." or (marks == "." and before in _ABBREVIATIONS):
            return Gap.NONE, False
        return Gap.SENTENCE, False
    if not _SOFT_MARKS.isdisjoint(between) or _SPACED_DASH.search(between):
        return Gap.SOFT, False
    return Gap.NONE, False


@lru_cache(maxsize=16384)
def _forms(piece: str) -> tuple[tuple[str, str, int, int], ...]:
    """The (key, stem, start, end) of the words a piece stands for: two for a contraction."""
    lower = piece.lower()
    whole = len(piece)
    if lower in _CONTRACTIONS:
        first, second, cut = _CONTRACTIONS[lower]
        return (*_form(first, 0, cut), *_form(second, cut, whole))
    base, mark, ending = lower.replace("’", "'").replace("ʼ", "'").rpartition("'")
    if not mark or not base:
        return _form(lower, 0, whole)
    cut = len(base)
    if ending == "t" and base.endswith("n"):
        return (*_form(_BEFORE_NOT.get(base[:-1], base[:-1]), 0, cut - 1), *_form("not", cut - 1, whole))
    if ending == "s":
        return (
            (*_form(base, 0, cut), *_form("is", cut, whole))
            if base in _CONTRACTED_IS
            else _form(base, 0, whole)
        )
    if ending in _ENDINGS:
        return (*_form(base, 0, cut), *_form(_ENDINGS[ending], cut, whole))
    return _form(base + ending, 0, whole)


def _form(word: str, start: int, end: int) -> tuple[tuple[str, str, int, int], ...]:
    key = fold(word)
    return ((key, stem(key), start, end),)


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """One spelling for a word: lower case, no accents, American, singular."""
    word = word.lower()
    if word[0].isdecimal():
        return word.replace(",", "").replace("·", ".")
    if not word.isascii():
        plain = normalize("NFKD", word)
        word = "".join(char for char in plain if char.isalnum() or char in "<>%/") or word
    if word in _SPELLINGS:
        return _SPELLINGS[word]
    return _singular(_american(word))


def _american(word: str) -> str:
    if len(word) >= _SHORTEST_FOR_DIPHTHONG:
        if word.endswith("ae"):
            word = word[:-1]
        word = word.replace("ae", "e").replace("oe", "e").replace("sulph", "sulf")
        word = _IS_TO_IZ.sub("z" if "ys" in word[-6:] else "iz", word)
    if "our" in word and not word.startswith(_KEEP_OUR):
        word = _OUR_TO_OR.sub("or", word)
    if word.endswith(("tre", "bre")) and len(word) > _SHORTEST_PLURAL:
        word = word[:-2] + "er"
    return word


def _singular(word: str) -> str:
    if not word.endswith("s") or len(word) < _SHORTEST_PLURAL or word in _KEEP_S:
        return word
    if word.endswith("sis") and len(word) >= _SHORTEST_FOR_DIPHTHONG:
        return word[:-2]
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > _SHORTEST_PLURAL:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    if len(word) >= _SHORTEST_GREEK and word.endswith(("tases", "noses", "hoses", "lyses")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=16384)
def stem(key: str) -> str:
    """A light stem of a key, in which "bracing" and "brace" meet."""
    if key in _IRREGULAR:
        return _IRREGULAR[key]
    if key.endswith("ing") and len(key) >= _SHORTEST_ING:
        return _bare(key, key[:-3])
    if key.endswith("ied") and len(key) >= _SHORTEST_E:
        return key[:-3] + "y"
    if key.endswith("ed") and not key.endswith("eed") and len(key) >= _SHORTEST_E:
        return _bare(key, key[:-2])
    return key[:-1] if key.endswith("e") and len(key) >= _SHORTEST_E else key


def _bare(key: str, base: str) -> str:
    if not _VOWEL.search(base):
        return key
    if len(base) > _SHORT_STEM and base[-1] == base[-2] and base[-1] not in "lsz":
        return base[:-1]
    short = (
        len(base) == _SHORT_STEM
        and base[-1] not in "aeiouwxy"
        and base[-2] in "aeiou"
        and base[-3] not in "aeiou"
    )
    return base + "e" if short else base


class Role(StrEnum):
    """What a phrase of a pack stands for."""

    CONCEPT = "concept"
    EXCLUSION = "exclusion"
    TOPIC = "topic"
    TERM = "term"
    DENIAL = "denial"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Entry:
    """A meaning of a phrase. capitals: only when the text has it in capitals."""

    role: Role
    id: str
    value: str = ""
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """An entry met at words [first, last) of a text."""

    entry: Entry
    first: int
    last: int

    @property
    def length(self) -> int:
        """How many words it covers."""
        return self.last - self.first

    def within(self, other: "Found") -> bool:
        """Whether the other covers it and more."""
        return other.first <= self.first and self.last <= other.last and self.length < other.length

    def overlaps(self, other: "Found") -> bool:
        """Whether they share a word."""
        return self.first < other.last and other.first < self.last


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by their words. lengths: of the phrases that begin with a word, longest first."""

    entries: Mapping[tuple[str, ...], tuple[Entry, ...]]
    lengths: Mapping[str, tuple[int, ...]]

    def find(self, words: Sequence[Word], keys: Sequence[str]) -> Iterator[Found]:
        """Every phrase in the words, in order of place, longest first. No phrase crosses a comma."""
        lengths, entries = self.lengths, self.entries
        for first, key in enumerate(keys):
            if key not in lengths:
                continue
            reach = _reach(words, first)
            for length in lengths[key]:
                if length > reach:
                    continue
                for entry in entries.get(tuple(keys[first : first + length]), ()):
                    if not entry.capitals or _in_capitals(words, first, first + length):
                        yield Found(entry, first, first + length)


def _reach(words: Sequence[Word], first: int) -> int:
    last = first + 1
    while last < len(words) and words[last].gap is Gap.NONE:
        last += 1
    return last - first


def _in_capitals(words: Sequence[Word], first: int, last: int) -> bool:
    return all(word.text.isupper() for word in words[first:last])


def is_capital_term(phrase: str) -> bool:
    """Whether a term is matched in capitals only: up to five letters, all capitals ("PE", "MS")."""
    return len(phrase) <= _LONGEST_CAPITALS and phrase.isalpha() and phrase.isupper()


class PhraseBuilder:
    """Collects phrases and their meanings, each meaning once."""

    def __init__(self, spell: Callable[[str], tuple[str, ...]]) -> None:
        self._spell = spell
        self._entries: dict[tuple[str, ...], dict[Entry, None]] = {}

    def add(self, phrases: Iterable[str], role: Role, entry_id: str, value: str = "") -> None:
        """Let each phrase mean this."""
        for phrase in phrases:
            keys = self._spell(phrase)
            if keys:
                entry = Entry(role, entry_id, value, is_capital_term(phrase))
                self._entries.setdefault(keys, {})[entry] = None

    def build(self) -> Phrases:
        """The phrases so far."""
        lengths: dict[str, set[int]] = {}
        for keys in self._entries:
            lengths.setdefault(keys[0], set()).add(len(keys))
        return Phrases(
            {keys: tuple(entries) for keys, entries in self._entries.items()},
            {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()},
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase that states a number, as keys with a slot for it. capitals: which of them must be capital."""

    fact: str
    keys: tuple[str, ...]
    factor: float
    value: float | None
    capitals: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The language of a set of packs, compiled.

    about: concepts, exclusions and topics by stems. stated: facts by keys. readings: number phrases by their
    first key and, after a slot, by their second. vocabulary: the stems of everything the packs say.
    """

    about: Phrases
    stated: Phrases
    readings: Mapping[str, tuple[Reading, ...]]
    definitions: Mapping[str, FactDefinition]
    concepts: Mapping[str, Concept]
    topics: Mapping[str, int]
    vocabulary: frozenset[str]

    def kind_of(self, concept_id: str) -> ConceptKind:
        """The kind of a concept."""
        return self.concepts[concept_id].kind


def compile_lexicon(packs: Sequence[GuidelinePack]) -> Lexicon:
    """Compile the words of some packs. Of definitions that share an id, the first counts."""
    about, stated = PhraseBuilder(stems_of), PhraseBuilder(keys_of)
    readings: dict[str, dict[Reading, None]] = {}
    definitions: dict[str, FactDefinition] = {}
    concepts: dict[str, Concept] = {}
    topics: dict[str, int] = {}
    for pack in packs:
        _add_subjects(pack, about, concepts, topics)
        for definition in pack.facts:
            definitions.setdefault(definition.id, definition)
            _add_fact(definition, stated)
            for phrase in definition.readings:
                reading = reading_of(definition.id, phrase)
                readings.setdefault(_index_key(reading), {})[reading] = None
    return Lexicon(
        about=about.build(),
        stated=stated.build(),
        readings={key: tuple(found) for key, found in readings.items()},
        definitions=definitions,
        concepts=concepts,
        topics=topics,
        vocabulary=_vocabulary(packs),
    )


def _add_subjects(
    pack: GuidelinePack, about: PhraseBuilder, concepts: dict[str, Concept], topics: dict[str, int]
) -> None:
    for concept in pack.concepts:
        concepts.setdefault(concept.id, concept)
        about.add(concept.terms, Role.CONCEPT, concept.id)
    for exclusion in pack.exclusions:
        about.add(exclusion.terms, Role.EXCLUSION, f"{pack.id}:{exclusion.id}")
    population_terms = {population.id: population.terms for population in pack.populations}
    for topic in pack.topics:
        topic_id = f"{pack.id}:{topic.id}"
        topics.setdefault(topic_id, len(topics))
        about.add(topic.terms, Role.TOPIC, topic_id)
        for population in topic.populations:
            about.add(population_terms.get(population, ()), Role.TOPIC, topic_id)


def _add_fact(definition: FactDefinition, stated: PhraseBuilder) -> None:
    stated.add(definition.terms, Role.TERM, definition.id)
    stated.add(definition.denials, Role.DENIAL, definition.id)
    for choice in definition.choices:
        stated.add(choice.terms, Role.CHOICE, definition.id, choice.id)


def reading_of(fact: str, phrase: NumberPhrase) -> Reading:
    """A number phrase as keys. A lone capital letter ("{n} F") must be a capital in the text too."""
    keys: list[str] = []
    capitals: list[bool] = []
    for index, part in enumerate(phrase.phrase.split("{n}")):
        if index:
            keys.append(NUMBER_SLOT)
            capitals.append(False)
        for word in read_words(part):
            keys.append(word.key)
            capitals.append(len(word.text) == 1 and word.text.isupper())
    return Reading(fact, tuple(keys), phrase.factor, phrase.value, tuple(capitals))


def _index_key(reading: Reading) -> str:
    return " ".join(reading.keys[:2]) if reading.keys[:1] == (NUMBER_SLOT,) else "".join(reading.keys[:1])


def _vocabulary(packs: Iterable[GuidelinePack]) -> frozenset[str]:
    """The stems of the words of everything the packs say (not of what they exclude)."""
    texts = (text for pack in packs for text in _texts(pack))
    chunks = set("\n".join(texts).split())
    words = set(_CHUNK.findall("\n".join(chunks).lower()))
    return frozenset(stem(fold(word)) for word in words)


def _texts(pack: GuidelinePack) -> Iterator[str]:
    yield from (pack.title, pack.summary, *pack.covers)
    for statement in pack.statements:
        yield from _statement_texts(statement)
    for source in pack.sources:
        yield from (source.title, source.body, source.short, source.population)
        yield from (finding.text for finding in source.findings)
    for definition in pack.facts:
        yield from (definition.label, *definition.terms, *definition.denials)
        for choice in definition.choices:
            yield from (choice.label, choice.patient, *choice.terms)
    for concept in pack.concepts:
        yield from (concept.label, concept.patient, *concept.terms)
    yield from _page_texts(pack)


def _statement_texts(statement: Statement) -> Iterator[str]:
    yield statement.title
    yield from _both(statement.wording)
    for caution in statement.never_when:
        yield from _both(caution.wording)


def _page_texts(pack: GuidelinePack) -> Iterator[str]:
    for population in pack.populations:
        yield from (population.name, population.patient, *population.terms)
    for topic in pack.topics:
        yield from (topic.title, topic.patient_title, *topic.questions, *topic.terms)
    for disagreement in pack.disagreements:
        yield from (disagreement.title, disagreement.question, *_both(disagreement.default))
        for side in disagreement.sides:
            yield from _both(side.says)
    for score in pack.scores:
        yield from (score.title, *_both(score.use), *_both(score.not_for))
        yield from (option.label for item in score.items for option in item.options)
    for disposition in pack.dispositions:
        yield from _both(disposition.wording)
    for entry in pack.glossary:
        yield from (entry.term, entry.plain, *entry.forms)


def _both(wording: Wording) -> tuple[str, str]:
    return wording.clinician, wording.patient
