"""How near an encoder holds texts that have nothing to do with each other.

Some encoders give nearly every pair of texts a cosine above a half. What counts in a search is how much
nearer a text is than an unrelated one, and this says where that begins.
"""

from collections.abc import Sequence
from itertools import product

# Questions and headings of twelve subjects; each heading is unrelated to all questions but its own.
SUBJECTS = (
    ("Does my child with asthma need a spacer?", "Inhaler devices in asthma"),
    ("how is an ankle fracture immobilised", "Casts and braces after fractures of the ankle"),
    ("when to stop anticoagulants before colonoscopy", "Anticoagulants around endoscopy"),
    ("baby born at 30 weeks, feeding", "Nutrition of the preterm infant"),
    ("Which screening is there for cervical cancer?", "Cytology and HPV testing of the cervix"),
    ("hearing aids in old age", "Amplification for hearing loss"),
    ("my husband drinks too much", "Alcohol use disorder"),
    ("psoriasis of the scalp, shampoo or cream?", "Topical preparations for psoriasis"),
    ("How often should the eyes be checked in diabetes?", "Retinal examination in diabetes"),
    ("kidney stone, CT or ultrasound?", "Imaging of suspected renal colic"),
    ("voices telling me things", "First episode of psychosis"),
    ("vaccines before travelling to the tropics", "Immunisation of travellers"),
)


def unrelated(questions: Sequence[bytes], headings: Sequence[bytes], *, scale: int) -> float:
    """The mean cosine of each question with the headings of other subjects, of vectors in SUBJECTS' order."""
    pairs = [(q, h) for (i, q), (j, h) in product(enumerate(questions), enumerate(headings)) if i != j]
    return round(sum(_dot(*pair) for pair in pairs) / len(pairs) / scale**2, 4)


def _dot(first: bytes, second: bytes) -> int:
    return sum(a * b for a, b in zip(memoryview(first).cast("b"), memoryview(second).cast("b"), strict=True))
