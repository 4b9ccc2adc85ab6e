"""What the library gives out: evidence ready to be quoted, counts, and the report of an ingest."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from citewell.model.answers import Context, Effect
from citewell.model.library import Document, FoundRecommendation, Passage

# Behind the fingerprint of an index: its vectors were not searched.
BY_WORDS = "-words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage of a document with the recommendations it stands in or holds."""

    document: str
    passage: Passage
    recommendations: tuple[FoundRecommendation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A recommendation or passage that a search found, ready to be quoted: its words and what is over them.

    found: the recommendation that is quoted, None for a passage in which none was found. score: how well it
    fits the question; only its order has a meaning. effect: what a study's sentence says became of the
    outcome asked about.
    """

    document: str
    passage: int
    section: str
    start: int
    end: int
    text: str
    context: tuple[Context, ...] = ()
    found: FoundRecommendation | None = None
    score: float = 0.0
    effect: Effect | None = None

    def worth(self, score: float) -> "Quotation":
        """The same with another score: quicker than `replace`, for hundreds of them."""
        return Quotation(
            document=self.document,
            passage=self.passage,
            section=self.section,
            start=self.start,
            end=self.end,
            text=self.text,
            context=self.context,
            found=self.found,
            score=score,
            effect=self.effect,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A word that names what a question asks about.

    rarity: 1 for a word that stands in one document of the library or in none, near 0 for one in all. spoken:
    whether what was found speaks of it, under any of its names.
    """

    word: str
    rarity: float
    spoken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """A quotation that warns of a treatment in a fact of the patient.

    told: the fact as the question tells it. names: by which the quotation may name it. treatment: the id of
    what is warned of.
    """

    quotation: Quotation
    told: str
    names: tuple[str, ...]
    treatment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a search brought from the library, best first, with the documents it stands in.

    facing: recommendations of other documents on what the best speak of. warnings: what the library warns of,
    wherever it stands, on the drugs that the question names. cautions: what it warns of, in a fact that the
    question tells of the patient, on what it asks about. documents: what is known of each, without text,
    and of those that face them. texts: the whole text of each document that is quoted, and of these.
    kinds: of the words of what is asked about, as stems, those of the kinds of treatment that they belong to.
    ranking: the documents found, best first, with their scores. unknown: words of the question that stand
    nowhere in the library; drugs_unknown: those of them that name a drug. read_as: misspelt words, and
    abbreviations of several meanings, with what they were read as. undecided: misspelt words with the drugs
    that they are equally near to. topicality: how much the question shares with what the documents say they
    are about, 0 for nothing. nearness: how near the nearest document is in meaning, None where only words
    were searched. subjects: the words that name what is asked about. newest: the year of the library's
    newest source.
    """

    fingerprint: str = ""
    sources: int = 0
    documents: Mapping[str, Document] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    quotations: tuple[Quotation, ...] = ()
    facing: tuple[Quotation, ...] = ()
    warnings: tuple[Quotation, ...] = ()
    cautions: tuple[Caution, ...] = ()
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ranking: tuple[tuple[str, float], ...] = ()
    unknown: tuple[str, ...] = ()
    drugs_unknown: tuple[str, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    undecided: tuple[tuple[str, tuple[str, ...]], ...] = ()
    topicality: float = 0.0
    nearness: float | None = None
    subjects: tuple[Subject, ...] = ()
    newest: int = 0


NOTHING_GATHERED = Gathered()


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryCounts:
    sources: int
    passages: int
    recommendations: int
    notices: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, member or record that did not go in, and why."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What an ingest did: documents added, newer versions of known ones, already known, and refused."""

    added: int
    replaced: int
    known: int
    refused: tuple[Refused, ...]
    fingerprint: str
