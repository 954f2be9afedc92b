"""Reads an article paragraph by paragraph and collects its statements."""

from datetime import date

from monitor.language.capitals import lower_capitals
from monitor.language.cast import Cast, Figure
from monitor.language.dates import dated
from monitor.language.details import addressee, reported_by
from monitor.language.drafts import Draft, names_oneself, says_nothing, told_by
from monitor.language.floating import holder_of_quotes, is_title, only_quotes
from monitor.language.frames import Frame, announcing, apart, find_frames, own_part
from monitor.language.headlines import within_headline
from monitor.language.layout import Paragraph
from monitor.language.lexicon import CANDIDATES, NOUN_FORMS
from monitor.language.names import is_title_case
from monitor.language.pronouns import LastSpeakers
from monitor.language.quotes import Quote, find_quotes
from monitor.language.relevance import Relevance
from monitor.language.retold import dates_another, is_retold
from monitor.language.sentences import Sentence, split_sentences
from monitor.language.speakers import Scene, Source, resolve_source
from monitor.language.tagger import FrameTagger
from monitor.language.transcripts import (
    count_labels,
    in_first_person,
    in_own_words,
    is_attributed,
    label_end,
)
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
        self._relevance = Relevance(hits if watch is not None else None)
        self._watch = watch
        self._day = day
        self._beliefs = beliefs
        self._cast = Cast(watch)
        self._last = LastSpeakers()
        self._number = 0
        self._open: Draft | None = None
        # Paragraphs of nothing but quotation that end without a closing mark, and what was made of
        # them: the next one goes on with it, and may tell who speaks.
        self._unclosed: list[tuple[Sentence, Draft | None]] = []
        self._pending: Draft | None = None
        self._previous: Draft | None = None
        self._previous_paragraph = -99
        # Counted in items, not in seconds: the same article always yields the same statements.
        self._budget = MAX_ITEMS_READ
        self._tags_left = MAX_TAGGED
        self._turn: Draft | None = None
        self._transcript = count_labels(text) >= _LABELS
        self.drafts: list[Draft] = []

    def read(  # noqa: C901 - one way to read a sentence a branch
        self, paragraph: Paragraph, index: int
    ) -> None:
        """Take in the next paragraph."""
        text = self._text
        if self._budget < 0:
            return
        if not self._relevance.matters(paragraph, index):
            self._open = self._pending = None
            self._unclosed = []
            return
        quotes = find_quotes(text, paragraph.start, paragraph.end)
        if self._pending is not None and not quotes and self._quoted_block(paragraph, index):
            return
        begin = label_end(text, paragraph, quotes)
        sentences = split_sentences(text, paragraph.start, paragraph.end, quotes)
        local: Draft | None = None
        before, self._unclosed = self._unclosed, []
        told = self._open is not None and all(made is not self._open for _, made in before)
        going_on = told or self._pending is not None
        for position, s in enumerate(sentences):
            self._number += 1
            self._budget -= len(s)
            if self._budget < 0 or len(self.drafts) >= MAX_STATEMENTS:
                return
            if paragraph.shouted:
                lower_capitals(s, self._relevance.hits_in(s))
            scene = self._scene(s, index)
            if position == 0 and self._labelled(scene, begin, paragraph, quotes):
                self._own_reports(scene)
                self._read_turn(sentences[1:], index)
                return
            if only_quotes(s):
                local = self._quotation(s, local, index, first=position == 0)
                if not going_on:
                    self._unclosed.append((s, local))
                continue
            introduced = self._introduced(scene) if position else None
            drafts = [introduced] if introduced is not None else self._frames(scene, paragraph)
            local = holder_of_quotes(drafts) if drafts else local
            if position == 0 and before and drafts and s.quotes[0] is not None:
                self._put_before(before, holder_of_quotes(drafts))
        self._leave(quotes, index, before, whole=len(self._unclosed) == len(sentences))

    def _leave(
        self,
        quotes: list[Quote],
        index: int,
        before: list[tuple[Sentence, Draft | None]],
        *,
        whole: bool,
    ) -> None:
        """Note what of a paragraph goes on in the next one; ``whole`` where it only quotes."""
        unclosed = bool(quotes) and not quotes[-1].closed
        waits = unclosed and whole and len(quotes) == 1 and len(before) < _LONGEST_UNCLOSED
        self._unclosed = [*before, *self._unclosed] if waits else []
        goes_on = unclosed and self._previous_paragraph == index
        self._open = self._previous if goes_on else None

    def _quoted_block(self, paragraph: Paragraph, index: int) -> bool:
        """A paragraph without marks below "Okafor wrote:" is what Okafor wrote."""
        draft = self._pending
        self._pending = None
        if draft is None or self._text[paragraph.end - 1] not in ".!?…":
            return False
        first = split_sentences(self._text, paragraph.start, paragraph.end, [])[0]
        if any(not in_first_person(first, frame) for frame in find_frames(first)):
            return False  # a report of its own
        self._add_line(draft, paragraph.start, paragraph.end)
        self._keep(draft, index)
        return True

    def _scene(self, s: Sentence, index: int) -> Scene:
        hits = self._relevance.hits_in(s)
        mentions = self._cast.read(s, hits, index, self._number)
        return Scene(
            s,
            mentions,
            hits,
            index,
            self._number,
            self._cast,
            self._last,
            self._watch,
            self._day,
            self._relevance.named_soon(s.end),
        )

    def _frames(self, scene: Scene, paragraph: Paragraph) -> list[Draft]:
        s = scene.sentence
        self._pending = None
        drafts: list[Draft] = []
        frames = find_frames(s, beliefs=self._beliefs)
        loose: list[Frame] = []
        # The model has seen no line in capitals; the syntax of snaps is plain enough for rules.
        if (
            self._tagger is not None
            and not paragraph.shouted
            and self._tags_left > 0
            and self._relevance.may_track(s, scene.hits)
        ):
            self._tags_left -= len(s) * (1 + sum(map(CANDIDATES.__contains__, s.lower)))
            settled = [frame for frame in frames if self._relevance.untracked(s, scene.hits, frame)]
            frames = self._tagger.frames(
                s, self._text, frames, settled, beliefs=self._beliefs, loose=loose
            )
        if not frames and s.words[-1] == ":":
            announced = announcing(s) or (loose[-1] if loose else None)
            self._pending = self._draft(scene, announced) if announced is not None else None
        frames = [part for frame in frames for part in apart(s, own_part(s, frame))]
        if paragraph.headline:
            frames = [within_headline(s, frame) for frame in frames]
        if len(frames) > 1:
            frames = [frame for frame in frames if not dates_another(s, frame)]
        kept: list[Frame] = []
        for frame in frames:
            draft = self._draft(scene, frame)
            draft.headline = paragraph.headline
            if not draft.pieces or says_nothing(self._text, draft):
                continue
            around = zip(kept, drafts, strict=True)
            outer = next((told for other, told in around if other.holds(frame.cue)), None)
            if outer is not None and draft.reported_by is None:
                draft.reported_by = told_by(draft, outer)
            if outer is not None and draft.retold:
                # "Falk said that Baranov had told her …": the tense is that of what Falk says.
                draft.retold = is_retold(s, frame, draft.said_on, self._day, within=True)
            drafts.append(draft)
            kept.append(frame)
            self._keep(draft, scene.paragraph)
        return self._without_nouns(s, kept, drafts)

    def _without_nouns(self, s: Sentence, frames: list[Frame], drafts: list[Draft]) -> list[Draft]:
        """Drop what is said by a noun in what the same speaker says: "Its demand stands, it said".

        Words of the whole tell it too.
        """
        within = [
            draft
            for frame, draft in zip(frames, drafts, strict=True)
            if s.lower[frame.cue] in NOUN_FORMS
            and any(
                other is not frame and other.holds(frame.cue) and _speaks_too(outer, draft)
                for other, outer in zip(frames, drafts, strict=True)
            )
        ]
        if not within:
            return drafts
        self.drafts = [draft for draft in self.drafts if all(draft is not one for one in within)]
        return [draft for draft in drafts if all(draft is not one for one in within)]

    def _draft(self, scene: Scene, frame: Frame, *, whole: bool = False) -> Draft:
        """Make a draft of a frame, with its details where a tracked actor speaks, or ``whole``."""
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
        )
        for first, end in frame.content:
            draft.add(self._text, s, first, end)
        if mention is not None and names_oneself(self._text, draft):
            # "“Secretary Clinton cannot be blamed,” she said": she is somebody else.
            sources = draft.sources = (Source(None, self._text[slice(*mention)]),)
        if whole or self._watch is None or any(map(_is_tracked, sources)):
            draft.addressee = addressee(self._text, s, frame)
            draft.reported_by = reported_by(self._text, s, frame)
            draft.said_on = dated(s, frame, self._day)
            draft.retold = is_retold(s, frame, draft.said_on, self._day)
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
        if is_title_case(s) or is_title(self._text, s):
            return local
        draft = Draft(origin.sources, origin.mention, None, s.start, s.end, floating=True)
        self._append(draft, s)
        if draft.pieces:
            self._keep(draft, index)
            return draft
        return local

    def _put_before(self, unclosed: list[tuple[Sentence, Draft | None]], draft: Draft) -> None:
        """Give a quotation that began in the paragraphs above to whom the end of it names."""
        guessed = [made for _, made in unclosed if made is not None]
        if any(not made.floating for made in guessed):
            return
        self.drafts = [kept for kept in self.drafts if all(kept is not made for made in guessed)]
        pieces, draft.pieces = draft.pieces, []
        for s, _ in unclosed:
            self._append(draft, s)
        draft.pieces += pieces

    def _append(self, draft: Draft, s: Sentence) -> None:
        for i in range(len(s)):
            if s.quotes[i] is not None:
                draft.add(self._text, s, i, i + 1)
        draft.start = min(draft.start, s.start)
        draft.end = max(draft.end, s.end)

    def _labelled(
        self, scene: Scene, begin: int, paragraph: Paragraph, quotes: list[Quote]
    ) -> bool:
        """Take a line whose speaker a label names, or the line above it."""
        if begin:
            self._turn = self._label(scene, begin, paragraph)
            if self._turn is not None:
                return True
        elif self._turn is not None and self._goes_on(paragraph, quotes):
            self._add_line(self._turn, paragraph.start, paragraph.end)
            self._previous_paragraph = scene.paragraph
            return True
        return paragraph.headline and (self._tail_label(scene) or self._head_quote(scene))

    def _label(self, scene: Scene, begin: int, paragraph: Paragraph) -> Draft | None:
        """A transcript's or headline's "Lavrov: …"."""
        s = scene.sentence
        colon = next((i for i in range(len(s)) if s.starts[i] >= begin - 1), len(s))
        # "Sorokin to Orsa: …", "Ferrante on defence: …".
        aside = next((i for i in range(1, min(colon, len(s))) if s.lower[i] in {"on", "to"}), colon)
        name = aside if paragraph.headline else colon
        sources = resolve_source(scene, (0, name)) if 0 < colon < len(s) - 1 else ()
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
            (s.starts[0], s.ends[name - 1]),
            None,
            s.start,
            s.end,
            headline=paragraph.headline,
        )
        if name + 1 < colon and s.lower[name] == "to":
            draft.addressee = self._text[s.starts[name + 1] : s.ends[colon - 1]]
        if paragraph.headline:
            draft.add(self._text, s, colon + 1, len(s))
        else:
            draft.colon = (s.starts[colon], s.ends[colon])
            self._add_line(draft, s.starts[colon + 1], paragraph.end)
        if not draft.pieces:
            return None
        self._keep(draft, scene.paragraph)
        return draft

    def _introduced(self, scene: Scene) -> Draft | None:
        """A sentence of a paragraph that is a name, a colon and what they say: ``Hale: “No.”``."""
        s = scene.sentence
        if not s.words[0][0].isupper() or ":" not in s.lower[1 : _LONGEST_LABEL + 1]:
            return None
        colon = s.lower.index(":")
        if colon + 1 >= len(s) or any(quote is None for quote in s.quotes[colon + 1 :]):
            return None
        if not any(mention.name.end == colon for mention in scene.mentions):
            return None
        sources = resolve_source(scene, (0, colon))
        figure = sources[0].figure
        if figure is None or figure.person is False:
            return None
        mention = (s.starts[0], s.ends[colon - 1])
        draft = Draft(sources, mention, None, s.start, s.end)
        self._append(draft, s)
        self._keep(draft, scene.paragraph)
        return draft

    def _tail_label(self, scene: Scene) -> bool:
        """A headline's "River will rise – Reyl"."""
        s = scene.sentence
        dash = next((i for i in range(len(s) - 1, 0, -1) if s.words[i] in _DASHES), len(s))
        if not 0 < len(s) - 1 - dash <= _LONGEST_LABEL:
            return False
        sources = resolve_source(scene, (dash + 1, len(s)))
        figure = sources[0].figure
        # Without a watch-list a name behind a dash may just as well be the publisher's.
        if figure is None or figure.actor is None:
            return False
        mention = (s.starts[dash + 1], s.ends[-1])
        draft = Draft(sources, mention, None, s.start, s.end, headline=True)
        draft.add(self._text, s, 0, dash)
        if draft.pieces:
            self._keep(draft, scene.paragraph)
        return bool(draft.pieces)

    def _head_quote(self, scene: Scene) -> bool:
        """A headline's "‘We were robbed’: Reyl furious"."""
        s = scene.sentence
        if len(s) < _LEAST or s.quotes[0] is None or s.words[1] != ":":
            return False
        for mention in scene.mentions:
            name = mention.name
            if name.outer == 2 and mention.figure.actor is not None:  # noqa: PLR2004 - behind the colon
                figure = mention.figure
                at = (s.starts[name.outer], s.ends[name.end - 1])
                source = Source(figure, figure.name)
                draft = Draft((source,), at, None, s.start, s.end, headline=True)
                draft.add(self._text, s, 0, 1)
                if draft.pieces:
                    self._keep(draft, scene.paragraph)
                return bool(draft.pieces)
        return False

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

    def _read_turn(self, sentences: list[Sentence], index: int) -> None:
        for s in sentences:
            self._number += 1
            self._budget -= len(s)
            if self._budget < 0 or len(self.drafts) >= MAX_STATEMENTS:
                return
            self._own_reports(self._scene(s, index))

    def _own_reports(self, scene: Scene) -> None:
        """What a turn reports: "I told them in July that …", "Reyl said on Monday that …"."""
        turn = self._turn
        if turn is None or turn.headline:
            return
        s = scene.sentence
        for frame in find_frames(s):
            own = in_own_words(s, frame)
            if not own and not is_attributed(s, frame):
                continue
            draft = self._draft(scene, frame, whole=True)
            if own:
                draft.sources = turn.sources
            elif not draft.sources or draft.sources[0].figure in _figures(turn):
                continue
            elif turn.mention is not None and draft.reported_by is None:
                draft.reported_by = self._text[slice(*turn.mention)]
            # Like the turn itself, what stands in it is said in the speaker's words.
            draft.pieces = [(span, True, False) for span, _, _ in draft.pieces]
            if draft.pieces:
                self.drafts.append(draft)


def _speaks_too(one: Draft, other: Draft) -> bool:
    figures = _figures(one)
    return bool(figures) and None not in figures and figures == _figures(other)


def _is_tracked(source: Source) -> bool:
    return source.behalf is not None or (source.figure is not None and bool(source.figure.actor))


def _figures(draft: Draft) -> list[Figure | None]:
    return [source.figure for source in draft.sources]


# Some sixty ordinary articles in one; what lies beyond is not read.
MAX_ITEMS_READ = 60_000
MAX_TAGGED = 40_000
# Sentences of a quotation that is not closed, which wait for the paragraph that tells its speaker.
_LONGEST_UNCLOSED = 40
MAX_STATEMENTS = 2_000
_LABELS = 3
_LEAST = 4
_LONGEST_LABEL = 6
_DASHES = frozenset({"–", "—", "-", "--"})
