from pathlib import Path

import pytest

from citewell.model.library import BlockKind, Document, FoundRecommendation, Passage, Span
from citewell.model.sources import Source, SourceStatus, SourceType
from citewell.retrieval.index import build, open_index


def guideline(
    name,
    title,
    lines,
    *,
    section="Major Recommendations",
    sections=(),
    recommended=(),
    lead=None,
    body="National Body",
    short="NB",
    year=2014,
    kind=SourceType.GUIDELINE,
    status=SourceStatus.CURRENT,
    population="",
    conditions=(),
    interventions=(),
):
    """A document of one passage a line; sections and recommended name passages by their ordinal."""
    text = "\n".join(lines) + "\n"
    passages, at = [], 0
    for n, line in enumerate(lines):
        over = Span(0, len(lines[0])) if lead is not None and n in lead else None
        passages.append(
            Passage(
                n=n,
                start=at,
                end=at + len(line),
                kind=BlockKind.PARAGRAPH,
                section=dict(sections).get(n, section),
                lead=over,
            )
        )
        at += len(line) + 1
    source = Source(
        id=name,
        type=kind,
        title=title,
        body=body,
        short=short,
        year=year,
        status=status,
        population=population,
    )
    found = tuple(
        FoundRecommendation(n=i, start=passages[n].start, end=passages[n].end, passages=(n, n))
        for i, n in enumerate(recommended)
    )
    return Document(
        source=source,
        digest=name,
        text=text,
        passages=tuple(passages),
        recommendations=found,
        conditions=conditions,
        interventions=interventions,
    )


LIBRARY = (
    guideline(
        "giant-cell",
        "Giant cell arteritis",
        [
            "Giant cell arteritis (GCA) can take sight.",
            "Start prednisone at once when vision is threatened.",
            "A temporal artery biopsy confirms it.",
        ],
        recommended=(1,),
        conditions=("Giant cell arteritis",),
        interventions=("Prednisone", "Biopsy"),
    ),
    guideline(
        "arteritis-imaging",
        "Imaging in arteritis",
        ["Ultrasound finds giant cell arteritis (GCA).", "Repeat the ultrasound after a week."],
        body="College of Imaging",
        short="CI",
        year=2009,
        status=SourceStatus.SUPERSEDED,
    ),
    guideline(
        "heart-attack",
        "Acute myocardial infarction",
        ["Give aspirin for myocardial infarction.", "Give oxygen only when saturation is low."],
        recommended=(0, 1),
        population="Adults in hospital",
    ),
    guideline(
        "diarrhoea",
        "Acute diarrhoea in children",
        ["Offer oral rehydration for diarrhoea.", "Anaemia is looked for in every child."],
        population="Children under five years",
        year=2018,
    ),
)


@pytest.fixture(scope="session")
def vocabulary_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("vocabulary")
    (folder / "words.yaml").write_text(
        "- {say: [heart attack], mean: [myocardial infarction]}\n- {same: [aspirin, acetylsalicylic acid]}\n"
        "- {stems: [sone]}\n"
    )
    return folder


@pytest.fixture(scope="session")
def library(tmp_path_factory, vocabulary_folder):
    folder: Path = tmp_path_factory.mktemp("index")
    build(iter(LIBRARY), folder, written=vocabulary_folder)
    return open_index(folder)
