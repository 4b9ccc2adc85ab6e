"""A folder becomes one pack; a fault becomes a problem with its line, never an exception."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citewell.guidelines.files import PackFile
from citewell.guidelines.loader import Loaded, load_pack, pack_from
from citewell.guidelines.places import Place
from citewell.guidelines.schema import FILE_KINDS, json_schema, kind_of
from citewell.model.criteria import Op
from citewell.model.guidelines import GuidelinePack
from citewell.model.sources import Direction, Reading

Write = Callable[[Mapping[str, str]], Path]


def loaded(files: Mapping[str, str]) -> Loaded:
    return pack_from(tuple(PackFile(path, text.encode()) for path, text in sorted(files.items())), Place())


def pack_of(files: Mapping[str, str]) -> GuidelinePack:
    result = loaded(files)
    assert result.problems == ()
    assert result.pack is not None
    return result.pack


def faults(files: Mapping[str, str]) -> list[tuple[str, int, str]]:
    return [(problem.path, problem.line, problem.code) for problem in loaded(files).problems]


def test_the_folder_and_its_files_give_the_same_pack(files: dict[str, str], write: Write) -> None:
    assert load_pack(write(files)) == loaded(files)


def test_a_recommendation_and_its_details_are_statements(files: dict[str, str]) -> None:
    salve, length, trial = pack_of(files).statements
    assert (salve.id, length.id, trial.id) == ("salve", "salve.length", "salve-trial")
    assert (salve.direction, salve.grade, salve.source) == (Direction.FOR, "Moderate", "body-2010")
    assert (length.parent, length.about, length.populations) == ("salve", salve.about, salve.populations)
    assert (length.direction, length.grade, length.source, length.applies_when) == (None, "", "", None)
    assert (length.path, length.line) == ("recommendations/salve.yaml", 21)
    assert (trial.path, trial.line) == ("statements/evidence.yaml", 1)


def test_records_have_the_types_and_lines_of_the_model(files: dict[str, str]) -> None:
    pack = pack_of(files)
    body, _ = pack.sources
    assert (body.year, body.path, body.findings[1].reading) == (
        2010,
        "sources/body-2010.yaml",
        Reading.SECONDARY,
    )
    assert [finding.line for finding in body.findings] == [9, 17, 21]
    age = pack.facts[0]
    assert (age.minimum, age.maximum, age.whole, age.readings[1].value) == (0.0, 120.0, True, 50.0)
    assert [fact.id for fact in pack.facts] == ["age", "pain-days", "allergy", "level", "region"]
    assert pack.criteria["elderly"].op is Op.AT_LEAST
    assert pack.values[0].editions[0].since == "2010-09-24"
    assert [disposition.id for disposition in pack.dispositions] == ["clinic", "home"]
    assert pack.cases[0].facts == {"age": "70", "pain-days": "5", "level": "L2", "allergy": "no"}
    assert pack.cases[1].expect.provisional is None


def test_folded_text_becomes_one_line(files: dict[str, str]) -> None:
    assert "for 4 weeks in patients" in pack_of(files).sources[0].findings[0].text


@pytest.mark.parametrize(
    ("path", "old", "new", "line", "code", "hint"),
    [
        ("recommendations/salve.yaml", "clinician: The Body suggests", "clinican: The Body suggests", 8,
         "shape.unknown", 'did you mean "clinician"?'),
        ("recommendations/salve.yaml", "direction: for", "direction: fro", 6, "shape.choice", '"for"'),
        ("recommendations/salve.yaml", "aspects: [treatment]", "aspects: treatment", 4, "shape.kind", '"- "'),
        ("recommendations/salve.yaml", "about: [salve]", "about: [salve, salve]", 3, "shape.repeated",
         "delete"),
        ("recommendations/salve.yaml", "[body-2010#r1]", "[body-2010]", 10, "shape.form", ""),
        ("recommendations/salve.yaml", "grade: Moderate", "grade:", 7, "shape.empty", "delete the field"),
        ("recommendations/salve.yaml", "title: Salve", "title: '**Salve**'", 1, "text.markup", "plain"),
        ("recommendations/salve.yaml", "title: Salve", "title: <b>Salve</b>", 1, "text.markup", "plain"),
        ("recommendations/salve.yaml", "title: Salve", "title: Sal\u202eve", 1, "text.hidden", "again"),
        ("pack.yaml", "version: 0.1.0", "version: 0.1", 3, "shape.form", ""),
        ("pack.yaml", "2026-01-31", "2026-02-31", 5, "shape.date", "YYYY"),
        ("facts.yaml", "range: [0, 120]", "range: [0, 1e3]", 5, "shape.number", "digits"),
        ("facts.yaml", "range: [0, 120]", "range: [0]", 5, "shape.kind", "lowest"),
        ("facts.yaml", "whole: yes", "whole: true", 6, "shape.choice", "yes or no"),
        ("sources/body-2010.yaml", "year: 2010", "year: '10'", 5, "shape.number", "four"),
        ("sources/body-2010.yaml", "reading: V2\n", "reading: M\n", 19, "shape.choice", "V2"),
        ("glossary.yaml", "{plain: cream, forms: [salves]}", "cream", 1, "shape.kind", "field: value"),
    ],
)  # fmt: skip
def test_a_fault_in_a_file_has_its_line_and_a_remedy(
    files: dict[str, str], path: str, old: str, new: str, line: int, code: str, hint: str
) -> None:
    files[path] = files[path].replace(old, new)
    problems = [problem for problem in loaded(files).problems if problem.code == code]
    assert (problems[0].path, problems[0].line) == (path, line)
    assert hint in problems[0].hint


def test_a_missing_field_is_told_at_its_record(files: dict[str, str]) -> None:
    files["statements/evidence.yaml"] = files["statements/evidence.yaml"].replace(
        "  patient:", "  # patient:"
    )
    assert faults(files) == [("statements/evidence.yaml", 1, "shape.missing")]


def test_files_no_pack_has_are_told(files: dict[str, str]) -> None:
    files["recomendations/salve.yaml"] = "a: b\n"
    files["README.md"] = "hello"
    (problem,) = loaded(files).problems
    assert (problem.path, problem.code) == ("recomendations/salve.yaml", "file.unknown")
    assert "recommendations/*.yaml" in problem.hint


def test_a_file_name_that_is_no_id_is_told(files: dict[str, str]) -> None:
    files["sources/Body 2010.yaml"] = files.pop("sources/body-2010.yaml")
    assert faults(files) == [("sources/Body 2010.yaml", 0, "file.unknown")]


def test_a_folder_without_a_pack_file_is_no_pack(files: dict[str, str]) -> None:
    del files["pack.yaml"]
    assert loaded(files).pack is None
    assert faults(files) == [("", 0, "file.missing")]


def test_a_half_written_file_leaves_the_rest_readable(files: dict[str, str]) -> None:
    files["facts.yaml"] = files["facts.yaml"][:100]
    result = loaded(files)
    assert [problem.code for problem in result.problems] == ["yaml.syntax"]
    assert result.pack is not None
    assert len(result.pack.sources) == 2


def test_the_digest_changes_with_any_byte(files: dict[str, str]) -> None:
    before = pack_of(files).digest
    files["CHANGES.md"] += "\n"
    assert pack_of(files).digest != before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data())
def test_a_cut_or_changed_file_never_raises(files: dict[str, str], data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(files)))
    text = files[path]
    at = data.draw(st.integers(0, len(text)))
    put = data.draw(st.text(max_size=6) | st.sampled_from(["- ", ": ", "{", "[", "&a ", "\n", "  ", "#"]))
    changed = {**files, path: text[:at] + put + text[at + data.draw(st.integers(0, 40)) :]}
    result = loaded(changed)
    assert list(result.problems) == sorted(result.problems)


def test_every_path_has_at_most_one_kind() -> None:
    for kind in FILE_KINDS:
        path = kind.pattern.replace("*", "some-id")
        assert [other.name for other in FILE_KINDS if other.id_in(path) is not None] == [kind.name]
    assert kind_of("sources/a/b.yaml") is None


def dates_as_text(text: str) -> str:
    """The file as YAML 1.2 reads it, for a parser of YAML 1.1."""
    return re.sub(r"(\d{4}-\d{2}-\d{2})", r"'\1'", text)


def test_the_schema_for_editors_accepts_what_the_loader_accepts(files: dict[str, str]) -> None:
    for path, text in files.items():
        found = kind_of(path)
        if found is not None:
            schema = json_schema(found[0].name)
            jsonschema.Draft202012Validator.check_schema(schema)
            jsonschema.validate(yaml.load(dates_as_text(text), yaml.CSafeLoader), schema)


def test_the_schema_for_editors_refuses_an_unknown_field() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"salve": {"plain": "cream", "formes": []}}, json_schema("glossary"))
