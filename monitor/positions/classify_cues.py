"""Words that say what a statement does: as its cue ("demanded") or in it ("we demand")."""

from typing import NamedTuple

from monitor.positions.classify_phrases import PhraseTable
from monitor.positions.classify_words import word_set
from schemas.vocabulary import Force, PositionClass


class Cue(NamedTuple):
    """What a word of speech does; ``weak`` ones give way to what is said."""

    position: PositionClass
    force: Force | None = None
    weak: bool = False


_P = PositionClass
_F = Force

_LINES = {
    Cue(_P.ACCUSE): """ridicule, mock, deplore, bash, trash, hammer, skewer, roast, pounce,
        grumble, moan, groan, jeer, boo, pan, carp, gripe, thunder, bristle, snipe, hit back,
        shame, indict, sue, single out, round on, turn on, jab, assail, impeach, damn, tear apart,
        finger, deprecate, question, cry foul, bewail, rant, accuse, blame, condemn, criticise,
        criticize, slam, denounce, decry, deplore,
        lambast, lambaste, castigate, censure, rebuke, chide, berate, scold, fault, attack, charge,
        allege, lash out, hit out, complain, deride, mock, ridicule, rail, fume,
        rage,
        inveigh, excoriate, upbraid, reproach, reprimand, vilify, chastise, take aim, blast, rap,
        disapprove, take issue, find fault, point * finger,
        voice * concern|regret|disappointment|anger|dismay|outrage,
        express * concern|regret|disappointment|anger|dismay|outrage|alarm|condemnation, regret,
        hold * responsible, impugn, tear into, rip, savage, pillory, scorn, sneer, object, protest,
        voice regret,
        lay * blame, cast * doubt, call out, level * charge|accusation,
        make * accusation|allegation""",
    Cue(_P.REJECT): """keep * distance, steer clear, wash * hand, turn * nose, show * door,
        hang up on, sink, torpedo, bin, trash * plan|proposal|idea, vote against, vote * against,
        vote down,
        say no to, walk out, walk away, boycott, defy,
        shun, shrug off, give short shrift, pour cold water, scoff at, dash, stonewall,
        hold out against, stand against, come out against, speak out against, speak against,
        abstain, opt out, knock back, throw cold water, argue against, wave off, reject, refuse,
        rule out, rebuff, spurn, turn down, veto, decline, oppose,
        refuse to accept, balk, baulk, turn * back on, shoot down, throw out,  resist, snub,
        quash, overrule, strike out, dig in, bar, forbid, close the door, shut the door,
        disagree,
        dismiss, brush aside, brush off, wave away, disallow, reject out of hand, not budge,
        stand firm""",
    Cue(
        _P.DENY
    ): """deny, refute, rebut, disavow, dispute, contest, contradict, repudiate, disclaim,
        debunk, protest * innocence, plead not guilty, play down, downplay, distance, gainsay""",
    Cue(_P.REQUEST, _F.DEMAND): """claim back, want * back, oblige, subpoena, tell * that * must,
        give * order, dictate, mandate, lay down, clamour, clamor, agitate, demand, order,
        insist on, call for, instruct, command, require,
        ultimatum, summon, press for, press, push for, direct, renew * call, repeat * call,
        renew * demand, repeat * demand,
        pressure, compel, issue * demand, call for * resignation|removal|release|end""",
    Cue(_P.REQUEST, _F.APPEAL): """want, coax, nudge, solicit, crave, canvass, prompt,
        challenge * to, enjoin, adjure, press * to, reach out to * for, turn to * for,
        send * appeal, put in * request, file * request, sue for, ask for, cry out, cry for,
        look to, urge, appeal, ask, invite, request, plead, beg, implore, beseech,
        exhort, entreat, encourage, petition, call on|upon, seek, advise, advocate, recommend,
        plea, counsel, prod, lobby, push, hope, issue * appeal, make * appeal,
        wish, pray, campaign for, remind * to, tell * to""",
    Cue(_P.SUPPORT): """speak warmly|highly|well, speak * warmly|highly,
        lend * weight|voice|name|support, say * yes, nod through, wish * well, vote for,
        speak up for, come to * defence, come to * defense, stand up for,
        put in a good word, rejoice, toast, pat * back, tip * hat, nod to, cherish, uphold, second,
        embrace, line up behind, close rank, throw in * lot, root for, plug, promote, bestow,
        recommend * for, vindicate, enthuse, gush, rave, be delighted, be pleased,
        wish * well|luck|success, welcome, praise, hail, applaud, commend, endorse, tout, thank,
        congratulate,
        defend, salute, support, laud, back, champion, compliment, cheer, extol, celebrate,
        recognise, recognize, rally behind, pay tribute, toast, side with, stand by, agree with,
        vouch, honour,
        honor, approve, lavish,
        express * support|solidarity|confidence|admiration|gratitude|backing|satisfaction,
        voice * support|solidarity|confidence|backing, give * backing|blessing, throw * weight,
        come out in favour,
        speak in favour, lend * support, reaffirm * support|backing, reiterate * support|backing,
        declare * support|backing, send * congratulation|condolence,
        offer * congratulation|condolence, bless,
        reaffirm * backing, be grateful, take * hat off, single out * praise, credit""",
    Cue(_P.AGREE, _F.ACCEPT): """agree, accept, consent, assent, acquiesce, acceded, accede,
        give * green light|go-ahead|nod, sign off, green-light, bow""",
    Cue(_P.AGREE, _F.PROMISE): """give * pledge, solemnly, engage to, bind, resolve to, promise,
        pledge, vow, commit, guarantee, assure, swear, undertake,
        reassure, give * word|assurance|guarantee|promise|undertaking, make * commitment|pledge""",
    Cue(_P.AGREE, _F.OFFER): """float, put forward, dangle, hold out, moot, invite * to talk,
        offer, volunteer, signal * willingness|readiness|openness,
        express * willingness|readiness,
        hold out * hand|olive|prospect, extend * hand|olive""",
    Cue(_P.CONCEDE): """let * lapse|expire|go, make peace with, bury the hatchet, make amends,
        recall * decision, lift, ease, scrap, shelve, rescind, repeal, revoke, reinstate, cancel,
        suspend, call off, bow, cave in, fold, reconsider, rethink, soften, water down, walk back,
        step back from, plead guilty, fess up, come clean, swallow, yield to, make concession,
        defuse, release, free, pardon, surrender, capitulate, concede, apologise, apologize,
        back down, backtrack, relent,
        retreat, climb down, back away, back off, own up, confess, drop, withdraw, retract, recant,
        yield, row back, walk back, give up, abandon, renounce, waive, backpedal, take back,
        soften * stance|position|tone, lower * demand|claim|bid,
        give in, give way, cave, bow to, reverse, admit, acknowledge, eat * word,
        take responsibility, take * blame,
        accept responsibility, accept * blame, express * remorse""",
    Cue(
        _P.CONSULT
    ): """confer, consult, hold * talk, discuss, negotiate, meet, brief, exchange view,
        deliberate""",
    Cue(
        _P.THREATEN
    ): """threaten, menace, brandish, rattle, issue * ultimatum, serve notice, issue * threat""",
    Cue(_P.REQUEST, _F.APPEAL, weak=True): "suggest, propose",
    Cue(_P.THREATEN, weak=True): """warn, caution, serve * warning, issue * warning, hint""",
    Cue(
        _P.STATE
    ): """stop short, recall, joke, quip, decline to comment, decline to say, decline comment,
        refuse to comment, refuse to say, ask whether|if|who|what|why|how|when|where,
        remember, reminisce, explain, estimate, predict, forecast, clarify""",
}

CUES: PhraseTable[Cue] = PhraseTable()
for _cue, _phrases in _LINES.items():
    CUES.add(_phrases, _cue)

# Verbs of speech that leave the class to what is said.
NEUTRAL = word_set(
    """say tell add note state declare announce insist reiterate stress underscore underline repeat
    maintain reply respond answer write tweet post argue claim assert affirm reaffirm emphasise
    emphasize point continue conclude remark observe comment report speak suggest believe think
    indicate signal confirm make call name brand label term dub disclose reveal testify
    according mention assert contend shout whisper sigh shrug cry exclaim muse wonder"""
)

REITERATING = word_set(
    """reiterate repeat reaffirm restate renew again repeatedly reconfirm reemphasise"""
)
