"""Where reviewed content comes from at the command line: the files of the packs in use, or an answer."""

from citewell.errors import InputError
from citewell.model.reviews import Content, Subject, SubjectKind


def content_now(subject: Subject, question: str) -> Content:
    """What a subject says now. Raises NotFound, InputError for an article without its question."""
    if subject.kind is SubjectKind.ARTICLE:
        if not question:
            raise InputError("an article is made of a question", hint='add --question "…"')
        return _article(question)
    if question:
        raise InputError(f"{subject} is made of files, not of a question", hint="leave out --question")
    return _of_files(subject)


def content_to_submit(subject: Subject, question: str) -> Content | None:
    """What a subject says now; of an article without a question None: its draft is meant."""
    if subject.kind is SubjectKind.ARTICLE and not question:
        return None
    return content_now(subject, question)


def remade_now(subject: Subject, said: Content) -> Content:
    """What a version would say if it were made now."""
    if subject.kind is not SubjectKind.ARTICLE:
        return _of_files(subject)
    from citewell.cli.options import open_engine
    from citewell.engine.articles import remade

    return remade(open_engine(record=False), said)


def _of_files(subject: Subject) -> Content:
    from citewell.cli.options import open_engine
    from citewell.engine.reviewable import reviewable
    from citewell.engine.sources import KnownSources

    engine = open_engine(record=False)
    library = engine.shelf.library if engine.shelf else None
    return reviewable(subject, engine.catalogs, known=KnownSources(library=library))


def _article(question: str) -> Content:
    from citewell.cli.options import open_engine
    from citewell.engine.articles import article

    return article(open_engine(record=False), question)
