"""Adding an encoder: its folder is read, its graph built once, tried, and kept."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from citewell.errors import InputError, IntegrityError
from citewell.retrieval.encoders.bert import BUILDER, bert_graph
from citewell.retrieval.encoders.calibration import SUBJECTS, unrelated
from citewell.retrieval.encoders.folders import SourceFolder, read_folder
from citewell.retrieval.encoders.model import Model
from citewell.retrieval.encoders.record import EncoderRecord, Pooling, Precision, TowerRecord
from citewell.retrieval.encoders.store import EncoderStore
from citewell.retrieval.encoders.weights import Weights, read_weights
from citewell.retrieval.vector import SCALE

_TRIED = "Is vertebroplasty recommended?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be added, and what its folder does not say or says otherwise.

    passages: the folder of the encoder of passages, where it is one of its own. weights: the SHA-256 that
    the weights must have, "" for any. pooling and prefixes: as the folders say when None.
    """

    name: str
    source: str
    folder: Path
    passages: Path | None = None
    weights: str = ""
    pooling: Pooling | None = None
    question_prefix: str | None = None
    passage_prefix: str | None = None
    precision: Precision = "int8"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """A folder that was read, its weights, and what stands before its texts."""

    folder: SourceFolder
    weights: Weights
    prefix: str


def add(store: EncoderStore, wanted: Wanted) -> EncoderRecord:
    """Add an encoder; when the same one is there and whole, nothing is built.

    Raises InputError when a folder holds none that can be used, IntegrityError for other than the published
    weights.
    """
    question, passages = _sides(wanted)
    fingerprint = _fingerprint(question, passages, wanted.precision)
    record = _known(store, fingerprint) or _built(store, question, passages, wanted, fingerprint)
    record = replace(record, name=wanted.name, source=wanted.source)
    store.put(record)
    return record


def _sides(wanted: Wanted) -> tuple[_Side, _Side]:
    question = _side(wanted.folder, wanted.pooling, wanted.weights)
    passages = _side(wanted.passages, wanted.pooling) if wanted.passages else question
    if question.folder.sizes.hidden_size != passages.folder.sizes.hidden_size:
        raise InputError("the encoders of questions and passages have different dimensions: they are no pair")
    ours = passages.folder.passage_prefix if wanted.passage_prefix is None else wanted.passage_prefix
    theirs = question.folder.question_prefix if wanted.question_prefix is None else wanted.question_prefix
    return replace(question, prefix=theirs), replace(passages, prefix=ours)


def _side(folder: Path, pooling: Pooling | None, digest: str = "") -> _Side:
    read = read_folder(folder, pooling=pooling)
    weights = read_weights(read.weights)
    if digest and weights.digest != digest:
        raise IntegrityError(
            f"{read.weights} is not what its makers published: its SHA-256 is {weights.digest}",
            hint="install the package again, from a place that you trust",
        )
    return _Side(folder=read, weights=weights, prefix="")


def _fingerprint(question: _Side, passages: _Side, precision: Precision) -> str:
    """32 hexadecimal digits of all that a vector depends on besides its text."""
    parts: list[object] = [BUILDER, precision, SCALE]
    for side in (question, passages):
        read = side.folder
        tokenizer = hashlib.sha256(read.tokenizer).hexdigest()
        parts += [
            side.weights.digest,
            tokenizer,
            read.sizes,
            read.pooling,
            read.length,
            read.lower,
            side.prefix,
        ]
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:32]


def _known(store: EncoderStore, fingerprint: str) -> EncoderRecord | None:
    """A record of the same encoder, whatever its name, when every file of it is whole."""
    for name in store.names():
        try:
            record = store.record(name)
        except IntegrityError:
            continue
        files = {
            file for tower in (record.question, record.passages) for file in (tower.graph, tower.tokenizer)
        }
        if record.fingerprint == fingerprint and all(store.content(file) is not None for file in files):
            return record
    return None


def _built(
    store: EncoderStore, question: _Side, passages: _Side, wanted: Wanted, fingerprint: str
) -> EncoderRecord:
    built = {side.weights.path: _loaded(side, wanted.precision) for side in (question, passages)}
    towers = [_tower(store, side, *built[side.weights.path]) for side in (question, passages)]
    models = [built[side.weights.path][1] for side in (question, passages)]
    kept = {file for tower in towers for file in (tower.graph, tower.tokenizer)}
    return EncoderRecord(
        name=wanted.name,
        fingerprint=fingerprint,
        dimensions=question.folder.sizes.hidden_size,
        precision=wanted.precision,
        source=wanted.source,
        size=sum(store.path_of(file).stat().st_size for file in kept),
        question=towers[0],
        passages=towers[1],
        unrelated=_unrelated(models, towers),
    )


def _unrelated(models: Sequence[Model], towers: Sequence[TowerRecord]) -> float:
    """How near the encoder holds a question and a passage of different subjects."""
    asked, said = zip(*SUBJECTS, strict=True)
    questions = [models[0].vector(text, towers[0]) for text in asked]
    headings = [models[1].vector(text, towers[1]) for text in said]
    return unrelated(questions, headings, scale=SCALE)


def _loaded(side: _Side, precision: Precision) -> tuple[bytes, Model]:
    """The graph of a side, and the same at work."""
    read = side.folder
    graph = bert_graph(side.weights, read.sizes, pooling=read.pooling, precision=precision)
    return graph, Model(graph, read.tokenizer)


def _tower(store: EncoderStore, side: _Side, graph: bytes, model: Model) -> TowerRecord:
    """A side, tried before it is kept."""
    read = side.folder
    tower = TowerRecord(
        graph=hashlib.sha256(graph).hexdigest(),
        tokenizer=hashlib.sha256(read.tokenizer).hexdigest(),
        prefix=side.prefix,
        length=read.length,
        lower=read.lower,
        pooling=read.pooling,
    )
    _try(model, tower, side)
    store.keep(graph)
    store.keep(read.tokenizer)
    return tower


def _try(model: Model, tower: TowerRecord, side: _Side) -> None:
    """Raises InputError when a token could be none of the encoder's, or when it makes nothing of a text."""
    where, rows = side.weights.path.parent, side.folder.sizes.vocab_size
    if model.pieces.least < 0 or model.pieces.largest >= rows:
        raise InputError(f"{where / 'tokenizer.json'} has tokens that config.json's {rows} do not hold")
    vector = model.vector(_TRIED, tower)
    if len(vector) != side.folder.sizes.hidden_size or not any(vector):
        raise InputError(f"{where}: the encoder makes nothing of a text")
