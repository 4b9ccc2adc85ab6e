"""`--format fhir`: what is put into a record, the same in every process, for whom it is said to be."""

import json
from pathlib import Path

import pytest

from citewell.guidelines.bases import content_folder
from cli.conftest import Run
from fhir_reading import resources, the
from fhir_validators import by_models

PACKS = len(list((content_folder() / "packs").glob("*/pack.yaml")))
ASKED = ("ask", "Should I use a brace after an L2 fracture?", "--no-record", "--format", "fhir")
APPLIED = ("apply", "78 F, L1 wedge fracture yesterday, no leg weakness", "--format", "fhir")


@pytest.mark.parametrize("words", [ASKED, APPLIED], ids=["ask", "apply"])
def test_two_processes_write_the_same_bytes(run: Run, words: tuple[str, ...]) -> None:
    first, second = (run(*words, env={"PYTHONHASHSEED": seed}) for seed in ("1", "2"))
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert not by_models(json.loads(first.stdout))


@pytest.mark.parametrize("words", [ASKED, APPLIED], ids=["ask", "apply"])
def test_whom_it_is_about_and_the_base_are_as_given(run: Run, words: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    base = "https://citewell.example.org/fhir"
    done = run(*words, "--subject", "Patient/7", "--base", f"{base}/", "-o", str(file))
    assert (done.returncode, done.stdout) == (0, b"")
    found = json.loads(file.read_bytes())
    about = [each["subject"] for kind in ("Composition", "CarePlan") for each in resources(found, kind)]
    assert about == [{"reference": "Patient/7"}]
    sources = the(found, "Provenance")["entity"]
    systems = {source["what"]["identifier"]["system"] for source in sources}
    assert (len(sources), systems) == (PACKS, {f"{base}/NamingSystem/pack-digest"})


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--format", "fhir", "--subject", "Jane Doe 1980"), "no reference to a patient"),
        (("--format", "fhir", "--base", "ftp://x"), "not an address"),
        (("--subject", "Patient/7"), "--subject goes with --format fhir"),
        (("--format", "json", "--base", "https://x.example"), "--base goes with --format fhir"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line_that_repeats_nothing(
    run: Run, more: tuple[str, ...], told: str
) -> None:
    done = run("apply", "-f", "age=78", *more)
    assert (done.returncode, done.stdout) == (2, b"")
    assert told in done.stderr.decode()
    assert b"Jane" not in done.stderr


@pytest.mark.parametrize("words", [ASKED, APPLIED], ids=["ask", "apply"])
def test_a_file_that_ends_in_fhir_json_holds_fhir(run: Run, words: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "out.fhir.json"
    done = run(*words[:-2], "--subject", "Patient/7", "-o", str(file))
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(file.read_bytes())["resourceType"] == "Bundle"
    as_said = run(*words[:-2], "--format", "json", "-o", str(file))
    assert as_said.returncode == 0
    assert "resourceType" not in json.loads(file.read_bytes())
