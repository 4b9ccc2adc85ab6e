"""Whether a sentence tells what to do, and which way: read from its words alone."""

import re
from collections.abc import Iterable
from functools import lru_cache

from citewell.model.sources import Direction

# Longer sentences are judged by their beginning, so that a hostile line costs no more than a long sentence.
_READ = 1500

_PANEL = (
    r"(?:(?i:we|panel|panellists|group|force|committee|society|college|academy|association|board|team"
    r"|developers?|"
    r"authors|experts?|guidelines?)|GDG|[A-Z]{2,}(?:/[A-Z]+)?)\)?"
)
_ADVERB = r"(?:\w+ly |also |now |not |does not |do not |cannot |can )"
_PASSIVE = (
    r"(?:is|are|be|being|was|been) (?:(?:not|\w+ly|also|still|generally|only|no longer|an?|the"
    r"|therefore) ){0,3}"
    r"(?:recommended|suggested|advised|indicated|contraindicated|contra-indicated|preferred|advisable"
    r"|mandatory|"
    r"encouraged|discouraged|warranted|reasonable|preferable|appropriate|required|necessary|essential"
    r"|needed)"
)
# One boundary before all alternatives: they are tried where a word begins, and not at every letter.
_DIRECTIVE = re.compile(
    r"\b(?:(?:should|shall|must|ought to|need not)\b"
    rf"|{_PANEL} {_ADVERB}{{0,2}}(?:recommends?|suggests?|advises?|endorses?|advocates?|favou?rs?)\b"
    rf"|{_PASSIVE}\b"
    r"|(?:may|can|could|might) (?:\w+ly |also )?(?:be )?(?:consider|offer|used?\b|giv|add|treat"
    r"|administer|prescrib|perform"
    r"|appropriate|reasonable|useful|beneficial)"
    r"|contraindicated\b|recommendation (?:is|was) (?:made )?to\b|(?:do|does|did) not"
    r" (?:recommend|suggest)"
    r"|needs? to be\b|(?:is|are) (?:an? |the )?(?:\w+ )?(?:options?|treatment of choice|drugs? of"
    r" choice)\b"
    r"|no recommendations?\b|insufficient (?:\w+ )?(?:evidence|data) (?:is available )?(?:to|for)\b"
    r"|evidence is (?:\w+ )?insufficient\b|(?:cannot|unable to) (?:make|recommend)\b|recommends?"
    r" (?:for|against)\b)"
)
_VERB = (
    "offer|consider|do not|don't|use|refer|advise|give|provide|discuss|assess|avoid|ensure|explain|ask|"
    "perform|monitor|measure|check|stop|start|continue|treat|review|inform|encourage|screen|test|obtain|identify|be|take|"
    "tell|establish|prescribe|administer|initiate|conduct|diagnose|support|record|document|make|include|carry|"
    "arrange|repeat|counsel|evaluate|determine|apply|examine|exclude|follow|help|involve|keep|limit|maintain|"
    "manage|never|optimi[sz]e|place|plan|prefer|prepare|promote|reassess|recogni[sz]e|recommend|"
    "reduce|remove|replace|request|select|seek|send|switch|teach|undertake|wait|withhold|write|educate|position|"
    "implement|develop|wear|think|carry out|adjust|inspect|cleanse|protect|engage|"
    "collaborate|instruct|suspect|order|reserve|"
    "investigate|communicate|admit|discontinue|increase|suggest|utilize|titrate|schedule|facilitate|facilitating|"
    "observe|respond|set|work|agree|allow|anticipate|attempt|calculate|choose|complete|confirm|define|delay|"
    "deliver|differentiate|direct|enable|enquire|facilitate|immediately|initially|insert|listen|look|minimise|"
    "minimize|operate|question|rule|restrict|share|specify|store|treat|try|update|urgently|vaccinate|verify|routinely"
)
_IMPERATIVE = re.compile(rf"(?:(?:{_VERB})\b)(?! (?:of|is|are|was|were)\b)", re.IGNORECASE)
_CONDITION = re.compile(
    r"(?:if|when|for|in|before|after|during|while|where|once|unless|as|at|to|with|on)\b", re.IGNORECASE
)
_CLAUSE = re.compile(rf", (?:then |please |also )?(?:{_VERB})\b(?! (?:of|is|are)\b)", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:(?:[Rr]ecommendation|RECOMMENDATION|[Ss]tatement|Question"
    r"|R)\s?)?[(\[]?(?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,2}){0,4}[a-z]?[.):\]]{0,2}\s+(?=[A-Z])"
    r"|[A-Z][.)]\s+|(?:Recommendations?|Statement|GPP|✓)\s?[:.]?\s+(?=[A-Z])"
)
_NARRATIVE = re.compile(
    r"\b(?:it should be (?:noted|emphasi[sz]ed|stressed|recogni[sz]ed|remembered|understood|pointed out)"
    r"|research\b.{0,80}\bneeded\b"
    r"|(?:further|more|additional|future) (?:\w+ )?(?:research|stud(?:y|ies)|trials?)\b"
    r"|(?:this|these|the|each|its|our) (?:\w+ ){0,2}(?:recommendations?|guidelines?|statements?"
    r"|guidance|summar(?:y|ies)|documents?|criteria) "
    r"(?:is|are|was|were|appl|address|do not|does not|should not be|should be (?:read|used|viewed"
    r"|consider|interpret|regarded)|ha[sv]e?|places?|represents?|reflects?|must be|may)"
    r"|(?:were|was|has been|have been|had been) (?:\w+ )?(?:recommended|considered|suggested|advised"
    r"|indicated|required|needed)\b"
    r"|(?:denotes?|indicates?|represents?|signif(?:y|ies)|reflects?) (?:that )?(?:an? |the )?(?:\w+"
    r" ){0,3}recommendation"
    r"|clinical judg(?:e)?ment\b.{0,60}\bsupersede|should (?:also )?(?:consult|refer to) the original"
    r"|^(?:evidence|rationale|background|values and preferences|discussion|supporting|literature"
    r"|benefits?|harms?|risks?|costs?|"
    r"intentional vagueness|exclusions?|exceptions?|role of|quality improvement|differences of opinion"
    r"|value judg|benefit-harm|question|rating scale|strength of|"
    r"aggregate evidence|level of confidence|implementation|technical remark|resource|definition"
    r"|adapted|note|sources?|see)\b[^.]{0,40}:)|…",
    re.IGNORECASE,
)
_UNDECIDED = re.compile(
    r"\b(?:for or against|neither for nor against|no (?:specific )?recommendations?\b(?! for research)"
    r"|inconclusive"
    r"|(?:unable|not possible|impossible) to (?:make|recommend|provide|give|determine)"
    r"|insufficient(?: \w+){0,4} (?:to|for) (?:\w+ )?(?:recommend|support|assess|make|determine"
    r"|establish|advise|suggest|a )"
    r"|cannot (?:make|give|offer) (?:an? )?(?:\w+ )?recommendation|evidence is (?:\w+ )?insufficient"
    r"|cannot recommend either)",
    re.IGNORECASE,
)
# Who is to leave something out, up to a clause that tells of whom; and that it is not to be done: "not use"
# and "is not used", but not "patients not treated".
_SUBJECT = r"(?!(?:who|whom|whose|which|that|if|when|where|with|not|and)\b)[\w/-]+"
_NOT_DONE = r"(?:(?:do|does|is|are) not\b|not (?:\w+ly )?(?!already|yet|only|\w+(?:ing|ed|en|ly)\b)\w)"
_AGAINST = re.compile(
    r"\b(?:(?:should|must|shall|ought)(?: \w+ly| only)? (?:not|never)\b(?! only)"
    r"|(?:recommend|suggest|advise|caution|argue)(?:s|ed)?(?: \w+){0,3}? against\b"
    r"|(?:recommend|suggest|advise)s? (?:\w+ly )?not\b"
    rf"|(?:recommend|suggest|advise)(?:s|ed)? that (?:{_SUBJECT} ){{1,6}}?{_NOT_DONE}"
    r"|(?:do|does|did|can)(?:not| not) (?:\w+ly |be )?(?:recommend|suggest|advise|indicate|endorse)"
    r"|(?:(?<!cannot )(?<!not )be avoided|discouraged)\b|suggests? that(?: \S+){1,12} not be\b"
    r"|are not (?:to be )?used\b"
    r"|not be (?:used|offered|given|performed|initiated|started|administered)\b|^(?:do not|don't"
    r"|never|avoid|withhold)\b)",
    re.IGNORECASE,
)
# These are against only in a main clause: "offer it to people who do not smoke" is for.
_DENIAL = re.compile(
    r"\b(?:not|no longer)(?: \w+){0,3}? (?:recommended|suggested|advised|indicated|appropriate"
    r"|warranted|required|"
    r"necessary|preferred|needed|advisable|reasonable)\b"
    r"|\b(?:do not|don't|never|need not|avoid|contraindicated|contra-indicated|withhold|no (?:role|place)"
    r"|inappropriate)\b",
    re.IGNORECASE,
)
_WARNING = re.compile(r"(?<=[\w,)] )(?:avoid|contra-?indicated)", re.IGNORECASE)
# A clause that hangs on one of these words, up to where "and it is" begins another.
_SUBORDINATE = re.compile(
    r"\b(?:if|when|where|unless|who|whom|whose|which|that|those|because|although|since|while|is not"
    r" an?)\b(?:(?!\band (?:(?:it|this) )?is\b)[^,;:.])*$",
    re.IGNORECASE,
)
_UNSUPPORTED = re.compile(
    r"\binsufficient(?: \w+){0,4} (?:evidence|data)|\b(?:lack of|no) (?:\w+ )?evidence to (?:support"
    r"|recommend)",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"\bconsider(?:ed|ing)?\b|\b(?:may|might|can|could)(?: \w+ly| also)? (?:be )?(?:\w+ly )?(?:used?"
    r"|offer|giv|choos|consider|add|treat|administer|prescrib|perform"
    r"|appropriate|reasonable|useful|beneficial|indicated|try|tried|elect)|\boption(?:s|al)?\b",
    re.IGNORECASE,
)


_BRACKETS = re.compile(r"\([^()]*\)")
# A modal verb governs its sentence unless it stands in a clause that hangs on one of these words.
_MODALS = ("must", "should", "shall")
_HANGING = re.compile(
    r"\b(?:(?:who|which|whom)|(?:that|how|what|why|whether|if|when|where|because|unless)(?: \S+){0,4}) $",
    re.IGNORECASE,
)
_BEHIND_CONDITION = re.compile(r", (?:then |please |also )?$")


def without_number(text: str) -> str:
    """The sentence without the number it is listed under ("1.2.3 ", "Recommendation 4: ")."""
    match = _NUMBER.match(text)
    return text[match.end() :] if match else text


def tells_what_to_do(sentence: str) -> bool:
    """Whether a sentence is a directive: a deontic verb, a panel that recommends, or an imperative.

    Sentences about the guideline itself, its evidence or its methods are not.
    """
    return _is_directive(sentence[:_READ])


# A sentence is asked about by itself, with its label, and again for its direction.
@lru_cache(maxsize=1024)
def _is_directive(sentence: str) -> bool:
    words = without_number(sentence)
    return _is_told(words) and not words.endswith("?") and _NARRATIVE.search(words) is None


def _is_told(words: str) -> bool:
    if _IMPERATIVE.match(words) or _DIRECTIVE.search(words):
        return True
    return bool(_CONDITION.match(words) and _CLAUSE.search(words))


def recommends_explicitly(sentence: str) -> bool:
    """Whether a sentence has the form of a recommendation wherever it stands."""
    words = sentence[:_READ]
    return _DIRECTIVE.search(words) is not None and _NARRATIVE.search(words) is None


def direction_of(sentence: str) -> Direction | None:
    """Which way a directive points; want of evidence is no recommendation, never one against."""
    words = sentence[:_READ]
    if _UNDECIDED.search(words):
        return Direction.NO_RECOMMENDATION
    main = _main(words)
    if _AGAINST.search(without_number(main)) or _denies(main):
        return Direction.AGAINST
    if _UNSUPPORTED.search(words):
        return Direction.NO_RECOMMENDATION
    if _OPTION.search(words):
        return Direction.OPTION
    return Direction.FOR if tells_what_to_do(sentence) else None


def _main(words: str) -> str:
    """The words without what stands in brackets, where they tell what to do without it: "should be treated
    (an estimate of risk is not required)" is for."""
    bare = _BRACKETS.sub(" ", words)
    return bare if _is_told(without_number(bare)) else words


def main_verb(sentence: str, verbs: Iterable[str]) -> str | None:
    """The first of some verbs that governs a directive, of two at one place the longer; else None.

    An imperative governs at the head of the sentence or right behind its condition ("If ..., offer ..."), a
    modal ("should") in the main clause of a sentence that no imperative heads.
    """
    words = without_number(sentence[:_READ]).lstrip()
    found = (
        (match.start(), -len(verb), verb)
        for verb in verbs
        for match in _phrase(verb).finditer(words)
        if _governs(words, match.start(), modal=verb.startswith(_MODALS))
    )
    return min(found, default=(0, 0, None))[2]


def _governs(words: str, at: int, *, modal: bool) -> bool:
    before = words[max(0, at - 120) : at]
    if modal:
        return _IMPERATIVE.match(words) is None and _HANGING.search(before) is None
    return at == 0 or bool(_CONDITION.match(words) and _BEHIND_CONDITION.search(before))


@lru_cache(maxsize=64)
def _phrase(verb: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(verb)}\b", re.IGNORECASE)


def _denies(words: str) -> bool:
    """Whether a main clause denies; a warning word behind an imperative such as "offer" is not its own."""
    headed = _IMPERATIVE.match(without_number(words)) is not None
    return any(
        _SUBORDINATE.search(words[max(0, match.start() - 120) : match.start()]) is None
        for match in _DENIAL.finditer(words)
        if not (headed and _WARNING.match(words, match.start()))
    )
