"""How a phrase of a clinical sentence is meant: each phrase in brackets, and what is said of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.model.cases import Assertion
from citewell.questions.absences import absences_in
from citewell.questions.assertions import assertion_of, reading_of
from citewell.questions.passage import Passage

MEANT = {
    "so": Assertion.AFFIRMED,
    "not": Assertion.NEGATED,
    "past": Assertion.PAST,
    "if": Assertion.HYPOTHETICAL,
    "maybe": Assertion.UNCERTAIN,
    "other": Assertion.OTHER_PERSON,
}


def bracketed(marked):
    """The text without its brackets, and where each bracketed phrase stands in it."""
    text, spans = "", []
    for plain, phrase in re.findall(r"([^\[]*)(?:\[([^\]]*)\])?", marked):
        text += plain
        if phrase:
            spans.append((len(text), len(text) + len(phrase)))
            text += phrase
    return text, spans


def meant(marked):
    text, spans = bracketed(marked)
    return [assertion_of(text, start, end) for start, end in spans]


def read(marked):
    text, spans = bracketed(marked)
    return reading_of(text, *spans[0])


SENTENCES = """
78F with AF, denies [chest pain] or [palpitations]. | not not
No fever, [cough], [dyspnoea]. | not not
r/o [PE] | maybe
?[PE] in a 34-year-old | maybe
h/o [DVT] | past
s/p [appendectomy] 2019 | past
FHx: [breast cancer] (mother) | other
mum had [breast cancer] at 40 | other
My mum had [breast cancer]. Should I be screened? | other
Should I screen a 67 year old woman for [osteoporosis]? | if
Can't feel when I [wipe], back pain since Monday, what should I do? | so
Should men with a low weight be tested for [osteoporosis]? | if
She was tested and positive for [osteoporosis]. | so
She was examined; treat her for [osteoporosis]. | so
Her father died of [MI] at 52. | other
if she develops [fever], return | if
never had [seizures] | not
no longer has [headaches] | past
[warfarin] stopped last year | past
PMH: HTN, [asthma], T2DM. Presents with [chest pain]. | past so
PMH asthma, [gout]. O/E: [wheeze]. | past so
neg for [PE] | not
w/o [effusion] | not
troponin -ve for [ischaemia] | not
[CRP] -ve | not
[D-dimer] +ve | so
Family history of [ovarian cancer] but she has [breast pain]. | other so
72M, known [COPD], now with [haemoptysis]. | so so
Can [ibuprofen] be given to a patient with [CKD] and no [ulcers]? | so so not
Is apixaban safe in a woman without [liver disease]? | not
What if she becomes [pregnant]? | if
CT negative for [haemorrhage]. | not
Ultrasound ruled out [DVT]. | not
[DVT] was ruled out. | not
Can't rule out [malignancy]. | maybe
[Malignancy] cannot be excluded. | maybe
Suspected [appendicitis]. | maybe
Likely [viral gastroenteritis]. | maybe
Worried about [meningitis]. | maybe
He has had [migraine] since childhood. | so
[MI] 5 years ago | past
5 years ago he had a [stroke]. | past
As a child she had [rheumatic fever]. | past
In 1998 he underwent [splenectomy]. | past
History of [peptic ulcer], on omeprazole for [reflux]. | past so
3-day history of [fever] | so
A six-month history of [weight loss] | so
Ex-[smoker] | past
ex [smoker], 20 pack years | past
Former [smoker]. | past
Non-[smoker] | not
Never [smoked]. | not
Quit [smoking] 10 years ago. | past
Not [pregnant], not [breastfeeding]. | not not
Not currently on [anticoagulants]. | not
Does not take [aspirin]. | not
Doesn't have [diabetes] or [hypertension]. | not not
Patient is not [septic]. | not
[Rash] absent. | not
[Fever]: no. [Cough]: yes. | not so
[Oedema] none. | not
Nil [oedema]. Nil [calf tenderness]. | not not
Chest clear, no [wheeze], sats 98%, [tachycardic] at 120. | not so
No [focal neurology] but [neck stiffness] present. | not so
Her sister has [MS]; she herself has [optic neuritis]. | other so
At risk of [falls]. | if
To prevent [stroke] in AF | if
Screen for [depression]. | if
Return if [vomiting] persists. | if
Should [chest pain] recur, call 999. | if
Call your doctor if you have [fever], [rash] or trouble breathing. | if if
Monitor for [bleeding]. | if
[Pain] has resolved. | past
[Pain], resolved. | past
In remission from [lymphoma]. | past
[Lymphoma] in remission. | past
No evidence of [metastasis], [recurrence] or [effusion] on CT. | not not not
Denies [fever], [chills], [night sweats], [weight loss]. | not not not not
Reports [nausea] but denies [vomiting]. | so not
She has neither [fever] nor [cough]. | not not
Lungs are clear without [wheezes], [rales], or [rhonchi]. | not not not
Absence of [peripheral pulses]. | not
The patient denied having any [suicidal ideation]. | not
MRI showed no [cord compression]; [disc bulge] at L4. | not so
MRI did not show [cord compression]. | not
Findings are not consistent with [pneumonia]. | not
There was no change in [mental status]. | so
No increase in [pain]. | so
Unlikely [PE]. | maybe
[PE] unlikely. | maybe
The differential includes [sarcoid]. | maybe
Consistent with [pneumonia]. | so
No [allergies]. Allergic to [penicillin]. | not so
Allergies: [penicillin] | so
NKDA, no known [drug allergies]. | not
Social history: [smoker], 20/day. | so
Patient's mother has [Huntington disease]. | other
His wife was recently diagnosed with [TB]. | other
Grandfather had [colon cancer]. | other
A 4-year-old boy whose brother has [chickenpox]. | other
My son has [croup]. | so
Paternal uncle: [haemophilia]. | other
Strong FH of [premature CAD]. | other
Pt afebrile, no [rigors]. | not
Mother reports that he has [diarrhoea]. | so
Her mum noticed [jaundice] yesterday. | so
Her husband says she has been [confused]. | so
[fever] denied | not
[pain]-free at rest | not
[seizure] free for 2 years | not
65M c/o [SOB], nil [CP], nil [palps], PMH [MI] 2015 | so not not past
Previous [C-section] x2, now [bleeding] PV | past so
Had [shingles] last year | past
he was a [smoker] until 2010 | past
Used to [drink heavily]. | past
on [metformin] until last month | past
after [hip replacement] in 2015 | past
Started on [ramipril] in 2015 | so
Diagnosed with [RA] in 2012, on methotrexate | so
Pt is a 24F G2P1 @ 30/40, ?[PET], BP 150/95 | maybe
No [headache], no [visual disturbance] or [epigastric pain]. | not not not
6yo boy, [fever] x3d, no [rash], drinking OK, brother had [chickenpox] last week | so not other
My husband is 67 and had a [heart attack] in 2019. Should he still take aspirin? | past
I had [gestational diabetes] with my first baby. I'm not [diabetic] now. | so not
I don't have any [chest pain] but I get [breathless] on stairs. | not so
I have never had a [blood clot]. | not
I think I might have [thrush]. | maybe
I'm scared it could be [cancer]. | maybe
Dad died of [bowel cancer] at 55, do I need a colonoscopy? | other
There's no [bowel cancer] in my family. | not
She is not known to have [epilepsy]. | not
No prior [MI] or [stroke]. | not not
No [MI] in the past. | not
Denies recent [travel], previous [DVT] or [COCP use]. | not not not
Asymptomatic apart from mild [fatigue]. | so
No complaints other than [knee pain]. | so
Not only [nausea] but also [vomiting]. | so so
[Cough] without [sputum] and with [haemoptysis]. | so not so
Chest X-ray: no [consolidation], [effusion] or [pneumothorax]. | not not not
Chest X-ray: no effusion. Old [rib fractures] noted. | past
CT head - no acute [bleed]; chronic [small vessel disease]. | not so
Bloods: CRP 120, WCC 18, [troponin] negative, [d-dimer] not done. | not maybe
Rule out [ectopic pregnancy]. | maybe
PE was ruled out but [pneumonia] was found. | so
[Sepsis] was considered unlikely. | maybe
Probable [gout]; [septic arthritis] not excluded. | maybe maybe
Exclude [fracture] before manipulation. | if
He is at high risk of [stroke]. | if
What are the chances of [recurrence]? | if
Safety-netted: return if [worsening pain], [fever] or [new weakness]. | if if if
Come back straight away if you get [chest pain]. | if
In the event of [anaphylaxis], give adrenaline. | if
If there is no [fever], discharge. | if
Unless [jaundice] develops, observe. | if
PMHx: [IHD], [AF] on DOAC, [#NOF] 2018. SHx: lives alone. FHx: [Ca breast] (sister) | past past past other
FHx: breast cancer. O/E: [irregular pulse]. | so
Past medical history includes [COPD] and [bronchiectasis]. | past past
Previously well 30M with [sore throat]. | so
Previously fit and well. Now [jaundiced]. | so
Recovering from [flu]. | past
Completed treatment for [TB] in 2009. | past
[Shingles] resolved 2 weeks ago. | past
[Swelling] has gone down. | so
The [rash] has now gone. | past
Warfarin was stopped because of [bleeding]. | so
She is off [methotrexate] since May. | past
She stopped [smoking] in 2001. | not
Gave up [alcohol] ten years ago. | past
Ex-IVDU, [hep C] treated. | so
Can I give [ibuprofen] if the patient has [asthma]? | so if
Is it safe to use [metformin] in someone with [eGFR 25]? | so so
Should a man of 70 with [AF] but no other [risk factors] take apixaban? | so not
Is [MRI] needed in [low back pain] without [red flags]? | so so not
A pregnant woman not immune to [rubella] has [a rash]. | so so
Pt reports [dizziness]; denies [LOC], [head injury], [tinnitus] or [hearing loss]. | so not not not not
Neither [ulcers] nor [erosions] were seen. | not not
[Neck stiffness] and [photophobia] absent. | not not
[Homans sign] negative bilaterally. | not
Abdomen soft, [non-tender]. | so
O/E no [pallor] no [icterus] no [clubbing]. | not not not
Nil [of note]. SOB++ | not
[Wheeze] nil. [Creps] nil. | not not
Mum says he's been [lethargic]. | so
Carer worried re [UTI]. | maybe
Her aunt and grandmother both had [breast cancer]. | other
Patient's sister was diagnosed with [coeliac disease]. | other
Family hx sig for [T1DM] in brother. | other
No FHx of [glaucoma]. | other
Contact of a case of [measles]. | so
Baby's father has [herpes]. | other
32F 12/40 pregnant, PMH [asthma], vomiting x5/7, ketones 3+, no [abdominal pain]. Admit? | past not
70M, AF, CHA2DS2-VASc 3, no [bleeding] history. Apixaban or warfarin? | not
Can you use NSAIDs in a patient with prior [peptic ulcer]? | past
What antibiotic for cellulitis in someone allergic to [penicillin]? | so
Is colchicine ok if [CKD]? | if
Does a child with a [febrile seizure] need an EEG? | so
Which statin for a man who had a [stroke] last year and has no [liver disease]? | past not
My daughter is 4 and has had [earache] for 2 days but no [fever]. | so not
my mum is 80 and had a [fall], she isn't [confused] | so not
Should women without a [uterus] be screened? | not
Treatment of [hypertension] in pregnancy | so
Prevention of [stroke] in AF | if
When should [hypertension] be treated? | so
How is [gout] diagnosed? | so
Is [warfarin] better than apixaban? | so
Post-op day 2 after [hip replacement], now [short of breath]. | so so
Day 3 s/p [appendicectomy], spiking [temperatures] | past so
Has had [MI] x2, [CVA] 2010, [DVT] 2015 | so past past
No red flags: no [weight loss], no [night pain], no [trauma]. | not not not
Low back pain 6 weeks, no [red flags], not [osteoporotic], never had [cancer]. | not not not
Nonsmoker, no [ETOH]. | not
Denies [smoking] / [alcohol] / [drugs] | not not not
Hx: [HTN]. Meds: [amlodipine]. Allergies: [NKDA]. | past so so
PMH significant for [CHF] (EF 20%), [CKD stage 3], s/p [ICD]. | past past past
PMH nil. DH nil. FH [IHD]. | other
PMH: nil of note. c/o [headache] | so
FH: nil. c/o [headache] | so
No PMH. [Headache] x 3/7. | so
Fhx of [breast ca] in mother and aunt, pt has [breast lump]. | other so
[Chest pain] free since admission | not
Well-controlled [asthma] without [exacerbations] this year. | so not
Had been on [steroids] until 2 weeks ago | so
Tried [amitriptyline] without [benefit]. | so not
[ACEi] not tolerated because of [cough]. | so so
Cannot tolerate [metformin]. | so
Didn't respond to [naproxen]. | so
Pt declined [surgery]. | so
Is it [shingles] or [eczema]? | so so
Could this be [shingles]? | maybe
Query [appendicitis]. | maybe
Imp: ?[CAP] ?[PE] | maybe maybe
DDx: [PE], [ACS] | maybe maybe
Concern for [child abuse]. | maybe
treat as [sepsis] until proven otherwise | so
h/o [CABG]; no h/o [PCI] | past not
[Asthma] as a child | past
[Asthma] as a child, none since. | past
Childhood [asthma], none now. | so
No [nausea]/[vomiting]/[diarrhoea]. | not not not
The patient has not had any [seizures] since 2015. | not
Without treatment, [sepsis] may follow. | so
She didn't lose [consciousness]. | not
He lost [consciousness]. | so
He hasn't got a [rash]. | not
There wasn't any [blood]. | not
She can't have [ibuprofen]. | not
24M RIF pain, ?[appendicitis], afeb, no [guarding]. | maybe not
Prev [TIA] 2019, on clopidogrel; nil [residual deficit]. | past not
Known [penicillin allergy]. | so
Bereaved, low mood, no [SI], no [DSH]. | not not
A 3-month-old who is not [feeding well]. | not
Not [bleeding] at present. | not
He no longer [smokes]. | past
She used to get [migraines] but not now. | past
[Migraines] when younger | past
Has [T2DM] diagnosed 2012. | so
[Breast cancer] in 2016, disease-free since. | past
[Breast cancer] (2016), on letrozole | past
My brother and my father both have [gout]; could I have it? | other
Two of her siblings have [asthma]. | other
Maternal grandmother with [glaucoma]. | other
His partner tested positive for [chlamydia]. | other
Her mother is a carrier of [BRCA1]. | other
Reports no [chest pain], [orthopnoea] or [ankle swelling]. | not not not
There is no [pallor], [icterus], [cyanosis], [clubbing] or [oedema]. | not not not not not
CVS: S1S2 normal, no [murmurs]. RS: clear, no added [sounds]. | not not
Urine dip: [nitrites] neg, [leucocytes] pos. | not so
[Pregnancy test] negative. | not
[Malaria] film negative x3. | so
This is not [cellulitis]. | not
It isn't [broken]. | not
X-ray ruled out a [fracture]. | not
The scan did not show a [clot]. | not
They couldn't find any [infection]. | not
No one has found the cause of [pain]. | so
I was told it's not [cancer]. | not
I used to have [eczema]. | past
I had [eczema] as a kid. | past
I've had [eczema] since I was a kid. | so
When I was a child I had [asthma]. | past
If I get [a headache], can I take ibuprofen? | if
What happens if [the clot] moves? | if
I'm worried I might have [a clot]. | maybe
Doctor thinks it is probably [sciatica]. | maybe
They suspect [lupus]. | maybe
The GP wants to rule out [lupus]. | if
I am at risk for [diabetes]. | if
I don't want [diabetes]. | so
How can I avoid [a stroke]? | if
I stopped [warfarin] last month. | not
I take metformin, not [insulin]. | not
Without [anticoagulation], stroke risk rises. | not
No need for [surgery]. | not
There is no doubt she has [sepsis]. | so
not uncommon [nausea] | so
"""


@pytest.mark.parametrize("line", SENTENCES.strip().splitlines())
def test_a_phrase_is_meant_as_its_sentence_says(line):
    marked, _, expected = line.rpartition(" | ")
    assert meant(marked) == [MEANT[one] for one in expected.split()]


@pytest.mark.parametrize(
    ("marked", "distinctions"),
    [
        ("No history of [seizures].", {"negated", "past"}),
        ("No known [allergies].", {"negated", "past"}),
        ("No family history of [glaucoma].", {"negated", "other_person"}),
        ("Her [nausea] resolved.", {"over"}),
        ("A ten-year history of [psoriasis]", {"standing"}),
        ("A two-day history of [vomiting]", set()),
        ("Psoriasis, [gout] since 2004", {"standing"}),
        ("Known [COPD]", {"standing"}),
        ("[Hypertension].", {"lasting"}),
        ("[Headache].", set()),
        ("Social history: drinks [wine].", {"standing"}),
        ("If she has any tingling, [weakness] or pain, she should return.", {"hypothetical"}),
        ("If the tingling goes on, she has [weakness].", set()),
        ("?[PE], no previous [DVT]", {"uncertain"}),
    ],
)
def test_each_distinction_is_told_by_itself(marked, distinctions):
    reading = read(marked)
    assert {name for name in reading.__slots__ if getattr(reading, name)} == distinctions


@pytest.mark.parametrize(
    ("marked", "is_historical"),
    [
        ("h/o [asthma]", True),
        ("[Asthma].", True),
        ("mother with [asthma]", True),
        ("an attack of [asthma] today", False),
    ],
)
def test_historical_is_all_that_began_before_the_episode(marked, is_historical):
    assert read(marked).historical is is_historical


def test_a_word_that_denies_inside_itself_tells_what_it_denies():
    text = "Afebrile, abdomen non-tender, normotensive."
    found = [(one.finding, text[one.start : one.end]) for one in absences_in(Passage.of(text))]
    assert found == [("fever", "Afebrile"), ("tenderness", "non-tender"), ("hypertension", "normotensive")]


def test_the_finding_inside_such_a_word_is_denied_and_the_word_itself_is_not():
    assert meant("She is a[febrile].") == [Assertion.NEGATED]
    assert meant("She is [afebrile].") == [Assertion.AFFIRMED]


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 3), (2, 3), (0, 40), (30, 40)])
def test_a_span_without_words_or_beyond_the_text_is_affirmed(start, end):
    assert assertion_of("ab , cd", start, end) is Assertion.AFFIRMED


def test_of_a_long_text_what_stands_around_the_phrase_decides():
    text = "The wound is clean. " * 500 + "No fever, cough or rash. " + "The wound is clean. " * 500
    start = text.index("rash")
    assert assertion_of(text, start, start + 4) is Assertion.NEGATED


PIECES = st.sampled_from(
    (
        *("no", "not", "fever", "cough", ",", ".", ":", ";", "?", "if", "should", "history", "of", "her"),
        *("mother", "had", "PMH", "FHx", "resolved", "ago", "2003", "in", "since", "denies", "or", "and"),
        *("without", "free", "ve", "-ve", "+ve", "old", "was", "as", "a", "child"),
    )
)


@given(st.lists(PIECES, max_size=30), st.integers(0, 29))
def test_any_arrangement_of_words_has_a_reading(pieces, index):
    text = " ".join(pieces)
    start = len(" ".join(pieces[:index]))
    assert assertion_of(text, start, start + 6) in Assertion
