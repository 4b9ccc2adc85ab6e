"""The trigger phrases of clinical English, and what each does to the phrases in its reach."""

from enum import StrEnum


class Cue(StrEnum):
    """What a trigger does to the phrases in its reach."""

    NEGATES = "negates"
    DENIES_LIST = "denies a whole list"
    NEVER = "denies of now and before"
    REJECTS = "denies what a verb introduces"
    PAST = "past"
    TREATED = "treated, and perhaps over"
    STANDING = "begun before, and lasting"
    IMAGINED = "imagined"
    AWAITED = "awaited"
    SOUGHT = "asked about"
    UNCERTAIN = "uncertain"
    OTHER = "someone else"
    KIN = "someone else, or the patient"
    TELLS = "tells inside a question"
    STOPS = "ends a scope"
    NOTHING = "only looks like a trigger"
    NEGATES_BEFORE = "negates what stands before"
    OVER_BEFORE = "over, of what stands before"
    PAST_BEFORE = "past, of what stands before"
    UNCERTAIN_BEFORE = "uncertain, of what stands before"
    AFFIRMS_BEFORE = "affirms what stands before"


TRIGGERS: dict[Cue, str] = {
    Cue.NEGATES: """
        no; not; without; w/o; never; nil; absence of; free of; free from; neither; nor; no evidence of;
        no sign of; no signs or symptoms of; no further; no symptoms of; no complaint of; no features of;
        no new; no obvious; no current; no longer any; negative for; -ve for; lack of; lacks; lacking;
        clear of; not any; non; has no; have no; had no; fails to show; not on; not taking; not in any;
        is not in; was not in; are not in; not currently; not currently on; not currently taking;
        not at present; stopped; neg for; nor any; no suggestion of; no indication of; no findings of;
        no finding of; no definite; no acute; no significant; no other; zero; devoid of; no complaints of
    """,
    Cue.DENIES_LIST: "denies; denied; denying; denies any; denied any; deny; deny any",
    Cue.NEVER: """
        no known; no history of; no hx of; nil history of; no previous history of; no past history of;
        no prior history of; no personal history of; no past medical history of; no significant history of;
        without history of; without a history of; nil known; never had
    """,
    Cue.REJECTS: """
        not consistent with; inconsistent with; not compatible with; not suggestive of; not suggest;
        not indicative of; not indicate; not support; not support a diagnosis of; not typical of;
        not typical for; not in keeping with; not diagnostic of; not characteristic of; not meet criteria for;
        argues against; speaks against; ruled out for; ruled out; excluded; not thought to be;
        not thought to have; not felt to be; not felt to have; not believed to be; not known to have;
        not appear to be; not appear to have; not seem to have; not show; not shown; not reveal;
        not demonstrate; not identify; not disclose; not detect; not see any; not look like; not complain of;
        not complaining of; not report; not endorse; not have evidence of; not any evidence of;
        failed to show; failed to reveal; failed to demonstrate; fails to reveal; fails to demonstrate;
        unremarkable for
    """,
    Cue.PAST: """
        no longer; no longer has; no longer have; no longer had; no longer on; no longer taking; prev;
        history of; h/o; hx of; hx; past history of; past; past medical history; pmh; pmhx; previous;
        previously; prior; former; formerly; status post; s/p; earlier; used to have; used to be;
        used to drink; used to smoke; used to take; used to get; used to suffer from; years of previous;
        in remission from; recovered from; sequela of; sequelae of; had a history of; remote; ex; quit;
        gave up; is off; been off; came off; come off; taken off; past surgical history; psh;
        surgical history; past history significant for; past medical history significant for;
        past medical history is significant for; past medical history notable for;
        past medical history is notable for; past medical history includes; past medical history including;
        history significant for; history is significant for; history notable for; history includes;
        history positive for; significant past medical history of; medical history of; recovering from
    """,
    Cue.TREATED: "treated for",
    Cue.STANDING: """
        known; known to have; longstanding; long standing; pre existing; preexisting; lifelong; background of;
        on a background of; with underlying; carries a diagnosis of
    """,
    Cue.IMAGINED: """
        if; what if; even if; in case of; in case; in the event of; suppose; supposing; assuming; unless;
        imagine; were to; should there be; should i develop; should she develop; should he develop;
        as soon as; whenever; in the absence of; provided; call for; call also for; call in case of;
        return for; returning for; return immediately for; come back for; seek help for; seek care for;
        to return if; call if
    """,
    Cue.AWAITED: """
        risk of; risks of; at risk of; at risk for; at risk; risk for; watch for; watch out for; look for;
        looking for; monitor for; screen for; screening for; check for; checking for; return if; come back if;
        to exclude; exclude; to avoid; avoid; prevent; preventing; prevention of; to prevent; fear of;
        scared of; until; whether; warn about; chance of; likelihood of; to rule out
    """,
    Cue.SOUGHT: """
        when; should; would; reduce; cause; causing; could cause; may cause; can cause; lead to; leading to;
        develop; develops; role of; indication for; indications for; assess for; assess; test for;
        examine for; examine; ask about; definition of; meaning of; criteria for; as a complication;
        complications of; versus
    """,
    Cue.UNCERTAIN: """
        possible; possibly; probable; probably; likely; maybe; perhaps; may; might; may have; might have;
        could; could be; may be; might be; suspected; suspect; suspicion of; suspicious for; suspicious of;
        suspicion for; low suspicion for; low suspicion of; query; questionable; rule out; r/o;
        cannot rule out; cannot exclude; not excluded; not ruled out; unlikely; unclear; not sure if;
        not sure whether; not sure; unsure; unsure if; uncertain; uncertain if; unknown if; not known if;
        not certain; worried about; worried re; concerned re; concern for; concerned about; concern about;
        differential; ddx; evaluate for; evaluated for; work up for; apparently; consider; considering;
        thinks; think; presumed; do not know if; does not know if; doubtful; equivocal; equivocal for;
        borderline; impression of
    """,
    Cue.OTHER: """
        family history of; family history; family hx of; family hx; fhx; fhx of; fh of; fh; fam hx;
        family medical history; familial history of; runs in the family; in his family; in her family;
        maternal; paternal; parental; roommate; her parents; his parents; a parent; parent;
        first degree relative
    """,
    Cue.TELLS: """
        with; who has; who have; who had; who is; who are; who was; which has; which is; that has; has;
        having; presenting with; presents with; presented with; presenting; presents; presented; complains of;
        complaining of; c/o; reports; reporting; suffers from; diagnosed with; known to have; because;
        as he has; as she has; given; known; patient on; woman on; man on; lady on; someone on; is on; am on;
        are on; i have; we have; he has; she has; they have; who takes; who take; i am; despite
    """,
    Cue.STOPS: """
        but; however; although; though; except; except for; apart from; aside from; other than; besides; yet;
        nevertheless; because; because of; since; due to; owing to; therefore; so; then; while; whereas;
        whilst; secondary to; as well as; presents; presented; presenting; still; now; currently; has; with;
        and has; and is; and also; which; who; where; causing; caused; leading; resulting; despite;
        on examination; plus; also; only; after; what; how; why
    """,
    Cue.NOTHING: """
        no increase; no increased; no change; no change in; no improvement; no improvement in; no better;
        no worse; no worsening; not only; not just; not necessarily; no doubt; not until; not uncommon;
        not unusual; not to mention; no wonder; no reason; no relief; no relief from; no response;
        no response to; not better; not improved; not improving; not helped; not responding to;
        not respond to; not controlled; with or without; with and without; associated with; consistent with;
        compared with; compared to; deal with; dealing with; cope with; help with; do with; begin with;
        start with; along with; live with; wrong with; happens with; may i; could i; could we; not worse;
        gram negative; no matter; why not; how likely; more likely; most likely; as likely; less likely;
        whether or not; or not; so far; so that; has gone down; has gone up; gone down; gone up;
        have gone down; have gone up; as long as; for now; no matter if; current past; last; over the past;
        for the past; in the past few; in the past week; in the past month; in the past;
        history of present illness; history of presenting complaint; history of the present illness;
        as previously noted; as previously described; previously noted; previously described; previously seen;
        as previously seen; as noted previously; as described previously; as previously; previously mentioned;
        history taking; clinical history; history and physical; history and examination; past few; past week;
        past day; past month; past 24; should not; must not; when needed; as possible; soon as possible;
        if possible; where possible; when possible; what should; how should; known if; known whether;
        not know; not want; not understand; not help; not work; not tolerate; not explain; given that;
        is given; be given; being given; get given; for free; feel free; no later; no more than; no less than;
        not more than; not less than; time off; take off; how far
    """,
    Cue.NEGATES_BEFORE: """
        no; none; nil; absent; denied; negative; is absent; was absent; is negative; was negative; ruled out;
        was ruled out; is ruled out; been ruled out; excluded; was excluded; is excluded; been excluded;
        not present; is not present; not seen; not found; not detected; not reported; not felt; not a problem;
        are absent; were absent; is denied; not demonstrated; unremarkable; not identified; not visualized;
        not appreciated; not evident; not noted; not observed; not elicited; not palpable; not heard;
        not visible; not apparent; not an issue; not there; neg; ve; tested negative; free; never; not exist;
        has been negative; have been negative; are negative; were negative; have been ruled out;
        are ruled out; were ruled out; are excluded; were excluded; are not present; were not present; is nil
    """,
    Cue.OVER_BEFORE: """
        resolved; has resolved; now resolved; have resolved; had resolved; was resolved; is resolved;
        has gone; have gone; has now gone; have now gone; has now resolved; gone; now gone; went away;
        gone away; settled; has settled; subsided; has subsided; abated; has cleared; cleared up; recovered;
        fully recovered; in remission; disappeared; has disappeared; no longer; no longer present; stopped;
        was stopped; has stopped; discontinued; was discontinued; been discontinued; been stopped
    """,
    Cue.PAST_BEFORE: """
        year ago; years ago; last year; in childhood; as a child; as a kid; in my childhood;
        when i was a child; when i was a kid; when he was a child; when she was a child; when young;
        when younger; in my teens; in his teens; in her teens; as a baby; until recently; until last year;
        until last month; previously; history; as a teenager; decades ago; long ago; in the past; years back;
        year back; initially; at first; at onset
    """,
    Cue.UNCERTAIN_BEFORE: """
        possible; suspected; likely; probable; not excluded; cannot be excluded; not ruled out;
        cannot be ruled out; is possible; is unknown; unknown; unclear; is unclear; uncertain; is uncertain;
        not assessed; not tested; not examined; not done; not performed; not checked; not measured; not sent;
        not available; awaited; not known; query; is suspected; was suspected; not documented; not recorded;
        unsure; not sure; not been excluded; not yet excluded; pending; unlikely; is unlikely; seems unlikely
    """,
    Cue.AFFIRMS_BEFORE: """
        present; is present; positive; is positive; yes; noted; was noted; confirmed; are present
    """,
}  # fmt: skip

BACKWARD = frozenset(
    (Cue.NEGATES_BEFORE, Cue.OVER_BEFORE, Cue.PAST_BEFORE, Cue.UNCERTAIN_BEFORE, Cue.AFFIRMS_BEFORE)
)
NEGATIVE = frozenset((Cue.NEGATES, Cue.DENIES_LIST, Cue.NEVER, Cue.REJECTS))
EXPECTED = frozenset((Cue.AWAITED, Cue.SOUGHT))
NARROW = frozenset((Cue.PAST, Cue.TREATED, Cue.STANDING, Cue.UNCERTAIN, Cue.OTHER, Cue.KIN))
FORWARD = frozenset((*NEGATIVE, *NARROW, Cue.IMAGINED, *EXPECTED))
ENDS_LIST = frozenset((*NEGATIVE, Cue.IMAGINED, Cue.STOPS))
