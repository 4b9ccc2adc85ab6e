import sys

import pytest

from citewell.errors import InputError
from citewell.ingest.pdf import read_pdf

pytest.importorskip("pypdfium2", reason="PDF is an extra")


def pdf(*pages: list[str], encrypted: bool = False) -> bytes:
    """A PDF with a line of Helvetica for each text."""
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(len(pages)))
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>",
    }
    for n, lines in enumerate(pages):
        shown = " T* ".join(f"({line}) Tj" for line in lines)
        stream = f"BT /F1 10 Tf 14 TL 50 780 Td {shown} ET"
        objects[10 + 2 * n] = (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {11 + 2 * n} 0 R >>"
        )
        objects[11 + 2 * n] = f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"
    body, places = b"%PDF-1.4\n", {}
    for number, content in objects.items():
        places[number] = len(body)
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{number} 1\n{place:010} 00000 n \n" for number, place in places.items())
    lock = f" /Encrypt 4 0 R /ID [<{'43' * 16}> <{'43' * 16}>]" if encrypted else ""
    trailer = f"<< /Size {10 + 2 * len(pages)} /Root 1 0 R{lock} >>"
    end = f"xref\n0 1\n0000000000 65535 f \n{table}trailer\n{trailer}\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()


def test_lines_are_joined_to_paragraphs_and_broken_words_are_whole():
    page = [
        "Bed rest was once advised to all patients with acute back pain. It is known to be harm-",
        "ful, and COVID-",
        "19 made no difference to it.",
        "Patients should stay active and keep to their ordinary work as far as the pain allows them.",
    ]

    assert read_pdf(pdf(page), origin="rest.pdf").text.splitlines() == [
        "Page 1",
        f"{page[0][:-1]}ful, and COVID-19 made no difference to it.",
        "Patients should stay active and keep to their ordinary work as far as the pain allows them.",
    ]


def test_bullets_are_items():
    document = read_pdf(
        pdf(["We advise the following to everyone:", "- walk", "- work as usual"]), origin="rest.pdf"
    )

    assert [passage.kind.value for passage in document.passages] == ["paragraph", "item", "item"]


def test_running_heads_and_page_numbers_are_left_out_and_each_page_is_named():
    pages = [
        ["Journal of Rest 2019", f"The {n} finding is of interest.", f"Page {n} of 4"] for n in range(1, 5)
    ]
    document = read_pdf(pdf(*pages), origin="rest.pdf")

    assert document.text.splitlines()[:4] == [
        "Page 1",
        "The 1 finding is of interest.",
        "Page 2",
        "The 2 finding is of interest.",
    ]
    assert document.passages[-1].section == "Page 4"


def test_without_a_title_the_first_line_is_the_title():
    assert (
        read_pdf(pdf(["Rest in back pain, a guideline"]), origin="rest.pdf").source.title
        == "Rest in back pain, a guideline"
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf([], []), "scanned PDF without text"),
        (pdf(["Rest in back pain, a guideline"], encrypted=True), "is encrypted"),
        (b"%PDF-1.4 nothing", "is no PDF"),
    ],
)
def test_what_holds_no_text_is_refused_with_the_reason(data, reason):
    with pytest.raises(InputError, match=reason):
        read_pdf(data, origin="rest.pdf")


def test_without_the_library_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)

    with pytest.raises(InputError) as refused:
        read_pdf(pdf(["Rest in back pain"]), origin="rest.pdf")
    assert refused.value.hint == "pip install citewell[pdf]"
