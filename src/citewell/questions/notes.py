"""What clinical notes say beyond a sentence's own words: headings, long "if" clauses, conditions that last.

A note says "Family history: A, B." and "If she has A, any B or C, she should return"; and who writes nothing
but "Hypertension." names what the patient has had for long.
"""

from citewell.questions.cues import NEGATIVE, Cue
from citewell.questions.forward import FARTHEST, reach
from citewell.questions.lists import Place, Reach
from citewell.questions.markers import PERSONS, STRUCTURAL, Markers
from citewell.questions.passage import SEPARATORS, Passage
from citewell.questions.spelling import word_set
from citewell.questions.triggers import Trigger
from citewell.questions.words import Gap, keys_of

_HEADINGS = {
    Cue.PAST: """
        past medical history; pmh; pmhx; past history; past surgical history; psh; surgical history;
        previous history; previous medical history; prior medical history; medical history; pmh psh;
        past medical and surgical history; past surgical and medical history; previous operations;
        past obstetric history; past psychiatric history
    """,
    Cue.STANDING: """
        social history; shx; allergies; known allergies; drug allergies; medical problems; problem list;
        comorbidities; co morbidities; background; chronic problems; menstrual history; risk factors
    """,
    Cue.OTHER: "family history; fhx; fh; family hx; fam hx; family medical history",
    Cue.UNCERTAIN: "ddx; differential; differentials; differential diagnosis; differential diagnoses",
}
# Diseases that last, as general textbooks class them, and habits: named alone they are no new finding.
_LASTING = """
    hypertension; htn; arterial hypertension; essential hypertension; high blood pressure; hyperlipidemia;
    hypercholesterolemia; high cholesterol; dyslipidemia; diabetes; diabetes mellitus; dm; t1dm; t2dm; niddm;
    iddm; type 1 diabetes; type 2 diabetes; type 1 diabetes mellitus; type 2 diabetes mellitus; diabetic;
    osteoporosis; osteoarthritis; osteopenia; arthritis; rheumatoid arthritis; gout; fibromyalgia; lupus;
    coronary artery disease; cad; ischemic heart disease; ihd; congestive heart failure; chf; heart failure;
    hf; atrial fibrillation; af; afib; peripheral vascular disease; peripheral artery disease; pvd; pad;
    cardiomyopathy; pulmonary hypertension; copd; chronic obstructive pulmonary disease; emphysema; asthma;
    bronchiectasis; pulmonary fibrosis; obstructive sleep apnea; sleep apnea; osa; chronic kidney disease;
    ckd; chronic renal insufficiency; chronic renal failure; end stage renal disease; esrd; gerd;
    gastroesophageal reflux disease; reflux; irritable bowel syndrome; ibs; crohn disease; crohns;
    ulcerative colitis; inflammatory bowel disease; celiac disease; cirrhosis; hepatitis b; hepatitis c; hiv;
    hypothyroidism; hyperthyroidism; hypothyroid; hyperthyroid; hypertensive; asthmatic; epileptic; cataract;
    obesity; epilepsy; seizure disorder; migraine; multiple sclerosis; parkinson disease; dementia;
    alzheimer disease; depression; anxiety; bipolar disorder; schizophrenia; adhd; autism; ptsd; insomnia;
    restless legs syndrome; cerebral palsy; down syndrome; cystic fibrosis; thalassemia;
    polycystic ovary syndrome; pcos; sarcoidosis; scleroderma; ankylosing spondylitis; psoriatic arthritis;
    addison disease; hyperparathyroidism; vitiligo; peripheral neuropathy; diabetic neuropathy;
    diabetic retinopathy; macular degeneration; spinal stenosis; djd; degenerative joint disease;
    degenerative disc disease; carotid artery disease; cerebrovascular disease; hypertriglyceridemia;
    chronic back pain; chronic low back pain; chronic pain; allergic rhinitis; hay fever; myasthenia gravis;
    schizoaffective disorder; generalized anxiety disorder; psoriasis; eczema; glaucoma; hearing loss;
    hemophilia; sickle cell disease; benign prostatic hyperplasia; benign prostatic hypertrophy; bph;
    endometriosis; congenital heart disease; mitral valve prolapse; menopausal; postmenopausal;
    post menopausal; alcohol; alcohol use; alcohol abuse; alcoholism; etoh; etoh use; tobacco; tobacco use;
    tobacco abuse; smoker; smoking; cigarette smoking; drug use; illicit drug use; iv drug use; drug abuse;
    drug allergies; penicillin allergy
"""
_HABITS = word_set("alcohol etoh tobacco smoker smoking cigarette drug allergy menopausal postmenopausal")
_DESCRIBED = word_set("mild moderate severe chronic longstanding essential systemic stable")
_HERE_AND_NOW = word_set("now currently today presenting admitted complain complaining acute recent recently")
_OPENS_CLAUSE = word_set("""
    i we she he you they it then please return call otherwise should what how do can could would will
""")
_HISTORY = word_set("history h hx pmh pmhx")
_ENDS_HISTORY = word_set("is are was were has have had i she he they we present fell no not without deny new")
_NOTHING_LISTED = word_set("nil none no unremarkable noncontributory nad negative")
_FINITE = word_set("may might can could will would is are was were has had")
_CIRCUMSTANCE = word_set("in for during while at because among to with if when")
_ARTICLES = frozenset(("a", "an"))
_CASE_AHEAD = 5
_LONGEST_HEADING = 5
_LONGEST_ITEMS = 32


def _phrases(listed: str) -> frozenset[tuple[str, ...]]:
    return frozenset(map(keys_of, listed.split(";")))


_BY_HEADING = {keys: cue for cue, listed in _HEADINGS.items() for keys in _phrases(listed)}
_LASTING_KEYS = _phrases(_LASTING)


def heading_over(markers: Markers, place: Place) -> Cue | None:
    """What the heading says under which a phrase stands ("PMH: A, B. C."); None under another or none."""
    passage = markers.passage
    if ":" not in passage.text:
        return None
    colon = _colon_before(passage, place)
    if colon is None:
        return None
    cue = _heading_ending_at(passage, colon)
    return cue if cue and _is_itemised(markers, colon + 1, place.first) else None


def is_imagined(markers: Markers, place: Place) -> bool:
    """Whether a phrase stands in an "if" clause, however long a list it is, or in "Should A recur, …"."""
    if _is_imagined_by_order(markers.passage, place):
        return True
    begin = max(markers.passage.begin[place.first], place.first - FARTHEST)
    return any(
        trigger.cue is Cue.IMAGINED
        and begin <= trigger.first
        and trigger.last <= place.first
        and not _tells_a_case(markers, trigger)
        and not _has_main_clause(markers, trigger, place.first)
        for trigger in markers.triggers
    )


def denies_change(markers: Markers, place: Place) -> bool:
    """Whether a phrase begins with the noun of a "no change", which denies nothing else."""
    keys = markers.passage.keys
    return any(
        trigger.cue is Cue.NOTHING
        and keys[trigger.first] == "no"
        and max(markers.passage.begin[place.first], place.first - FARTHEST) <= trigger.first < place.first
        and keys[place.first] == keys[trigger.first + 1]
        and reach(markers, Trigger(Cue.NEGATES, trigger.first, trigger.first + 1), place) is Reach.YES
        for trigger in markers.triggers
    )


def is_in_history(markers: Markers, place: Place) -> bool:
    """Whether a phrase stands in the list that "history of" opens ("h/o DM2, CAD with two stents, A, …")."""
    passage = markers.passage
    begin = max(passage.begin[place.first], place.first - FARTHEST)
    openers = [
        trigger.last
        for trigger in markers.triggers
        if trigger.cue is Cue.PAST
        and begin <= trigger.first < trigger.last <= place.first
        and not _HISTORY.isdisjoint(passage.keys[trigger.first : trigger.last])
    ]
    is_item = passage.opens_part(place.first) or passage.key_at(place.first - 1) in SEPARATORS
    if not openers or not is_item:
        return False
    inside = range(max(openers), place.first)
    ends = _ENDS_HISTORY.union(_HERE_AND_NOW)
    return markers.stops.isdisjoint(inside) and ends.isdisjoint(passage.keys[at] for at in inside)


def is_spared(passage: Passage, trigger: Trigger, place: Place) -> bool:
    """Whether a denial that may reach a phrase more likely does not.

    A "not" denies a verb, and the phrase tells when or for whom ("not given in pregnancy"); or the phrase has
    a verb of its own ("without treatment, sepsis may follow").
    """
    has_verb = not passage.ends_part(place.last) and passage.keys[place.last] in _FINITE
    if trigger.cue in NEGATIVE and has_verb and passage.opens_part(place.first):
        return True
    is_verbal = passage.keys[trigger.first] == "not" and trigger.last - trigger.first == 1
    return is_verbal and not _CIRCUMSTANCE.isdisjoint(passage.keys[trigger.last : place.first])


def is_lasting(passage: Passage, place: Place) -> bool:
    """Whether a phrase names a habit, or is a whole sentence that names a lasting condition."""
    named = passage.keys[place.first : place.last]
    if named in _LASTING_KEYS and not _HABITS.isdisjoint(named):
        return True
    plain = tuple(key for key in named if key not in _DESCRIBED)
    is_alone = passage.begin[place.first] == place.first and passage.end[place.first] == place.last
    return is_alone and (named in _LASTING_KEYS or plain in _LASTING_KEYS)


def _colon_before(passage: Passage, place: Place) -> int | None:
    """The word behind which the last colon stands before a phrase ends."""
    for index in range(place.last - 2, -1, -1):
        if passage.text_after(index).lstrip().startswith(":"):
            return index
    return None


def _heading_ending_at(passage: Passage, colon: int) -> Cue | None:
    longest = range(max(0, colon - _LONGEST_HEADING + 1), colon + 1)
    found = (_BY_HEADING.get(passage.keys[first : colon + 1]) for first in longest)
    return next((cue for cue in found if cue), None)


def _is_itemised(markers: Markers, start: int, first: int) -> bool:
    """Whether all up to a phrase is still what the heading lists: no telling of now, later sentences bare."""
    passage = markers.passage
    if not _HERE_AND_NOW.isdisjoint(passage.keys[start:first]):
        return False
    later = range(passage.end[start - 1], passage.end[first])
    if not later:
        return True
    is_empty = passage.keys[start] in _NOTHING_LISTED
    tells = any(trigger.cue is Cue.TELLS and trigger.first in later for trigger in markers.triggers)
    bare = len(later) <= _LONGEST_ITEMS and STRUCTURAL.isdisjoint(passage.keys[index] for index in later)
    return bare and not tells and not is_empty


def _tells_a_case(markers: Markers, trigger: Trigger) -> bool:
    """Whether "if" opens a case ("if a 78-year-old woman has …")."""
    ahead = markers.passage.keys[trigger.last : trigger.last + _CASE_AHEAD]
    names_person = "year" in ahead or not PERSONS.isdisjoint(ahead)
    return names_person and ahead[0] in _ARTICLES


def _has_main_clause(markers: Markers, trigger: Trigger, first: int) -> bool:
    """Whether the clause that says what then follows begins before a phrase."""
    passage = markers.passage
    inside = range(trigger.last + 1, first + 1)
    if any(index in inside for index in markers.asked_from):
        return True
    return any(
        passage.words[index].gap is Gap.SOFT and passage.keys[index] in _OPENS_CLAUSE for index in inside
    )


def _is_imagined_by_order(passage: Passage, place: Place) -> bool:
    """ "Should A recur, …": an inverted clause without a question mark says "if"."""
    begin, end = passage.begin[place.first], passage.end[place.first]
    if passage.keys[begin] != "should" or begin == place.first or "?" in passage.text_after(end - 1):
        return False
    comma = next((index for index in range(begin + 1, end) if passage.opens_part(index)), end)
    return place.last <= comma < end
