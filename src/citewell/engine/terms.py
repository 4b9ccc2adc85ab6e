"""The general medical English of `vocabulary/`, compiled once and kept."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from citewell.config import Settings
from citewell.guidelines.cache import code_digest, kept
from citewell.questions.pico.terms import NO_TERMS, Terms, compile_terms

_DIGEST_LENGTH = 32


def terms_of(settings: Settings) -> Terms:
    """The terms of the settings' vocabulary: those kept of these very files by this very code, else made."""
    folder = settings.vocabulary
    files = sorted(folder.glob("*.yaml")) if folder else []
    if not files:
        return NO_TERMS
    name = f"terms-{_digest(files)[:_DIGEST_LENGTH]}"
    return kept(name, settings.cache, Terms, lambda: _made(files))


def _made(files: Iterable[Path]) -> Terms:
    # Reading YAML takes a parser, which a start that finds the terms kept does not import.
    from citewell.retrieval.vocabulary import entries_of

    return compile_terms(entry for file in files for entry in entries_of(file))


def _digest(files: Iterable[Path]) -> str:
    """SHA-256 of the vocabulary and of the code that compiles it."""
    here = Path(__file__).parents[1]
    digest = hashlib.sha256(code_digest((here / "questions", here / "questions" / "pico")).encode())
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
