"""A pack as CQL beside the same pack as FHIR: each condition there is a define here."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from citewell.engine import Engine
from citewell.engine.exporting import exported, pack_bundle
from citewell.errors import NotFound
from citewell.interop.cql.writer import cql_of

PACK = "vertebral-fracture"


def conditions(found: Any) -> Iterator[str]:
    """Every name of a define in a Bundle."""
    if isinstance(found, dict):
        if found.get("language") == "text/cql-identifier":
            yield found["expression"]
        for each in found.values():
            yield from conditions(each)
    if isinstance(found, list):
        for each in found:
            yield from conditions(each)


def test_every_condition_of_the_fhir_resources_is_a_define_of_the_library(engine: Engine) -> None:
    defines = set(re.findall(r'^define "([^"]+)":$', exported(engine, PACK, "cql").decode(), re.M))
    named = set(conditions(pack_bundle(engine, PACK)))
    assert len(named) > 100
    assert named <= defines


def test_the_library_that_leaves_is_the_one_that_other_engines_ran(engine: Engine) -> None:
    assert exported(engine, PACK, "cql").decode() == cql_of(engine.catalogs[PACK].pack)


def test_a_pack_that_there_is_not_has_no_library(engine: Engine) -> None:
    with pytest.raises(NotFound, match="no pack of that name"):
        exported(engine, "nothing", "cql")
