"""Names for documents: the same record has the same id each time it is read, and no other has it."""

import hashlib
import re
from pathlib import PurePosixPath

_LONGEST = 80
_MARK = 8
_UNSAFE = re.compile(r"[^a-z0-9._-]+")


def pmid_id(pmid: str) -> str:
    """The id of a PubMed record: "pmid-20442387"."""
    return slug(f"pmid-{pmid.strip()}")


def doi_id(doi: str) -> str:
    """The id of a work by its DOI: "doi-10.1371-journal.pmed.0040303"; a DOI knows no case (ISO 26324)."""
    return slug("doi-" + doi.strip().lower().replace("/", "-", 1))


def file_id(origin: str) -> str:
    """The id of a file that says nothing of itself: its name, and a mark that tells it from its namesakes."""
    stem = slug(stem_of(origin))
    return f"{stem[: _LONGEST - _MARK - 1]}-{digest_of(origin.encode())[:_MARK]}"


def record_id(origin: str, key: str) -> str:
    """The id of a record in a corpus: the file's stem and the record's own id ("scifact.corpus:4983")."""
    name = slug(stem_of(origin), longest=_LONGEST // 2)
    return f"{name}:{slug(key, longest=_LONGEST - len(name) - 1)}"


def stem_of(origin: str) -> str:
    """The name of a file without its folders, its last ending and the ending of its packing."""
    return PurePosixPath(unpacked_name(origin)).stem


def unpacked_name(origin: str) -> str:
    """The name of a file without its folders and the ending of its packing."""
    name = PurePosixPath(origin).name
    for packed in (".gz", ".bz2", ".xz", ".zst"):
        name = name.removesuffix(packed)
    return name


def slug(text: str, *, longest: int = _LONGEST) -> str:
    """The text in lower case with letters, digits, dots, dashes and underscores alone, at most `longest`.

    Where that loses something, a mark made of the whole text is put behind it, so that two texts stay two.
    """
    safe = _UNSAFE.sub("-", text.lower()).strip("-.")
    if safe == text and len(safe) <= longest:
        return safe
    return f"{safe[: longest - _MARK - 1].rstrip('-.')}-{digest_of(text.encode())[:_MARK]}".lstrip("-")


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
