"""The trigger phrases of clinical English, and what each does to the phrases in its reach."""

from enum import StrEnum


class Cue(StrEnum):
    """What a trigger does to the phrases in its reach."""

    NEGATES = "negates"
    DENIES_LIST = "denies a whole list"
    PAST = "past"
    IMAGINED = "imagined"
    AWAITED = "awaited"
    UNCERTAIN = "uncertain"
    OTHER = "someone else"
    TELLS = "tells inside a question"
    STOPS = "ends a scope"
    NOTHING = "only looks like a trigger"
    NEGATES_BEFORE = "negates what stands before"
    PAST_BEFORE = "past, of what stands before"
    UNCERTAIN_BEFORE = "uncertain, of what stands before"
    AFFIRMS_BEFORE = "affirms what stands before"


TRIGGERS: dict[Cue, str] = {
    Cue.NEGATES: """
        no; not; without; w/o; never; nil; absence of; free of; free from; neither; nor; no evidence of;
        no sign of; no history of; no hx of; no signs or symptoms of;
        no further; no symptoms of; no complaint of; no features of; no new;
        no known; no obvious; no current; no longer any; negative for; -ve for; lack of; lacks; lacking;
        clear of; not any; non; nil history of; has no; have no; had no; fails to show; not on;
        not taking; stopped
    """,
    Cue.DENIES_LIST: "denies; denied; denying; denies any; denied any",
    Cue.PAST: """
        no longer; prev; history of; h/o; hx of; hx; past history of; past; past medical history; pmh;
        pmhx; previous; previously; prior; former; formerly; status post; s/p; earlier; used to have;
        used to be; years of previous; in remission from; treated for; recovered from; had a history of;
        remote
    """,
    Cue.IMAGINED: """
        if; what if; even if; in case of; in case; in the event of; suppose; supposing; assuming; unless;
        imagine; were to; should there be; should i develop; should she develop; should he develop;
        as soon as; whenever; in the absence of; provided
    """,
    Cue.AWAITED: """
        when; should; risk of; risks of; at risk of; at risk for; at risk; risk for; watch for;
        watch out for; look for; looking for; monitor for; screen for; screening for; check for;
        checking for; return if; come back if; to exclude; exclude; to avoid; avoid; prevent; preventing;
        prevention of; to prevent; reduce; fear of; scared of; cause; causing; could cause; may cause;
        can cause; lead to; leading to; would; until; develop; develops; role of; indication for;
        indications for;  assess for; assess; test for; examine for;
        examine; ask about; whether; warn about; chance of; likelihood of; definition of; meaning of;
        to rule out; criteria for; as a complication; complications of; versus
    """,
    Cue.UNCERTAIN: """
        possible; possibly; probable; probably; likely; maybe; perhaps; may; might; may have; might have;
        could; could be; may be; might be; suspected; suspect; suspicion of; suspicious for;
        suspicious of; query; questionable; rule out; r/o; cannot rule out; cannot exclude; not excluded;
        not ruled out; unlikely; unclear; not sure if; not sure whether; not sure; unsure; unsure if;
        uncertain; uncertain if; unknown if; not known if; not certain; worried about; concern for;
        concerned about; concern about; differential; ddx; evaluate for; evaluated for; work up for;
        apparently; consider; considering; thinks; think; presumed; do not know if; does not know if;
        doubtful; equivocal; equivocal for; borderline; impression of
    """,
    Cue.OTHER: """
        family history of; family history; family hx of; family hx; fhx; fhx of; fh of; fh;
        runs in the family; her mother; his mother; their mother; her father; his father; her sister;
        his sister; her brother; his brother; her husband; his wife; whose mother; whose father;
        maternal; paternal; parental; mother had; mother has; mother with; father had; father has;
        father with; sister had; sister has; sister with; brother had; brother has; brother with;
        mother died; father died; mother broke; father broke; aunt; uncle; cousin; neighbor; roommate;
        her parents; his parents; a parent; parent; first degree relative
    """,
    Cue.TELLS: """
        with; who has; who have; who had; who is; who are; who was; which has; which is; that has; has;
        having; presenting with; presents with; presented with; presenting; presents; presented;
        complains of; complaining of; c/o; reports; reporting; suffers from; diagnosed with;
        known to have; because; as he has; as she has; given; known; patient on; woman on; man on;
        lady on; someone on; is on; am on; are on; i have; we have; he has; she has; they have;
        who takes; who take; i am; despite
    """,
    Cue.STOPS: """
        but; however; although; though; except; except for; apart from; aside from; other than; besides;
        yet; nevertheless; because; because of; since; due to; owing to; therefore; so; then; while;
        whereas; whilst; secondary to; as well as; presents; presented; presenting; still; now;
        currently; has; with; and has; and is; and also; which; who; where; causing; caused; leading;
        resulting; despite; on examination; plus; also; only; after; what; how; why
    """,
    Cue.NOTHING: """
        no increase; no increased; no change; no change in; no improvement; no improvement in; no better;
        no worse; no worsening; not only; not just; not necessarily; no doubt; not until;
        not to mention; no wonder; no reason; no relief; no relief from; no response; no response to;
        not better; not improved; not improving; not helped; not responding to; not respond to;
        not controlled; with or without; with and without; associated with; consistent with;
        compared with; compared to; deal with; dealing with; cope with; help with; do with; begin with;
        start with; along with; live with; wrong with; happens with; may i; could i; could we; not worse;
        gram negative; no matter; why not; how likely; more likely; most likely; as likely; less likely;
        whether or not; or not; so far; so that; as long as; for now; no matter if; current past; last;
        over the past; for the past; in the past few; in the past week; in the past month; in the past;
        past few; past week; past day; past month; past 24; should not; must not; when needed;
        as possible; soon as possible; if possible; where possible; when possible; what should;
        how should; known if; known whether; not know; not want; not understand; not help; not work;
        not tolerate; not explain; given that; is given; be given; being given; get given; for free;
        feel free; no later; no more than; no less than; not more than; not less than; time off;
        take off; how far
    """,
    Cue.NEGATES_BEFORE: """
        no; none; nil; absent; denied; negative; is absent; was absent; is negative; was negative;
        ruled out; was ruled out; is ruled out; been ruled out; excluded; was excluded; is excluded;
        been excluded; not present; is not present; not seen; not found; not detected; not reported;
        not felt; not a problem; are absent; were absent; is denied; not demonstrated; unremarkable
    """,
    Cue.PAST_BEFORE: """
        year ago; years ago; last year; resolved; has resolved; now resolved; in childhood; as a child;
        has gone; went away; settled; has settled; recovered; fully recovered; in remission; previously;
        as a teenager; decades ago; long ago; in the past; years back; year back; initially; at first;
        at onset
    """,
    Cue.UNCERTAIN_BEFORE: """
        possible; suspected; likely; probable; not excluded; cannot be excluded; not ruled out;
        cannot be ruled out; is possible; is unknown; unknown; unclear; is unclear; uncertain;
        is uncertain; not assessed; not tested; not examined; not known; query; is suspected;
        was suspected; not documented; not recorded; unsure; not sure; not been excluded;
        not yet excluded; pending; unlikely; is unlikely; seems unlikely
    """,
    Cue.AFFIRMS_BEFORE: """
        present; is present; positive; is positive; yes; noted; was noted; confirmed; are present
    """,
}  # fmt: skip

FORWARD = frozenset(
    (Cue.NEGATES, Cue.DENIES_LIST, Cue.PAST, Cue.IMAGINED, Cue.AWAITED, Cue.UNCERTAIN, Cue.OTHER)
)
BACKWARD = frozenset((Cue.NEGATES_BEFORE, Cue.PAST_BEFORE, Cue.UNCERTAIN_BEFORE, Cue.AFFIRMS_BEFORE))
NEGATIVE = frozenset((Cue.NEGATES, Cue.DENIES_LIST))
NARROW = frozenset((Cue.PAST, Cue.UNCERTAIN, Cue.OTHER))
ENDS_LIST = frozenset((Cue.NEGATES, Cue.DENIES_LIST, Cue.IMAGINED, Cue.STOPS))
