import re
import subprocess
import sys
import tarfile
from html import escape
from itertools import islice, pairwise
from pathlib import Path

import pytest

from citewell.errors import InputError
from citewell.ingest.ngc import read_ngc
from citewell.ingest.ngc_facts import LAST_SHOWN, released, standing
from citewell.model.library import BlockKind
from citewell.model.sources import SourceStatus
from real_data import real_data

ORIGIN = "ngc.tar.xz/ngc/ngc-12.xml"
REPORT = Path(__file__).parents[2] / "benchmarks" / "ngc_words.py"
SAMPLE = 200


def field(name: str, *values: str, kind: str = "text") -> str:
    inner = "".join(f'<FieldValue Value="{escape(value)}" />' for value in values)
    return f'<Field Name="{escape(name)}" Type="{kind}">{inner}</Field>'


def summary(*fields: str) -> bytes:
    return f'<Version><Section Name="General">{"".join(fields)}</Section></Version>'.encode()


EXAMPLE = summary(
    field("Guideline Title", "<div>Care of an example.</div>"),
    field(
        "Bibliographic Source(s)",
        "<table><tr><td>Example Society. Care of an example. Town: Example Society; 2014 Jun. "
        'doi: 10.1000/ex.1 <a href="http://x.invalid/?cmd=Retrieve&amp;list_uids=12345678">PubMed</a></td></tr></table>',
        kind="citation",
    ),
    field(
        "Guideline Status",
        "<p>This is the current release of the guideline.</p>"
        "<p>The Example Society (ES) reaffirmed the currency of this guideline in May 2016.</p>",
    ),
    field(
        "Major Recommendations",
        "<p><strong>Adults</strong></p><p>Give oxygen when SpO2 <90%. [2014]</p>"
        "<ul><li>Platelets &lt;10 x 10<sup>9</sup>/L</li></ul>",
    ),
    field("Disease/Condition(s)", "<ul><li>Example disease</li><li>Other disease</li></ul>"),
    field("Guideline Category", "Diagnosis", "Treatment", kind="picklist-many"),
    field("Target Population", "<p>Adults aged &ge;18 years</p>"),
    field(
        "Interventions and Practices Considered", "<p><b>Drugs</b></p><ol><li>Drug A</li><li>Drug B</li></ol>"
    ),
    field("Contraindications", "<p>Known allergy</p>"),
    field("Guideline Developer(s)", "Example Society - Medical Specialty Society", kind="orglist-p"),
    field("Date Released", "2006 (revised 2014 Jun)"),
    field("Guideline Availability", '<p><a href="http://x.invalid/guide?a=1&amp;b=2">Web site</a></p>'),
    field("Copyright Statement", "<p>No copyright restrictions apply.</p>"),
    field("Guideline Title", "<div>Care of an example.</div>"),
    field("Adaptation", " "),
)


def test_a_summary_says_what_its_source_is():
    document = read_ngc(EXAMPLE, origin=ORIGIN)
    source = document.source
    assert (source.id, source.origin, source.title) == ("ngc-12", ORIGIN, "Care of an example")
    assert (source.body, source.short, source.year) == ("Example Society", "ES", 2014)
    assert (source.doi, source.pmid) == ("10.1000/ex.1", "12345678")
    assert source.url == "http://x.invalid/guide?a=1&b=2"
    assert source.population == "Adults aged ≥18 years"
    assert source.status is SourceStatus.CURRENT
    assert source.status_note == (
        "current when the National Guideline Clearinghouse last showed it, July 2018; reaffirmed 2016"
    )
    assert document.released == "2014-06"
    assert document.conditions == ("Example disease", "Other disease")
    assert document.interventions == ("Drug A", "Drug B")
    assert document.categories == ("Diagnosis", "Treatment")
    assert document.licence == "No copyright restrictions apply."


def test_every_field_is_a_section_once_and_its_passages_are_exact():
    document = read_ngc(EXAMPLE, origin=ORIGIN)
    assert document.text.count("Care of an example.") == 2  # The title once, and in the bibliographic source.
    assert "Adaptation" not in document.text
    said = {document.text[passage.start : passage.end]: passage for passage in document.passages}
    assert said["Give oxygen when SpO2 <90%. [2014]"].section == "Major Recommendations"
    assert said["Known allergy"].section == "Contraindications"
    item = said["Platelets <10 x 10⁹/L"]
    assert item.kind is BlockKind.ITEM
    assert [document.text[span.start : span.end] for span in item.headings] == ["Adults"]


def test_a_guideline_developed_on_behalf_of_a_body_is_that_bodys():
    data = summary(
        field("Guideline Developer(s)", "Example Centre - Academic Institution"),
        field(
            "Major Recommendations",
            "<p>Developed by a centre on behalf of the Example Body (EB).</p>",
        ),
    )
    source = read_ngc(data, origin="x").source
    assert (source.body, source.short) == ("Example Body", "EB")
    assert re.fullmatch(r"ngc-[0-9a-f]{12}", source.id)


@pytest.mark.parametrize(
    ("printed", "iso", "year", "reaffirmed"),
    [
        ("2006 (revised 2014 Jun)", "2014-06", 2014, 0),
        ("2009 Sep 25 (reaffirmed 2013 Jan)", "2009-09-25", 2009, 2013),
        ("2003 (revised 2010 Feb-Mar; reaffirmed 2015)", "2010-02", 2010, 2015),
        ("2011 Apr (addendum released 2012 Jan 3; revised 2016)", "2016", 2016, 0),
        ("2013", "2013", 2013, 0),
        ("Not stated", "", 0, 0),
    ],
)
def test_the_latest_revision_of_the_content_is_the_date(printed, iso, year, reaffirmed):
    dates = released(printed)
    assert (dates.iso, dates.year, dates.reaffirmed) == (iso, year, reaffirmed)


@pytest.mark.parametrize(
    ("printed", "ngc_status", "status", "by", "words"),
    [
        ("This is the current release of the guideline.", "", SourceStatus.CURRENT, "", "July 2018"),
        ("This is the current release.", "Updated on May 2, 2019.", SourceStatus.CURRENT, "", "May 2019"),
        ("This guideline was withdrawn.", "", SourceStatus.WITHDRAWN, "", "withdrawn when"),
        (
            "It is superseded by the 2017 edition.",
            "",
            SourceStatus.SUPERSEDED,
            "2017 edition",
            "superseded when",
        ),
        ("", "Completed on March 1, 2010.", SourceStatus.NOT_ESTABLISHED, "", "no status when"),
    ],
)
def test_a_status_says_when_it_was_last_shown(printed, ngc_status, status, by, words):
    found = standing(printed, ngc_status, dates=released(""))
    assert (found.status, found.superseded_by) == (status, by)
    assert words in found.note


def test_ngc_last_showed_a_guideline_when_it_closed():
    assert LAST_SHOWN == (2018, 7)


@pytest.mark.parametrize("data", [b"<article/>", b"<Version/>", b"no xml", b""])
def test_what_is_no_summary_is_refused(data):
    with pytest.raises(InputError):
        read_ngc(data, origin="x.xml")


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    archive = real_data() / "ngc-2018.tar.xz"
    if not archive.is_file():
        pytest.skip(f"the archive of NGC is not at {archive}")
    folder = tmp_path_factory.mktemp("ngc")
    with tarfile.open(archive) as opened:
        members = (member for member in opened if member.name.endswith(".xml"))
        for member in islice(members, SAMPLE):
            content = opened.extractfile(member)
            assert content is not None
            (folder / Path(member.name).name).write_bytes(content.read())
    return folder


def test_no_word_of_the_real_archive_is_lost(sample):
    report = subprocess.run([sys.executable, REPORT, sample], capture_output=True, text=True, check=False)
    assert report.returncode == 0, report.stdout + report.stderr
    assert report.stdout.startswith(f"{SAMPLE} files")
    assert "0 different words lost" in report.stdout
    assert "0 fields whose words stand in another order" in report.stdout


def test_the_spans_of_real_documents_are_exact_and_in_order(sample):
    for path in islice(sorted(sample.glob("*.xml")), 60):
        document = read_ngc(path.read_bytes(), origin=path.name)
        assert document.source.title
        assert document.source.body
        assert document.source.year
        assert [passage.n for passage in document.passages] == list(range(len(document.passages)))
        assert all(one.end < two.start for one, two in pairwise(document.passages))
        for passage in document.passages:
            assert 0 <= passage.start < passage.end <= len(document.text)
            assert "\n" not in document.text[passage.start : passage.end]
            spans = [*passage.headings, *passage.columns, *([passage.lead] if passage.lead else [])]
            assert all(0 <= span.start <= span.end <= passage.end for span in spans)
