"""`citewell packs export`: a pack written for other programs."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from citewell.cli.pack_export import FORMS
from citewell.cli.pack_new import start_pack
from citewell.engine.exporting import PACK_FORMS

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def test_the_command_offers_every_form() -> None:
    assert set(FORMS) == PACK_FORMS.keys()


def test_a_pack_is_written_to_a_file_whole(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "pack.json"
    done = run("packs", "export", "vertebral-fracture", "--base", "https://x.example/r4/", "-o", str(file))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    bundle = json.loads(file.read_bytes())
    assert bundle["entry"][0]["fullUrl"] == "https://x.example/r4/Library/vertebral-fracture-manifest"
    assert run("packs", "export", "vertebral-fracture", "--base", "https://x.example/r4").stdout == (
        file.read_bytes()
    )


def test_a_file_that_ends_in_cql_holds_cql(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "pack.CQL"
    assert run("packs", "export", "vertebral-fracture", "-o", str(file)).returncode == 0
    assert b"\nlibrary " in file.read_bytes()
    assert run("packs", "export", "vertebral-fracture", "--format", "fhir", "-o", str(file)).returncode == 0
    assert file.read_bytes().startswith(b"{")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["gout"], 3, b"there is no pack 'gout'"),
        (["vertebral-fracture", "--base", "nowhere"], 2, b"the base is not an address"),
        (["vertebral-fracture", "--base", ""], 2, b"the base is not an address"),
        (["vertebral-fracture", "--format", "xml"], 2, b"'xml' is not one of"),
    ],
)
def test_what_cannot_be_exported_is_one_clear_line(
    run: Run, tmp_path: Path, arguments: list[str], code: int, said: bytes
) -> None:
    file = tmp_path / "pack.json"
    done = run("packs", "export", *arguments, "-o", str(file))
    assert done.returncode == code
    assert said in done.stderr
    assert b"Traceback" not in done.stderr
    assert not file.exists()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("recommendations/example-rest.yaml", "cites: [example-society-2024#", "cites: [nobody#"),
        ("recommendations/example-rest.yaml", "about: [example-rest]", "about: [nothing]"),
        ("recommendations/example-rest.yaml", "warning-sign is no", "no-such-fact is no"),
    ],
)
def test_a_pack_that_does_not_hang_together_is_named_with_its_line(
    run: Run, tmp_path: Path, form: str, file: str, old: str, new: str
) -> None:
    start_pack(tmp_path / "ex", today="2026-11-20")
    path = tmp_path / "ex" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = run("packs", "export", "ex", "--format", form, env={"CITEWELL_PACKS": str(tmp_path / "ex")})
    assert done.returncode == 2
    assert f"the pack ex cannot be exported: {file}:".encode() in done.stderr
    assert done.stdout == b""
