"""The nouns: frozen records, standard library only; the verbs stand in the packages beside it."""
