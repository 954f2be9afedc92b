"""Reads an article paragraph by paragraph and collects its statements."""

from bisect import bisect_left
from datetime import date

from monitor.language.cast import Cast
from monitor.language.dates import said_on
from monitor.language.details import addressee, reported_by
from monitor.language.drafts import Draft
from monitor.language.frames import Frame, find_frames
from monitor.language.layout import Paragraph
from monitor.language.lexicon import DETERMINERS, GROUPS, OFFICES
from monitor.language.names import is_title_case
from monitor.language.pronouns import LastSpeakers
from monitor.language.quotes import Quote, find_quotes
from monitor.language.sentences import Sentence, split_sentences
from monitor.language.speakers import Scene, Source, resolve_source
from monitor.language.tagger import FrameTagger
from monitor.language.transcripts import count_labels, label_end
from monitor.language.watch import Hit, Watch


class Reader:
    """One pass over one article. What was read before decides what a pronoun means now."""

    def __init__(
        self,
        text: str,
        hits: list[Hit],
        watch: Watch | None,
        day: date | None,
        tagger: FrameTagger | None,
        *,
        beliefs: bool,
    ) -> None:
        self._tagger = tagger
        self._text = text
        self._hits = hits
        self._starts = [hit.start for hit in hits]
        self._watch = watch
        self._day = day
        self._beliefs = beliefs
        self._cast = Cast(watch)
        self._last = LastSpeakers()
        self._number = 0
        self._open: Draft | None = None
        self._pending: Draft | None = None
        self._previous: Draft | None = None
        self._previous_paragraph = -99
        self._live_until = -1
        self._turn: Draft | None = None
        self._transcript = count_labels(text) >= _LABELS
        self.drafts: list[Draft] = []

    def read(self, paragraph: Paragraph, index: int) -> None:
        """Take in the next paragraph."""
        text = self._text
        if self._watch is not None and not self._matters(paragraph, index):
            self._open = self._pending = None
            return
        quotes = find_quotes(text, paragraph.start, paragraph.end)
        begin = label_end(text, paragraph, quotes)
        sentences = split_sentences(text, paragraph.start, paragraph.end, quotes)
        local: Draft | None = None
        for position, s in enumerate(sentences):
            self._number += 1
            hits = self._hits_in(s)
            mentions = self._cast.read(s, hits, index, self._number)
            scene = Scene(
                s,
                mentions,
                hits,
                index,
                self._number,
                self._cast,
                self._last,
                self._watch,
                self._day,
            )
            if position == 0 and begin:
                self._turn = self._label(scene, begin, paragraph)
                if self._turn is not None:
                    self._take_in_mentions(sentences[1:], index)
                    return
            elif position == 0 and self._turn is not None and self._goes_on(paragraph, quotes):
                self._add_line(self._turn, paragraph.start, paragraph.end)
                self._previous_paragraph = index
                return
            if _only_quotes(s):
                local = self._quotation(s, local, index, first=position == 0)
                continue
            drafts = self._frames(scene, paragraph)
            if drafts:
                local = _holder_of_quotes(drafts)
        self._open = (
            self._previous
            if quotes and not quotes[-1].closed and self._previous_paragraph == index
            else None
        )

    def _matters(self, paragraph: Paragraph, index: int) -> bool:
        """A paragraph matters if it names a tracked actor, or may go on about one."""
        left = bisect_left(self._starts, paragraph.start)
        coming = self._starts[left] if left < len(self._starts) else None
        if coming is not None and coming < paragraph.end:
            self._live_until = index + _AFTERMATH
        # "…, its chief executive warned." may stand above the paragraph that names her.
        return index <= self._live_until or (
            coming is not None and coming < paragraph.end + _FORESIGHT
        )

    def _hits_in(self, s: Sentence) -> list[Hit]:
        left = bisect_left(self._starts, s.start)
        right = bisect_left(self._starts, s.end)
        return self._hits[left:right]

    def _may_track(self, s: Sentence, hits: list[Hit]) -> bool:
        """Whether a tracked actor may be a speaker here; elsewhere the rules are enough."""
        return (
            self._watch is None
            or bool(hits)
            or not _STAND_INS.isdisjoint(s.lower)
            or (not _TITLES.isdisjoint(s.lower) and not DETERMINERS.isdisjoint(s.lower))
        )

    def _frames(self, scene: Scene, paragraph: Paragraph) -> list[Draft]:
        s = scene.sentence
        self._pending = None
        drafts: list[Draft] = []
        frames = find_frames(s, beliefs=self._beliefs)
        loose: list[Frame] = []
        if self._tagger is not None and self._may_track(s, scene.hits):
            settled = [frame for frame in frames if self._untracked(scene, frame)]
            frames = self._tagger.frames(
                s, self._text, frames, settled, beliefs=self._beliefs, loose=loose
            )
        if loose and not frames and s.words[-1] == ":":
            self._pending = self._draft(scene, loose[-1])
        for frame in frames:
            draft = self._draft(scene, frame)
            draft.headline = paragraph.headline
            if not draft.pieces:
                continue
            drafts.append(draft)
            self._keep(draft, scene.paragraph)
        return drafts

    def _untracked(self, scene: Scene, frame: Frame) -> bool:
        """Whether the rules see somebody else speak, so that nothing is left to find out."""
        if self._watch is None or frame.source is None:
            return False
        s = scene.sentence
        first, end = frame.source
        start, stop = s.starts[first], s.ends[end - 1]
        if any(hit.start < stop and start < hit.end for hit in scene.hits):
            return False
        words = s.lower[first:end]
        return _STAND_INS.isdisjoint(words) and (
            _TITLES.isdisjoint(words) or words[0] not in DETERMINERS
        )

    def _draft(self, scene: Scene, frame: Frame) -> Draft:
        s = scene.sentence
        sources: tuple[Source, ...] = ()
        mention = None
        if frame.source is not None:
            sources = resolve_source(scene, frame.source)
            first, end = frame.source
            mention = (s.starts[first], s.ends[end - 1])
        draft = Draft(
            sources,
            mention,
            (s.starts[frame.cue], s.ends[frame.cue_end - 1]),
            s.start,
            s.end,
            belief=frame.belief,
            addressee=addressee(self._text, s, frame),
            reported_by=reported_by(self._text, s, frame),
        )
        for first, end in frame.content:
            draft.add(self._text, s, first, end)
        draft.said_on = _dated(s, frame, self._day)
        return draft

    def _keep(self, draft: Draft, paragraph: int) -> None:
        self.drafts.append(draft)
        self._previous = draft
        self._previous_paragraph = paragraph
        figures = tuple(source.figure for source in draft.sources if source.figure is not None)
        self._last.figures = figures
        self._last.paragraph = paragraph
        self._last.sentence = self._number

    def _quotation(
        self, s: Sentence, local: Draft | None, index: int, *, first: bool
    ) -> Draft | None:
        """A sentence that is nothing but quotation: whose it is, its neighbours tell."""
        if first and self._pending is not None:
            draft = self._pending
            self._pending = None
            self._append(draft, s)
            self._keep(draft, index)
            return draft
        if first and self._open is not None and self._previous_paragraph == index - 1:
            self._append(self._open, s)
            self._previous_paragraph = index
            return self._open
        if local is not None and any(quoted for _, quoted, _ in local.pieces):
            self._append(local, s)
            return local
        origin = local or (self._previous if self._previous_paragraph >= index - 1 else None)
        if origin is None:
            return None
        if is_title_case(s) or _is_title(self._text, s):
            return local
        draft = Draft(origin.sources, origin.mention, None, s.start, s.end, floating=True)
        self._append(draft, s)
        if draft.pieces:
            self._keep(draft, index)
            return draft
        return local

    def _append(self, draft: Draft, s: Sentence) -> None:
        for i in range(len(s)):
            if s.quotes[i] is not None:
                draft.add(self._text, s, i, i + 1)
        draft.start = min(draft.start, s.start)
        draft.end = max(draft.end, s.end)

    def _label(self, scene: Scene, begin: int, paragraph: Paragraph) -> Draft | None:
        """A transcript's or headline's "Lavrov: …"."""
        s = scene.sentence
        colon = next((i for i in range(len(s)) if s.starts[i] >= begin - 1), len(s))
        sources = resolve_source(scene, (0, colon)) if 0 < colon < len(s) - 1 else ()
        if not sources or sources[0].figure is None:
            return None
        figure = sources[0].figure
        if figure.actor is None and not self._transcript:
            shouted = s.words[0].isupper()
            if figure.person is False or (len(figure.words) == 1 and not shouted):
                return None
        if figure.actor is None and self._watch is not None and not self._transcript:
            return None
        draft = Draft(
            sources,
            (s.starts[0], s.ends[colon - 1]),
            None,
            s.start,
            s.end,
            headline=paragraph.headline,
        )
        if paragraph.headline:
            draft.add(self._text, s, colon + 1, len(s))
        else:
            draft.colon = (s.starts[colon], s.ends[colon])
            self._add_line(draft, s.starts[colon + 1], paragraph.end)
        if not draft.pieces:
            return None
        self._keep(draft, scene.paragraph)
        return draft

    def _add_line(self, draft: Draft, start: int, end: int) -> None:
        """A line of a turn is the speaker's own words, with or without marks around it."""
        quotes = find_quotes(self._text, start, end)
        if len(quotes) == 1 and quotes[0].start == start and quotes[0].end >= end - 1:
            start, end = quotes[0].inner_start, quotes[0].inner_end
        if start < end:
            draft.pieces.append(((start, end), True, False))
            draft.end = max(draft.end, end)

    def _goes_on(self, paragraph: Paragraph, quotes: list[Quote]) -> bool:
        """A line without a label goes on with the turn, if the article is a transcript."""
        turn = self._turn
        return (
            self._transcript
            and turn is not None
            and not turn.headline
            and not quotes
            and self._text[paragraph.start] not in "(["
        )

    def _take_in_mentions(self, sentences: list[Sentence], index: int) -> None:
        for s in sentences:
            self._number += 1
            self._cast.read(s, self._hits_in(s), index, self._number)


_LABELS = 3
_LEAD_IN = 6
# A pronoun or a title is followed this many paragraphs back to the name it stands for.
_AFTERMATH = 6
_FORESIGHT = 800
_STAND_INS = frozenset({"he", "she", "they", "it"})
_TITLES = OFFICES | GROUPS


def _is_title(text: str, s: Sentence) -> bool:
    """A quotation in Title Case by itself is a heading or the name of a book."""
    quote = next(q for q in s.quotes if q is not None)
    words = text[quote.inner_start : min(quote.inner_end, quote.inner_start + 120)].split()
    long = [w for w in words if len(w) > 3]  # noqa: PLR2004 - small words
    return len(long) > 1 and all(w[0].isupper() or not w[0].isalpha() for w in long)


def _only_quotes(s: Sentence) -> bool:
    return any(q is not None for q in s.quotes) and all(
        q is not None or not w[0].isalnum() for q, w in zip(s.quotes, s.words, strict=True)
    )


def _holder_of_quotes(drafts: list[Draft]) -> Draft:
    """A quotation that follows carries on the statement that quotes, else the first one."""
    for draft in drafts:
        if any(quoted and not plain for _, quoted, plain in draft.pieces):
            return draft
    return drafts[-1]


def _dated(s: Sentence, frame: Frame, day: date | None) -> date | None:
    if day is None or frame.source is None:
        return None
    first = min(frame.source[0], frame.cue)
    found = said_on(s, first, _adverbial_end(s, frame), [], day)
    if found is not None:
        return found
    if first <= _LEAD_IN and not any(a < first for a, _ in frame.content):
        return said_on(s, 0, first, [], day)
    return None


def _adverbial_end(s: Sentence, frame: Frame) -> int:
    """Dates count between subject and content, and in "urged Brightwater on Monday to wait"."""
    after = [a for a, _ in frame.content if a >= frame.cue_end]
    if not after:
        return min(len(s), frame.tail + 8)
    end = after[0]
    if s.quotes[end] is None and s.lower[end] != "that":
        for i in range(end, min(len(s), end + 12)):
            if s.lower[i] == "to":
                return i
    return end
