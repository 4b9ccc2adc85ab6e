"""One answer of several packs: which leads, what comes before all else, what the others add."""
