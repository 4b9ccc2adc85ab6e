"""The shapes in which grade labels are printed, whatever their system: brackets, heads and codes.

Every repetition is bounded, so that a hostile line costs no more than its length.
"""

import re

# A label is short: what is longer is a sentence.
LONGEST = 160
BRACKET = re.compile(rf"[(\[]\s*([^()\[\]\n]{{1,{LONGEST}}}(?:\([^()\n]{{1,40}}\))?)\s*[)\]]")
_HEAD = (
    r"(?:(?:overall |aggregate )?(?:grade|strength|level|quality|class|certainty|category)"
    r"(?: (?:of|in|for)(?: the)? (?:body of )?(?:recommendations?|evidence|confidence))?"
    r"|recommendation (?:strength|grade|level|category|class)|evidence (?:strength|quality|grade|level"
    r"|rating)"
    r"|aggregate evidence quality|policy level|GRADE(?: recommendation)?|LOE|LE|SOR|COR|GR|GOR|SORT"
    r"|type of recommendation|type|rating)"
)
_VALUE = r"[^.;:()\[\]\n]{1,60}(?:\([^()\n]{1,40}\))?"
TAIL = re.compile(
    rf"(?<![\w-]){_HEAD}\s?[:=]\s?{_VALUE}(?:[;,.]\s*(?:and )?(?:the )?{_HEAD}\s?[:=]\s?{_VALUE}){{0,3}}",
    re.IGNORECASE,
)
GRADE_HEAD = re.compile(r"(?i:(?:grade|strength) of (?:the )?recommendations?\s?[:=]\s?)(?=\S)")
# "Strong recommendation based on trials with ...": the label ends where its reason begins.
BASED = re.compile(
    r"(?i:((?:strong |weak |moderate |conditional )?(?:recommendation|option|no recommendation)(?:"
    r" against)?) based (?:up)?on )"
)
LONGEST_REASON = 500
PLURAL = re.compile(r"(?i:(?<=^level [a-z1-3]) recommendations?$)")
GRADE_WORD = re.compile(r"(?i:(?:evidence|recommendations?|confidence|certainty)\s?[:=])")
LEADING = re.compile(r"((?:[A-D]|GPP|✓|I{1,3}[ab]?)) ?[-–:] (?=[A-Z])|(Level [ABC]) recommendations?[.:] ")
SHAPE = re.compile(
    r"(?:(?i:grade|level|class|strength|quality|certainty|evidence|recommendation|strong|weak"
    r"|conditional|moderate"
    r"|limited|low|very low|high|consensus|expert|good practice|best practice|clinical principle"
    r"|ungraded|not graded"
    r"|standard|option|guideline|insufficient|inconclusive|no recommendation|practice point|type of"
    r" recommendation"
    r"|LOE|LE|SOR|COR|EBR|CBR|GPP|EO|statement)\b(?! (?:to|that|in|on|from|with|at|by|and the|who"
    r"|ii?[ab]? )\b))"
)
GRADED = re.compile(
    r"(?i:\b(?:grade|level|class|category|recommendation|evidence|consensus|opinion|practice|point"
    r"|statement|graded"
    r"|quality|LOE|SOR|strength)\b|^(?:strong|weak|conditional|moderate|limited|insufficient"
    r"|inconclusive|consensus|standard|option|guideline)$)"
)
CODE = re.compile(
    r"(?:I{1,3}|IV|V)[ab]?(?:-[123])?[ ,/-]{0,2}[A-E][+*-]?|[A-E][ ,/-]{1,2}(?:I{1,3}|IV|V)[ab]?"
    r"|[1-4]\+{1,2}|[1-3][A-D]|[A-D][12]|[+⊕●][+⊕●O0◯○]{2,3}|GPP|CBR|EBR|EO|CB|Level \d|[Cc]ategory"
    r" (?:I{1,3}[A-C]?|[A-E]\d?(?:-[A-Z])?)|[A-E][+-]?"
)
ALONE = re.compile(r"[A-E][+-]?|I{1,3}|IV|V|S")
NOT_LABEL = re.compile(
    r"(?i:^recommendations?(?: [\dA-Z.]{1,8})?$|^(?:evidence|consensus|practice) statements?"
    r"|^(?:quality|level|strength) of evidence$"
    r"|^guidelines?$"
    r"|^(?:recommendations?|guideline"
    r" statements?|guidelines?|evidence|statements?|options?) [\dA-Z]{1,3}(?:[.][\da-z])?(?:[.:]|$)"
    r"|^(?:grade|level|class|strength|quality|certainty|evidence|statements?|L?OE|LE|SOR|COR)$|\b(?:see"
    r"|e\.g|i\.e|figure|table|section|appendix|annotation|aim|variant|original|above|below|or \"|page"
    r"|recommends?|recommended|should|is|are|was|were|has|have|there|defined|denotes)\b|https?:)"
)
SCALES = re.compile(r"(?i:rating scheme|^methods used to assess)")
LEGEND_LIMIT = 40
YEAR = re.compile(r"(?i:new )?(?:19|20)\d\d")
