"""Words → Question: what is asked, of what, and what is told of the patient."""

from citewell.questions.facts import FactsRead
from citewell.questions.lexicon import Lexicon, compile_lexicon
from citewell.questions.parse import parse, read_facts

__all__ = ["FactsRead", "Lexicon", "compile_lexicon", "parse", "read_facts"]
