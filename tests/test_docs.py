"""The manual is true: what it shows happens, what there is stands in it, and its links lead somewhere."""

import dataclasses
import json
import re
import typing
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click
import pytest

from citewell.answers.contract import AnswerDocument, ApplicationDocument
from citewell.cli import cli
from citewell.errors import CitewellError
from citewell.guidelines.codes import table
from citewell.guidelines.places import Place
from citewell.guidelines.schema import EVERY_FILE_KIND, OTHER_FILES, FileKind
from citewell.guidelines.yaml_nodes import read_yaml
from manual import DOCS, PAGES, REFERENCE, ROOT, Reader, blocks, commands, sections, unlike

COMMANDS = REFERENCE / "commands.md"
PACKS = REFERENCE / "packs.md"
ANSWER = REFERENCE / "answer.md"


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


# What is shown is what happens.


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Path, Future[list[str]]]]:
    """What each page gets wrong. The pages are followed side by side; a data folder serves all of them but
    those that fill a library, which the others' answers are not to come from.
    """
    home = tmp_path_factory.mktemp("home")
    with_sessions = [page for page in PAGES if any(block.language == "console" for block in blocks(page))]
    with ThreadPoolExecutor(4) as pool:
        readers = {
            page: Reader(tmp_path_factory.mktemp(page.stem), home / page.stem if fills(page) else home)
            for page in with_sessions
        }
        yield {page: pool.submit(reader.follow, page) for page, reader in readers.items()}


def fills(page: Path) -> bool:
    return "$ citewell ingest" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_what_a_page_shows_is_what_happens(page: Path, followed: dict[Path, Future[list[str]]]) -> None:
    if page in followed:
        wrong = followed[page].result()
        assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb", "a\nb", True),
        ("a\n…\nd", "a\nb\nc\nd", True),
        ("a\n…\nd", "a\nd", True),
        ("a…", "a and more", True),
        ("a", "a and more", False),
        ("a\n…\nd", "a\nb\nc", False),
        ("a\nb", "b\na", False),
    ],
)
def test_three_dots_stand_for_anything(shown: str, printed: str, same: bool) -> None:
    assert (not unlike(tuple(shown.splitlines()), tuple(printed.splitlines()))) is same


def test_a_session_is_read_command_by_command() -> None:
    first, second = commands("$ citewell ask \\\n    x\nout\n$ cat f\na: 1\n")
    assert (first.line, first.printed) == ("citewell ask x", ("out",))
    assert (second.line, second.printed) == ("cat f", ("a: 1",))


# What there is stands in the reference.


def every_command(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from every_command(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


EVERY_COMMAND = dict(every_command(cli, "citewell"))


@pytest.mark.parametrize("path", EVERY_COMMAND)
def test_each_command_is_told_with_its_options(path: str) -> None:
    told = sections(COMMANDS)[f"`{path}`"]
    options = [option for option in EVERY_COMMAND[path].params if isinstance(option, click.Option)]
    there = {name for option in options for name in option.opts}
    assert there == set(re.findall(r"`(--?[a-z][a-z-]*)", told)) - {"--help", "-h"}
    words = {
        word for option in options if isinstance(option.type, click.Choice) for word in option.type.choices
    }
    assert {word for word in words if f"`{word}`" not in told} == set()


def test_only_commands_that_exist_are_told() -> None:
    told = {title.strip("`") for title in sections(COMMANDS) if title.startswith("`citewell")}
    assert told == set(EVERY_COMMAND)


def test_each_environment_variable_is_told() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    there = set(re.findall(r"\bCITEWELL_[A-Z]+\b", source))
    told = sections(COMMANDS)["Environment"]
    assert set(re.findall(r"\bCITEWELL_[A-Z]+\b", told)) == there
    assert {name for name in ("PAGER", "NO_COLOR", "TERM") if f"`{name}`" not in told} == set()


def test_each_exit_status_is_told() -> None:
    raised = {each.exit_code for each in CitewellError.__subclasses__()}
    told = {int(n) for n in re.findall(r"^\| (\d+) \|", sections(COMMANDS)["Exit statuses"], re.M)}
    assert told == raised | {0, 1, 70, 74, 130, 141}


def test_each_problem_code_is_told() -> None:
    assert table() in (REFERENCE / "pack-problems.md").read_text(encoding="utf-8")


def fields_of(schema: Any) -> Iterator[str]:
    """Every field name that a JSON Schema describes."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from fields_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from fields_of(part)


def words_of(schema: Any) -> Iterator[str]:
    """Every word that a JSON Schema lets one choose from."""
    if isinstance(schema, dict):
        yield from (word for word in schema.get("enum", ()) if isinstance(word, str))
        for part in schema.values():
            yield from words_of(part)


def section_of(kind: FileKind) -> str:
    return sections(PACKS)[f"`{kind.pattern}`"]


@pytest.mark.parametrize("kind", EVERY_FILE_KIND, ids=lambda kind: kind.name)
def test_each_field_of_a_pack_is_told(kind: FileKind) -> None:
    schema, told = kind.shape.describe(), section_of(kind)
    assert {name for name in fields_of(schema) if not re.search(rf"\b{name}(?:`|: |:\n)", told)} == set()
    general = sections(PACKS)["Aspects"] if "aspects" in fields_of(schema) else ""
    words = {*words_of(schema)} - {"yes", "no"}
    words = {word for word in words if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", told)}
    assert {word for word in words if f"`{word}`" not in general} == set()


@pytest.mark.parametrize("kind", EVERY_FILE_KIND, ids=lambda kind: kind.name)
def test_each_example_of_a_pack_is_one(kind: FileKind) -> None:
    examples = re.findall(r"^```yaml\n(.*?)^```$", section_of(kind), re.M | re.S)
    assert examples
    for example in examples:
        place = Place()
        node = read_yaml(example.encode(), place)
        assert node is not None
        kind.shape.read(node, place)
        assert place.problems == []


def test_each_file_of_a_pack_is_told() -> None:
    told = sections(PACKS)[""]
    assert {kind.pattern for kind in EVERY_FILE_KIND if kind.pattern not in told} == set()
    assert {name for name in OTHER_FILES if name not in told} == set()


def members(record: type) -> Iterator[str]:
    """The fields of a record of the contract, and of the records inside it."""
    for name, kind in typing.get_type_hints(record).items():
        yield name
        for inner in (kind, *typing.get_args(kind)):
            if dataclasses.is_dataclass(inner) and isinstance(inner, type):
                yield from members(inner)


@pytest.mark.parametrize("record", [AnswerDocument, ApplicationDocument])
def test_each_field_of_the_output_is_told(record: type) -> None:
    told = ANSWER.read_text(encoding="utf-8")
    assert {name for name in members(record) if not re.search(rf"`{name}(?:\[\])?`", told)} == set()


SCHEMAS = {
    "answer.schema.json": ["schema", "answer"],
    "application.schema.json": ["schema", "application"],
    "pack.schema.json": ["packs", "schema"],
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_published_schema_is_the_one_in_force(name: str) -> None:
    from click.testing import CliRunner

    made = CliRunner().invoke(cli, SCHEMAS[name]).stdout
    assert json.loads(made) == json.loads((REFERENCE / name).read_text(encoding="utf-8")), (
        "run `make schemas`"
    )


# Links lead somewhere.

WRITTEN = sorted(
    path
    for folder in (ROOT, DOCS, ROOT / "packs", ROOT / "benchmarks")
    for path in (folder.glob("*.md") if folder == ROOT else folder.rglob("*.md"))
)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as forges make them."""
    prose = re.sub(r"^ *```.*?^ *```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    titles = re.findall(r"^#+ (.+)$", prose, re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", WRITTEN, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"^ *```.*?^ *```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", prose) if not re.match(r"[a-z]+:", link)]
    for link in links:
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_each_page_is_linked_from_the_index() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    pages = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")} - {"index.md"}
    assert {page for page in pages if f"]({page})" not in index} == set()
