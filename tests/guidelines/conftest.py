"""A small pack with one of everything and no fault, for tests that change one thing in it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

SMALL_PACK = {
    "pack.yaml": """\
id: small
title: A small pack
version: 0.1.0
status: draft
updated: 2026-01-31
summary: One question about a made-up fracture.
covers:
  - Adults with the made-up fracture.
populations:
  lumbar:
    name: Lumbar fracture
    patient: a broken bone in the lower back
    when: region is lumbar
    terms: [lumbar fracture]
excludes:
  hip:
    terms: [hip fracture]
    clinician: Hip fracture is outside this pack.
    patient: This pack is not about the hip.
""",
    "sources/body-2010.yaml": """\
type: Guideline
title: A made-up guideline
body: The Body
short: Body 2010
year: 2010
status: current
grading: body
findings:
  r1:
    text: >-
      For a fracture of L2 with pain for up to 5 days, the Body suggests salve for 4 weeks
      in patients aged 60 years or more.
    locator: Recommendation 1
    reading: V
    direction: for
    grade: Moderate
  r2:
    text: The Body recommends that salve is not used in patients with a salve allergy.
    reading: V2
    via: A digest of the guideline
  sums:
    text: The score adds 0 to 3 points for the level and 0 or 2 points for pain.
    reading: V
""",
    "sources/trial-2015.yaml": """\
type: Trial
title: A made-up trial
body: The Trialists
short: Trial 2015
year: 2015
status: current
findings:
  pain:
    text: In 1,136 patients salve lowered pain by 0.5 points.
    reading: V
    grade: Low
""",
    "facts.yaml": """\
age:
  type: number
  label: Age
  unit: a
  range: [0, 120]
  whole: yes
  ask: {clinician: How old is the patient?, patient: How old are you?}
  reads: ["{n} year old", {phrase: middle-aged, value: 50}]
pain-days:
  type: number
  label: Days of pain
  unit: d
  range: [0, 400]
  ask: {clinician: Days of pain?, patient: Days of pain?}
allergy:
  type: yes-no
  label: Salve allergy
  ask: {clinician: Any salve allergy?, patient: Are you allergic to salve?}
  terms: [salve allergy]
level:
  type: choice
  label: Level
  ask: {clinician: Which level?, patient: Which bone?}
  values:
    L2: {label: L2, terms: [L2]}
    L3: {label: L3}
    S1: {label: S1}
region:
  type: choice
  label: Region
  ask: {clinician: Which region?, patient: Where is it?}
  values:
    lumbar: {label: Lumbar}
    sacral: {label: Sacral}
  derive:
    - {value: lumbar, when: "level is one of L2, L3"}
    - {value: sacral, when: level is S1}
""",
    "criteria.yaml": """\
elderly:
  age >= 60 a
early:
  all:
    - use: elderly
    - pain-days <= @salve-window
""",
    "values.yaml": """\
salve-window:
  label: Longest time from onset
  unit: d
  values:
    2010-09-24: {value: 5, cites: [body-2010#r1]}
""",
    "concepts.yaml": """\
salve: {kind: intervention, label: Salve, terms: [salve], broader: [remedy]}
remedy: {kind: subject, label: Remedy, terms: [remedy]}
""",
    "recommendations/salve.yaml": """\
title: Salve
populations: [lumbar]
about: [salve]
aspects: [treatment]
source: body-2010
direction: for
grade: Moderate
clinician: The Body suggests salve for 4 weeks when pain has lasted up to 5 days.
patient: The Body says salve may help for 4 weeks. The pain should be up to 5 days old.
cites: [body-2010#r1]
applies_when:
  all:
    - use: early
    - level is not L3
never_when:
  - when: allergy is yes
    clinician: The Body recommends that salve is not used in patients with a salve allergy.
    patient: You should not have salve if you are allergic to it.
    cites: [body-2010#r2]
details:
  length:
    aspects: [duration]
    clinician: The course of salve is 4 weeks.
    patient: You use salve for 4 weeks.
    cites: [body-2010#r1]
""",
    "statements/evidence.yaml": """\
salve-trial:
  title: The trial of salve
  populations: [lumbar]
  about: [salve]
  aspects: [evidence]
  clinician: In 1,136 patients salve lowered pain by 0.5 points.
  patient: A study of 1,136 people found a bit less pain with salve.
  cites: [trial-2015#pain]
""",
    "disagreements/salve-use.yaml": """\
title: Salve
question: Should salve be used?
about: [salve]
populations: [lumbar]
sides:
  - body: The Body
    source: body-2010
    stance: for
    grade: Moderate
    clinician: The Body suggests salve.
    patient: The Body says salve may help.
    cites: [body-2010#r1]
  - body: The Trialists
    source: trial-2015
    stance: small effect
    clinician: The trial found 0.5 points less pain.
    patient: A study found a bit less pain.
    cites: [trial-2015#pain]
default:
  clinician: Salve may be tried.
  patient: Salve may be tried.
  cites: [body-2010#r1]
why: The guideline is the only one.
""",
    "scores/pain-score.yaml": """\
title: Pain score
kind: sum
about: [salve]
populations: [lumbar]
use: {clinician: It sums level and pain., patient: It adds up points.}
not_for: {clinician: It does not choose a treatment., patient: It does not pick a treatment.}
cites: [body-2010#sums]
items:
  level:
    label: Level
    options:
      low: {label: L2, points: 0, when: level is L2}
      high: {label: L3, points: 3, when: level is L3}
  pain:
    label: Pain
    unknown_points: 0
    options:
      some: {label: Some, points: 2, when: pain-days > 0}
bands:
  - {range: [0, 2], label: low, clinician: The score is low., patient: The score is low.}
  - {range: [3, 5], label: high, clinician: The score is high., patient: The score is high.}
""",
    "dispositions.yaml": """\
- id: clinic
  title: Clinic
  severity: warning
  clinician: A clinic visit is advised.
  patient: Please go to a clinic.
  cites: [body-2010#r1]
  reasons:
    allergic:
      when: allergy is yes
      clinician: There is a salve allergy.
      patient: You are allergic to salve.
      cites: [body-2010#r2]
- id: home
  title: Home
  severity: info
  clinician: Care at home is enough.
  patient: You can be cared for at home.
  cites: [body-2010#r1]
""",
    "topics/treatment.yaml": """\
title: Treatment
patient_title: Treatment
populations: [lumbar]
questions: [What is the treatment?]
terms: [treatment]
bottom_line: [salve]
sections:
  - id: remedies
    title: Remedies
    patient_title: Remedies
    items: [salve.length, salve-trial, salve-use]
must_mention:
  salve-first:
    what: Salve is mentioned.
    any_of: [salve]
""",
    "glossary.yaml": "salve: {plain: cream, forms: [salves]}\n",
    "cases/salve.yaml": """\
- name: Salve on day 5
  facts: {age: 70, pain-days: 5, level: L2, allergy: no}
  expect:
    verdicts: {salve: applies}
    disposition: home
- name: Age is read
  says: 70 year old
  expect:
    understood: {age: 70, allergy: unknown}
""",
    "CHANGES.md": "# Changes\n",
}


# What two packs share, and two packs that import it: the small pack, and one more.
_SHARED_FILES = ("facts.yaml", "concepts.yaml", "sources/body-2010.yaml", "glossary.yaml", "values.yaml")
_NEVER = """\
never_when:
  - when: allergy is yes
    clinician: The Body recommends that salve is not used in patients with a salve allergy.
    patient: You should not have salve if you are allergic to it.
    cites: [body-2010#r2]
"""
_SECOND_PACK = {
    "pack.yaml": """\
id: second
title: A second pack
version: 0.1.0
status: draft
updated: 2026-01-31
summary: One more question about a made-up fracture.
covers:
  - Adults with the made-up fracture.
imports:
  shared: 0.1.0
hand_overs:
  remedies:
    to: small
    topic: treatment
    about: [remedy]
populations:
  old:
    name: Old people
    patient: people who are old
    when: age >= 70
""",
    "sources/guild-2012.yaml": """\
type: Guideline
title: Another made-up guideline
body: The Guild
short: Guild 2012
year: 2012
status: current
doi: 10.1234/guild
findings:
  r1:
    text: The Guild suggests rest.
    reading: V
    direction: for
""",
    "concepts.yaml": "rest: {kind: intervention, label: Rest, terms: [rest]}\n",
    "recommendations/rest.yaml": """\
title: Rest
populations: [old]
about: [rest]
aspects: [treatment]
source: guild-2012
direction: for
clinician: The Guild suggests rest.
patient: The Guild says rest may help.
cites: [guild-2012#r1]
""",
    "cases/rest.yaml": """\
- name: Rest at 71
  facts: {age: 71}
  expect:
    verdicts: {rest: applies}
""",
}


def _shelf() -> dict[str, dict[str, str]]:
    base = {path: SMALL_PACK[path] for path in _SHARED_FILES} | {
        "base.yaml": """\
id: shared
title: What is shared
version: 0.1.0
updated: 2026-01-31
summary: Facts and words of made-up fractures.
""",
        "criteria.yaml": "elderly:\n  age >= 60 a\n",
        "safety/salve.yaml": _NEVER.replace("never_when", "contraindications"),
    }
    small = {path: text for path, text in SMALL_PACK.items() if path not in _SHARED_FILES}
    small["pack.yaml"] += "imports:\n  shared: 0.1.0\n"
    small["criteria.yaml"] = small["criteria.yaml"].replace("elderly:\n  age >= 60 a\n", "")
    recommendation = small["recommendations/salve.yaml"].replace(_NEVER, "")
    small["recommendations/salve.yaml"] = recommendation.replace(
        "direction: for", "direction: for\ngives: [salve]"
    )
    return {"shared": base, "small": small, "second": dict(_SECOND_PACK)}


@pytest.fixture
def shelf() -> dict[str, dict[str, str]]:
    """The files of a base and of two packs that import it, by folder, to be changed by the test."""
    return _shelf()


@pytest.fixture
def shelve(tmp_path: Path) -> Callable[[Mapping[str, Mapping[str, str]]], Path]:
    """Writes folders of files side by side, and gives the folder that holds them."""

    def written(folders: Mapping[str, Mapping[str, str]]) -> Path:
        for name, content in folders.items():
            for path, text in content.items():
                file = tmp_path / name / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
        return tmp_path

    return written


@pytest.fixture
def files() -> dict[str, str]:
    """The files of the small pack, to be changed by the test."""
    return dict(SMALL_PACK)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Writes files as a pack folder and gives its path."""

    def written(content: Mapping[str, str]) -> Path:
        folder = tmp_path / "small"
        for path, text in content.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return folder

    return written
