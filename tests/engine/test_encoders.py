"""Which encoder a search is made with."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.config import Settings, settings_from
from citewell.engine import encoders
from citewell.errors import InputError, IntegrityError, NotFound
from encoder_builders import written_folder


@pytest.fixture
def own(tmp_path: Path, settings: Settings) -> Settings:
    return replace(settings, home=tmp_path / "home")


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    return str(written_folder(tmp_path / "tiny", {}))


def test_without_one_there_are_words_alone(own):
    assert encoders.opened(own) is None
    assert encoders.listed(own) == ()


def test_what_was_added_last_is_in_use(own, tiny):
    encoders.add(own, tiny)
    record = encoders.add(own, tiny, name="second", prefixes=("a ", None))
    assert [(each.name, used) for each, used in encoders.listed(own)] == [("second", True), ("tiny", False)]
    opened = encoders.opened(own)
    assert opened is not None
    assert (opened.name, opened.fingerprint, opened.dimensions) == ("second", record.fingerprint, 32)
    assert len(opened.question("pain")) == 32


def test_another_is_used_or_none_and_settings_win(own, tiny):
    encoders.add(own, tiny)
    encoders.add(own, tiny, name="second")
    encoders.use(own, "tiny")
    named = encoders.opened(own)
    assert named is not None
    assert named.name == "tiny"
    asked = encoders.opened(replace(own, encoder="second"))
    assert asked is not None
    assert asked.name == "second"
    assert encoders.opened(replace(own, encoder="none")) is None
    encoders.use(own, "none")
    assert encoders.opened(own) is None


def test_one_that_was_removed_is_no_longer_used(own, tiny):
    encoders.add(own, tiny)
    encoders.remove(own, "tiny")
    assert encoders.opened(own) is None
    for forgotten in (encoders.use, encoders.remove):
        with pytest.raises(NotFound, match="no encoder 'tiny' was added"):
            forgotten(own, "tiny")


def test_one_that_is_named_and_not_there_is_an_error(own):
    with pytest.raises(InputError, match="CITEWELL_ENCODER names an encoder that was not added: 'bge'"):
        encoders.opened(replace(own, encoder="bge"))


def test_a_damaged_record_is_told(own, tiny):
    encoders.add(own, tiny)
    (own.encoders / "tiny.json").write_text("{}", encoding="utf-8")
    with pytest.raises(IntegrityError, match="is damaged"):
        encoders.opened(own)


def test_the_environment_names_the_encoder(tmp_path):
    environment = {"CITEWELL_HOME": str(tmp_path), "CITEWELL_ENCODER": " none "}
    assert settings_from(environment).encoder == "none"
    assert settings_from({"CITEWELL_HOME": str(tmp_path)}).encoder == ""


def test_without_the_extra_words_remain_and_adding_says_what_is_missing(own, tiny, monkeypatch):
    encoders.add(own, tiny)
    monkeypatch.setattr(encoders, "_NEEDED", ("no_such_package_of_ours",))
    assert encoders.opened(own) is None
    for refused in (lambda: encoders.add(own, tiny), lambda: encoders.opened(replace(own, encoder="tiny"))):
        with pytest.raises(InputError) as error:
            refused()
        assert error.value.hint == "pip install 'citewell[semantic]'"


def test_nothing_heavy_is_imported_before_a_text_is_encoded(own, tiny):
    encoders.add(own, tiny)
    code = (
        "import sys\nfrom citewell.config import settings_from\nfrom citewell.engine.encoders import opened\n"
        "encoder = opened(settings_from())\nassert encoder.name == 'tiny'\n"
        "print(sorted({'numpy', 'onnxruntime'} & set(sys.modules)), len(encoder.question('pain')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"CITEWELL_HOME": str(own.home)}, capture_output=True, check=False
    )
    assert done.stdout.decode() == "[] 32\n", done.stderr.decode()
