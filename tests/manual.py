"""The manual as data: its pages and their code blocks, and a reader who does what a page says.

Of the code blocks of a page, in their order: a ```yaml block that begins with "# file: PATH" becomes that
file; a ```console block is typed in, command by command, and what is printed must be what stands below.
"…" stands for anything: alone on a line for any number of lines, at the end of a line for its rest. A command
that ends in "< FILE" reads this file as its stdin.
"""

import difflib
import os
import re
import shlex
import subprocess
import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))

_FENCED = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^(?P=indent)```$", re.M | re.S)
_FILE = re.compile(r"# file: (\S+)\n")
_FINGERPRINT = re.compile(r"fingerprint\s+([0-9a-f]{32})")
_ANYTHING = "…"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page; `line` is that of its first line of text."""

    page: Path
    line: int
    language: str
    text: str

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True, slots=True)
class Command:
    """A line typed at the prompt, and what the page says is printed."""

    line: str
    printed: tuple[str, ...]


def blocks(page: Path) -> tuple[Block, ...]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    return tuple(
        Block(page, text.count("\n", 0, found.start()) + 2, found["language"], textwrap.dedent(found["text"]))
        for found in _FENCED.finditer(text)
    )


def sections(page: Path) -> dict[str, str]:
    """The text under each heading of the second level, by the heading."""
    head, *rest = re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.M)
    return {"": head} | {part.partition("\n")[0]: part.partition("\n")[2] for part in rest}


def commands(text: str) -> tuple[Command, ...]:
    """The commands of a console block; a line that ends in a backslash goes on in the next."""
    typed = re.split(r"^\$ ", text, flags=re.M)[1:]
    found = []
    for part in typed:
        line, _, printed = re.sub(r" *\\\n[> ]*", " ", part).partition("\n")
        found.append(Command(line, tuple(printed.splitlines())))
    return tuple(found)


def unlike(expected: tuple[str, ...], printed: tuple[str, ...]) -> str:
    """How the lines printed differ from those expected, as a diff; empty when they do not."""
    pattern = "".join(_pattern(line) for line in expected)
    if re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)):
        return ""
    return "\n".join(difflib.unified_diff(expected, printed, "in the manual", "printed", lineterm="", n=2))


def _pattern(line: str) -> str:
    if line.strip() == _ANYTHING:
        return r"(?:[^\n]*\n)*?"
    if line.endswith(_ANYTHING):
        return re.escape(line.removesuffix(_ANYTHING)) + r"[^\n]*\n"
    return re.escape(line) + r"\n"


@dataclass(slots=True)
class Reader:
    """Somebody who follows a page in a folder of their own, with a data folder for all pages."""

    folder: Path
    home: Path
    settings: dict[str, str] = field(default_factory=dict)
    fingerprint: str = ""

    def follow(self, page: Path) -> list[str]:
        """Do what the page says; gives where it was wrong, in the order of the page."""
        return [f"{block.place}\n{fault}" for block in blocks(page) for fault in self._do(block)]

    def _do(self, block: Block) -> list[str]:
        named = _FILE.match(block.text) if block.language == "yaml" else None
        if named:
            self._write(named[1], block.text)
        if block.language != "console":
            return []
        return [fault for command in commands(block.text) if (fault := self._type(command))]

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _type(self, command: Command) -> str:
        words = shlex.split(command.line)
        set_here = {}
        while words and re.match(r"[A-Z_]+=", words[0]):
            name, _, value = words.pop(0).partition("=")
            set_here[name] = value
        match words:
            case ["export", *settings]:
                self.settings |= dict(setting.split("=", 1) for setting in settings)
                return ""
            case ["cat", name]:
                self._write(name, "".join(f"{line}\n" for line in command.printed))
                return ""
            case ["rm", name]:
                (self.folder / name).unlink()
                return ""
            case ["make", "ask"]:
                return self._run(command, ["ask", _made_question()], set_here)
            case ["citewell", *arguments, "<", name]:
                return self._run(command, arguments, set_here, stdin=(self.folder / name).read_bytes())
            case ["citewell", *arguments]:
                return self._run(command, arguments, set_here)
        return f"$ {command.line}\n  not a command that the tests can follow: put it into a ```sh block"

    def _run(
        self, command: Command, arguments: list[str], set_here: dict[str, str], *, stdin: bytes = b""
    ) -> str:
        typed = [self.fingerprint if word == "FINGERPRINT" else word for word in arguments]
        done = subprocess.run(
            [sys.executable, "-m", "citewell", *typed],
            cwd=self.folder,
            env=self._environment() | self.settings | set_here,
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=60,
        )
        printed = done.stdout.decode()
        self.fingerprint = next(iter(_FINGERPRINT.findall(printed)), self.fingerprint)
        fault = unlike(command.printed, tuple(printed.splitlines()))
        if done.returncode == 70:
            return f"$ {command.line}\n{printed}"
        return fault and f"$ {command.line}\n{fault}"

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
        ours = {"CITEWELL_HOME": str(self.home), "PYTHONPATH": str(ROOT / "src")}
        return {**kept, **ours, "PYTHONUTF8": "1", "COLUMNS": "80"}


def _made_question() -> str:
    """The question that `make ask` asks."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.search(r"^QUESTION \?= (.+)$", makefile, re.M)
    assert found is not None
    return found[1]
