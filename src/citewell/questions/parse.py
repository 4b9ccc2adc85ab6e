"""Words → Question. Start reading here."""

from citewell.model.answers import Audience, Question
from citewell.questions.concepts import leftover_words, subjects_in
from citewell.questions.context import Context
from citewell.questions.facts import FactsRead, facts_in
from citewell.questions.intents import intents_in
from citewell.questions.language import require_readable
from citewell.questions.lexicon import Lexicon
from citewell.questions.passage import Passage
from citewell.questions.pico.reading import read_pico


def parse(text: str, *, lexicon: Lexicon, audience: Audience = Audience.CLINICIAN) -> Question:
    """Understand a question. Raises InputError for a text that cannot be read or a number that cannot be."""
    require_readable(text)
    passage = Passage.of(text)
    context = Context(passage, is_case=False)
    read = facts_in(passage, lexicon=lexicon, context=context)
    subjects = subjects_in(passage, lexicon=lexicon, context=context)
    wants = intents_in(
        passage,
        subjects.found,
        lexicon=lexicon,
        facts=len(read.facts.facts),
        about_topic=bool(subjects.topics),
    )
    left = leftover_words(passage, subjects.covered | read.covered | wants.covered | context.trigger_words)
    return Question(
        text=text,
        audience=audience,
        intents=wants.intents,
        mentions=subjects.mentions,
        covered=subjects.within,
        facts=read.facts,
        doubts=read.doubts,
        exclusions=subjects.exclusions,
        topics=subjects.topics,
        unread=tuple(word.text.lower() for word in left if word.stem not in lexicon.vocabulary),
        leftover=tuple(word.text.lower() for word in left),
        pico=read_pico(passage, context=context, terms=lexicon.terms),
    )


def read_facts(text: str, *, lexicon: Lexicon) -> FactsRead:
    """The facts of a patient told in a sentence, and what was read but not used."""
    require_readable(text)
    passage = Passage.of(text)
    return facts_in(passage, lexicon=lexicon, context=Context(passage, is_case=True))
