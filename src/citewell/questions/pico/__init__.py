"""What a question asks about (PICO), read with the terms of general medical English in `vocabulary/`."""

from citewell.questions.pico.terms import NO_TERMS, Terms, compile_terms

__all__ = ["NO_TERMS", "Terms", "compile_terms"]
