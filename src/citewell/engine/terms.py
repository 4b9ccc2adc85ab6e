"""The general medical English of `vocabulary/`, compiled once and kept."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from citewell.config import Settings
from citewell.guidelines.cache import code_digest, kept
from citewell.questions.pico.terms import NO_TERMS, Terms, compile_terms

_DIGEST_LENGTH = 32


def terms_of(settings: Settings) -> Terms:
    """The terms of the settings' vocabulary: those kept of these very files by this very code, else made."""
    folder = settings.vocabulary
    files = sorted(folder.glob("*.yaml")) if folder else []
    if not folder or not files:
        return NO_TERMS
    digest = digest_of([*files, *sorted(folder.glob("*.txt"))])
    here = Path(__file__).parents[1]
    code = code_digest((here / "questions", here / "questions" / "pico", here / "text"))
    name = f"terms-{digest[:_DIGEST_LENGTH]}-{code[:_DIGEST_LENGTH]}"
    return kept(name, settings.cache, Terms, lambda: _made(files, digest))


def _made(files: Iterable[Path], digest: str) -> Terms:
    # Reading YAML takes a parser, which a start that finds the terms kept does not import.
    from citewell.retrieval.vocabulary import entries_of

    return replace(compile_terms(entry for file in files for entry in entries_of(file)), digest=digest)


def digest_of(files: Iterable[Path]) -> str:
    """SHA-256 of the vocabulary: of the names and of the contents of its files, those of word lists, too."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
