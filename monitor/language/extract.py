"""Who said what: from an article's text to the statements it reports."""

from dataclasses import replace
from datetime import date

from monitor.config.watchlist import ActorKind, WatchList
from monitor.language.cast import Behalf
from monitor.language.details import echoes
from monitor.language.drafts import Draft
from monitor.language.layout import Paragraph, paragraphs, title_line
from monitor.language.model import Model
from monitor.language.reader import Reader
from monitor.language.repeats import repeats
from monitor.language.tagger import FrameTagger
from monitor.language.utterance import Speaker, Utterance
from monitor.language.watch import Hit, Watch
from schemas.vocabulary import Place


class Extractor:
    """Finds statements. Build it once for a watch-list and use it for every article.

    ``find`` is pure: the same text gives the same statements. One thread at a time, though, since
    the tagger holds the sentence it is looking at.

    Without a watch-list every speaker is reported under the best name found; with one, only what
    a tracked actor says.
    """

    def __init__(self, watchlist: WatchList | None, model: Model, *, beliefs: bool = False) -> None:
        self._watch = Watch(watchlist) if watchlist is not None else None
        self._tagger = FrameTagger(model) if model.crf else None
        self._beliefs = beliefs

    def find(self, text: str, *, title: str = "", published: date | None = None) -> list[Utterance]:
        """Return the statements of one article, in the order of their sentences.

        Offsets slice ``text``, where a headline is read if it is the first line. What only
        ``title`` says comes first, marked by its ``place``: its offsets slice the title.
        """
        body = self._read(text, paragraphs(text), Place.TEXT, published)
        head = self._read(title, title_line(title), Place.TITLE, published)
        kin = self._watch.kin if self._watch is not None else {}
        return [told for told in head if not repeats(title, told, text, body, kin)] + body

    def _read(
        self, text: str, lines: list[Paragraph], place: Place, published: date | None
    ) -> list[Utterance]:
        hits = [] if self._watch is None else self._hits(self._watch, text, lines, published)
        if self._watch is not None and not any(hit.actors for hit in hits):
            return []
        reader = Reader(text, hits, self._watch, published, self._tagger, beliefs=self._beliefs)
        for index, paragraph in enumerate(lines):
            reader.read(paragraph, index)
        found = [self._utterance(text, draft, place) for draft in reader.drafts]
        kept = [u for u in found if u is not None]
        kept.sort(key=lambda u: (u.sentence_span[0], u.spans[0]))
        return kept

    @staticmethod
    def _hits(watch: Watch, text: str, lines: list[Paragraph], published: date | None) -> list[Hit]:
        hits = watch.hits(text, published)
        known = {hit.end for hit in hits}
        for line in lines[:_TITLES]:
            if line.headline or line.shouted:
                more = watch.bare_hits(text, line.start, line.end)
                if line.start and text[line.start - 1] == "-":  # "UPDATE 2-Central Bank of …"
                    again = watch.hits(text[line.start : line.end], published)
                    more += [
                        replace(hit, start=hit.start + line.start, end=hit.end + line.start)
                        for hit in again
                    ]
                hits += [hit for hit in more if hit.end not in known]
        hits.sort(key=lambda hit: hit.start)
        return hits

    def _utterance(self, text: str, draft: Draft, place: Place) -> Utterance | None:
        if not draft.pieces or not draft.sources or (draft.belief and not self._beliefs):
            return None
        span = draft.mention
        mention = text[span[0] : span[1]] if span is not None else ""
        speakers = tuple(
            Speaker(
                source.figure.actor if source.figure is not None else None,
                source.name,
                mention,
                span,
                self._behalf(source.behalf),
            )
            for source in draft.sources
        )
        if self._watch is not None and not any(s.actor or s.on_behalf_of for s in speakers):
            return None
        spans = tuple(sorted(piece for piece, _, _ in draft.pieces))
        cue = draft.cue
        return Utterance(
            speakers=speakers,
            cue=text[cue[0] : cue[1]] if cue is not None else "",
            cue_span=cue,
            kind=draft.kind,
            spans=spans,
            sentence_span=(draft.start, draft.end),
            addressee=draft.addressee,
            reported_by=draft.reported_by,
            said_on=draft.said_on,
            retold=draft.retold,
            echoes=self._echoes(text, spans, speakers),
            headline=draft.headline,
            place=place,
            belief=draft.belief,
            floating=draft.floating,
            lookalike=any(s.figure is not None and s.figure.lookalike for s in draft.sources),
        )

    def _behalf(self, behalf: Behalf | None) -> str | None:
        if behalf is None or self._watch is None:
            return None
        actor = self._watch.actors[behalf.actor]
        # An organisation has no other voice; its lawyers and advisers are still somebody else.
        own_voice = behalf.official and actor.kind is ActorKind.ORGANISATION
        asked = own_voice if actor.spokespeople is None else actor.spokespeople
        return behalf.actor if asked else None

    def _echoes(
        self, text: str, spans: tuple[tuple[int, int], ...], speakers: tuple[Speaker, ...]
    ) -> tuple[str, ...]:
        """Whose words the content cites: ids of tracked actors, names without a watch-list."""
        found: list[str] = []
        for start, end in spans:
            for left, right in echoes(text, start, end):
                who = text[left:right]
                if self._watch is None:
                    found.append(who)
                    continue
                for hit in self._watch.hits(who, None):
                    found += [a for a in hit.actors if a not in {s.actor for s in speakers}]
        return tuple(dict.fromkeys(found))


# Titles and snaps stand on top.
_TITLES = 10
