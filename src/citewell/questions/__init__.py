"""Words → Question: what is asked, of what, and what is told of the patient."""

from citewell.questions.facts import FactsRead
from citewell.questions.parse import parse, read_facts
from citewell.questions.vocabulary import Lexicon, compile_lexicon

__all__ = ["FactsRead", "Lexicon", "compile_lexicon", "parse", "read_facts"]
