"""Where an encoder is found: a folder, or a package whose code is never run."""

from pathlib import Path

import pytest

from citewell.errors import InputError, NotFound
from citewell.retrieval.encoders.places import located
from encoder_builders import np, written_folder

assert np, "the builders skip where the extra is not installed"


def installed(site: Path, name: str, *, records: tuple[str, ...]) -> None:
    """A package as pip leaves it, which does harm when it is imported."""
    written_folder(site / name / "model", {})
    (site / name / "__init__.py").write_text("raise SystemExit('run')", encoding="utf-8")
    about = site / f"{name}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (about / "RECORD").write_text("".join(f"{record},,\n" for record in records), encoding="utf-8")


@pytest.mark.parametrize("what", ["carries_one", "carries-one", "Carries.One"])
def test_a_package_is_looked_into_and_not_run(tmp_path, monkeypatch, what):
    installed(
        tmp_path,
        "carries_one",
        records=(
            "carries_one/__init__.py",
            "carries_one/model/1_Pooling/config.json",
            "carries_one/model/config.json",
            "carries_one/model/modules.json",
        ),
    )
    monkeypatch.syspath_prepend(tmp_path)
    place = located(what)
    assert place.name == place.source == "carries-one"
    assert place.folder == tmp_path / "carries_one" / "model"


def test_a_package_that_points_elsewhere_carries_none(tmp_path, monkeypatch):
    site = tmp_path / "site"
    installed(site, "points_away", records=("../away/modules.json", "/etc/config.json"))
    monkeypatch.syspath_prepend(site)
    with pytest.raises(InputError, match="carries no encoder"):
        located("points_away")


def test_a_folder_goes_before_a_package(tmp_path):
    place = located(str(written_folder(tmp_path / "My Encoder_v1.5", {})))
    assert (place.name, place.weights) == ("my-encoder-v1-5", "")


@pytest.mark.parametrize("what", ["./nothing", "no/such", "-x", "a b", "", "x\0y"])
def test_what_could_be_neither_is_refused(what):
    with pytest.raises(InputError, match="no folder of an encoder"):
        located(what)


def test_an_unknown_package_is_not_found():
    with pytest.raises(NotFound, match="neither a folder nor an installed package"):
        located("no-such-package-of-ours")
