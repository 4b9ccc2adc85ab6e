"""Where the real archives are: beside the repository, or where CITEWELL_DATA says; never in it."""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[2] / "shared" / "data"


def real_data() -> Path:
    """The folder of the real archives; skips the test, with the reason, where there is none."""
    folder = Path(os.environ.get("CITEWELL_DATA", _BESIDE))
    if not folder.is_dir():
        pytest.skip(f"the real archives are not at {folder}; name their folder in CITEWELL_DATA")
    return folder
