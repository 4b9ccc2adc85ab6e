"""Our judged questions with places instead of quotes, and back: the guidelines' words stay in the library.

    python benchmarks/gold_spans.py resolve benchmarks/questions/ngc-tune.jsonl > questions.jsonl
    python benchmarks/gold_spans.py locate questions.jsonl > benchmarks/questions/ngc-tune.jsonl

The library is the one of CITEWELL_HOME, with the guidelines that the questions name.
"""

import argparse
import json
from pathlib import Path

from citewell.config import settings_from
from citewell.engine import Engine
from citewell.errors import CitewellError
from citewell.evaluation.data import read_lines
from citewell.evaluation.gold_spans import TextOf, located, resolved

_WAYS = {"locate": located, "resolve": resolved}


def main() -> None:
    """Turn a file of questions one way or the other, to standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("way", choices=sorted(_WAYS))
    parser.add_argument("questions", type=Path)
    given = parser.parse_args()
    text_of = texts_of_library()
    try:
        for row in read_lines(given.questions.read_bytes().splitlines(), origin=str(given.questions)):
            print(json.dumps(_WAYS[given.way](row, text_of), ensure_ascii=False))
    except CitewellError as error:
        raise SystemExit(f"{given.questions}: {error.message}") from None


def texts_of_library() -> TextOf:
    """The plain texts of the library of CITEWELL_HOME, by the name of the file each came from."""
    shelf = Engine.open(settings_from()).shelf
    if shelf is None:
        raise SystemExit("CITEWELL_HOME has no library")
    library = shelf.library
    ids = {library.description(one).source.origin.rpartition("/")[2]: one for one in library.ids()}
    return lambda file: library.text(ids[file]) if file in ids else ""


if __name__ == "__main__":
    main()
