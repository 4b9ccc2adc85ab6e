"""A run: suites measured one after another, written whole, and read back."""

from collections.abc import Iterable
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from citewell import __version__
from citewell.config import Settings
from citewell.errors import InputError
from citewell.evaluation.baselines import silent_engine
from citewell.evaluation.records import FORMAT, Run
from citewell.evaluation.suite import Bench, Suite
from citewell.retrieval.evidence.weights import folder as models

_NEEDED = ("bm25s", "Stemmer", "ir_measures", "matplotlib", "numpy")
_EXTRA = "pip install 'citewell[evaluate]'"


def need_extra() -> None:
    """Raises InputError where what measuring needs is not installed."""
    lacking = [name for name in _NEEDED if find_spec(name) is None]
    if lacking:
        raise InputError(f"measuring needs what is not installed ({', '.join(lacking)})", hint=_EXTRA)


def run(suites: Iterable[Suite], bench: Bench, *, name: str, made: str) -> Run:
    """The suites measured. made: when, as ISO 8601. Raises InputError for data that cannot be used."""
    about = _made_by(bench.settings)
    return Run(name=name, made=made, made_by=about, suites=tuple(suite.measured(bench) for suite in suites))


def _made_by(settings: Settings) -> dict[str, str]:
    """What the figures depend on: engine and code, packs, vocabulary, models, index and encoder."""
    engine = silent_engine(settings)
    packs = ", ".join(f"{c.pack.id} {c.pack.version} {c.pack.digest[:12]}" for c in engine.catalogs.values())
    shelf = engine.shelf
    encoder = shelf.encoder if shelf else None
    return {
        "engine": __version__,
        "code": _digest(Path(__file__).parents[1], "*.py"),
        "vocabulary": _digest(settings.vocabulary, "*") if settings.vocabulary else "none",
        "models": _digest(models(), "*"),
        "packs": packs,
        "index": shelf.fingerprint if shelf else "none",
        "encoder": f"{encoder.name} {encoder.fingerprint[:12]}" if encoder else "none",
    }


def _digest(folder: Path, pattern: str) -> str:
    """By what a change of any file below a folder is known: of SHA-256 over paths and bytes the beginning."""
    digest = sha256()
    for path in sorted(path for path in folder.rglob(pattern) if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def encoded(run_made: Run) -> bytes:
    """A run as JSON, one document."""
    from msgspec import json

    return json.format(json.encode(run_made), indent=1) + b"\n"


def read_run(path: Path) -> Run:
    """A run that was written. Raises InputError where the file is none, or of another form."""
    from msgspec import DecodeError, json

    try:
        found = json.decode(path.read_bytes(), type=Run)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from None
    except (DecodeError, RecursionError) as error:
        raise InputError(f"{path} is not a run of `citewell evaluate run`: {error}") from None
    if found.format != FORMAT:
        raise InputError(f"{path} was written in form {found.format}; this version reads form {FORMAT}")
    return found
