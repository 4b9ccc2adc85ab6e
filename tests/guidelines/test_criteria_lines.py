"""Criteria in lines: as their editors write them, and nothing is lost."""

from dataclasses import replace

import pytest

from citewell.engine import Engine
from citewell.guidelines.criteria import parse_criterion
from citewell.guidelines.criteria_lines import criterion_text
from citewell.guidelines.places import Place
from citewell.model.criteria import Criterion


def parsed(text: str) -> Criterion:
    criterion = parse_criterion(text, Place("criteria.yaml"))
    assert criterion is not None
    return without_lines(criterion)


def without_lines(criterion: Criterion) -> Criterion:
    return replace(criterion, line=0, parts=tuple(without_lines(part) for part in criterion.parts))


@pytest.mark.parametrize(
    "text",
    [
        "age >= 60",
        "level is not one of L3 L4",
        "use: acute",
        "not:\n  use: acute",
        "not:\n  all:\n  - a is yes\n  - b is no",
        "all:\n- postmenopausal is yes\n- not: age > 60\n- any:\n  - use: acute\n  - age < @limit",
    ],
)
def test_a_criterion_reads_as_it_is_written(text: str) -> None:
    assert criterion_text(parsed(text)) == text


def test_every_criterion_of_the_packs_is_given_back(engine: Engine) -> None:
    for catalog in engine.catalogs.values():
        for criterion in catalog.pack.criteria.values():
            assert parsed(criterion_text(criterion)) == without_lines(criterion)
