"""What the sections of a source are for, as the National Guideline Clearinghouse names them."""

# What a document is about: found by these, it is quoted from elsewhere.
_DESCRIPTIVE = frozenset(
    {
        "disease/condition(s)",
        "guideline objective(s)",
        "interventions and practices considered",
        "other disease/condition(s) addressed",
        "target population",
    }
)
# Where a source says when not to, and what a regulator warned of.
_WARNING = frozenset({"contraindications", "fda warning/regulatory alert"})


def is_descriptive(section: str) -> bool:
    """Whether a section says what its document is about, and not what to do."""
    return section.strip().casefold() in _DESCRIPTIVE


def is_warning(section: str) -> bool:
    """Whether a section tells contraindications or a regulator's warnings."""
    return section.strip().casefold() in _WARNING
