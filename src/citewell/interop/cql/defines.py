"""A define of a CQL library, with the line that tells a reader what it is."""

from collections.abc import Iterable
from textwrap import wrap

from citewell.interop.cql.naming import quoted

_WIDTH = 110


def define(name: str, text: str, *, told: str = "") -> str:
    """`define "name": text` under a comment. text: an expression, its further lines indented."""
    said = f"{comment(told)}\n" if told else ""
    return f"{said}define {quoted(name)}:\n  {text}"


def case_of(cases: Iterable[tuple[str, str]], *, otherwise: str = "null") -> str:
    """The value of the first condition that is true; a condition that is null is not."""
    lines = "".join(f"\n    when {condition} then {value}" for condition, value in cases)
    return f"case{lines}\n    else {otherwise}\n  end" if lines else otherwise


def comment(text: str) -> str:
    """Lines of comment, whatever line breaks the text holds; no word is divided or lost."""
    lines = wrap(" ".join(text.split()), _WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join(f"// {line}" for line in lines)


def remark(text: str) -> str:
    """The same on one line, for the end of one."""
    return f"// {' '.join(text.split())}"
