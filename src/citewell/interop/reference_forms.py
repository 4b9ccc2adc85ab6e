"""Every form in which references are taken home: the command line, the API and the pages all ask here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from citewell.errors import NotFound, not_installed
from citewell.model.references import Reference

Writer: TypeAlias = Callable[[Sequence[Reference]], str]


class FormName(StrEnum):
    """How a form is called wherever one is chosen."""

    RIS = "ris"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"
    AMA = "ama"
    AMA_HTML = "ama-html"
    AMA_MARKDOWN = "ama-markdown"
    APA = "apa"
    APA_HTML = "apa-html"
    APA_MARKDOWN = "apa-markdown"
    FHIR_CITATIONS = "fhir-citations"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceForm:
    """A form of a reference list. group, title: for people; ending: of a file's name."""

    name: FormName
    group: str
    title: str
    media_type: str
    ending: str
    writer: Writer

    def write(self, references: Sequence[Reference]) -> bytes:
        """The references in this form, in UTF-8.

        Raises InputError where the packages that write it are not installed.
        """
        try:
            return self.writer(references).encode()
        except ModuleNotFoundError as error:
            raise not_installed("writing references", error.name, extra="references") from None


# What writes a form is imported when it is wanted: its packages are slow to import, and may be missing.
def _ris(references: Sequence[Reference]) -> str:
    from citewell.interop.ris import ris

    return ris(references)


def _bibtex(references: Sequence[Reference]) -> str:
    from citewell.interop.bibtex import bibtex

    return bibtex(references)


def _csl_json(references: Sequence[Reference]) -> str:
    from citewell.interop.csl import csl_json

    return csl_json(references)


def _fhir_citations(references: Sequence[Reference]) -> str:
    from citewell.interop.fhir.citations import citations
    from citewell.interop.fhir.serialised import serialised

    return serialised(citations(references)).decode()


def _formatted(style: str, into: str) -> Writer:
    def write(references: Sequence[Reference]) -> str:
        from citewell.interop import bibliography, reference_list

        styles = {"ama": bibliography.AMA, "apa": bibliography.APA}
        writers = {
            "text": reference_list.as_text,
            "html": reference_list.as_html,
            "markdown": reference_list.as_markdown,
        }
        return writers[into](references, styles[style])

    return write


def _printed(group: str, *names: FormName) -> tuple[ReferenceForm, ...]:
    """A style's forms; names: of its text, its HTML and its Markdown."""
    kinds = (("Text", "plain", "txt"), ("HTML", "html", "html"), ("Markdown", "markdown", "md"))
    style = names[0].value
    return tuple(
        ReferenceForm(
            name=name,
            group=group,
            title=title,
            media_type=f"text/{subtype}; charset=utf-8",
            ending=ending,
            writer=_formatted(style, title.lower()),
        )
        for name, (title, subtype, ending) in zip(names, kinds, strict=True)
    )


_MANAGER = "Reference manager"
REFERENCE_FORMS = (
    ReferenceForm(
        name=FormName.RIS,
        group=_MANAGER,
        title="RIS",
        media_type="application/x-research-info-systems; charset=utf-8",
        ending="ris",
        writer=_ris,
    ),
    ReferenceForm(
        name=FormName.BIBTEX,
        group=_MANAGER,
        title="BibTeX",
        media_type="application/x-bibtex; charset=utf-8",
        ending="bib",
        writer=_bibtex,
    ),
    ReferenceForm(
        name=FormName.CSL_JSON,
        group=_MANAGER,
        title="CSL-JSON",
        media_type="application/vnd.citationstyles.csl+json",
        ending="csl.json",
        writer=_csl_json,
    ),
    *_printed("AMA, 11th edition", FormName.AMA, FormName.AMA_HTML, FormName.AMA_MARKDOWN),
    *_printed("APA, 7th edition", FormName.APA, FormName.APA_HTML, FormName.APA_MARKDOWN),
    ReferenceForm(
        name=FormName.FHIR_CITATIONS,
        group="Experimental",
        title="FHIR R5 Citation",
        media_type="application/fhir+json; fhirVersion=5.0",
        ending="fhir.json",
        writer=_fhir_citations,
    ),
)
FORM_NAMES = tuple(form.name.value for form in REFERENCE_FORMS)


def form_named(name: str) -> ReferenceForm:
    """The form of this name. Raises NotFound, naming those that there are."""
    for form in REFERENCE_FORMS:
        if form.name == name:
            return form
    raise NotFound(f"references are not given as {name[:40]!r}", hint=f"one of {', '.join(FORM_NAMES)}")
