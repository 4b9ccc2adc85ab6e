"""What a pack takes of its bases, and what remains its own."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from citewell.guidelines.files import read_files
from citewell.guidelines.imports import with_imports
from citewell.guidelines.loader import load_base, load_pack, pack_from
from citewell.guidelines.ownership import own_part
from citewell.guidelines.places import Place
from citewell.model.bases import SharedBase
from citewell.model.guidelines import GlossaryEntry, GuidelinePack, Import

Shelf = dict[str, dict[str, str]]
Shelve = Callable[[Mapping[str, Mapping[str, str]]], Path]


def read(folder: Path) -> GuidelinePack:
    loaded = load_pack(folder)
    assert loaded.problems == ()
    assert loaded.pack is not None
    return loaded.pack


def base_of(folder: Path) -> SharedBase:
    base = load_base(folder).base
    assert base is not None
    return base


def alone(folder: Path) -> GuidelinePack:
    pack = pack_from(read_files(folder, Place()), Place()).pack
    assert pack is not None
    return pack


def test_a_pack_takes_what_it_uses_and_every_fact_and_term(shelf: Shelf, shelve: Shelve) -> None:
    folder = shelve(shelf)
    second = read(folder / "second")
    (imported,) = second.imports
    assert {fact.id for fact in second.facts} == {"age", "pain-days", "allergy", "level", "region"}
    assert [entry.term for entry in second.glossary] == ["salve"]
    # Its hand-over is about remedies: these and what is narrower, with no rule or source of theirs.
    assert [concept.id for concept in second.concepts] == ["remedy", "rest", "salve"]
    assert [source.id for source in second.sources] == ["guild-2012"]
    assert (second.values, dict(second.criteria), second.safety) == ((), {}, ())
    assert imported.records["facts"] == ("age", "pain-days", "allergy", "level", "region")
    assert imported.records["concepts"] == ("remedy", "salve")
    assert imported.records["sources"] == ()


def test_what_its_rules_and_drugs_rest_on_comes_with_them(shelf: Shelf, shelve: Shelve) -> None:
    small = read(shelve(shelf) / "small")
    assert set(small.criteria) == {"elderly", "early"}
    assert [value.id for value in small.values] == ["salve-window"]
    assert [rules.id for rules in small.safety] == ["salve"]
    assert {source.id for source in small.sources} == {"body-2010", "trial-2015"}


def test_a_drug_brings_its_rules_where_it_is_spoken_of_and_not_given(shelf: Shelf, shelve: Shelve) -> None:
    recommendation = shelf["small"]["recommendations/salve.yaml"]
    shelf["small"]["recommendations/salve.yaml"] = recommendation.replace("gives: [salve]\n", "")
    assert [rules.id for rules in read(shelve(shelf) / "small").safety] == ["salve"]


def test_the_own_part_is_what_the_files_of_the_pack_say(shelf: Shelf, shelve: Shelve) -> None:
    folder = shelve(shelf)
    for name in ("small", "second"):
        own, files = own_part(read(folder / name)), alone(folder / name)
        assert replace(own, imports=(), digest="") == replace(files, imports=(), digest="")


def test_a_pack_without_imports_is_its_own_part(files: dict[str, str], shelve: Shelve) -> None:
    pack = read(shelve({"small": files}) / "small")
    assert own_part(pack) == pack


def test_a_change_in_the_base_is_another_edition_of_every_pack_on_it(shelf: Shelf, shelve: Shelve) -> None:
    folder = shelve(shelf)
    before = {name: read(folder / name).digest for name in ("small", "second")}
    own = {name: alone(folder / name).digest for name in ("small", "second")}
    (folder / "shared" / "glossary.yaml").write_text("salve: {plain: ointment}\n")
    after = {name: read(folder / name).digest for name in ("small", "second")}
    assert {alone(folder / name).digest for name in own} == set(own.values())
    assert not set(before.values()) & set(after.values())


def test_of_two_bases_the_one_imported_first_counts(shelf: Shelf, shelve: Shelve) -> None:
    folder = shelve(shelf)
    base, pack = base_of(folder / "shared"), alone(folder / "second")
    other = replace(base, id="other", glossary=(GlossaryEntry(term="salve", plain="ointment"),), facts=())
    two = replace(pack, imports=(*pack.imports, Import(id="other", version="0.1.0")))
    whole = with_imports(two, (base, other))
    assert [entry.plain for entry in whole.glossary] == ["cream"]
    assert [each.records["glossary"] for each in whole.imports] == [("salve",), ()]
    turned = with_imports(replace(two, imports=two.imports[::-1]), (other, base))
    assert [entry.plain for entry in turned.glossary] == ["ointment"]
    assert len(turned.facts) == len({fact.id for fact in turned.facts}) == 5


def test_a_record_of_the_pack_wins_over_that_of_its_base(shelf: Shelf, shelve: Shelve) -> None:
    shelf["second"]["glossary.yaml"] = "salve: {plain: ointment}\n"
    pack = read(shelve(shelf) / "second")
    assert [entry.plain for entry in pack.glossary] == ["ointment"]
    assert pack.imports[0].records["glossary"] == ()
    assert [entry.plain for entry in own_part(pack).glossary] == ["ointment"]
