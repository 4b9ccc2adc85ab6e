"""What a folder of sentence-transformers or transformers says of its encoder; nothing in it is run.

A folder is hostile until read: only JSON and safetensors are opened, each of a limited size, and no name in
one leads out of the folder. Files: https://sbert.net/docs/package_reference/base/modules.html.
"""

from dataclasses import astuple, dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, TypeVar

import msgspec

from citewell.errors import InputError
from citewell.retrieval.encoders.bert import ACTIVATIONS
from citewell.retrieval.encoders.record import Pooling, Sizes

T = TypeVar("T")

_LARGEST_JSON = 2**20
_LARGEST_TOKENIZER = 64 * 2**20
_MOST_LAYERS = 100

_AS_LAST_RESORT = "encoders of the BERT family are read: MiniLM, BGE, MedCPT, PubMedBERT and the like"
_POOLINGS: dict[str, Pooling] = {
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
    # The square root of the length goes when the vector is normed.
    "pooling_mode_mean_sqrt_len_tokens": "mean",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFolder:
    """An encoder as it was found. length: the most tokens of a text; prefixes: what stands before a text."""

    weights: Path
    tokenizer: bytes
    sizes: Sizes
    pooling: Pooling
    length: int
    lower: bool
    question_prefix: str
    passage_prefix: str


class _Kind(msgspec.Struct):
    model_type: str = ""
    position_embedding_type: str | None = "absolute"
    is_decoder: bool = False


class _Module(msgspec.Struct):
    type: str
    path: str = ""


class _Reading(msgspec.Struct):
    max_seq_length: Annotated[int, msgspec.Meta(gt=2)] | None = None
    do_lower_case: bool | None = False


class _Prompts(msgspec.Struct):
    prompts: dict[str, str | None] = {}
    default_prompt_name: str | None = None


def read_folder(folder: Path, *, pooling: Pooling | None = None) -> SourceFolder:
    """What the folder says; a pooling that is given wins. Raises InputError for what cannot be used."""
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder of an encoder")
    modules = _modules(folder)
    place = _inside(folder, modules[0].path)
    sizes = _sizes(place / "config.json")
    reading = _decoded(place / "sentence_bert_config.json", _Reading, absent=_Reading())
    question, passage = _prefixes(folder)
    return SourceFolder(
        weights=place / "model.safetensors",
        tokenizer=_content(place / "tokenizer.json", _LARGEST_TOKENIZER),
        sizes=sizes,
        pooling=pooling or _pooling(folder, modules),
        length=min(reading.max_seq_length or sizes.max_position_embeddings, sizes.max_position_embeddings),
        lower=bool(reading.do_lower_case),
        question_prefix=question,
        passage_prefix=passage,
    )


def _modules(folder: Path) -> list[_Module]:
    """The stages: a transformer, how its vectors become one, perhaps a norm. Anything more is refused."""
    path = folder / "modules.json"
    modules = _decoded(path, list[_Module], absent=[_Module(type="Transformer")])
    kinds = [module.type.rpartition(".")[2] for module in modules]
    if kinds[:2] not in (["Transformer"], ["Transformer", "Pooling"]) or set(kinds[2:]) - {"Normalize"}:
        raise InputError(f"{path}: the stages {', '.join(kinds)} are not known", hint=_AS_LAST_RESORT)
    return modules


def _sizes(path: Path) -> Sizes:
    kind = _decoded(path, _Kind)
    if kind.model_type != "bert" or kind.position_embedding_type not in {"absolute", None} or kind.is_decoder:
        raise InputError(f"{path}: {kind.model_type or 'an unnamed kind'} is not read", hint=_AS_LAST_RESORT)
    sizes = _decoded(path, Sizes)
    if sizes.hidden_act not in ACTIVATIONS:
        raise InputError(f"{path}: hidden_act {sizes.hidden_act!r} is not one of {', '.join(ACTIVATIONS)}")
    counts = [number for number in astuple(sizes) if isinstance(number, int)]
    possible = min(counts) > 0 and sizes.num_hidden_layers <= _MOST_LAYERS and 0 < sizes.layer_norm_eps < 1
    if not possible or sizes.hidden_size % sizes.num_attention_heads:
        raise InputError(f"{path}: these sizes make no encoder")
    return sizes


def _pooling(folder: Path, modules: list[_Module]) -> Pooling:
    if len(modules) == 1:
        raise InputError(
            f"{folder} does not say how the vectors of its tokens become one",
            hint="say it with --pooling mean, cls or max, as the encoder's makers do",
        )
    path = _inside(folder, modules[1].path) / "config.json"
    config = _decoded(path, dict[str, Any])
    named = config.get("pooling_mode")
    modes = [mode for mode, on in config.items() if mode.startswith("pooling_mode_") and on is True]
    if isinstance(named, str):
        modes = [mode for mode, pooling in _POOLINGS.items() if pooling == named][:1]
    if len(modes) != 1 or modes[0] not in _POOLINGS or config.get("include_prompt") is False:
        raise InputError(f"{path}: this pooling is not known: mean, cls or max alone, over the whole text")
    return _POOLINGS[modes[0]]


def _prefixes(folder: Path) -> tuple[str, str]:
    """What stands before a question and before a passage."""
    found = _decoded(folder / "config_sentence_transformers.json", _Prompts, absent=_Prompts())
    default = found.prompts.get(found.default_prompt_name or "")
    question = (found.prompts.get(name) for name in ("query", "question"))
    passage = (found.prompts.get(name) for name in ("document", "passage", "corpus"))
    return next(filter(None, question), default or ""), next(filter(None, passage), default or "")


def _inside(folder: Path, name: str) -> Path:
    """A folder named in modules.json. Raises InputError when the name leads out of the encoder's folder."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name or "\0" in name:
        raise InputError(f"{folder / 'modules.json'}: the path {name!r} leads out of the folder")
    return folder / pure


def _decoded(path: Path, kind: type[T], *, absent: T | None = None) -> T:
    if absent is not None and not path.exists():
        return absent
    try:
        return msgspec.json.decode(_content(path, _LARGEST_JSON), type=kind)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise InputError(f"{path} is not as an encoder's is: {error}") from None


def _content(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file, neither more than the limit nor from a device that never ends."""
    try:
        if not path.is_file() or path.stat().st_size > most:
            raise InputError(f"{path} is not there, or is over {most // 2**20} MiB", hint=_AS_LAST_RESORT)
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from None
