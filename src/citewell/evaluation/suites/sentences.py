"""Which sentence of a text is the evidence, and which way the effect goes: SciFact and Evidence Inference.

SciFact (Wadden et al., Fact or Fiction, EMNLP 2020): the sentences of an abstract that bear out or refute a
claim. Evidence Inference 2.0 (DeYoung et al., BioNLP 2020): the place in a trial's article that says what an
intervention did to an outcome.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from citewell.engine.encoders import opened
from citewell.evaluation.baselines import BM25, Ranker
from citewell.evaluation.data import SHARED, Row
from citewell.evaluation.ranking import hits
from citewell.evaluation.records import OURS, Measure, Part, Scored
from citewell.evaluation.suite import Bench, Suite
from citewell.model.answers import Effect
from citewell.retrieval.evidence import Ranked, effect_of, rank
from citewell.text.sentences import sentence_spans

MAJORITY = "majority"
TRAINED = (
    "Our models were trained on the split 'dev': there this is a figure on what they have seen;"
    " the model card has those of cross-validation."
)
_CUTS = (1, 3, 5)
_DEPTH = 100
# Of the evidence or of the sentence, whichever is shorter, so much must be the other's, too.
_SAME = 0.5
_LABELS = {
    "significantly increased": Effect.INCREASED,
    "significantly increase": Effect.INCREASED,
    "significantly decreased": Effect.DECREASED,
    "significantly decrease": Effect.DECREASED,
    "no significant difference": Effect.NO_DIFFERENCE,
}
Place = tuple[int, int]


def rationales_scored(bench: Bench) -> Iterator[Scored]:
    """Each claim with each abstract that speaks to it: the sentences ranked."""
    abstracts = {str(row["_id"]): row["sentences"] for row in bench.data.rows("scifact.corpus", split=SHARED)}
    claims = [row for row in bench.data.rows("scifact") if row["evidence"]]
    encoder = opened(bench.settings)
    for row in bench.watched(bench.sample(claims, key=lambda one: str(one["_id"])), "scifact-rationale"):
        for document, (right, label) in _rationales(row).items():
            sentences = abstracts[document]
            ours = [one.index for one in rank(str(row["text"]), sentences, encoder=encoder)]
            scores = {OURS: hits([number in right for number in ours], _CUTS)}
            if bench.baseline:
                theirs = Ranker(sentences).ranking(str(row["text"]), depth=_DEPTH)
                scores = {BM25: hits([number in right for number in theirs], _CUTS), **scores}
            yield Scored(
                id=f"{row['_id']}/{document}",
                text=str(row["text"]),
                labels={"label": label},
                scores=scores,
            )


def _rationales(row: Row) -> Mapping[str, tuple[frozenset[int], str]]:
    """For each abstract the numbers of the sentences of its rationales, and what they do to the claim."""
    found: dict[str, tuple[frozenset[int], str]] = {}
    for one in row["evidence"]:
        before = found.get(one["doc"], (frozenset(), ""))[0]
        found[one["doc"]] = (before | frozenset(one["sentences"]), str(one["label"]).lower())
    return found


def trials_scored(bench: Bench) -> Iterator[Scored]:
    """Each prompt in its article: the sentences ranked, and the effect as the first of them says it."""
    articles = {str(row["_id"]): str(row["text"]) for row in bench.data.rows("evinf.articles", split=SHARED)}
    rows = [row for row in bench.data.rows("evinf") if row["spans"] and _effects(row)]
    encoder = opened(bench.settings)
    article = lru_cache(maxsize=1)(lambda key: _Article(articles[key]))
    for row in bench.watched(bench.sample(rows, key=lambda one: str(one["prompt"])), "evinf"):
        read, question = article(str(row["pmcid"])), str(row["query"])
        given = (effect_of(question, read.text[start:end]) for start, end in row["spans"])
        ours = _Reading(
            ranked=rank(question, read.sentences, encoder=encoder),
            given=next((effect for effect in given if effect is not None), None),
        )
        yield _prompt(bench, row, read, ours)


class _Article:
    """An article in sentences."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = [(span.start, span.end) for span in sentence_spans(text)]
        self.sentences = [text[start:end] for start, end in self.places]

    @cached_property
    def ranker(self) -> Ranker:
        """bm25s over the sentences."""
        return Ranker(self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What we make of a prompt: the sentences, best first, and the effect read in the evidence itself."""

    ranked: Sequence[Ranked]
    given: Effect | None


def _prompt(bench: Bench, row: Row, article: _Article, reading: _Reading) -> Scored:
    question, wanted = str(row["query"]), _effects(row)
    right = [any(_same(place, span) for span in row["spans"]) for place in article.places]
    first = reading.ranked[0].effect if reading.ranked else None
    ours = {
        **hits([right[one.index] for one in reading.ranked], _CUTS),
        **_direction("direction", first, wanted),
        **_direction("direction-given", reading.given, wanted),
    }
    scores: dict[str, dict[str, Part]] = {OURS: ours}
    if bench.baseline:
        theirs = article.ranker.ranking(question, depth=_DEPTH)
        guess = (float(Effect.NO_DIFFERENCE in wanted), 1.0)
        scores[BM25] = hits([right[number] for number in theirs], _CUTS)
        scores[MAJORITY] = {"direction": guess, "direction-given": guess}
    return Scored(id=str(row["prompt"]), text=question, labels={"effect": min(wanted).value}, scores=scores)


def _direction(measure: str, told: Effect | None, wanted: frozenset[Effect]) -> dict[str, Part]:
    """Whether the effect that was read is right, none read being wrong; and whether one was read."""
    right = float(told in wanted)
    return {
        measure: (right, 1.0),
        f"{measure}-told": (right, 1.0) if told is not None else (0.0, 0.0),
        f"{measure}-share": (float(told is not None), 1.0),
    }


def _effects(row: Row) -> frozenset[Effect]:
    return frozenset(_LABELS[label] for label in row["labels"] if label in _LABELS)


def _same(place: Place, span: Sequence[int]) -> bool:
    shared = min(place[1], span[1]) - max(place[0], span[0])
    return shared > 0 and shared >= _SAME * min(place[1] - place[0], span[1] - span[0])


RATIONALES = Suite(
    id="scifact-rationale",
    title="SciFact: claim and abstract to the sentence that is the evidence",
    file="scifact",
    needs=("scifact.corpus",),
    measures=(
        Measure(id="hit@1", title="hit@1", reference="BM25 .52", floor=0.62),
        Measure(id="hit@3", title="hit@3", reference="BM25 .82", floor=0.88),
        Measure(id="mrr", title="MRR"),
    ),
    systems=(BM25, OURS),
    run=rationales_scored,
    notes=("A claim counts once for each abstract that speaks to it.", TRAINED),
)
TRIALS = Suite(
    id="evinf",
    title="Evidence Inference: prompt and article to the evidence sentence",
    file="evinf",
    needs=("evinf.articles",),
    measures=(
        Measure(id="hit@1", title="hit@1", reference="BM25 .139", floor=0.25),
        Measure(id="hit@5", title="hit@5", reference="BM25 .395", floor=0.55),
        Measure(id="mrr", title="MRR", reference="BM25 .269"),
        Measure(id="direction", title="direction, from the sentence we pick", reference="majority .473"),
        Measure(id="direction-told", title="the same, where it says one"),
        Measure(id="direction-share", title="how often it says one"),
        Measure(id="direction-given", title="direction, given the evidence", reference="majority .473"),
        Measure(id="direction-given-told", title="the same, where it says one"),
        Measure(id="direction-given-share", title="how often it says one"),
    ),
    systems=(BM25, MAJORITY, OURS),
    run=trials_scored,
    notes=("A prompt whose judges disagree on the direction takes either.", TRAINED),
)
