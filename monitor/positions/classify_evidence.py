"""Turns of phrase that speak for a class whoever is the subject, each with a weight.

Weights: 1 a hint, 2 likely, 3 as good as certain. A negated hint ("not proud") counts for nothing.
"""

from typing import NamedTuple

from monitor.positions.classify_idioms import IDIOMS
from monitor.positions.classify_phrases import PhraseTable
from monitor.positions.classify_words import word_set
from schemas.vocabulary import Force, PositionClass


class Evidence(NamedTuple):
    """What a phrase speaks for and how strongly."""

    position: PositionClass
    weight: float
    force: Force | None = None


_P = PositionClass
_F = Force

_LINES = {
    Evidence(
        _P.THREATEN, 3
    ): """consider|weigh|mull|study|prepare|plan * sanction|embargo|ban|strike|boycott|lawsuit,
        consider|weigh|mull|study|prepare|plan * action|measure|response|retaliation|blockade,
        measure be consider, our answer|response|reply be, be wait for you|them, not sleep well,
        before * court, know what to do, know how to, have a long arm, long memory, settle * score,
        our turn, will come for, nowhere to hide, not forget this, price for it|this|that, sword,
        fire * at will, on notice, think again before, pay for it|this|that|what, find out what,
        matter of time,
        military action|force|option remain, patience be at|over|exhaust, patience * at an end,
        not like it, have be warn, see * in court, turn to the court,
        crush|swift|harsh|strong|tough response, move abroad,
        prepare * countermeasure|sanction|retaliation, not be surprise, know where to find,
        come for you|them, fire back, no mercy, hold * to account, response measure,
        measure in response, every option * table,
        all option * table, option * table, instrument * on the table, nothing * off the table,
        legal action,
        take all|any|every necessary, use all|every necessary|available|mean, by any mean,
        reserve * right,
        last warning, final warning, or else, at (your|their) peril, at (your|their) own risk,
        hell to pay,
        day be numbered, last chance, think twice, bear * consequence, grave consequence,
        severe consequence, serious consequence, swift retaliation, have until, red line,
        retaliation,
        countermeasure, hear from (our|my) lawyer, finger * button, do * not test,
        not test (our|my) patience,
        patience be run|wear, patience have limit, patience be not, playing with fire,
        play with fire, fire and fury,
        crush response, decisive response, harsh response, not (be) leave unanswered,
        not go unanswered,
        not go unpunished, come at a cost, come at a price, revenge, price to pay,
        face * consequence, pay * price,
        fight * to the end, whatever it take, gloves * off, lock and load, ready to fire,
        will not hesitate""",
    Evidence(_P.THREATEN, 2): """ultimatum, all option, every option, reprisal""",
    Evidence(
        _P.REJECT, 3
    ): """not with us|me, no need for|to, have enough of, be impossible, question be close,
        not kneel, not get it, not have it,
        not get * signature|approval|consent|vote|support|blessing, no use for, no appetite,
        no taste, no thank,
        no longer accept|tolerate|support|back|cooperate|recognise|trust,
        no longer believe|take|participate|negotiate|talk|comply|honour|feel,
        not buy, not fall for, not wear it, can forget, forget it, dream on, not while I|we,
        not as long as, not bend, not blink, not bow, not bargain, not sell, not give up,
        never give up, never surrender, never let|allow|sign|agree|give|leave|sell,
        have no right to, not their business, none of (their|your) business, not the time,
        too late for, not enough for, ask too much, one bridge too far, make no sense,
        not go anywhere, why should we|I, no reason to, not one inch, stay close, stay shut,
        not move an, without me|us, go nowhere, not in my name, not for us, stay where it|they,
        leave us cold, out of the question, no question of, never accept, unacceptable,
        not acceptable,
        no way, not a chance, no chance, under no circumstance, over my dead body, non-starter,
        nonstarter, not for sale,
        no intention of, have no intention, no interest in, not negotiable, non-negotiable,
        not up for, will not happen,
        not on the table, off the table, not go to happen, cannot dictate, not dictate,
        door be closed, not bargain,
        no deal, no concession, no compromise, absolutely not, not an option, no room for,
        not open to, not open for,
        answer be no, no thank, never ever, not an inch, not give * inch, not a cent,
                not budge, not bend,
        dead on arrival, not interested, not prepare to, not willing, flat no,
        no plan to, no longer welcome,
        answer be * no, answer * no,  nothing to negotiate, nothing to discuss, nothing to talk,
        not be pushed, not be bully, not be blackmail,
        not be intimidate, not take order, on the day that, when hell freezes,
        when pig fly, in your dreams""",
    Evidence(
        _P.DENY, 3
    ): """nowhere near, make * up, not a word of, not what I|we|he|she say, dream up,
        not one of us|ours, nobody here, never see, never meet, never hear,
        never give|receive|take|pay|promise|order|sign|say|agree|touch|ask, not our, mix up,
        wrong man, mistaken, misunderstanding, have no idea, beyond * imagination, figment, gossip,
        tall tale, plain wrong, simply wrong, out of thin air, not exist, do not exist, no list,
        lie from, be lie, be a lie, pack of lie, web of lie, fake, rubbish, fantasy,
        do nothing wrong, know nothing of|about, not our missile|bomb|plane|doing|fault,
        nothing to hide, no secret, not hide anything, bogus, ludicrous, preposterous, fiction,
        mere speculation, no plan to attack|invade|strike|leave|resign|quit,
        no intention of attack|invade|leave, not a single, not true, untrue, false, fabricate,
        fabrication, baseless, no truth, lie about,
        groundless, unfounded,
        nothing of the (sort|kind), never happen, not happen, pure fiction, fairy tale, invention,
        invented, hoax, nothing to do with, no knowledge,
        no such, no basis, nonsense, slander, fake news, not responsible, have no part, no role,
        innocent, not guilty, forged,
        forgery, no evidence, smear, myth, not a word * true, not telling the truth,
        not tell the truth, deny, flat lie,
        complete lie, total lie, made up, make up, misquote, take out of context, rumour, rumor,
        do nothing wrong, no wrongdoing,
        not threaten anyone, not threatening, not * threat to, not a threat,
        no intention of attack|invade, not seek war, no plan to invade|attack, without foundation,
        not a shred, hand be clean, not a grain, figment, imagination, mistaken identity,
        wholly inaccurate, inaccurate, incorrect, did not belong""",
    Evidence(
        _P.ACCUSE, 3
    ): """shame on, blood on * hand, like animal|dog|criminal, preach water, ignore * warning,
        turn * into, buy * vote, have be buy, all we get, behind * back, line * pocket, own pocket,
        two-faced, asleep at, pass the buck, break the law, above the law, sell * out, sell us,
        treat us, take us for, empty promise, hot air, too little, never listen, do not listen,
        have no idea what, lose * grip, out of touch, fiddle while, kind of incompetence,
        smoke and mirror, wash * hand, wage war on, attack on democracy, bury * report,
        lip service, stoke, inflame, sow, hypocritical, they do nothing, do not care, blame for,
        blame lie, human shield,
        as shield, play with * life, behind our back, pay themselves, travesty, neglect, lie,
        dishonour, dirty, rob, throw * under, trample, treat * like, hide * from, look away, waste,
        squander, brazen, aggression, betrayal, betray, shameful, disgrace, disgraceful, outrage,
        outrageous,
        reckless, violator, violate,
        violation, illegal, unlawful, unjust, unfair, hypocrisy, hypocrite, cowardly, coward,
        brutal, barbaric, crime, criminal,
        corrupt, corruption, lie to, liar, cheat, steal, blackmail, bully, extortion, provocation,
        provoke, irresponsible, incompetent, incompetence,
        negligence, negligent, failed, fail to, failure, scandal, scandalous, sham, farce,
        cover up, cover-up, cynical, stab * back,
        break * promise, break * truce, break * ceasefire, break * word, broken promise, threat to,
        abuse, theft, robbery, insult, mistreat,
        poison, deceive, mislead, pretend, sabotage, undermine, destroy, ruin, wreck, damage they,
        exploit, plunder, destabilise,
        destabilize, responsible for, to blame, fault, guilty of, blood on, at the expense,
        catastrophe, disaster, weak, pathetic, terrible, horrible,
        dangerous, absurd, ridiculous, wrong, greedy, greed, arrogant, arrogance, contempt,
        attack on, killing of, murder, massacre, genocide, apartheid,
        double standard, worst, mess, gift to nobody, a joke, a slap, slap in the face,
        turn * blind eye, wash * hand,
        how generous, congratulation to, dishonest, crooked, rigged, witch hunt, chaos, nasty,
        unfit, disrespect, violence against,
        have do nothing, have not build, inhuman, inhumane, cruel, cruelty, terror, terrorist,
        invader, occupier, regime, escalation, aggressor, hostile""",
    Evidence(
        _P.SUPPORT, 3
    ): """wish (him|her|them|you) every|well|luck|success, firmly behind, fully behind,
        right behind, finally a, best news, show courage, write a better, bravo,
        right man|woman|team|choice, look forward to work, thanks go, could not have do|write|ask,
        proud to, stand firmly, every confidence, credit to, no better, nobody better,
        second to none, chapeau, well-deserved, salute, long overdue, about time, give credit,
        keep it up, on the right track, move in the right, more power to, at * side,
        sound plan|policy|idea, welcome news|step|move|change, do more for, strong than ever,
        best man|woman|person, best * for the job, every word of,
        be right to, wonderful, good hand, have my vote, be * credit to, lucky to have,
        owe * thanks, glad that, happy that, pleased that, thank, grateful, gratitude, proud,
        congratulate, welcome, applaud, admire, courage,
        courageous, brave,
        bravest, heroic, hero, great job, good job, well do, excellent, outstanding, magnificent,
        remarkable, take * hat off, full backing,
        full support, full confidence, stand with, stand behind, stand by, shoulder to shoulder,
        side by side, solidarity,
        have (our|my) full backing, have (our|my) support, right decision, right thing,
        step forward, step in the right, good news, important step,
        milestone, breakthrough, historic, model for, deserve, hat off, could not be happier,
        have a point, fair bargain,
        no objection, fair deal, best friend, great friend, good friend, strong ally, close ally,
        tribute, pleased with, delighted with, happy with,
        trust (him|her|them), believe in, on your|their|his|her side, endorse, vote for,
        back * bid, good day for, impressive, fantastic, terrific,
        tremendous, wonderful, brilliant, right to, job well done, exactly what, deserve * medal,
        in favour of, in favor of, full faith,
        positive step, bold step, good man, good woman, good deal, great leader, example for,
        example to""",
    Evidence(_P.SUPPORT, 3.6): """what we|I|they ask for, what we|I|they want all along""",
    Evidence(_P.ACCUSE, 2): """no licence|license|excuse to|for""",
    Evidence(
        _P.SUPPORT, 1.5
    ): """important way forward, buttress, bolster, support, good, glad, agree with,
        share * concern, help them|him|her""",
    Evidence(_P.CONCEDE, 3): """would no longer, will no longer, shall no longer,
        no longer stand|apply|plan|want|need|charge|block, on us, on me,         have be too,
        be too harsh|hard|slow|late|quick|proud, stand by nothing,         get * wrong,
        we|I could have, with hindsight, in hindsight, look back, have learn,
        learn * lesson, deserve the criticism, have a point, accept that, lay down * arm,
        responsibility be mine|ours, fall short,
        could have do better, we have listen, come down next, mine alone, have to admit,
        bitter lesson, I stand corrected, our error, my error, I be wrong, we be wrong,
        be mistaken, make a mistake, my mistake, our mistake, my fault,
        our fault, I be sorry, we be sorry,
        apologise, apologize, apology, I regret, we regret, take responsibility,
        take full responsibility, no longer insist, no longer demand, no longer ask,
        no longer oppose, no longer object,
        no longer require, no longer seek, after all, we|I should have, take off the table,
        take * off the table, drop * demand, drop * objection, drop * claim, drop * threat,
        in a retreat, back down, give in, give way, reverse course, change (my|our) mind, we fail,
        I fail, we be late, you be right,
        they can have, they win, bow to, eat (my|our) word, be withdraw, have be withdraw,
        have be drop, have be suspend, have be lift,
        climb down, owe * apology, take * threat|demand|claim|word|remark|statement back,
        take back * threat|demand|claim|word|remark|statement, get it wrong, got it wrong, mea culpa,
        not good enough,   admit""",
    Evidence(
        _P.CONSULT, 3
    ): """brief * ambassador|council|cabinet|committee|minister|leader, further round, next round,
        round be plan, carry message, go-between, lawyer be talk, seek * advice|view|opinion,
        sound out, over coffee, coffee with|and, phone call, be discuss, be meet, be talk,
        visit both, listen to both, agenda include, receive * delegation, come together, go over,
        work through * text|detail|list, back channel, hotline, at the table, around the table,
        across the table, talk * continue|resume|begin|start, negotiation * continue|resume|begin,
        sit together,
        discussion be, gather in|at|for, travel * for talk|consultation,
        travel * talk|consultation, fly * talk|consultation, hear * argument|concern,
        be raise at|with|during|in, compare * finding|note|result|figure,
        exchange * idea|view|opinion|word|letter, session with, see him|her|them on|at|next,
        discussion *   talk * under way, negotiation * under way, meet again, meet * in|on|at,
        on the phone, line of communication, have * talk|word with, work lunch|dinner,
        work session, hold talk, hold * talk, hold * meeting, hold * round, have * talk,
        have * meeting,
        have * conversation, have * discussion, have a|another|one * call,
        meet with, be meet, sit down with, sat down, exchange view, compare note,
        speak by telephone, speak by phone, speak on the phone, speak with, speak to,
        daily contact, in contact, in touch, in talk, in negotiation, talk be under,
        discussion be under, negotiation be under,   discuss, conversation with,
        consultation,
        round of talk, same room, talk with, talk to, listen to each other, phone call, the call,
        telephone, over dinner, over lunch, hour with, come up during,
        go through the draft, exchange * number, exchange sample, exchange map,
        see the minister|president|ambassador, agenda, negotiation, talk continue, meeting be,
        dialogue with, met, table for""",
    Evidence(
        _P.REQUEST, 3, _F.APPEAL
    ): """we need your, need * help, do not forget|leave|let|abandon, I wish * would, wish the,
        if only, help us, join us, nobody should, no one should, would it not, could we,
        could they, could somebody, may we, kindly, I would ask, we would ask, could you,
        would you, let * do, do not forget|abandon|look,
        we ask, I ask, appeal to, urge, we hope, I hope, hope and expect, call on, call upon,
        invite, let us, I beg, we beg, implore,
        we would like, I would like, would welcome it|if|a, why not, would * at least,
        would be grateful,
        encourage, it be time for, time to, time for, plea""",
    Evidence(_P.REQUEST, 3, _F.DEMAND): """pay us|up, explain * to,
        step aside|down, has to stop|go|end, put * on trial, be held accountable, get out,
        hand off, owe * explanation|answer|apology, have to answer, come clean,
        it be time * go|leave|end, get * out of, leave us alone, we demand, I demand, demand that,
        we want, we expect, insist on, insist that, must be,
        give (us|me) back, give back, must stop, must end,
        must go, have to go, get out, we need to see, want an apology, want * answer,
        owe us, want * to know""",
    Evidence(
        _P.AGREE, 3, _F.ACCEPT
    ): """acceptable to, fine with us|me, so be it, it be a deal, sign up to, no objection to,
        take the offer, on board, we accept, I accept, yes we, go along with,
        no choice but to agree, we agree, say yes,
        no quarrel with, sign up to, will accept, in full, would accept, fine with, fine by,
        can live with, have a deal, it be a deal""",
    Evidence(
        _P.AGREE, 3, _F.OFFER
    ): """want to talk * find|come, find me|us at, you will have, glad to, happy to, gladly,
        at (your|their) disposal, hand out, stretch out * hand, half way, all ears,
        keep * door open, start tomorrow, ready when, let us sit|talk|meet|negotiate|work|find,
        could imagine, welcome them|him|her|you back,
        ready to talk, prepare to listen, ready to meet, open to, door be open,
        door remain open, door * open, nothing stand in the way,
        reach out, path of dialogue, hand of friendship, extend a hand, at any time, name the day,
        productive discussion, we offer, I offer,         positive thing, real benefit,
        neutral ground, let them name, common ground,
        look forward to work, lend a hand""",
    Evidence(
        _P.AGREE, 3, _F.PROMISE
    ): """you can count, they can count, will pay for the, we will look after, will take care,
        not rest until, will see to it, will make sure, leave nobody behind, home by,
        will be there, will always be there, we promise, I promise, you have my word,
        give * word, my word, we guarantee, I guarantee,
        count on, rest assured, we pledge, I pledge, we will keep, solemn, pass unharmed""",
    Evidence(_P.STATE, 1): """good morning|afternoon|evening|night|day, time for|of * be over,
        deserve * answer|response|punishment, no comment, not comment, do not know, remain to be see""",
}

_IDIOM = 2.1

EVIDENCE: PhraseTable[Evidence] = PhraseTable()
for (_position, _force), _phrases in IDIOMS.items():
    EVIDENCE.add(_phrases, Evidence(_position, _IDIOM, _force))
for _value, _phrases in _LINES.items():
    EVIDENCE.add(_phrases, _value)

# What is rejected or dismissed decides: an accusation is denied, a plan refused.
IMPUTATIONS = word_set(
    """accusation allegation charge claim report suggestion rumour rumor story assertion
    insinuation notion complaint criticism speculation account version slander smear"""
)
ASKINGS = word_set(
    """request plea demand call invitation proposal offer application bid petition appeal access
    permission entry visa bail motion leave"""
)
