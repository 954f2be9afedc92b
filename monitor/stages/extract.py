"""From an article to what each tracked actor said in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from pydantic import BaseModel

from monitor.identity import statement_id, text_hash
from monitor.language.extract import Extractor
from monitor.language.utterance import Speaker, Utterance
from monitor.positions.classify import Classifier
from monitor.positions.filing import Filed, file_acts, file_statements
from monitor.positions.reading import Quotation, Reading
from monitor.positions.terms import TermMatcher
from monitor.stages.stage import NOTHING, Cells, Emission, Outcome
from monitor.topics import STATEMENTS
from schemas.article import Article
from schemas.statement import Report, Statement

_SUPPORTED_LANGUAGES: Final = ("en",)
# A publisher's clock may run ahead; beyond this its date is not believed.
_CLOCK_SKEW: Final = timedelta(hours=24)
# Versions of an article whose texts are known again.
_KEPT_TEXTS: Final = 16
# When only the day of a saying is known it is ordered as that day's last moment, so that a report
# of "Tuesday" never stands before what was reported on Tuesday itself.
_END_OF_DAY: Final = time(23, 59, 59, tzinfo=UTC)


class _Told(BaseModel):
    """What an article's earlier version said of one actor."""

    statements: tuple[str, ...]
    filed: tuple[str, ...]


class _Seen(BaseModel):
    """An article as last seen."""

    version: int
    incoming: int
    texts: tuple[str, ...]
    actors: dict[str, _Told]


class ExtractStage:
    """Finds, classifies and files the statements of an article."""

    def __init__(
        self,
        extractor: Extractor,
        classifier: Classifier,
        terms: TermMatcher,
        *,
        affiliations: Mapping[str, str],
        signal_issues: Mapping[str, str],
    ) -> None:
        """Prepare.

        Args:
            extractor: finds who said what.
            classifier: tells what a statement does.
            terms: matches issues and signals.
            affiliations: each actor's by id, for telling one's own side from the other.
            signal_issues: the issue a signal files its statement under, by signal.
        """
        self._extractor = extractor
        self._classifier = classifier
        self._terms = terms
        self._affiliations = affiliations
        self._signal_issues = signal_issues

    def __call__(self, article: Article, cells: Cells) -> Outcome:
        """Decide on one article."""
        stored = cells.get(article.id)
        seen = _Seen.model_validate_json(stored) if stored else None
        incoming = article.version
        digest = text_hash(article.title, article.text)
        if seen is not None:
            # A text seen before comes again when a crash repeats the hop: it is no new edit.
            if digest in seen.texts or incoming < seen.incoming:
                return NOTHING
            article = article.model_copy(update={"version": max(article.version, seen.version + 1)})
        by_actor = self._by_actor(article)
        before = seen.actors if seen else {}
        emissions = tuple(
            Emission(
                STATEMENTS,
                actor,
                _report(article, actor, by_actor.get(actor, ()), before.get(actor)),
            )
            for actor in sorted(by_actor.keys() | before.keys())
        )
        told = {
            actor: _Told(
                statements=tuple(s.id for s in statements),
                filed=tuple(dict.fromkeys(f for s in statements for f in s.issues + s.signals)),
            )
            for actor, statements in by_actor.items()
        }
        now_seen = _Seen(
            version=article.version,
            incoming=incoming,
            texts=(*(seen.texts if seen else ()), digest)[-_KEPT_TEXTS:],
            actors=told,
        )
        return Outcome(emissions, {article.id: now_seen.model_dump_json().encode()})

    def _by_actor(self, article: Article) -> dict[str, tuple[Statement, ...]]:
        if article.language.split("-")[0].lower() not in _SUPPORTED_LANGUAGES:
            return {}
        utterances = self._extractor.find(
            article.text, title=article.title, published=_believed(article).date()
        )
        filed = file_statements(
            article.text, article.title, utterances, self._terms, self._signal_issues
        )
        # What a spokesperson says is filed under whom it is said for.
        told = [
            (utterance, where, speaker, actor)
            for utterance, where in zip(utterances, filed, strict=True)
            for speaker in utterance.speakers
            if (actor := speaker.actor or speaker.on_behalf_of) is not None
        ]
        readings = self._classifier.read_all(
            [self._quotation(article, u, speaker, actor) for u, _, speaker, actor in told]
        )
        by_actor: dict[str, dict[str, Statement]] = defaultdict(dict)
        for (utterance, where, speaker, actor), reading in zip(told, readings, strict=True):
            statement = self._statement(article, utterance, speaker, actor, where, reading)
            by_actor[actor].setdefault(statement.id, statement)
        return {actor: tuple(found.values()) for actor, found in by_actor.items()}

    def _quotation(
        self, article: Article, utterance: Utterance, speaker: Speaker, actor: str
    ) -> Quotation:
        source = utterance.source(article.text, article.title)
        return Quotation(
            content=utterance.words(article.text, article.title),
            offsets=tuple(start for start, _ in utterance.spans),
            cue=utterance.cue,
            sentence=source[slice(*utterance.sentence_span)],
            direct=utterance.kind == "direct",
            speaker=speaker.name,
            affiliation=self._affiliations.get(actor, ""),
        )

    def _statement(
        self,
        article: Article,
        utterance: Utterance,
        speaker: Speaker,
        actor: str,
        filed: Filed,
        reading: Reading,
    ) -> Statement:
        content = utterance.words(article.text, article.title)
        published = _believed(article)
        said_on = utterance.said_on
        return Statement(
            id=statement_id(actor, content, (said_on or published.date()).isoformat()),
            article=article.id,
            article_version=article.version,
            actor=actor,
            mention=speaker.mention,
            mention_span=speaker.span,
            co_speakers=tuple(s.actor for s in utterance.speakers if s.actor not in (None, actor)),
            on_behalf_of=speaker.on_behalf_of,
            cue=utterance.cue,
            cue_span=utterance.cue_span,
            kind=utterance.kind,
            content=content,
            place=utterance.place,
            spans=utterance.spans,
            sentence_span=utterance.sentence_span,
            addressee=utterance.addressee,
            reported_by=utterance.reported_by,
            said_on=said_on,
            retold=utterance.retold,
            said_at=_said_at(said_on, published),
            echoes=utterance.echoes,
            position=reading.main.position,
            force=reading.main.force,
            condition=reading.condition,
            acts=file_acts(reading.acts, filed, self._terms),
            issues=filed.issues,
            issues_inferred=filed.inferred,
            issues_in_passing=tuple(dict.fromkeys((*filed.in_passing, *filed.aside))),
            signals=filed.signals,
            signal_words=filed.signal_words,
            reiterated=reading.main.reiterated,
            headline=utterance.headline,
            lookalike=utterance.lookalike,
        )


def _believed(article: Article) -> datetime:
    """When the article was published, where its date is not ahead of any clock."""
    # Measured backwards: a day may be the calendar's last, with none behind it.
    if article.published - article.arrived <= _CLOCK_SKEW:
        return article.published
    return article.arrived + _CLOCK_SKEW


def _said_at(said_on: date | None, published: datetime) -> datetime:
    if said_on is None or said_on >= published.date():
        return published
    return min(published, datetime.combine(said_on, _END_OF_DAY))


def _report(
    article: Article, actor: str, statements: Iterable[Statement], before: _Told | None
) -> Report:
    kept = tuple(statements)
    ids = {statement.id for statement in kept}
    retracts = tuple(i for i in before.statements if i not in ids) if before else ()
    return Report(
        article=article.id,
        article_version=article.version,
        actor=actor,
        outlet=article.outlet,
        title=article.title,
        language=article.language,
        link=article.link,
        published=_believed(article),
        arrived=article.arrived,
        history=article.history,
        statements=kept,
        retracts=retracts,
        retracted_issues=before.filed if before and retracts else (),
    )
