"""The names by which guidelines may warn, from `vocabulary/`, compiled once and kept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from citewell.answers.library.patient_facts import NOTHING_CAUTIONARY, Cautionary
from citewell.config import Settings
from citewell.engine.terms import digest_of
from citewell.guidelines.cache import code_digest, kept
from citewell.text.caution_words import FILE, read_caution_words

_DIGEST_LENGTH = 32
_DRUGS = ("drug", "class")
_NAMED = (
    *_DRUGS,
    "condition",
    "group",
    "intervention",
    "imaging",
    "test",
    "surgery",
    "therapy",
    "device",
    "vaccine",
)
_KINDS = "kinds.txt"
_Rows = Sequence[Mapping[str, Any]]


def cautionary_of(settings: Settings) -> Cautionary:
    """What the settings' vocabulary has for warnings: that kept of these very files by this very code, else
    made; nothing where it does not say how guidelines warn."""
    folder = settings.vocabulary
    if folder is None or not (folder / FILE).is_file():
        return NOTHING_CAUTIONARY
    files = sorted(folder.glob("*.yaml"))
    here = Path(__file__).parents[1]
    code = code_digest((here / "engine", here / "text", here / "answers" / "library"))
    digest = digest_of([*files, *sorted(folder.glob("*.txt"))])
    name = f"cautions-{digest[:_DIGEST_LENGTH]}-{code[:_DIGEST_LENGTH]}"
    return kept(name, settings.cache, Cautionary, lambda: _made(files, folder))


def _made(files: Iterable[Path], folder: Path) -> Cautionary:
    # Reading YAML takes a parser, which a start that finds the names kept does not import.
    from citewell.retrieval.vocabulary import entries_of

    rows = [row for file in files for row in entries_of(file)]
    first = {name: row["drug"][0] for row in rows for name in row.get("drug", ())}
    classes: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for member, names in (*_classes(rows), *_kinds(folder / _KINDS)):
        classes[first.get(member, member)].update(dict.fromkeys(names))
    named = {row[key][0]: tuple(row[key]) for row in reversed(rows) for key in _NAMED if key in row}
    drugs = {row[key][0] for row in rows for key in _DRUGS if key in row} | {*first}
    members = {member for row in rows for member in row.get("members", ())}
    return Cautionary(
        words=read_caution_words(folder),
        names=dict(sorted(named.items())),
        classes={name: tuple(names) for name, names in sorted(classes.items()) if name in drugs | members},
        groups={
            row["group"][0]: (float(row["age"][0]), float(row["age"][1])) for row in rows if _has_age(row)
        },
        drugs=frozenset(drugs | members),
    )


def _has_age(row: Mapping[str, Any]) -> bool:
    return "group" in row and "age" in row


def _classes(rows: _Rows) -> Iterator[tuple[str, Sequence[str]]]:
    for row in rows:
        yield from ((member, row["class"]) for member in row.get("members", ()))


def _kinds(file: Path) -> Iterator[tuple[str, Sequence[str]]]:
    """The kinds of single words, as they are written."""
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        kind, _, members = line.partition(":")
        if members and not line.startswith("#"):
            yield from ((member, (kind.strip(),)) for member in members.split())
