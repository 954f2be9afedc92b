"""Words that praise and words that blame, as lemmas;  evidence, for the  to weigh."""

from monitor.positions.classify_words import word_set

BLAME = word_set(
    """abandon abuse abysmal absurd aggression aggressive alarming appalling arrogance arrogant
    ashamed atrocity awful backward bankrupt barbaric betray betrayal bigot bitter blackmail
    blind blood bloody blunder brazen bribe brutal brutality buffoon bully burden butcher
    callous careless catastrophe catastrophic chaos chaotic cheat circus clown clueless collapse
    complicit conceal contempt corrupt corruption coup coward cowardly crazy criminal crook
    crooked cruel cruelty cynical damage damned danger deadly deaf deceit deceive deception
    deliberate deplorable desperate despicable despise destroy destruction destructive dictator
    dictatorship dirty disappointment disappointing disaster disastrous disgrace disgraceful
    disgust disgusting dishonest dishonesty disloyal dismal disrespect disrespectful distort
    divide divisive double-cross dreadful dumb erode evil excuse exploit extremist fabricate
    fail failure fake fanatic farce fascist feeble filthy fool foolish forget fraud frighten gag
    ghost greed greedy grotesque guilt guilty gut hatred heartless hijack hollow horrible
    horrific horror hostile humiliate humiliation hypocrisy hypocrite hypocritical idiot idiotic
    ignorance ignorant ignore illegal illegitimate immoral incompetence incompetent indifference
    indifferent inexcusable inhuman injustice insane insult insulting intimidate irresponsible
    lawless laughable lazy liar lie loot lunacy mad madness malicious manipulate massacre mess
    mislead mock mockery monster monstrous murder murderer nasty negligence negligent neglect
    nightmare nonsense obscene oppress oppression outrage outrageous paralyse parasite pathetic
    persecute petty plunder poison poisonous preach propaganda provocation provoke puppet racist
    ransack rape reckless regime repress repression ridiculous rig rob robbery rotten ruin
    ruthless sabotage scandal scandalous scapegoat scheme selfish sewer shabby sham shambles
    shame shameful shameless shocking sinister slander slaughter slave sloppy smear sneaky
    spineless squander stab starve steal stink stunt stupid stupidity swindle terrible terrorise
    terrorist theft thief thug toxic traitor trample trash travesty treason treacherous trick
    tyranny tyrant ugly unacceptable unfair unforgivable unjust unlawful untrustworthy useless
    vandal vicious violate violation violent vile vulgar wasteful waste weak weakness wicked
    worthless wreck wrong"""
)
PRAISE = word_set(
    """wise humane just kind calm firm fine honest strong safe sound admirable admiration admire
    amazing applause appreciate beautiful beloved best blessing bless bold bravery brave bravo
    breakthrough bright brilliant capable celebrate champion cheer clever comfort commitment
    compassion competent confidence confident congratulation constructive courage courageous
    creative credit dedicate dedication deserve delight delighted devoted dignity encourage
    encouraging endorse enjoy enormous essential example excellent exceptional excited exciting
    exemplary extraordinary fair faith faithful fantastic first-class fortunate friend friendly
    friendship fruitful generous generosity gentle genuine gift gifted glad glorious good grace
    gracious grateful gratitude great happy hard-working heal helpful hero heroic historic
    honour honourable hopeful humane humble ideal impress impressive inspiration inspire
    integrity intelligent joy kindness landmark leadership love loyal loyalty magnificent
    marvellous masterpiece milestone miracle model nice noble opportunity optimistic outstanding
    patriot peaceful perfect pleased pleasure positive praise precious pride progress promising
    proud prudent reliable relief remarkable respect sacrifice sensible sincere skilful smile
    solidarity splendid steadfast success successful superb support sympathy talent talented
    thank thankful thanks thrive timely tireless tolerance tremendous triumph triumphant trust
    tribute unity useful valuable victory vision visionary welcome winner wisdom wonderful
    worthy"""
)

# What nobody says of himself but to admit or deny it.
MISDEEDS = word_set(
    """hide conceal steal cheat lie bribe spy hack torture poison rob plunder loot starve smuggle
    rig forge fake fabricate falsify manipulate abuse exploit harass intimidate bully blackmail
    betray deceive mislead violate breach break ignore neglect mismanage squander waste embezzle
    pocket launder obstruct sabotage undermine provoke incite interfere meddle persecute oppress
    discriminate pollute dump destroy murder massacre kidnap defraud swindle extort eavesdrop
    doctor suppress silence overcharge withhold leak jam order use cover"""
)

# Mistakes: blamed on others they accuse, told of oneself they concede.
ERRORS = word_set(
    """underestimate overestimate overcharge misjudge mishandle miscalculate overlook err misread
    mismanage misspeak overreact botch bungle blunder neglect fail mistake misinform
    misunderstand overstep oversleep forget"""
)
