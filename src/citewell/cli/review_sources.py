"""Where reviewed content comes from at the command line: the files of the packs in use, or an answer."""

from citewell.errors import InputError
from citewell.model.guidelines import GuidelinePack
from citewell.model.reviews import Content, Subject, SubjectKind


def content_now(subject: Subject, question: str) -> Content:
    """What a subject says now; faults of its files are told.

    Raises NotFound, InputError for an article without its question.
    """
    if subject.kind is SubjectKind.ARTICLE:
        if not question:
            raise InputError("an article is made of a question", hint='add --question "…"')
        return _article(question)
    if question:
        raise InputError(f"{subject} is made of files, not of a question", hint="leave out --question")
    content, pack = _of_files(subject)
    _tell_faults(pack)
    return content


def content_to_submit(subject: Subject, question: str) -> Content | None:
    """What a subject says now; of an article without a question None: its draft is meant."""
    if subject.kind is SubjectKind.ARTICLE and not question:
        return None
    return content_now(subject, question)


def remade_now(subject: Subject, said: Content) -> Content:
    """What a version would say if it were made now."""
    if subject.kind is not SubjectKind.ARTICLE:
        return _of_files(subject)[0]
    from citewell.cli.options import open_engine
    from citewell.engine.articles import remade

    return remade(open_engine(record=False), said)


def _of_files(subject: Subject) -> tuple[Content, GuidelinePack]:
    """What the files say, and the pack they are of."""
    from citewell.cli.options import open_engine
    from citewell.engine.reviewable import reviewable
    from citewell.engine.sources import KnownSources

    engine = open_engine(record=False)
    library = engine.shelf.library if engine.shelf else None
    content = reviewable(subject, engine.catalogs, known=KnownSources(library=library))
    return content, engine.catalogs[subject.name.partition("/")[0]].pack


def _tell_faults(pack: GuidelinePack) -> None:
    """What is handed in with faults is handed in knowingly: its reviewers would find them one by one."""
    from citewell.cli.errors import say
    from citewell.guidelines.checks import found_in

    faults = len(found_in(pack))
    if faults:
        say(f"the files of {pack.id} have {faults} fault{'s' * (faults > 1)}: see citewell packs check")


def _article(question: str) -> Content:
    from citewell.cli.options import open_engine
    from citewell.engine.articles import article

    return article(open_engine(record=False), question)
