"""What the clients of a loaded server ask: of the library and the pack, for every reader, old and new."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle, product
from pathlib import Path

import yaml

from load import Ask

_HERE = Path(__file__).parent
_AUDIENCES = ("clinician", "student", "patient")
_FACTS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("age", "78"), ("sex", "female"), ("level", "L1")),
    (("age", "52"), ("fracture-cause", "osteoporotic")),
)
_OPENINGS = ("", "Hello, ", "Quick question: ", "On the ward round: ", "For teaching: ", "From a relative: ")
_ENDINGS = ("", " Thank you.", " Please advise.", " What do guidelines say?", " And why?", " Any evidence?")
_NEW_AMONG = 10
_SEED = 7


def asks_of(data: Path) -> list[Ask]:
    """Everything that is asked, in an order that is the same each time."""
    pack = _HERE.parent / "packs" / "vertebral-fracture" / "cases" / "questions.yaml"
    files = [*sorted(data.glob("questions-dev*.jsonl")), *sorted((_HERE / "questions").glob("*.jsonl"))]
    of_library = [json.loads(line)["question"] for file in files for line in _lines(file)]
    of_pack = [case["question"] for case in yaml.safe_load(pack.read_text(encoding="utf-8"))]
    plain = [
        Ask(question=one) for one in dict.fromkeys([*of_library, *of_pack, *_lines(_HERE / "questions.txt")])
    ]
    told = [Ask(question=one, facts=facts) for one, facts in product(of_pack[::4], _FACTS)]
    asks = [replace(one, audience=audience) for one in (*plain, *told) for audience in _AUDIENCES]
    random.Random(_SEED).shuffle(asks)
    # A page's facts are told one by one, on the page of the answer before: here the API is given them.
    return [replace(one, page=not one.facts and n % 2 == 0) for n, one in enumerate(asks)]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def described(asks: Sequence[Ask]) -> str:
    """What they are, in words."""
    questions = {one.question for one in asks}
    pages, with_facts = sum(one.page for one in asks), sum(bool(one.facts) for one in asks)
    return (
        f"{len(questions)} questions, {len(asks)} requests for three readers: {pages} pages, "
        f"{len(asks) - pages} calls of the API, {with_facts} of them with facts of a patient"
    )


def again(asks: Sequence[Ask]) -> Iterator[Ask]:
    """The same, over and over, each time in another order."""
    order = random.Random(_SEED)
    while True:
        yield from order.sample(asks, len(asks))


def new(asks: Sequence[Ask]) -> Iterator[Ask]:
    """What was never asked before: the same with other words around it, each once."""
    around = [pair for pair in product(_OPENINGS, _ENDINGS) if any(pair)]
    random.Random(_SEED).shuffle(around)
    for opening, ending in around:
        for one in asks:
            yield replace(one, question=f"{opening}{one.question}{ending}")


def mixed(known: Iterator[Ask], new: Iterator[Ask]) -> Iterator[Ask]:
    """Of every ten one that is new."""
    for n in cycle(range(_NEW_AMONG)):
        yield next(new if n == 0 else known)
