"""Which quotations an answer rests on, and in which order."""

from dataclasses import replace

from citewell.answers.library.choosing import choose
from citewell.model.answers import Intent, Question
from library_builders import document_of, gathered_of, lines_of

ASKED = Question(text="Aspirin for stroke prevention in atrial fibrillation?")
ASKED_FOR_A_DOSE = replace(ASKED, intents=(Intent.DOSE,))


def texts(choice) -> list[str]:
    return [q.text for guideline in choice.guidelines for q in guideline.quotations]


def test_at_most_twelve_are_chosen_and_guidelines_that_fit_alike_have_as_many():
    documents = [document_of(f"g-{n}", "\n".join(f"Offer {n} {m}." for m in range(9))) for n in range(5)]
    gathered = gathered_of(*documents, ranking=tuple((d.source.id, 10.0) for d in documents))
    alike = tuple(replace(q, score=10.0) for q in gathered.quotations)
    choice = choose(replace(gathered, quotations=alike), ASKED)
    assert sorted(len(g.quotations) for g in choice.guidelines) == [2, 2, 2, 3, 3]


def test_the_guideline_that_fits_far_better_is_quoted_at_length_and_each_other_once():
    documents = [document_of(f"g-{n}", "\n".join(f"Offer {n} {m}." for m in range(12))) for n in range(3)]
    gathered = gathered_of(*documents)
    scores = {"g-0": 20.0, "g-1": 15.0, "g-2": 15.0}
    found = tuple(replace(q, score=scores[q.document]) for q in gathered.quotations)
    choice = choose(replace(gathered, quotations=found), ASKED)
    assert [len(g.quotations) for g in choice.guidelines] == [10, 1, 1]


def test_the_three_best_lead_even_of_one_guideline_but_not_what_fits_much_worse():
    gathered = gathered_of(document_of("a", "Offer a.\nOffer b."), document_of("b", "Offer c."))
    scores = {"Offer a.": 10.0, "Offer b.": 9.0, "Offer c.": 7.0}
    found = tuple(replace(q, score=scores[q.text]) for q in gathered.quotations)
    choice = choose(replace(gathered, quotations=found), ASKED)
    assert [quotation.text for quotation in choice.leading] == ["Offer a.", "Offer b."]


def test_among_graded_recommendations_a_sentence_without_a_grade_comes_last():
    gathered = gathered_of(document_of("g", "Offer aspirin.\nOffer heparin.\nOffer warfarin."))
    found = tuple(
        replace(q, found=replace(q.found, label="1B" if n else "")) for n, q in enumerate(gathered.quotations)
    )
    choice = choose(replace(gathered, quotations=found), ASKED)
    assert texts(choice) == ["Offer heparin.", "Offer warfarin.", "Offer aspirin."]


def test_a_single_guideline_has_eight():
    choice = choose(gathered_of(document_of("g", "\n".join(f"Offer {m}." for m in range(9)))), ASKED)
    assert len(texts(choice)) == 8


def test_a_guideline_that_fits_much_worse_is_left_out():
    one, other = document_of("a", "Offer aspirin."), document_of("b", "Offer apples.")
    gathered = gathered_of(one, other, ranking=(("a", 10.0), ("b", 4.9)))
    assert texts(choose(gathered, ASKED)) == ["Offer aspirin."]


def test_the_same_words_are_quoted_once_but_other_numbers_are_other_words():
    document = document_of("a", "Offer 20 mg.\nOffer  20 mg.\nOffer 40 mg.")
    assert texts(choose(gathered_of(document), ASKED)) == ["Offer 20 mg.", "Offer 40 mg."]


def test_asked_for_a_dose_words_with_a_dose_come_first():
    document = document_of("a", "Offer aspirin.\nOffer aspirin 81 mg daily.")
    assert texts(choose(gathered_of(document), ASKED_FOR_A_DOSE))[0] == "Offer aspirin 81 mg daily."
    assert texts(choose(gathered_of(document), ASKED))[0] == "Offer aspirin."


def test_what_a_guideline_is_about_is_not_quoted():
    document = document_of("a", "Adults with stroke")
    described = [replace(q, section="Target Population", found=None) for q in lines_of(document)]
    assert choose(gathered_of(document, quotations=tuple(described)), ASKED).empty


def test_contraindications_and_alerts_stand_apart():
    document = document_of("a", "Offer aspirin.\nContraindicated in active bleeding.")
    first, second = lines_of(document)
    second = replace(second, section="Contraindications", found=None)
    choice = choose(gathered_of(document, quotations=(first, second)), ASKED)
    assert texts(choice) == ["Offer aspirin."]
    assert [q.text for g in choice.alerts for q in g.quotations] == ["Contraindicated in active bleeding."]


def test_a_warning_on_the_drug_asked_about_comes_before_other_alerts_and_counts_among_the_twelve():
    document = document_of("a", "\n".join(f"Offer aspirin {n}." for n in range(12)))
    elsewhere = document_of("b", "Aspirin: stop before surgery.")
    (warning,) = lines_of(elsewhere)
    gathered = gathered_of(document, elsewhere, warnings=(warning,), ranking=(("a", 10.0),))
    choice = choose(gathered, ASKED)
    assert [q.text for g in choice.warnings for q in g.quotations] == ["Aspirin: stop before surgery."]
    assert len(texts(choice)) == 8


def test_of_guidelines_that_fit_alike_the_stronger_and_then_the_newer_comes_first():
    old, new, strong = (
        document_of(name, f"Offer aspirin {name}.", year=year)
        for name, year in (("old", 2001), ("new", 2017), ("strong", 2001))
    )
    gathered = gathered_of(old, new, strong)
    found = [
        replace(q, found=replace(q.found, strength="strong")) if q.document == "strong" else q
        for q in gathered.quotations
    ]
    choice = choose(replace(gathered, quotations=tuple(found)), ASKED)
    assert [guideline.document.source.id for guideline in choice.guidelines] == ["strong", "new", "old"]
