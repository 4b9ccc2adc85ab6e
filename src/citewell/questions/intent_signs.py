"""The signs of what a question wants: phrases of clinical English, with nothing of any topic in them.

A sign is words. "a|b" is either of two words, "a-b|c" the words "a b" or "c"; a word in capitals stands for
a list of SHARED; "…" is up to eleven words of the same sentence; "^" binds a sign to the start of a question.
"""

from citewell.model.answers import Intent

# Signs that leave little doubt.
STRONG: dict[Intent, str] = {
    Intent.SHOULD: """
        ^should; ^is|are … recommended|indicated|useful|helpful|effective|beneficial;
        ^is|are … appropriate|needed|necessary|advised|advisable;
        ^is|are … warranted|justified|worthwhile|suitable|sensible|required|reasonable|worth;
        ^is it ok|okay|worth|reasonable|appropriate|sensible to|giving|having;
        ^can|could|may WHO give|use|offer|prescribe|start|have|try|get;
        ^can|could|may WHO add|put|take|inject|order|wear|stop;
        ok|okay to give|use|offer|start|prescribe|have|take; role of|for;
        is there a|any|still role|place|point|benefit|case|need|use;
        ^does|do|will|would|did … work|help|benefit|need|relieve|improve;
        any benefit|role|point|value|use in|for|of|from|to; benefit|value of|from;
        ^do|does WHO|my|the|a need|require; need for; indication for; who needs|gets|benefits;
        who should have|get|receive|be-offered|be-given|wear|take; candidate for; suitable|eligible for;
        efficacy|effectiveness of; worth it|doing|trying; good idea; appropriateness of;
        do you|guidelines|they recommend; which patients should|need|benefit; should WHO; ^must;
        wondering whether|if; consider offering
    """,
    Intent.DOSE: """
        dose; dosage; dosing; how much;
        how many mg|milligrams|iu|units|tablets|grams|micrograms|pills|sprays|puffs; times a|per day;
        how is … given|administered|taken; maximum|max amount; how to take|give|administer; route of; mg per
    """,
    Intent.TIMING: """
        how long; how long should|can|must|may … last|continue|be; how soon; how early; how late; how quickly;
        how fast; how many days|weeks|months|hours|years|sessions; after how many;
        when should|can|could|do|does|to|is|are|will|may|would; within how; duration of;
        length of treatment|therapy|stay; until when; time window|frame|limit|course; timing;
        too late|early|soon; how often; best|optimal|right time; what point|time|stage; how much longer;
        how long before|after|until; for how long
    """,
    Intent.FOLLOW_UP: """
        follow up; followup; reassess; reassessment;
        when … review|reviewed|seen-again|re-image|reimage|recheck|be-checked;
        review visit|appointment|interval; re image|imaging|imaged; reimage; reimaging; repeat SCAN;
        repeat a|an|the SCAN; monitor; monitored; monitoring; surveillance; check up; recheck;
        next appointment|visit; after discharge; should … reviewed|be-seen;
        how often … seen|reviewed|checked|scanned; see … again
    """,
    Intent.IMAGING: """
        which scan|imaging|image|modality|xray|x-ray|mri|radiograph;
        what scan|imaging|kind-of-scan|type-of-scan|mri|radiology; imaging of|for|modality|study|test|needed;
        need|order|request|get|have|do an|a SCAN; mri or ct; ct or mri; mri vs|versus ct;
        is|are imaging|mri|ct
    """,
    Intent.DIAGNOSIS: """
        diagnose; diagnosed; diagnosis; diagnostic; how do|can|would i|we|you|they|doctors know|tell;
        how do|can|would i|we|you|they|doctors check|test|find-out|be-sure;
        differential; distinguish; differentiate; tell apart; tell … from;
        rule out; workup; work up; what|which tests|investigations|bloods|blood-tests|labs; blood test;
        laboratory; lab test; investigate; investigation; what causes; cause of; why did|do|does;
        benign or|versus|vs malignant; how is … diagnosed|confirmed|detected; is it cancer;
        symptom|sign|feature of; how to assess|evaluate|examine|diagnose|confirm;
        what should i|we check|examine|look-for|test|exclude; suspicion of; suspicious for; when to suspect;
        initial assessment|evaluation; sensitivity; specificity; missed
    """,
    Intent.REFERRAL: """
        when to|should … refer|referred|see-a|operate; when to refer|send|admit|call;
        when should … refer|referred|see-a; refer; referral; referred; referring;
        see|ask|consult|call|need|involve a|an|the surgeon|specialist|neurosurgeon|orthopedist;
        see a spine|spinal|bone|back|orthopaedic|neurosurgical;
        surgical|specialist|spine|orthopaedic|neurosurgical consult|consultation|opinion|review;
        surgical|specialist|spine|orthopaedic referral|team; send to|her-to|him-to|them-to|me-to; admit;
        admission; go to hospital|the-hospital; transfer to; who should see|be-seen;
        which specialist|surgeon|department|doctor; discuss with; specialist
    """,
    Intent.RED_FLAGS: """
        red flag; warning|danger|alarm|serious sign|symptom|feature;
        when … get|seek|call for|help|advice|attention; seek|get medical|urgent|immediate|emergency|help;
        get help|seen urgently; emergency; urgent; urgently;
        when should|do i|we|she|he worry|be-worried|be-concerned|panic|call; call an|the ambulance;
        go to the|a er|emergency|ed|casualty; must not miss|be-missed; not to miss; what to watch;
        watch out for; look out for; worry about; worried about; same day
    """,
    Intent.PROGNOSIS: """
        prognosis; outlook;
        how long … heal|recover|better|last|recovery|healing|hurt|improve|go-away|settle|pain;
        will i|it|he|she|they|my|the … heal|recover|better|away|walk|normal|improve|settle|last;
        recovery time; natural history|course; get|gets|getting better; time to heal|recover|recovery|healing;
        what can i|we|she|he expect; what to expect; expect; survival; mortality; life expectancy;
        long term outcome|outlook; outcome of|after|for; course of; expected course|recovery;
        how does it|this heal; does|do … heal; ever heal|recover; chance of recovery|recovering|healing;
        ^is|are this|that|it … normal|usual|common|expected; die from|of; dying;
        how many … recover|heal|improve|die; how quickly|soon … heal|recover|improve;
        when will … heal|better|away|improve|stop
    """,
    Intent.RISK: """
        risk of another|further|future|new|more|second|subsequent|breaking|fracture|refracture;
        chance|odds|likelihood|probability|incidence|frequency|rate of; how likely; how common;
        how often do|does; risk factor; at risk; who is at; another fracture|break; break again|another;
        fracture again; refracture; risk of having|getting; predict; predictor; how many … fracture|break;
        imminent risk; ^can|could|will … occur|happen|recur; fracture risk; risk score|calculator
    """,
    Intent.PREVENTION: """
        prevent; prevented; preventing; prevention; preventive; prophylaxis;
        avoid another|future|further|new|more|breaking;
        reduce|reducing|lower|lowering|cut the|my|her|his|future|fracture risk; protect; protecting;
        secondary prevention; stop … happening-again|breaking|another; not break again; strengthen … bone;
        make … stronger; keep from
    """,
    Intent.HARM: """
        side effect; adverse; harm; harmful; complication; ^is|are … safe|dangerous|bad|harmful|risky; safe;
        safely; safety; risk|danger|downside|drawback of; ^can|could|does|do|will … cause|damage|hurt|weaken;
        give me cancer|trouble; danger; dangerous; risky; toxicity; toxic; interaction; interact; bad for;
        make|making … worse; cause cancer|fractures|harm; risks and benefits; benefits and risks|harms;
        risk benefit; tolerated; tolerability; hurt me|my; what can go wrong; go wrong; pitfall; mistake;
        problems with
    """,
    Intent.CONTRAINDICATION: """
        contraindicated; contraindication; contra indicated; who should|must not;
        should|must|can not have|get|take|be-given|receive|be-used|use|undergo; when not to;
        when should … not|avoided; avoid … in|with|if; be avoided; who cannot; allergic; allergy;
        not be used|given|offered; reason not to; ever not; exclusion criteria|for; precaution;
        not suitable|recommended for
    """,
    Intent.EVIDENCE: """
        evidence for|that|on|base|behind|about|supporting|against|say|show; what is the evidence;
        any evidence; is there evidence; evidence; trial; study; rct; rcts; randomised;
        meta analysis|analyses; systematic review; data on|for|behind; proof; proven; literature; research;
        scientific; based on what; which guideline|source; what does|do … guideline|say; source for; who says;
        according to whom; placebo; sham
    """,
    Intent.COMPARISON: """
        vs; versus; compared with|to; compare; comparing; comparison; difference between; different from;
        differ; better|worse|safer|effective … than; superior to; instead of; rather than; alternative to;
        alternative; which is better|best|safer|preferred|more; better … or; which one; choose between;
        preferred over|to; prefer; disagree; disagreement; conflict between; why do … differ|disagree;
        or should i|we
    """,
    Intent.GRADE: """
        what does|do … strong|weak|moderate|limited|conditional|inconclusive … mean|stand;
        what does|do … consensus|grade|strength|level … mean|stand;
        meaning of a|the|grade|strong|weak|moderate|limited; grade mean; grading; grade of recommendation;
        strength of recommendation|the|evidence; level|quality|certainty|strength of evidence|the-evidence;
        how strong|certain|good|reliable is|are;
        strong|weak|conditional|moderate|inconclusive|consensus recommendation; how sure; how confident;
        graded
    """,
    Intent.DEFINITION: """
        define; defined; definition; meaning of; what does … mean|stand-for; what is meant by; stands for;
        what do you mean; explain what; what exactly is; in plain words; how is … defined|calculated|scored;
        how to calculate|score
    """,
    Intent.ACTIVITY: """
        ^can|may|could|should WHO MOVE; ^can|may|could|should my|the|a … MOVE; allowed to; safe to … MOVE;
        how should|do|can|must WHO MOVE; return to work|sport|activity|normal|driving;
        go|going|get|back back|to work; stay|staying in bed;
        rest|lie in bed; get|getting out of bed; bed rest; bedrest; how to sleep|sit|lie|move|lift;
        weight bear|bearing; how active; stay|be|keep|staying active; how much … walk|lift|exercise|rest;
        start|begin|resume walking|exercise|exercising|moving|driving|training; when can WHO … MOVE; lifting;
        driving; swimming; walking; what|which exercise|activity|sport; avoid lifting|bending;
        what … avoid doing; everyday activities
    """,
    Intent.AVAILABILITY: """
        available; availability; licensed; licence; license; unlicensed; approved for|in|by; approved;
        withdrawn; off the market; on the market; authorised; marketed; still sold; over the counter;
        can i buy; where can i get|buy; off label; reimbursed; discontinued; funded; still valid|current;
        in force; up to date; superseded; retired; banned; sold in
    """,
}  # fmt: skip
# Signs that may be outdone.
PLAIN: dict[Intent, str] = {
    Intent.OVERVIEW: """
        what is the treatment|management|approach|plan;
        what is the best|recommended|current|usual|standard|right treatment|management|approach;
        what is recommended; what are the treatment|management; what treatment|management|drug|medicine;
        which treatment|drug|medicine; best treatment|management|approach;
        how do|can|would i|you|we|one treat|manage|handle|approach; how to treat|manage|approach|handle;
        how is|are … treated|managed; how should|would … treat|treated|manage|managed; management of;
        treatment of; treatment for; treatment options; options for; options are there; therapy for;
        recommended treatment|management|approach; is the recommended treatment|management|approach;
        what should|can|could|would|must|do WHO do; what to do; what now; what next; now what; next step;
        what happens now|next; tell me about; overview; summary of; summarise|summarize; approach to;
        treatment plan; standard of care; guideline|guidance on|for; what are my|the options;
        what can|should be done; what help; how should i|we|you proceed; initial treatment|management;
        first line; treat; manage; management; treatment
    """,
    Intent.IMAGING: """
        imaging; mri; ct; xray; x ray; radiograph; bone scan; scan; scintigraphy; spect; pet; ultrasound;
        radiography; image; imaged; contrast
    """,
    Intent.DIAGNOSIS: """
        assess; assessment; evaluate; evaluation; examination; examine; suspect; suspected; what is causing;
        classify; classification
    """,
    Intent.PROGNOSIS: """
        heal; recover; recovery; healing
    """,
    Intent.ACTIVITY: """
        exercise; activity; mobilise; mobilisation
    """,
}  # fmt: skip
# Single words that count when nothing else is said.
WEAK: dict[Intent, str] = {
    Intent.SHOULD: """
        should; recommended; recommendation; recommend; indicated; use of; offer; prescribe; useful;
        effective; indication
    """,
    Intent.TIMING: """
        when; until; duration; interval; threshold; cut off
    """,
    Intent.RISK: """
        risk; risk of
    """,
}  # fmt: skip
# Phrases that look like signs and want nothing by themselves ("MRI shows …").
WANTS_NOTHING = """
    SCAN show|showed|confirmed|confirm|reveal|revealed|demonstrate;
    SCAN demonstrated|was|normal|done|negative|positive|today|yesterday; on SCAN; evidence of; no evidence;
    without evidence; seen on; risk of falls|falling; allergic reaction; has been referred|diagnosed;
    was diagnosed|referred|admitted|advised|given|told; diagnosed with|in; mri|ct not possible;
    mri|ct contraindicated; mri cannot; even when; since when; pain when; hurts when; worse when;
    first line of; suspected cancer; cannot rule out; cannot exclude; not sure if; pain score|despite
"""
SHARED = {
    "SCAN": "mri|ct|xray|x-ray|scan|imaging|radiograph|film|dxa|dexa",
    "WHO": "i|we|you|he|she|they|one|patients",
    "MOVE": "walk|drive|work|exercise|swim|run|lift|bend|fly|travel|garden|sit|stand|lie|sleep|shower|bathe"
    "|cycle|dance|move|return|go|climb|play|carry|stay|rest|ride|jog|train|twist|ski|sit-up",
}
