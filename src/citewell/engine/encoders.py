"""The encoders of meaning: added, chosen, opened. Without the extra `semantic` there are words alone."""

from importlib.util import find_spec

from citewell.config import Settings
from citewell.errors import InputError, NotFound
from citewell.retrieval.encoders.record import EncoderRecord, Pooling, Precision
from citewell.retrieval.encoders.store import NONE, EncoderStore
from citewell.retrieval.vector import Encoder

_NEEDED = ("numpy", "onnxruntime")
_EXTRA = "pip install 'citewell[semantic]'"


def add(
    settings: Settings,
    what: str,
    *,
    name: str = "",
    passages: str = "",
    pooling: Pooling | None = None,
    prefixes: tuple[str | None, str | None] = (None, None),
    precision: Precision = "int8",
) -> EncoderRecord:
    """Add the encoder of a folder or an installed package, and use it from now on.

    passages: a folder or package with an encoder of its own for passages. prefixes: what stands before a
    question and a passage, None for what the folder says. Raises InputError, NotFound and IntegrityError.
    """
    if not _extra_is_there():
        raise InputError("encoders need what is not installed", hint=_EXTRA)
    from citewell.retrieval.encoders.adding import Wanted
    from citewell.retrieval.encoders.adding import add as add_to
    from citewell.retrieval.encoders.places import located

    place = located(what)
    wanted = Wanted(
        name=name or place.name,
        source=place.source,
        folder=place.folder,
        passages=located(passages).folder if passages else None,
        weights=place.weights,
        pooling=pooling,
        question_prefix=prefixes[0],
        passage_prefix=prefixes[1],
        precision=precision,
    )
    store = EncoderStore(settings.encoders)
    record = add_to(store, wanted)
    store.choose(record.name)
    return record


def listed(settings: Settings) -> tuple[tuple[EncoderRecord, bool], ...]:
    """The encoders there are, in order of name, each with whether it is the one in use."""
    store = EncoderStore(settings.encoders)
    chosen = settings.encoder or store.in_use()
    return tuple((store.record(name), name == chosen) for name in store.names())


def use(settings: Settings, name: str) -> None:
    """Use an encoder from now on, or "none". Raises NotFound."""
    store = EncoderStore(settings.encoders)
    if name != NONE:
        store.record(name)
    store.choose(name)


def remove(settings: Settings, name: str) -> None:
    """Forget an encoder and its files; when it was the one in use, none is. Raises NotFound."""
    EncoderStore(settings.encoders).remove(name)


def opened(settings: Settings) -> Encoder | None:
    """The encoder to search with; None when none is in use, or when the extra is not installed.

    Nothing heavy is imported before its first text. Raises InputError when the settings name one that was
    not added, or that cannot be run here, and IntegrityError when its record is damaged.
    """
    store = EncoderStore(settings.encoders)
    name = settings.encoder or store.in_use()
    if name == NONE:
        return None
    if not _extra_is_there():
        if not settings.encoder:
            return None
        raise InputError(
            f"CITEWELL_ENCODER is {name!r}, and encoders need what is not installed", hint=_EXTRA
        )
    try:
        record = store.record(name)
    except NotFound as error:
        where = "CITEWELL_ENCODER names" if settings.encoder else "in use is"
        raise InputError(f"{where} an encoder that was not added: {name!r}", hint=error.hint) from None
    from citewell.retrieval.encoders.transformer import TransformerEncoder

    return TransformerEncoder(record, store)


def _extra_is_there() -> bool:
    return all(find_spec(package) for package in _NEEDED)
