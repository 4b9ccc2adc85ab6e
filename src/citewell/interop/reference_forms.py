"""Every form in which references are taken home: the command line, the API and the pages all ask here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from citewell.errors import NotFound, not_installed
from citewell.model.answers import Reference

Writer: TypeAlias = Callable[[Sequence[Reference]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceForm:
    """A form of a reference list. title: for people; ending: of a file's name."""

    name: str
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


def _printed(style: str, edition: str) -> tuple[ReferenceForm, ...]:
    return (
        ReferenceForm(
            name=style,
            title=edition,
            media_type="text/plain; charset=utf-8",
            ending="txt",
            writer=_formatted(style, "text"),
        ),
        ReferenceForm(
            name=f"{style}-html",
            title=f"{edition}, HTML",
            media_type="text/html; charset=utf-8",
            ending="html",
            writer=_formatted(style, "html"),
        ),
        ReferenceForm(
            name=f"{style}-markdown",
            title=f"{edition}, Markdown",
            media_type="text/markdown; charset=utf-8",
            ending="md",
            writer=_formatted(style, "markdown"),
        ),
    )


REFERENCE_FORMS = (
    ReferenceForm(
        name="ris",
        title="RIS",
        media_type="application/x-research-info-systems; charset=utf-8",
        ending="ris",
        writer=_ris,
    ),
    ReferenceForm(
        name="bibtex",
        title="BibTeX",
        media_type="application/x-bibtex; charset=utf-8",
        ending="bib",
        writer=_bibtex,
    ),
    ReferenceForm(
        name="csl-json",
        title="CSL-JSON",
        media_type="application/vnd.citationstyles.csl+json",
        ending="csl.json",
        writer=_csl_json,
    ),
    *_printed("ama", "AMA, 11th edition"),
    *_printed("apa", "APA, 7th edition"),
)
FORM_NAMES = tuple(form.name for form in REFERENCE_FORMS)


def form_named(name: str) -> ReferenceForm:
    """The form of this name. Raises NotFound, naming those that there are."""
    for form in REFERENCE_FORMS:
        if form.name == name:
            return form
    raise NotFound(f"references are not given as {name[:40]!r}", hint=f"one of {', '.join(FORM_NAMES)}")
