"""`citewell packs`: for those who read packs and those who write them."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from citewell.cli import cli
from citewell.cli.pack_new import start_pack
from citewell.errors import InputError
from citewell.guidelines.loader import load_pack

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The pack that `packs new` starts."""
    path = tmp_path / "example-pack"
    start_pack(path, today="2026-11-20")
    return path


def citewell(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_new_pack_is_free_of_faults(tmp_path: Path) -> None:
    code, out, _ = citewell("packs", "new", tmp_path / "my-pack")
    assert code == 0
    assert "next: citewell packs check" in out
    assert citewell("packs", "check", tmp_path / "my-pack")[:2] == (0, "1 pack checked: no problems\n")
    pack = load_pack(tmp_path / "my-pack").pack
    assert pack is not None
    assert pack.id == "my-pack"


def test_a_new_pack_has_every_kind_of_file_it_needs(example: Path) -> None:
    found = {path.relative_to(example).as_posix() for path in example.rglob("*") if path.is_file()}
    assert {"pack.yaml", "facts.yaml", "concepts.yaml", "dispositions.yaml", "CHANGES.md"} <= found
    assert not any(
        "PACK-ID" in path.read_text() or "TODAY" in path.read_text() for path in example.rglob("*.*")
    )


def test_an_occupied_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "note.txt").write_text("mine")
    with pytest.raises(InputError, match="not empty"):
        start_pack(folder, today="2026-11-20")
    assert [path.name for path in folder.iterdir()] == ["note.txt"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    assert start_pack(folder, today="2026-11-20") > 10
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


@pytest.mark.parametrize("name", ["My_Pack", "-x", "päck", "a--b"])
def test_a_name_that_is_no_id_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be a pack's id"):
        start_pack(tmp_path / name, today="2026-11-20")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "title", ["Frozen shoulder", 'A "quoted": one # with, {all} & *that* is hard', "Périarthrite TODAY"]
)
def test_a_new_pack_has_the_title_asked_for(tmp_path: Path, title: str) -> None:
    assert citewell("packs", "new", tmp_path / "shoulder", "--title", title)[0] == 0
    loaded = load_pack(tmp_path / "shoulder")
    assert loaded.problems == ()
    assert loaded.pack is not None
    assert loaded.pack.title == title


@pytest.mark.parametrize("title", ["", "  ", "a\x1b[31mb", "<b>Shoulder</b>"])
def test_a_title_that_no_pack_can_have_leaves_nothing_behind(tmp_path: Path, title: str) -> None:
    code, _, told = citewell("packs", "new", tmp_path / "shoulder", "--title", title)
    assert code == 2
    assert "cannot be the title of a pack" in told
    assert list(tmp_path.iterdir()) == []


def test_a_new_pack_is_for_the_base_as_it_is(example: Path) -> None:
    """Whoever raises the version of the base finds new packs written for it."""
    pack = load_pack(example).pack
    assert pack is not None
    assert [(one.id, bool(one.records["facts"])) for one in pack.imports] == [("clinical-base", True)]


def test_faults_are_told_with_path_line_code_and_hint(example: Path) -> None:
    facts = example / "facts.yaml"
    facts.write_text(facts.read_text().replace("type: yes-no", "type: yes-nein"))
    code, out, _ = citewell("packs", "check", example)
    assert code == 1
    lines = out.splitlines()
    assert any(re.match(re.escape(str(facts)) + r":\d+: [a-z.-]+: ", line) for line in lines)
    assert any(line.startswith("    ") for line in lines)
    assert re.fullmatch(r"1 pack checked: \d+ problems?", lines[-1])


def test_faults_are_told_as_json(example: Path) -> None:
    (example / "glossary.yaml").write_text("kyphosis: &a {plain: bending}\n")
    code, out, _ = citewell("packs", "check", example, "--format", "json")
    assert code == 1
    told = json.loads(out)
    assert told["problems"] == len(told["packs"][0]["problems"]) > 0
    assert {"path", "line", "code", "message", "hint"} == set(told["packs"][0]["problems"][0])


def test_control_characters_of_a_pack_never_reach_the_terminal(example: Path) -> None:
    (example / "evil\x1b[31m.yaml").write_text("a: 1\n")
    assert "\x1b" not in citewell("packs", "check", example)[1]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    code, _, err = citewell("packs", "check", tmp_path / "none")
    assert code == 3
    assert "there is no folder" in err


def test_each_kind_of_file_has_a_schema(example: Path) -> None:
    schemas = json.loads(citewell("packs", "schema")[1])
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    assert json.loads(citewell("packs", "schema", "source")[1]) == schemas["sources/*.yaml"]
    code, _, err = citewell("packs", "schema", "sorce")
    assert code == 3
    assert "source" in err


def test_packs_are_listed_and_shown(run: Run, example: Path) -> None:
    more = {"CITEWELL_PACKS": str(example)}
    listed = run("packs", "list", env=more).stdout.decode()
    assert "example-pack" in listed
    assert "vertebral-fracture" in listed
    shown = run("packs", "show", "example-pack", env=more).stdout.decode()
    for told in (
        "Example condition",
        "Draft",
        "What is the treatment of the example condition?",
        "Guideline",
    ):
        assert told in shown


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (["--facts"], "Age: number 0 to 120 years"),
        (["--source", "example-society-2024"], "example-society-2024#rest"),
        (["--recommendation", "example-rest"], "Grade as printed: Example grade A"),
    ],
)
def test_one_thing_is_shown_in_full(run: Run, example: Path, option: list[str], told: str) -> None:
    done = run("packs", "show", "example-pack", *option, env={"CITEWELL_PACKS": str(example)})
    assert done.returncode == 0
    assert told in done.stdout.decode()


def test_what_is_not_there_is_named_with_what_is(run: Run) -> None:
    done = run("packs", "show", "vertebral-fractur")
    assert done.returncode == 3
    assert (
        done.stderr.decode()
        == "citewell: there is no pack 'vertebral-fractur'\n  there is vertebral-fracture\n"
    )
