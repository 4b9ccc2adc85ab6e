"""Where the bases lie that packs import: beside the pack, else with the packs that are shipped."""

from pathlib import Path

BASE_FILE = "base.yaml"


def content_folder() -> Path:
    """The folder with `packs/` and `grading/`: inside an installed package, or the source tree's root."""
    package = Path(__file__).parents[1]
    installed = package / "content"
    return installed if installed.is_dir() else package.parents[1]


def base_folder(name: str, *, beside: Path) -> Path | None:
    """The folder of the base of this name, for the pack in the folder `beside`; None when there is none.

    name: an id, which cannot lead out of the folder that it is looked for in.
    """
    shelves = (beside.resolve().parent, content_folder() / "packs")
    return next((shelf / name for shelf in shelves if (shelf / name / BASE_FILE).is_file()), None)
