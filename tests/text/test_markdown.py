"""What is escaped is read by a reader of Markdown as it was written, wherever it stands."""

import pytest
from markdown_it import MarkdownIt

from citewell.text.markdown import escaped, opened


@pytest.mark.parametrize(
    "text",
    [
        "- not a list",
        "+ nor this",
        "12. nor one with numbers",
        "1) nor such",
        "# no heading",
        "=",
        "> no quotation",
        "| a | b |",
        "![no picture](http://evil.example)",
        "<script>alert(1)</script> & \\*x\\* `code` ~~gone~~",
        "eGFR <30 mL/min, not for ages 5-7",
    ],
)
def test_a_text_stands_as_it_was_written(text: str) -> None:
    read = MarkdownIt("gfm-like", {"linkify": False}).parse(opened(escaped(text)))
    assert [token.type for token in read] == ["paragraph_open", "inline", "paragraph_close"]
    children = read[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == text
