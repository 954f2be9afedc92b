"""Words that attribute, and the small words around them.

Verbs are grouped by what may follow them, because that is what decides where content starts:
``said (that) …``, ``told somebody …``, ``rejected a thing``, ``urged somebody to …``.
"""

from typing import Final

from monitor.language.wordsets import word_set

_IRREGULAR: Final = {
    "say": "said saying says",
    "tell": "told telling tells",
    "write": "wrote written writing writes",
    "speak": "spoke spoken speaking speaks",
    "swear": "swore sworn swearing swears",
    "uphold": "upheld upholding upholds",
    "forswear": "forswore forsworn",
    "find": "found finding finds",
    "think": "thought thinking thinks",
    "feel": "felt feeling feels",
    "know": "knew known knowing knows",
    "understand": "understood understanding understands",
    "forbid": "forbade forbidden forbidding forbids",
    "hold": "held holding holds",
    "see": "saw seen seeing sees",
    "put": "putting puts",
    "go": "went going goes",
    "forecast": "forecasts forecasted forecasting",
}
_DOUBLED: Final = word_set("quip admit rip slam permit commit rebut rap tag brag plan dub sum beg")

# British copy doubles the l: "signalled", "labelled".
_DOUBLED_BY_BRITONS: Final = word_set("signal label counsel")


def forms(lemma: str) -> list[str]:
    """Inflect a verb: base, third person, past, participle."""
    if lemma in _IRREGULAR:
        return [lemma, *_IRREGULAR[lemma].split()]
    if lemma in _DOUBLED:
        stem = lemma + lemma[-1]
        return [lemma, lemma + "s", stem + "ed", stem + "ing"]
    if lemma in _DOUBLED_BY_BRITONS:
        return [lemma, lemma + "s", *(lemma + x for x in ("ed", "ing", "led", "ling"))]
    if lemma.endswith("e"):
        return [lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"]
    if lemma.endswith("y") and lemma[-2] not in "aeou":
        return [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return [lemma, third, lemma + "ed", lemma + "ing"]


def _inflect(lemmas: str) -> dict[str, str]:
    return {form: lemma for lemma in lemmas.split() for form in forms(lemma)}


# said (that) …: a clause or a quotation follows or stands before.
SAY: Final = _inflect(
    "say add note argue claim explain insist announce declare report acknowledge assert reply "
    "respond contend suggest state write tweet vow promise predict complain concede confirm joke "
    "quip remark observe repeat reiterate reveal testify pledge propose comment conclude caution "
    "disclose emphasize emphasise estimate indicate lament maintain proclaim recount stress "
    "underscore underline agree allege attest boast clarify confess counter elaborate exclaim "
    "hint imply interject muse opine point post recall retort signal speculate swear theorize "
    "warn admit continue deny reaffirm affirm assure guarantee forecast rule recommend advise "
    "charge protest stipulate specify signal volunteer whisper shout yell murmur thunder "
    "rejoin venture intone fume gush exult snap bemoan moan grumble explain enthuse narrate "
    "tout demand express describe outline advocate rebut interrupt ask answer brag cry utter "
    "plead scoff growl sigh bark bellow relent fret gripe"
)
# told somebody …
TELL: Final = _inflect(
    "tell inform assure remind notify warn advise promise instruct brief ask telegraph caution"
)
# rejected a thing; criticised somebody for …
OBJECT: Final = _inflect(
    "reject demand tout deny dismiss condemn denounce criticize criticise praise welcome oppose "
    "endorse defend blast slam decry deride mock blame question dispute refute rebuff hail laud "
    "applaud promise propose pledge describe outline advocate announce confirm reiterate repeat "
    "stress underscore emphasize emphasise highlight bemoan lament deplore ridicule rebuke cite "
    "mention protest attack challenge champion commend congratulate thank acknowledge admit "
    "downplay discuss detail express predict recommend suggest threaten vow warn rule offer "
    "apologise apologize recall accept back support disavow disown repudiate concede reveal "
    "ask call brand label term dub characterize characterise portray liken"
)
# urged somebody to …, accused somebody of …
URGE: Final = _inflect(
    "urge invite ask call appeal accuse exhort implore beg advise encourage warn order instruct "
    "press request threaten offer vow promise pledge blame criticize criticise praise thank "
    "plead challenge counsel refuse agree dare propose"
)
BELIEF: Final = _inflect(
    "believe think hope feel want expect fear know doubt suspect consider regard worry wish plan "
    "intend understand wonder realize realise assume imagine prefer"
)
CUE_LEMMA: Final = {**URGE, **OBJECT, **TELL, **SAY}
SPEECH_FORMS: Final = frozenset(CUE_LEMMA)
# Cues too loose for rules; only the trained model takes them.
LOOSE: Final = _inflect(
    "speak talk refer address disagree assail voice rail rip bash invoke quote release name list "
    "fire pronounce scold lecture profess taunt trumpet raise weigh"
)
BE: Final = word_set("is was are were be been being")
NOUN_CUES: Final = word_set(
    "statement claim assertion argument allegation accusation warning promise pledge vow "
    "announcement suggestion comment remark demand call proposal insistence contention "
    "threat admission acknowledgment acknowledgement declaration prediction complaint appeal "
    "assurance criticism denial attack testimony hint conclusion reply answer"
)
NOUN_FORMS: Final = NOUN_CUES | {
    word[:-1] + "ies" if word.endswith("y") else word + "s" for word in NOUN_CUES
}
# What may attribute: each costs the trained model a look at its sentence.
CANDIDATES: Final = SPEECH_FORMS | frozenset(LOOSE) | NOUN_FORMS | {"according"}
AUXILIARIES: Final = word_set(
    "has have had 've 'd is was were are been be being did does do will would could may might must "
    "should can to 'll 're"
)
FINITE: Final = AUXILIARIES - {"to"}  # a clause with one of them says something
NEGATIONS: Final = word_set("not never n't neither nor hardly without cannot no")
ADVERBS: Final = word_set(
    "also then later still now even first again repeatedly once often always just soon since "
    "previously recently earlier further therefore thus instead only ever twice reportedly "
    "afterwards afterward nonetheless nevertheless already long yesterday today both all rather "
    "quickly simply quite so too meanwhile"
)
PRONOUNS: Final = word_set("he she they it we i you who")
DETERMINERS: Final = word_set(
    "the a an its his her their our my this that these those neither either every some"
)
PREPOSITIONS: Final = word_set(
    "of for to from with at by in on about into near against over under between among through "
    "during after before since until despite without within across per via towards toward upon "
    "around behind amid as"
)
CONJUNCTIONS: Final = word_set(
    "and or but if whether because while when where as although though unless that which who whom "
    "whose than so yet since until once after before however meanwhile still"
)
REPORTERS: Final = word_set(
    "reporters journalists lawmakers investors parliament congress supporters voters delegates "
    "senators members deputies analysts colleagues viewers listeners readers police officials "
    "fans crowds prosecutors jurors"
)
RELATIVES: Final = word_set("who which whose whom where")
WEEKDAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan."),
            ("february", "feb."),
            ("march", "mar."),
            ("april", "apr."),
            ("may",),
            ("june", "jun."),
            ("july", "jul."),
            ("august", "aug."),
            ("september", "sept.", "sep."),
            ("october", "oct."),
            ("november", "nov."),
            ("december", "dec."),
        ),
        start=1,
    )
    for name in names
}
SENTENCE_STARTERS: Final = word_set(
    "The He She It They But And In On At This That A An As If When While We I You For With After "
    "Before His Her Their Its There These Those So Yet However Still Meanwhile Both Some Many"
)
# Titles and nouns of office: they open a person's name and never belong to it.
TITLES: Final = word_set(
    "mr mrs ms miss dr sir dame lord lady sen rep gov gen col lt sgt capt maj adm cmdr prof rev "
    "president president-elect vice minister premier chancellor secretary secretary-general "
    "senator representative "
    "governor mayor general colonel major captain lieutenant sergeant admiral commander professor "
    "judge justice king queen prince princess pope cardinal bishop archbishop speaker chairman "
    "chairwoman chair chairperson director ceo chief spokesman spokeswoman spokesperson ambassador "
    "attorney congressman congresswoman candidate nominee leader commissioner envoy deputy "
    "lawmaker councilman councilwoman sheriff officer analyst economist striker coach manager "
    "captain prosecutor lawyer former foreign prime democrat republican democratic rival "
    "executive then-candidate tory labour congressperson emir sheikh sultan ayatollah "
    "undersecretary pm mp fm baroness baron treasurer author editor columnist strategist pollster "
    "businessman billionaire mogul host frontrunner front-runner"
)
# Whose office it is to speak for another.
SPOKESPEOPLE: Final = word_set(
    "spokesman spokeswoman spokesperson spokespeople spokesmen spokeswomen representative press"
)
SPOKES: Final = SPOKESPEOPLE | word_set(
    "lawyer attorney aide adviser advisor surrogate surrogates aides advisers advisors lawyers"
)
OFFICES: Final = word_set(
    "owner founder "
    "president minister premier chancellor secretary secretary-general senator governor mayor "
    "general colonel chairman chairwoman chair chairperson director ceo chief executive leader "
    "commissioner ambassador spokesman spokeswoman spokesperson judge justice king queen prince "
    "pope speaker nominee candidate diplomat boss head envoy lawmaker coach manager captain "
    "congressman congresswoman representative lawyer analyst economist prosecutor "
    "businessman billionaire mogul republican democrat senator attorney frontrunner "
    "politician president-elect man woman professor officer sheriff officials "
    "striker author activist winger goalkeeper champion"
)
# Whom an article quotes without a name.
PEOPLE: Final = word_set(
    "clerk driver teacher nurse doctor farmer fisherman miner resident neighbour neighbor "
    "shopkeeper trader dealer broker banker student pupil mother father grandmother grandfather "
    "widow widower passenger commuter tourist soldier sailor guard worker waiter waitress baker "
    "butcher engineer librarian pensioner voter activist protester volunteer priest pastor witness "
    "survivor patient receptionist secretary translator porter cleaner cook owner tenant landlord "
    "landlady girl boy"
)
GROUPS: Final = word_set(
    "ministry office company bank government department agency council committee commission party "
    "union campaign court group organisation organization watchdog regulator army military "
    "police kremlin pentagon firm airline institute federation association board club team "
    "university hospital administration alliance bloc embassy church newspaper network "
    "foundation authority service fund carmaker lender retailer bureau"
)
BUSINESSES: Final = word_set(
    "company firm group carmaker lender retailer airline manufacturer maker operator club team "
    "outfit business developer"
)
# What a later sentence calls an organisation by: "the company said".
BODIES: Final = BUSINESSES | GROUPS
MALE: Final = word_set(
    "mr sir lord king prince pope father son brother husband man businessman spokesman chairman "
    "congressman councilman actor sheikh emir gentleman boy"
)
FEMALE: Final = word_set(
    "mrs ms miss dame lady queen princess mother daughter sister wife woman businesswoman "
    "spokeswoman chairwoman congresswoman councilwoman actress baroness girl"
)
