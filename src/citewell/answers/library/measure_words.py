"""The words around a number that show what it is a number of, as patterns.

Those that look back end where the number begins, those that look ahead begin where its unit ends.
"""

import re

# Units that `text/quantities.py` does not know, or knows by their first part only.
OTHER_UNIT = re.compile(
    r"\s?(?P<unit>(?:mm|cm)\s?Hg|[mµμ]?mol\s?/\s?(?:l|litre|mol)|m?g\s?/\s?d?[lL]\b|[nµμ]g\s?/\s?m?[lL]\b"
    r"|g/[lL]\b|kPa|[×x]\s?10\s?[⁹9^]+\s?(?:cells)?\s?/?\s?(?:[lL]|per litre)?|/\s?[µμ]L|%|m[lL]/min\S*"
    r"|kg/m²|msec|mm\b|cm\b)"
)
# Also "≥5 mm to <8 mm": the lower end has its unit, and the upper one says that it is outside.
RANGE = re.compile(
    r"(?:\s?(?:mm|cm|%|(?:mm|cm)\s?Hg))?"
    r"\s?(?:[-–—]\s?to|[-–—]|to|and|through|(?:and )?continuing (?:until|to|through)(?: age)?)\s?[<≤]?\s?",
    re.IGNORECASE,
)
# How often, in words, with how many years it is from one time to the next.
HOW_OFTEN = (
    (0.5, re.compile(r"\b(?:semi-?annual(?:ly)?|twice (?:a year|yearly|annually))\b", re.IGNORECASE)),
    (
        1.0,
        re.compile(
            r"(?<![-\w])(?<!twice )(?<!times )(?:annual(?:ly)?|yearly|(?:every|each|once a) year)\b",
            re.IGNORECASE,
        ),
    ),
    (2.0, re.compile(r"\b(?:biennial(?:ly)?|every (?:other|second) year)\b", re.IGNORECASE)),
    (3.0, re.compile(r"\b(?:triennial(?:ly)?|every third year)\b", re.IGNORECASE)),
)
_ABOUT = r"\s?(?:an? |or equal to |approximately |about )?$"
LEAST = re.compile(
    r"(?:\bat least|\bminimum of|\bno(?:t)? less than|\bmore than|\bover|\babove|\bexceed\w*|\bgreater than"
    r"|≥|>|\bfrom|\bolder than|\blonger than|\blater than(?: age)?"
    rf"|\bafter(?: the)?(?: age(?: of)?)?){_ABOUT}",
    re.IGNORECASE,
)
MOST = re.compile(
    r"(?:\bup to|\bat most|\bmaximum of|\bno(?:t)? more than|\bless than|\bfewer than|\bunder|\bbelow|≤|<"
    r"|\byounger than|\blower than|\bearlier than(?: age)?|\bno longer than|\bnot exceed\w*|\bbefore"
    r"|\bprior to|\buntil)"
    rf"{_ABOUT}",
    re.IGNORECASE,
)
OR_MORE = re.compile(
    r"\s?(?:of age |old )?(?:and|or) (?:more|older|over|above|higher|greater|longer)\b", re.IGNORECASE
)
OR_LESS = re.compile(
    r"\s?(?:of age |old )?(?:and|or) (?:less|younger|under|below|lower|fewer)\b", re.IGNORECASE
)
AGE_BEFORE = re.compile(
    r"\b(?:age[ds]?|ages? of|years? and|(?:younger|older) than)\b[^.;,0-9]{0,25}$", re.IGNORECASE
)
AGE_AFTER = re.compile(r"[- ]?(?:of age\b|old\b|and older|or older|and over)", re.IGNORECASE)
GESTATION = re.compile(r"[' ’]*(?:of |completed )?(?:gestation|pregnan)", re.IGNORECASE)
EVERY = re.compile(r"(?:\bevery|\beach|\bat intervals? of|\bonce (?:in )?every)\s?$", re.IGNORECASE)
APART = re.compile(r"\s?(?:apart\b|intervals?\b)", re.IGNORECASE)
WITHIN = re.compile(r"\b(?:within|in the first|during the first|by|within the first)\s?$", re.IGNORECASE)
PAST = re.compile(
    r"\b(?:past|previous|last|prior|lasting|history|symptoms?|persist\w*|pain)\b", re.IGNORECASE
)
LASTING = re.compile(
    r"\b(?:for|continu\w+|duration(?: of(?: \w+){0,4})?|courses? of|minimum of|at least|up to|lasting"
    r"|extend\w*(?: to)?)(?: an?| another| about| approximately| a minimum of| at least| up to| a total of"
    r"| a further)*\s?$",
    re.IGNORECASE,
)
# "6 weeks of amoxicillin" lasts; "6 weeks of age" or "within 6 weeks of the injury" does not.
COURSE = re.compile(
    r"[- ](?:course|duration|of (?!age|gestation|pregnan|life|onset|birth|admission|symptom|injur|diagnos"
    r"|surger|presentation|arrival|follow|the\b|an?\b))",
    re.IGNORECASE,
)
TARGET = re.compile(
    r"\b(?:target\w*|goals?|aim\w*|maintain\w*|keep|treat to|achiev\w+|reduc\w+ to)\b", re.IGNORECASE
)
