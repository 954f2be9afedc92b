"""What is done: verbs and turns of phrase with the side they are on and the head they share.

A head is the name under which the tracker knows an act again, so "go to court", "see them in
court" and "sue" are one. Each line reads ``instrument head: phrases``.
"""

from enum import StrEnum
from typing import NamedTuple

from monitor.positions.classify_phrases import PhraseTable
from monitor.positions.classify_words import word_set
from schemas.vocabulary import Instrument


class Side(StrEnum):
    """Whether a deed is done against someone, for someone, or undoes what was done."""

    HOSTILE = "hostile"
    COOPERATIVE = "cooperative"
    RETREAT = "retreat"
    # Stopping and ending take their side from what is ended.
    ENDING = "ending"
    TOLERANT = "tolerant"


class Deed(NamedTuple):
    """A kind of act."""

    side: Side
    head: str
    instrument: Instrument


_HOSTILE = """
force strike: strike, attack, bomb, bombard, shell, hit, target, raid, assault,
    launch * strike|attack|assault|offensive|operation|war|missile
force destroy: destroy, obliterate, annihilate, wipe out, wipe off, crush, flatten, raze,
    pulverise, demolish, eliminate, exterminate, eradicate
force burn: burn, torch, set fire, order * burning|burn|killing|attack|strike|shelling
force kill: kill, execute, murder, assassinate, massacre, slaughter
force shoot: shoot, open fire, fire on|at, shoot down
force invade: invade,
    take * town|city|village|lock|bridge|base|fort|port|airport|island|building by storm,
    occupy, storm, overrun, enter by force, march on, annex, conquer
force fight: wage war, go to war, declare war, make war, take up arm, battle
force defend: defend (itself|ourselves|themselves) * force, use force, use * weapon|missile|force,
    resort to force,
    use military force, take military action, use weapon, use nuclear weapon, military action,
    respond * militarily
force overthrow: overthrow, topple, oust, bring down
force hold: seize, capture, abduct, kidnap, take hostage, hold hostage
military_posture deploy: deploy, mobilise, mobilize, mass * troop|force|tank,
    send *
    troop|force|warship|tank|soldier|carrier|brigade|battalion|division|regiment|squadron|fleet,
    move * brigade|battalion|division|regiment|fleet|troop,
    station * troop|missile|brigade|battalion|division|unit|ship|bomber,
    move * troop|missile|battery, put * alert, arm, rearm, call up, beef up * force|troop|presence,
    reinforce * border|force, conduct * drill|exercise, test * missile|weapon|bomb,
    resume * enrichment, enrich, resume * test
military_posture blockade: blockade, besiege, encircle, impose * blockade|siege
economic sanction: sanction, impose * sanction|penalty|punishment|measure, slap * sanction,
    punish economically, penalise, penalize, toughen * sanction, tighten * sanction,
    extend * sanction, reimpose, snap back, inflict * cost|damage|pain, impose * cost
economic tariff: put|introduce|place * tariff|duty|levy|tax|surcharge,
    impose * tariff|duty|levy|tax, raise * tariff|duty|levy|tax|price|rent,
    slap * tariff|duty|levy, levy, tax, surcharge, hike * tariff|price
economic cut: cut off, cut * supply|aid|fund|budget|job|funding, switch off,
    turn off * tap|gas|supply, starve, defund, pull * funding|investment|advertising,
    withhold * payment|fund|aid|funding|tax|dues, stop * paying|pay,
    pull out of * deal|market|country, leave * market|country|business|city|town,
    shut off, slash, default
economic embargo: impose * embargo|ban|curb|restriction|quota|cap, embargo, boycott, blacklist,
    bar, ban, outlaw, prohibit, restrict,
    limit * export, curb * export, delist, shun
economic freeze: freeze * asset|account|fund|transfer|payment|aid|grant|budget|subsidy|pension,
    tow, confiscate, expropriate, nationalise,
    nationalize, impound
economic fine: fine, dock * pay, repossess
economic dismiss: fire * worker|staff|employee|board|director|coach|manager|minister|chief, sack,
    lay off, shed * job, axe, cut * job,
    move * production|job|headquarters|plant|abroad, move abroad, relocate,
    close * plant|factory|site|mine|school|hospital,
    shut * plant|factory|site|mine, sell * club
legal sue: sue, go to court, take|bring * to court, take|bring * to * court|tribunal|judge,
    see * in court, take|bring * to * tribunal,
    file|lodge|submit * suit|lawsuit|claim|complaint|appeal|petition,
    take * legal action, take legal action,
    bring * suit|lawsuit|case|claim|legal, launch * suit|lawsuit|legal, legal action,
    seek * injunction|damage|compensation, litigate, start * proceedings|proceeding,
    challenge * court, pursue * legal|court|lawsuit, meet * in court, seek judicial review,
    appeal against, let * court decide
legal prosecute: prosecute, stand trial, face trial, go on trial, indict, charge, arrest, jail,
    imprison, detain, bring * to justice,
    press charge, put * on trial, lock up, convict, court-martial, hold * accountable,
    bring charge, impeach, subpoena, haul * before, extradite, deport, evict
legal investigate: investigate, open * investigation|probe|inquiry|enquiry,
    launch * investigation|probe|inquiry|enquiry, order * investigation|probe|inquiry, audit, probe
legal revoke: revoke * licence|license|permit|visa|citizenship, strip, disqualify,
    suspend * licence|license|permit|player|member,
    withdraw * licence|license|permit|accreditation, pull * licence|license, deregister
legal block: block, veto, vote against, vote down, stop * takeover|merger|deal|sale|bill,
    halt * merger|takeover, filibuster, obstruct, overturn, strike down, quash, tear up, rip up,
    scuttle, derail, sink * bill|deal|plan, torpedo, stymie, thwart
diplomatic expel: expel, kick out, throw out, declare * persona,
    recall * ambassador|envoy|diplomat, withdraw * ambassador|envoy|diplomat,
    summon * ambassador|envoy, send * ambassador home, remove * from, exclude, evict,
    suspend * from, boot * out
diplomatic sever: sever, secede, break away, declare independence, hold * referendum * leave,
    hold * vote * leave, break off, cut * tie|relation|contact, break * tie|relation,
    downgrade * tie|relation, close * embassy|consulate|mission, suspend * tie|relation
diplomatic close: close, shut, close * border|airspace|port|strait|door|crossing,
    shut * border|airspace|port|strait|door|crossing, seal * border
diplomatic walk_out: walk out, walk away,
    leave * talk|table|coalition|union|federation|government|room|bloc|alliance|treaty, quit,
    leave * cabinet|league|championship|tournament|club|party, hand in * notice,
    pull out of * talk|treaty|agreement|accord|coalition|summit|event|tournament, storm out,
    withdraw from * talk|treaty|agreement|accord|pact|summit|tournament|coalition|body|convention,
    resign en masse, bring down * government, stay away,
    boycott * talk|vote|election|meeting|summit
diplomatic oppose: oppose, resist, isolate
unspecified retaliate: answer with, answer * fire|force|blow, retaliate, respond, hit back,
    strike back, fight back, react,
    take * revenge, avenge, take countermeasure, take * measure|step|action,
    adopt|introduce|undertake|apply|impose * retaliatory|reciprocal|mirror measure|step,
    adopt|introduce|undertake|apply|impose * corresponding|asymmetric|asymmetrical measure|step,
    use * measure|step|mean, reserve * right, take * response, answer in kind, countermeasure,
    response measure, measure in response, reciprocate, do whatever * take|necessary,
    do what * take|have|must, stop at nothing, use every tool, take matter into,
    up the ante, escalate, show no mercy, come after, go after, not stand * by, not sit * by,
    not stay silent, make * mistake, act * decisively, act alone, act without, teach * lesson,
    settle score, hunt * down, turn up * heat|pressure, increase * pressure,
    step up * pressure|attack|campaign, ramp up, intensify * attack|strike|campaign,
    take the gloves off, all option, every option, keep * option * table, option * on the table,
    nothing * off the table
unspecified punish: punish,
    get|receive|hear (a) firm|tough|strong|harsh|fitting|swift|clear answer|response|reply,
    make * pay, pay * price, pay dearly,
    face * consequence|sanction|penalty|prosecution|charge|action|music|strike|wrath|court|fine,
    have * consequence,
    lose * approval|contract|deal|mandate|status|funding|sponsorship|accreditation,
    suffer, regret, be sorry, rue,
    lose * licence|license|seat|title|right|access|everything|vote|point, consequence,
    reap * whirlwind, bear * consequence|cost, hell to pay, feel * wrath|consequence|pain,
    live to regret, retribution, severe|grave|serious cost, be * target, fire and fury
unspecified strike_work: go on strike, call * strike, down tool, stop work, walk off * job,
    stage * strike|walkout|protest|rally, strike from, take industrial action, industrial action,
    stand still, fall silent, walk off, organise * protest|strike, take to the street,
    occupy * building, picket, ballot * member, hold * strike, protest, ballot,
    begin * strike|hunger, extend * strike, shut down
unspecified remove: depose, vote out, unseat, challenge * leadership, table * motion,
    no confidence, call * election, call * vote, stand * against, primary
diplomatic expel: begin|start * expulsion|eviction
unspecified expose: leak, publish * file|document|recording, reveal, expose, go public,
    name and shame, release * tape|file|document|recording
unspecified extend_curb: extend * curfew|lockdown|ban, declare * emergency|martial|siege,
    impose * curfew|lockdown|martial|restriction|ban|rule
"""
_COOPERATIVE = """
unspecified talk: talk, negotiate, meet, sit down, discuss, consult, engage, listen, hear * out,
    dialogue, converse, speak with|to, come to the table, return to the table,
    come back to the table, enter * talk|negotiation|dialogue,
    hold * talk|negotiation|discussion|dialogue, resume * talk|negotiation|dialogue|contact,
    reopen * talk|negotiation|channel, hold a meeting, attend, host,
    receive * delegation|envoy|minister|president, reach out,
    pursue * dialogue|solution|peace|diplomacy, seek * solution|dialogue,
    find * solution|compromise|common|way, open * channel|line|talk,
    have * conversation|talk|discussion|dialogue, work out * deal|solution, mediate, exchange view,
    come to * table, look at * again|proposal|offer|idea, consider, explore,
    be * productive discussion, productive discussion, keep talk
unspecified back: support, back, stand by|with|behind, defend, side with, rally behind,
    campaign for, champion
unspecified cooperate: cooperate, co-operate, collaborate, work with|together, work closely,
    work hand, join, partner, participate, take part, coordinate, contribute, team up,
    play * part|role, do (our|its|their) part, share, exchange * information|data|technology,
    hold joint, conduct joint, undertake joint
unspecified release: release
unspecified keep: keep * name|staff|job|open|age|price|promise, retain, preserve, maintain
unspecified fight_for: fight for, work for, stand up for
unspecified help: help, aid, assist, protect, look after, come to * aid|help, rescue, offer,
    extend * hand|help|support, buttress, bolster, strengthen, benefit, reward, welcome, safeguard,
    shelter, host * refugee, take in, feed, rebuild, save, open * border|door
economic give: give, provide, supply, deliver, donate, lend, fund, finance, invest,
    send * aid|help|supply|ventilator|vaccine|food|medicine|team, contribute, pay, compensate,
    reimburse, grant, award, subsidise, subsidize, allocate, match, refund, repay,
    raise * wage|pay|pension|spending, hire, build, create * job, spend,
    increase * aid|funding|spending|support|pay|wage, cut * tax|price|bill|fare|fee,
    eliminate * tax|tariff|fee|debt|deficit, buy, purchase,
    guarantee, set up * fund|hospital, double * aid|funding, keep * plant|factory|mine * open,
    keep * job, cap, lower * price|tax|fare|fee|cost
diplomatic sign: sign, ratify, conclude, seal * deal|agreement,
    reach * agreement|deal|accord|compromise|settlement, strike * deal|agreement|bargain,
    do * deal, make * deal, settle, come to * agreement|term, initial * agreement, enter into,
    close * deal
diplomatic accept: accept, agree, approve, endorse, adopt, take up, say yes,
    vote for|in favour|in favor, authorise, authorize, consent, subscribe to, embrace, go along,
    sign up, sign off, green-light, give * green light|go-ahead|blessing|consent|approval,
    vote yes, take * deal|offer, okay, wave through
diplomatic allow: allow, permit, let, admit, grant * access, open * archive|door|border|book,
    give * access|permission
diplomatic normalise: normalise, normalize, restore, re-establish, reestablish,
    establish * tie|relation, recognise, recognize, reopen, resume, renew, rejoin,
    return to * deal|agreement|talk|treaty|negotiation|table|compliance, improve * tie|relation,
    build bridge, mend fence, exchange ambassador, extend * deal|agreement|truce|mandate
unspecified comply: comply, honour, honor, respect, abide,
    keep * promise|word|commitment|side|pledge, stick to, fulfil, fulfill, implement, observe,
    adhere, obey, uphold, live up to, meet * demand|obligation|target|commitment|deadline,
    follow * rule|advice|recommendation, deliver on, carry out * reform|recommendation, do * job,
    act * restraint, show restraint, exercise restraint, refrain, ensure, guarantee,
    maintain * peace, keep * peace|ceasefire|truce, respond positively,
    reciprocate, study, examine, review, consult, publish * accounts,
    hold * election|referendum, investigate * claim, set * example, disclose, answer * question,
    tell the truth
legal disarm: disarm, dismantle, lay down * weapon|arm, decommission, denuclearise, denuclearize,
    hand over, turn over, surrender * weapon, destroy * weapon|stockpile,
    freeze * programme|program|enrichment
"""
_RETREAT = """
unspecified yield: back down, back off, climb down, give in, give way, give ground, yield, relent,
    bow to, cave in, cave, concede, compromise, retreat, step back, de-escalate, stand down,
    soften, moderate, meet halfway, make * concession, u-turn, capitulate, budge, show flexibility,
    step aside, bend, reverse course, change course, change * mind, swallow
unspecified reconsider: reconsider, rethink, think again, revisit, back away, backtrack, row back,
    walk back, water down, scale back, scale down, tone down, roll back, reverse, rescind, revoke,
    repeal, undo, retract, recant, take back, take * threat|demand|claim|word|remark back, unwind,
    renegotiate, amend, revise, redraw, rewrite,
    let * rest
unspecified apologise: apologise, apologize, make amends, express regret, say sorry, own up,
    ask * forgiveness, take * blame, take * responsibility, offer * apology
unspecified resign: resign, step down, quit * office|post|job, leave office, hand in * resignation
legal release: release * prisoner|hostage|detainee|captive|journalist,
    send * wounded|prisoner|captive|hostage, send * wounded soldier|fighter,
    release * body|crew|soldier|activist|tanker,
    free, let * go, pardon, parole, grant * amnesty|clemency|pardon|bail,
    commute, drop * charge|case|suit|lawsuit|appeal|claim|complaint, set * free, reinstate
military_posture withdraw: pull out, pull back,
    withdraw * troop|force|soldier|army|tank|unit|heavy|weapon|peacekeeper,
    pull * troop|force|soldier|tank|unit, vacate, evacuate, draw down, cease fire,
    declare * ceasefire|cease-fire|truce, cease hostility, hold * fire, halt fire,
    stop * shooting|shoot|bombing|bomb|shelling|attack, lift * siege|blockade,
    end * siege|blockade|occupation|war, observe * ceasefire|truce, lay down * arm|weapon,
    surrender,
    pull * back, bring * home
economic lift: lift * sanction|ban|embargo|tariff|restriction|boycott|curfew,
    lift * cap|duty|levy|freeze|measure|emergency|state,
    ease * sanction|ban|embargo|tariff|restriction|curfew|rule|measure, relax, loosen, waive,
    unfreeze, unblock, unban, remove * tariff|sanction|restriction|ban|duty|barrier|limit|clause,
    cut * tariff|duty, reopen * border, call off * strike|boycott|protest|walkout|attack|action,
    end * strike|boycott|protest|embargo|ban|sanction|walkout|dispute,
    suspend * tariff|sanction|strike|duty|levy|boycott|attack|campaign|ban, return to work
"""
_ENDING = """
unspecified end: withdraw, drop, abandon, scrap, shelve, suspend, cancel, end, halt, stop, cease,
    pause, postpone, delay, freeze, call off, discontinue, terminate, ditch, axe, give up, put off,
    put on hold, put * on ice, put * on hold, defer, renounce, relinquish, forgo, waive, remove,
    withhold, lift, ease, reduce, cut, curtail
"""
_TOLERANT = """
unspecified tolerate: tolerate, stand for, put up, bear, allow, permit, let, accept, stand * by,
    sit * by, look away, stay silent, remain silent, be * silent, be intimidate, be blackmail,
    be bully, be dictate, be threaten, be cow, stand idly, be hold * ransom
"""

_HEADS = PhraseTable[Deed]()


def _load(lines: str, side: Side) -> None:
    for line in lines.strip().replace("\n    ", " ").splitlines():
        name, phrases = line.split(": ", 1)
        instrument, head = name.split()
        _HEADS.add(phrases, Deed(side, head, Instrument(instrument)))


for _lines, _side in (
    (_ENDING, Side.ENDING),
    (_TOLERANT, Side.TOLERANT),
    (_HOSTILE, Side.HOSTILE),
    (_RETREAT, Side.RETREAT),
    (_COOPERATIVE, Side.COOPERATIVE),
):
    _load(_lines, _side)

DEEDS = _HEADS

# What is stopped, dropped or ended decides whether that is a blow or a retreat.
GOODS = word_set(
    """backing offer invitation aid talk talks negotiation cooperation co-operation agreement deal
    accord treaty pact support funding assistance contract tie relation visit dialogue contact
    supply delivery shipment participation membership payment licence license recognition
    mediation summit meeting trip export import flight service programme program benefit subsidy
    grant loan investment partnership permit visa ambassador envoy peacekeeper trade gas oil
    compliance inspection treaty work production project sponsorship exchange sale ceasefire
    truce coalition union bloc alliance transfer backing protection operation convention
    collaboration
    consultation guarantee assurance consent permission approval accreditation cover insurance
    tranche instalment sailing credit scholarship hospitality"""
)
ILLS = word_set(
    """sanction tariff lawsuit suit case threat demand claim ban embargo blockade strike
    restriction objection opposition veto appeal charge accusation attack offensive siege
    campaign boycott curfew penalty fine duty levy measure complaint troop force soldier
    hostility war bombing shelling bid plan proposal protest resistance occupation moratorium
    freeze action insistence precondition condition refusal fight raid operation surcharge fee
    rise hike cut closure layoff redundancy eviction warrant investigation probe missile weapon
    tank settlement charge request call motion"""
)


# These end what is another's, or nobody's, as well as one's own.
_STOPPING = word_set("end stop halt cease cut reduce curtail terminate")


def side_of_ending(verb: str, words: frozenset[str]) -> Side:
    """Tell on which side ending something is, given the lemmas of what is ended."""
    if not words.isdisjoint(ILLS):
        return Side.RETREAT
    if not words.isdisjoint(GOODS):
        return Side.HOSTILE
    return Side.COOPERATIVE if verb in _STOPPING else Side.RETREAT
