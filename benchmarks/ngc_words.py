"""Whether any word of the NGC archive is lost on its way into plain text.

    python benchmarks/ngc_words.py [ARCHIVE]

Every field value is read a second time, with the standard library's HTML parser and none of our code, and
its words, numbers and signs of comparison are looked for in the field's section of the document's plain text.
A word that is missing is a lost word. Two things are read alike on both sides: compatibility characters
(NFKC) and superscripts, which an HTML parser gives in line ("10⁹" as 109, "PrP^Sc" as PrPSc).
"""

import argparse
import re
import sys
import tarfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

from citewell.ingest.ngc import read_ngc

DEFAULT = Path(__file__).resolve().parents[2] / "shared/data/ngc-2018.tar.xz"
_WORD = re.compile(r"\w+|[<>≤≥±=]")
_HIGH = re.compile(r"[\x80-\xff]{2,}")
_INLINE = frozenset(
    ["a", "abbr", "b", "big", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"]
)
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff^"))


@dataclass
class Tally:
    """What was counted over the files read so far."""

    files: int = 0
    values: int = 0
    words: int = 0
    comparisons: int = 0
    lost: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)


class _Words(HTMLParser):
    """All the data of a piece of HTML, blocks apart by a space."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.parts.append(f" {dict(attrs).get('alt') or ''} ")
        elif tag not in _INLINE:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append(" ")


def words_of_html(value: str) -> list[str]:
    """The words of a field value, as the standard library reads it."""
    reader = _Words()
    reader.feed(_reread(value))
    reader.close()
    return words_of("".join(reader.parts))


def words_of(text: str) -> list[str]:
    """The words, numbers and signs of comparison of a text, compatibility characters folded."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).translate(_UNSEEN))


def _reread(text: str) -> str:
    return _HIGH.sub(_as_utf8, text)


def _as_utf8(match: re.Match[str]) -> str:
    try:
        return match[0].encode("latin-1").decode()
    except UnicodeError:
        return match[0]


def tally(data: bytes, name: str, into: Tally) -> None:
    """Compare one summary with its document."""
    into.files += 1
    text = "\n" + read_ngc(data, origin=name).text
    fields = _fields(data)
    starts = list(_starts(text, fields))
    for (title, values), start, end in zip(fields, starts, [*starts[1:], len(text)], strict=True):
        printed = words_of(text[start + len(title) + 2 : end])
        wanted = [word for value in values for word in words_of_html(value)]
        into.values += len(values)
        into.words += len(wanted)
        into.comparisons += sum(word in "<>≤≥" for word in wanted)
        missing = Counter(wanted) - Counter(printed)
        into.lost += [f"{name}: {title}: {word!r} × {count}" for word, count in missing.items()]
        into.disordered += [] if _in_order(wanted, printed) else [f"{name}: {title}"]


def _fields(data: bytes) -> list[tuple[str, tuple[str, ...]]]:
    found: dict[tuple[str, tuple[str, ...]], None] = {}
    for element in ET.fromstring(data).iter("Field"):
        values = tuple(value.get("Value", "") for value in element.iter("FieldValue"))
        if any(map(str.strip, values)):
            found[element.get("Name", ""), values] = None
    return list(found)


def _starts(text: str, fields: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[int]:
    at = 0
    for title, _ in fields:
        at = text.index(f"\n{title}\n", at)
        yield at


def _in_order(wanted: Sequence[str], printed: Sequence[str]) -> bool:
    rest = iter(printed)
    return all(word in rest for word in wanted)


def members(archive: Path) -> Iterator[tuple[str, bytes]]:
    """The XML files of an archive, or of a folder."""
    if archive.is_dir():
        yield from ((path.name, path.read_bytes()) for path in sorted(archive.glob("*.xml")))
        return
    with tarfile.open(archive) as opened:
        for member in opened:
            content = opened.extractfile(member) if member.name.endswith(".xml") else None
            if content:
                yield Path(member.name).name, content.read()


def main() -> int:
    """Print the report; 1 when a word was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--show", type=int, default=40, help="how many lost words to show")
    arguments = parser.parse_args()
    total = Tally()
    for name, data in members(arguments.archive):
        tally(data, name, total)
    print(f"{total.files:,} files, {total.values:,} field values, {total.words:,} words and signs")
    print(f"{total.comparisons:,} signs of comparison (< > ≤ ≥) among them")
    print(f"{len(total.disordered):,} fields whose words stand in another order")
    print(*total.disordered, sep="\n")
    print(f"{len(total.lost):,} different words lost")
    print(*total.lost[: arguments.show], sep="\n")
    return 1 if total.lost else 0


if __name__ == "__main__":
    sys.exit(main())
