"""The base form of an English word: irregular forms by table, the rest by ending.

Verbs and nouns share one table because a term of the watch-list does not say which it is. The
result is a key for comparison, not a dictionary form: "levies", "levied" and "levy" meet in one.
"""

from functools import lru_cache

from monitor.positions.classify_words import word_set

_IRREGULAR_LINES = """
be is are was were been being am
have has had having
do does did done doing
go goes went gone going
say says said
tell told
take took taken taking
give gave given giving
get got gotten getting
make made making
come came coming
become became becoming
begin began begun beginning
break broke broken breaking
bring brought
build built
buy bought
catch caught
choose chose chosen choosing
cut cutting
deal dealt
draw drew drawn
drive drove driven driving
fall fell fallen
feel felt
fight fought
find found
fly flew flown flies
forget forgot forgotten
forbid forbade forbidden forbidding
freeze froze frozen freezing freezes
withdraw withdrew withdrawn
withhold withheld
uphold upheld
hang hung
hear heard
hide hid hidden
hit hitting
hold held
keep kept
know knew known
lay laid
lead led
leave left leaving
lend lent
let letting
lie lying lied
lose lost losing
mean meant
meet met
pay paid
put putting
quit quitting
read reading
rise rose risen rising
run ran running
see saw seen
seek sought
sell sold
send sent
set setting
shake shook shaken shaking
shoot shot
show shown
shut shutting
sit sat sitting
speak spoke spoken
spend spent
stand stood
steal stole stolen
strike struck striking
swear swore sworn
teach taught
think thought
throw threw thrown
overthrow overthrew overthrown
understand understood
misunderstand misunderstood
wear wore worn
win won winning
write wrote written writing
rewrite rewrote rewritten
shed shedding
tie tying
die dying
foot feet
man men
woman women
child children
person people
life lives
crisis crises
wife wives
knife knives
thief thieves
half halves
admit admitted admitting
commit committed committing
permit permitted permitting
submit submitted submitting
bid bidding
feed fed
boycott boycotted boycotting
squeeze squeezes
rebut rebutted rebutting
defer deferred deferring
refer referred referring
confer conferred conferring
occur occurred occurring
expel expelled expelling
cancel cancelled cancelling canceled canceling
undertake undertook undertaken undertaking
signal signalled signalling
label labelled labelling
travel travelled travelling
compel compelled compelling
repel repelled repelling
rebel rebelled rebelling
control controlled controlling
patrol patrolled patrolling
quarrel quarrelled quarrelling
fuel fuelled fuelling
counsel counselled counselling
model modelled modelling
equal equalled equalling
propel propelled propelling
dispel dispelled dispelling
fulfil fulfilled fulfilling
"""
IRREGULAR = {
    form: line.split()[0] for line in _IRREGULAR_LINES.strip().splitlines() for form in line.split()
}
# Endings that look like an inflection and are none.
_KEEP = word_set(
    """this his its us is as was has thus plus series news species always perhaps across unless
    does yes gas bus christmas during nothing something anything everything king thing spring
    string red need feed speed bed indeed hundred united sacred wicked analysis basis axis
    emphasis thesis premises congress process access success progress press business less
    address discuss possess pass miss cross loss class stress guess express impress dress bless
    dismiss assess confess embargo status virus bonus campus census focus"""
)
# Verbs and nouns in a silent e, where the ending alone would not tell.
_SILENT_E = word_set(
    """dispense license expense recompense ridicule overestimate underestimate overcharge misjudge
    mishandle miscalculate mismanage abide abuse accede accelerate accommodate accumulate accuse
    achieve acknowledge acquire adhere admire adore advance adventure advertise advise advocate
    agree allege allocate allude amaze analyse announce apologise apologize appease applause
    appraise appreciate approve argue arise arouse arrange arrive ascribe aspire assume assure
    atone authorise authorize avenge awake aware backtrace bake balance barricade base behave
    believe bide bike blame blockade bore brace brake bribe bridge broke browse bruise bubble
    cache cajole cape capture care cause cease censure centre challenge change charge chase
    chime choke chore circulate cite clause clone close code coerce collaborate collapse collide
    collude combine come commence commerce communicate commute compare compensate compete
    compile complete compose compromise compute concede conceive conclude condone confine
    confuse console consolidate conspire constitute consume continue contribute convene convince
    convulse cooperate coordinate cope core corrode course crease create crime cripple criticise
    criticize cruise crusade cure damage dance dare date deadline deceive decide declare decline
    decrease decree dedicate deface defile define deflate defuse degrade delete delude denounce
    deplore deprive depute describe deserve designate desire destabilise destabilize determine
    devastate devote dictate die dilute dime dine disable disagree discharge disclose
    discontinue discourage disengage displace dispose dispute dissolve distance distribute
    divide divorce donate dope double douse drape drive drone ease eclipse elapse eliminate
    elope elude emasculate embrace emerge enable encourage endorse endure enforce engage enhance
    enquire ensnare ensure entice entrance envelope erase erode escalate escape evacuate evade
    evaluate evoke evolve examine exchange exclude excuse execute exercise exile expire explode
    explore expose extrude exude face facilitate fade fake feature fee file finance fine fire
    flame flare flee force foresee forgive formulate fortune frame free freeze frustrate fume
    gauge generate give glance glare grade grape grease grieve gripe grope guarantee guide hale
    handle hate have headline hesitate hide hike hire hone hope horse house hype ignite ignore
    illustrate imagine immune impede implode implore impose improve impute incite incline
    include increase indicate induce infringe inhale initiate injure inquire inspire institute
    insure integrate interfere interpose interrogate intervene intimidate introduce intrude
    invade investigate invite invoke involve isolate issue jeopardise jeopardize joke judge lace
    lapse lease leave lecture legalise legislate liberate license like line live locate lodge
    lose love lure machine make manage manipulate manoeuvre manufacture massacre measure mediate
    memorise menace mile mine minimise minimize mistake misuse mitigate mobilise mobilize move
    mute name nationalise necessitate negotiate noise nominate note notice nurture oblige
    observe ode offence operate oppose organise organize outline outrage overcome override
    oversee owe pace parade parole participate pause penalise penalize persecute persuade phase
    phone phrase picture pierce pile pipe place please pledge plunge poke pole police pollute
    pose postpone postulate practise praise precede preclude prejudice prepare preside pressure
    presume prevaricate price prime prioritise privatise probe procure produce profile promise
    promote propose prosecute prostitute provide provoke prune pulverise punctuate purchase
    purge pursue quote race raise rake rate realise realize rebuke recede receive recognise
    recognize reconcile recuse reduce reference refine refuse refute regulate reinforce
    reinstate reiterate rejoice relate release relieve remove renegotiate renounce replace
    require rescue resemble reserve resettle reside resolve restate restore restructure resume
    retaliate retire retrieve revenge reverse revise revive revoke revolve ride ripe role rouse
    rule rupture sabotage sacrifice salute save scale scare schedule scope score scrape scribe
    secure see seize separate serve settle shade shake shame shape share shelve shine shore side
    silence slate slice slope smile smoke snipe solve source spare spike spouse square squeeze
    stage stake stampede stare starve state stifle stipulate stole stone store strike stripe
    strive stroke structure struggle style subscribe subside substitute sue supersede suppose
    surge surprise survive swipe sympathise sympathize tackle take tame tape tease telephone
    terminate time tire tolerate tone torture trade translate treasure trouble tune type
    undermine undertake unite update upgrade urge use utilise utilize vaccinate validate value
    venture violate voice vote wade wage waive wake wane waste welcome whale while wine wipe
    wire write yoke zone"""
)
_VOWELS = frozenset("aeiouy")
_SHORT = 3


def _undoubled(stem: str) -> str:
    """Return "stopp" as "stop" but "fall" as it is."""
    if len(stem) > _SHORT and stem[-1] == stem[-2] and stem[-1] not in "lsfz":
        return stem[:-1]
    return stem


def _wants_e(stem: str) -> bool:
    """Tell whether a stem that lost "ed" or "ing" ended in a silent e."""
    if stem + "e" in _SILENT_E:
        return True
    if stem[-1] in "cvuz" or stem.endswith(("dg", "rg", "bl", "cl", "dl", "gl", "kl", "pl", "tl")):
        return True
    return stem.endswith(("at", "ut", "is", "us", "uir")) and not stem.endswith(
        ("eat", "oat", "out", "bias", "focus")
    )


def _double_e(word: str) -> str:
    """Return "agreed" and "agreeing" as "agree", "succeed" as it is."""
    if word.endswith("eeing"):
        return word[:-3]
    return word[:-1] if word[:-1] in _SILENT_E else word


@lru_cache(maxsize=65536)
def lemma(word: str) -> str:
    """Return the base form of a lower-case word."""
    known = IRREGULAR.get(word)
    if known:
        return known
    if word.endswith(("eed", "eeing")):
        return _double_e(word)
    if len(word) <= _SHORT or word in _KEEP:
        return word
    if word.endswith(("ies", "ied")) and len(word) > _SHORT + 1:
        return word[:-3] + "y"
    if word.endswith(("ching", "shing")):
        return word[:-3]
    for ending in ("ing", "ed"):
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) > 1 and not _VOWELS.isdisjoint(stem):
            short = _undoubled(stem)
            return short + "e" if short == stem and _wants_e(stem) else short
    if word.endswith(("sses", "shes", "ches", "xes", "zes", "oes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
