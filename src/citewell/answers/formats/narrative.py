"""Blocks of a page as XHTML that a FHIR narrative may hold: HTML 4.0's text, lists and tables, none active.

HL7 FHIR R4 (4.0.1) §2.4.1, invariant txt-1; XML 1.0 (fifth edition) §2.2 for the characters there can be.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jinja2 import Template
from markupsafe import escape

from citewell.answers.formats.html import templates_in
from citewell.answers.formats.page import Block, Part


def narrative(blocks: Iterable[Block]) -> str:
    """The blocks, their texts clean, as XHTML to stand in a `div`; every text is escaped."""
    return _template().render(blocks=tuple(blocks)).strip()


@cache
def _template() -> Template:
    return templates_in(Path(__file__).parent).get_template("narrative.xhtml.j2")


def headed(parts: Iterable[Part]) -> str:
    """Parts under their headings, as XHTML."""
    return "".join(
        f"<h{part.level}>{escape(part.title)}</h{part.level}>{narrative(part.blocks)}" for part in parts
    )
