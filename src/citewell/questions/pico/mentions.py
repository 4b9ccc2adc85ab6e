"""Where the terms of the vocabulary stand in a question: the longest first, none across a comma."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from citewell.model.pico import Phrase
from citewell.questions.passage import Passage
from citewell.questions.pico.terms import POINTING, Role, Term, Terms, bare
from citewell.questions.words import stems_of
from citewell.text.meanings import is_written_so, meant, said_about

# The end of a drug's name tells nothing of a short word ("April").
_SHORTEST_DRUG = 7
# Fewer words in capitals may all be abbreviations ("PE PET MI?").
_FEWEST_SHOUTED = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """What a term names, at words [first, last) of the question."""

    role: Role
    id: str
    first: int
    last: int


def mentions_in(passage: Passage, terms: Terms) -> tuple[Mention, ...]:
    """What is named, in order of place; of names of one kind that overlap the longest.

    A part of the body counts inside another name, too: "hip fracture" tells of the hip. What only looks like
    a name ("heart to heart") hides both.
    """
    kept: list[Mention] = []
    parts: set[int] = set()
    others: set[int] = set()
    for one in sorted(_all_mentions(passage, terms), key=lambda one: (one.first - one.last, one.first)):
        covered = parts if one.role is Role.BODY_PART else others
        if covered.isdisjoint(range(one.first, one.last)):
            covered.update(range(one.first, one.last))
            kept.append(one)
            if one.role is Role.NOTHING:
                parts.update(range(one.first, one.last))
    return tuple(sorted(kept, key=lambda one: (one.first, one.last)))


def phrases_of(mentions: Iterable[Mention], passage: Passage) -> tuple[Phrase, ...]:
    """Each thing once, where it is named first."""
    found = {one.id: one for one in sorted(mentions, key=lambda one: -one.first)}
    ordered = sorted(found.values(), key=lambda one: (one.first, one.last, one.id))
    return tuple(Phrase(one.id, *passage.span(one.first, one.last)) for one in ordered)


def _all_mentions(passage: Passage, terms: Terms) -> Iterator[Mention]:
    places = [n for n, word in enumerate(passage.words) if word.key not in POINTING]
    stems = [passage.words[n].stem for n in places]
    for at, place in enumerate(places):
        word = passage.words[place]
        if word.text in terms.meanings and not (word.stem in terms.only_as and _is_shouted(passage)):
            yield from _by_context(passage, place, terms)
        elif named := tuple(_named(passage, places[at:], stems[at:], terms)):
            yield from named
        else:
            yield from _drug_by_its_end(passage, place, terms)


def _named(passage: Passage, places: Sequence[int], stems: Sequence[str], terms: Terms) -> Iterator[Mention]:
    """What begins with the first of these words."""
    for term in terms.terms.get(stems[0], ()):
        more = len(term.rest)
        if tuple(stems[1 : 1 + more]) == term.rest:
            first, last = places[0], places[more] + 1
            if _may_be(term, passage, first, last) and _is_written_so(term, passage, first, last, terms):
                yield Mention(term.role, term.id, first, last)


def _is_written_so(term: Term, passage: Passage, first: int, last: int, terms: Terms) -> bool:
    """Whether a word that names something in one form only has it. Parts of the body have every form."""
    word = passage.words[first]
    if last - first > 1 or term.role is Role.BODY_PART or word.stem not in terms.only_as:
        return True
    return not (word.text.isupper() and _is_shouted(passage)) and is_written_so(
        word.text, terms.only_as[word.stem]
    )


def _is_shouted(passage: Passage) -> bool:
    """Whether a whole sentence stands in capitals, so that they tell nothing of a word."""
    return len(passage.words) >= _FEWEST_SHOUTED and passage.text.isupper()


def _may_be(term: Term, passage: Passage, first: int, last: int) -> bool:
    # In capitals and with no ending: "HIT" is one, "HITTING" is none.
    in_capitals = all(word.text.isupper() and word.key == word.stem for word in passage.words[first:last])
    is_pointed_at = passage.key_at(first - 1) in POINTING
    fits = (in_capitals or not term.capitals) and (is_pointed_at or not term.pointed)
    return fits and passage.is_one_part(first, last)


def _by_context(passage: Passage, place: int, terms: Terms) -> Iterator[Mention]:
    """What an abbreviation of several meanings names, where the words about it tell."""
    short = passage.words[place].text
    long = meant(terms.meanings[short], said_about(passage.text, short))
    first, *rest = bare(stems_of(long)) or ("",)
    for term in terms.terms.get(first, ()):
        if term.rest == tuple(rest):
            yield Mention(term.role, term.id, place, place + 1)


def _drug_by_its_end(passage: Passage, place: int, terms: Terms) -> Iterator[Mention]:
    word = passage.words[place].text.lower()
    if len(word) < _SHORTEST_DRUG or word.endswith(terms.unlike_drugs):
        return
    if word.endswith(terms.drug_ends):
        yield Mention(Role.INTERVENTION, word, place, place + 1)
