"""What subscribers are told of titles, and of names in odd letters: from article to alert."""

from datetime import timedelta

from monitor.flow import Flow
from monitor.topics import STATEMENTS
from schemas.alert import Alert
from schemas.article import Article
from schemas.vocabulary import Place
from tests.support.making import THREAT, article


def alerts(flow: Flow, *articles: Article) -> list[Alert]:
    """Pass articles through the first two stages; return the alerts they raise."""
    extract, track = flow.stages[:2]
    states: tuple[dict[str, bytes | None], ...] = ({}, {})
    raised: list[Alert] = []
    for found in articles:
        read = extract.decide(found, states[0])
        states[0].update(read.writes)
        for emission in read.emissions:
            if emission.topic is not STATEMENTS:
                continue
            outcome = track.decide(emission.record, states[1])
            states[1].update(outcome.writes)
            raised += [e.record for e in outcome.emissions if isinstance(e.record, Alert)]
    return raised


def test_title_alone_alerts_with_evidence_that_slices_it(flow: Flow) -> None:
    """A threat that only a title carries is told, and its offsets say where it stands."""
    found = article("Talks went on.", title="Duarte threatens to sue over the permit")
    (alert,) = [a for a in alerts(flow, found) if a.issue]
    assert alert.after.place is Place.TITLE
    assert tuple(found.title[slice(*s)] for s in alert.after.spans) == alert.after.content


def test_title_that_repeats_its_article_adds_no_alert(flow: Flow) -> None:
    """The same threat over the article and in it is one alert, on the article's words."""
    bare = alerts(flow, article(THREAT))
    titled = alerts(flow, article(THREAT, title="Duarte threatens legal action over permit"))
    assert [a.id for a in titled] == [a.id for a in bare]
    assert all(a.after.place is Place.TEXT for a in titled)


def test_title_then_article_is_one_alert(flow: Flow) -> None:
    """A flash that is only a title, and the article an hour later, are one utterance."""
    flash = article("", title="Duarte: “We will take legal action over the permit”", id="A0")
    told = alerts(flow, flash, article(THREAT))
    assert [a.issue for a in told if a.issue] == ["pipeline-permit"]


def test_an_alert_is_no_surer_than_its_class(flow: Flow) -> None:
    """What a statement does may be likely and not certain, and the alert says so."""
    guessed = "“The permit was a fairy tale from the first page,” said Duarte."
    (alert,) = [a for a in alerts(flow, article(guessed)) if a.issue]
    assert alert.position == "DENY"
    # A first quotation on an issue that it names makes .95 where the class is beyond doubt.
    assert alert.confidence < 0.95


def test_an_alert_is_less_sure_of_a_step_than_of_a_first_position(flow: Flow) -> None:
    """A step needs two readings to be right, and who "she" is has to be read as well."""
    (first,) = [a for a in alerts(flow, article(THREAT)) if a.issue]
    later = article(
        "Duarte spoke on Friday. She withdrew her threat of legal action over the permit.",
        id="A2",
        published=first.after.published + timedelta(days=9),
    )
    _, second = [a for a in alerts(flow, article(THREAT), later) if a.issue]
    assert second.change == "withdrawn"
    assert second.confidence < first.confidence - 0.2


def test_lookalike_name_shows_in_the_alert(flow: Flow) -> None:
    """Nobody takes a name in odd letters for the real one: title, evidence and doubt say so."""
    real = alerts(flow, article(THREAT))
    odd = alerts(flow, article(THREAT.replace("Duarte", "Du\u0430rte")))
    assert len(odd) == len(real) > 0
    for one, other in zip(odd, real, strict=True):
        assert one.title.startswith("Duarte (look-alike letters): ")
        assert one.after.lookalike
        assert not other.after.lookalike
        assert one.confidence < other.confidence
