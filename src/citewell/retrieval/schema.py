"""What tantivy is told of the library: two collections, their fields, and how words are cut and stemmed."""

import tantivy

FORMAT = "3"
DOCUMENTS = "documents"
PASSAGES = "passages"
# The field of a document that holds every word the library knows.
WORDS = "body"
# Where a passage stands, as one number: its document's, and in the low bits its ordinal there.
_PLACE_BITS = 24
_ANALYSIS = "english"
_ANALYSIS_PLAIN = "plain"
_LONGEST_WORD = 64


def english() -> tantivy.TextAnalyzer:
    """Runs of letters and digits, in lower case, without accents, stemmed by Snowball English."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(r"\w+"))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def plain() -> tantivy.TextAnalyzer:
    """As `english`, without stems: for names that a filter asks for."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(r"\w+"))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .build()
    )


def register(index: tantivy.Index) -> None:
    """Tells the index how its fields are cut into words; needed each time it is opened."""
    index.register_tokenizer(_ANALYSIS, english())
    index.register_tokenizer(_ANALYSIS_PLAIN, plain())


def place(document: int, passage: int) -> int:
    """Where a passage stands, as one number."""
    return document << _PLACE_BITS | passage


def document_and_passage(where: int) -> tuple[int, int]:
    """The document's number and the passage's ordinal that a place stands for."""
    return where >> _PLACE_BITS, where & ((1 << _PLACE_BITS) - 1)


def documents_schema() -> tantivy.Schema:
    """A document: its fields that matter, and its number, by which its passages name it."""
    builder = _with_filters(tantivy.SchemaBuilder())
    for field in ("title", "condition", "intervention", "population", "body"):
        builder.add_text_field(field, tokenizer_name=_ANALYSIS, index_option="freq")
    builder.add_unsigned_field("document", indexed=True, fast=True)
    return builder.build()


def passages_schema() -> tantivy.Schema:
    """A passage: its own words, the words over it, its place, and of what sort it is."""
    builder = _with_filters(tantivy.SchemaBuilder())
    for field in ("own", "context"):
        builder.add_text_field(field, tokenizer_name=_ANALYSIS, index_option="freq")
    builder.add_unsigned_field("document", indexed=True)
    builder.add_unsigned_field("place", indexed=True, fast=True)
    builder.add_unsigned_field("recommendation", fast=True)
    builder.add_unsigned_field("descriptive", fast=True)
    builder.add_unsigned_field("warning", indexed=True)
    return builder.build()


def _with_filters(builder: tantivy.SchemaBuilder) -> tantivy.SchemaBuilder:
    """The fields that a search may be limited by, the same in both collections."""
    for field in ("publisher", "people"):
        builder.add_text_field(field, tokenizer_name=_ANALYSIS_PLAIN, index_option="basic")
    for field in ("type", "status"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    return builder.add_unsigned_field("year", indexed=True, fast=True)
