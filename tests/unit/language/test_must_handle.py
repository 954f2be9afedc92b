"""Newsroom copy of every desk: each statement with all that an analyst is shown of it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from monitor.config.watchlist import WatchList
from monitor.language.extract import Extractor
from monitor.language.model_file import load_model
from monitor.language.utterance import Utterance
from schemas.vocabulary import Place

WORLD = WatchList.model_validate(
    {
        "actors": [
            {
                "id": "baranov",
                "name": "Anton Baranov",
                "aliases": ["Baranov"],
                "gender": "male",
                "affiliation": "Veldia",
                "roles": [
                    {"title": "Veldian foreign minister", "from": "2019-01-01"},
                    {"title": "foreign minister", "from": "2019-01-01"},
                ],
                "not": ["Viktor Baranov"],
            },
            {
                "id": "sorokin",
                "name": "Lev Sorokin",
                "aliases": ["Sorokin"],
                "gender": "male",
                "affiliation": "Veldia",
                "spokespeople": True,
                "roles": [{"title": "Veldian president", "until": "2025-12-31"}],
            },
            {
                "id": "halvorsen",
                "name": "Kaja Halvorsen",
                "aliases": ["Halvorsen"],
                "gender": "female",
                "roles": [{"title": "Veldian president", "from": "2026-01-01"}],
            },
            {
                "id": "lindqvist",
                "name": "Elsa Lindqvist",
                "aliases": ["Lindqvist"],
                "gender": "female",
                "affiliation": "Central Bank of Orsa",
                "roles": ["governor"],
            },
            {
                "id": "bank",
                "name": "Central Bank of Orsa",
                "aliases": ["the central bank"],
                "kind": "organisation",
            },
            {
                "id": "okafor",
                "name": "Margaret Okafor",
                "aliases": ["Okafor", "Justice Okafor"],
                "gender": "female",
            },
            {
                "id": "raman",
                "name": "Priya Raman",
                "aliases": ["Raman"],
                "gender": "female",
                "affiliation": "Halden Motors",
                "roles": ["Halden chief executive"],
            },
            {
                "id": "halden",
                "name": "Halden Motors",
                "aliases": ["Halden"],
                "kind": "organisation",
                "spokespeople": True,
            },
            {
                "id": "ferrante",
                "name": "Diego Ferrante",
                "aliases": ["Ferrante"],
                "gender": "male",
                "affiliation": "Rovers",
                "roles": ["Rovers coach"],
            },
            {
                "id": "board",
                "name": "Global Health Board",
                "aliases": ["GHB"],
                "kind": "organisation",
            },
            {
                "id": "ministry",
                "name": "Veldian Foreign Ministry",
                "aliases": ["the ministry", "the Foreign Ministry"],
                "kind": "organisation",
            },
        ]
    }
)
DAY = date(2025, 10, 8)  # a Wednesday


@dataclass(frozen=True)
class Told:
    """A statement as the test expects it: what is not named here must not be there."""

    who: tuple[str | None, ...]
    words: tuple[str, ...]
    cue: str
    kind: str = "indirect"
    mention: str | None = None
    addressee: str | None = None
    reported_by: str | None = None
    said_on: date | None = None
    echoes: tuple[str, ...] = ()
    behalf: str | None = None
    floating: bool = False
    headline: bool = False
    lookalike: bool = False
    belief: bool = False
    place: Place = Place.TEXT


def told(who: str | tuple[str, ...] | None, words: str, cue: str, **more: Any) -> Told:  # noqa: ANN401
    """Write an expectation short: speakers, words with ``|`` between spans, cue."""
    speakers = who if isinstance(who, tuple) else (who,)
    return Told(speakers, tuple(words.split("|")), cue, **more)


def seen(u: Utterance, text: str, title: str, wanted: Told | None) -> Told:
    """Read an utterance as an expectation; a mention nobody asked about is left out."""
    source = u.source(text, title)
    mention = u.speakers[0]
    if u.cue_span is not None:
        assert source[slice(*u.cue_span)] == u.cue
    if mention.span is not None:
        assert source[slice(*mention.span)] == mention.mention
    assert u.sentence_span[0] <= u.spans[0][0] < u.spans[-1][1] <= u.sentence_span[1]
    return Told(
        tuple(s.actor for s in u.speakers),
        u.words(text, title),
        u.cue,
        u.kind.value,
        mention.mention if wanted is not None and wanted.mention is not None else None,
        u.addressee,
        u.reported_by,
        u.said_on,
        u.echoes,
        mention.on_behalf_of,
        u.floating,
        u.headline,
        u.lookalike,
        u.belief,
        u.place,
    )


@pytest.fixture(scope="module")
def newsroom() -> Extractor:
    """The extraction as it ships, for actors of many desks."""
    return Extractor(WORLD, load_model())


def check(
    extractor: Extractor,
    text: str,
    expected: list[Told],
    *,
    title: str = "",
    day: date | None = DAY,
) -> None:
    """Compare what is found in a text with what is expected, field by field."""
    found = extractor.find(text, title=title, published=day)
    wanted: list[Told | None] = [*expected, *[None] * len(found)]
    assert [seen(u, text, title, w) for u, w in zip(found, wanted, strict=False)] == expected


NAMES = {
    "name in full": (
        "Elsa Lindqvist said that rates would stay where they are until spring.",
        [told("lindqvist", "that rates would stay where they are until spring", "said")],
    ),
    "alias": (
        "The defence had no case and the appeal was bound to fail, Okafor ruled.",
        [told("okafor", "The defence had no case and the appeal was bound to fail", "ruled")],
    ),
    "alias with title": (
        "Mr Justice Okafor told the court that the contract was void.",
        [],
    ),
    "role with a country": (
        "Lev Sorokin landed.\n\nThe Veldian president said that the border would stay shut.",
        [
            told(
                "sorokin",
                "that the border would stay shut",
                "said",
                mention="The Veldian president",
            )
        ],
    ),
    "role before the name": (
        "Veldian Foreign Minister Anton Baranov said talks would resume in Geneva.",
        [told("baranov", "talks would resume in Geneva", "said")],
    ),
    "apposition behind": (
        "Anton Baranov, the Veldian foreign minister, said talks would resume in Geneva.",
        [told("baranov", "talks would resume in Geneva", "said")],
    ),
    "apposition in front": (
        "The Veldian foreign minister, Anton Baranov, said talks would resume in Geneva.",
        [told("baranov", "talks would resume in Geneva", "said")],
    ),
    "apposition without an article": (
        "Halden chief executive Priya Raman said the plant in Orsa would close by June.",
        [told("raman", "the plant in Orsa would close by June", "said")],
    ),
    "role alone after the name": (
        (
            "Rovers have signed a goalkeeper. Diego Ferrante was at the airport.\n\n"
            "“He is exactly what we needed,” the Rovers coach said."
        ),
        [told("ferrante", "He is exactly what we needed,", "said", kind="direct")],
    ),
    "office of an institution": (
        (
            "The Central Bank of Orsa left its rate at 3 percent. Its governor said that "
            "inflation was too high."
        ),
        [told("lindqvist", "that inflation was too high", "said", mention="Its governor")],
    ),
    "possessive office": (
        "Veldia’s foreign minister, Anton Baranov, warned that the sanctions would backfire.",
        [told("baranov", "that the sanctions would backfire", "warned")],
    ),
}
PRONOUNS = {
    "within a paragraph": (
        "Priya Raman met analysts in Orsa. She said the plant would close.",
        [told("raman", "the plant would close", "said", mention="She")],
    ),
    "across paragraphs": (
        (
            "Priya Raman met analysts in Orsa.\n\nShares fell by a tenth.\n\n"
            "“We have to act now,” she said."
        ),
        [told("raman", "We have to act now,", "said", kind="direct")],
    ),
    "by gender": (
        (
            "Elsa Lindqvist met Lev Sorokin on the margins of the summit. He said that the loan "
            "would be repaid. She said that it was overdue."
        ),
        [
            told("sorokin", "that the loan would be repaid", "said"),
            told("lindqvist", "that it was overdue", "said"),
        ],
    ),
    "by recency": (
        (
            "Anton Baranov flew to Geneva. Diego Ferrante resigned on Sunday. He said that he was "
            "tired."
        ),
        [told("ferrante", "that he was tired", "said")],
    ),
    "never from a quotation": (
        (
            "Lev Sorokin spoke for an hour. “Anton Baranov has my trust,” he said. He added that "
            "nobody would be dismissed."
        ),
        [
            told("sorokin", "Anton Baranov has my trust,", "said", kind="direct"),
            told("sorokin", "that nobody would be dismissed", "added"),
        ],
    ),
    "an untracked person in between": (
        (
            "Elsa Lindqvist opened the session. Hanna Voss, a lawmaker, asked for figures. "
            "She said that the report was late."
        ),
        [],
    ),
    "organisation": (
        (
            "The Global Health Board published its report on Tuesday. It said that vaccination "
            "rates had fallen."
        ),
        [told("board", "that vaccination rates had fallen", "said", mention="It")],
    ),
    "behind a subordinate clause": (
        (
            "When Margaret Okafor opened the hearing, she warned both sides that her patience was "
            "thin."
        ),
        [told("okafor", "that her patience was thin", "warned", addressee="both sides")],
    ),
}
SEVERAL = {
    "two names": (
        "Baranov and Lindqvist said in a joint statement that the frozen assets would be released.",
        [told(("baranov", "lindqvist"), "that the frozen assets would be released", "said")],
    ),
    "inverted": (
        "“This match will be remembered,” said Diego Ferrante and Priya Raman.",
        [
            told(
                ("ferrante", "raman"),
                "This match will be remembered,",
                "said",
                kind="direct",
            )
        ],
    ),
    "with titles": (
        (
            "Veldian Foreign Minister Anton Baranov and Central Bank of Orsa Governor Elsa "
            "Lindqvist agreed that the talks should go on."
        ),
        [told(("baranov", "lindqvist"), "that the talks should go on", "agreed")],
    ),
    "they": (
        "Raman and Ferrante presented the new stadium. They said that it would open in May.",
        [told(("raman", "ferrante"), "that it would open in May", "said", mention="They")],
    ),
    "one of two is tracked": (
        "Lindqvist and her deputy, Paul Brandt, said that growth would slow.",
        [told(("lindqvist", None), "that growth would slow", "said")],
    ),
}
ORGANISATIONS = {
    "in a statement": (
        (
            "The Veldian Foreign Ministry said in a statement on Tuesday that the envoy had been "
            "expelled."
        ),
        [
            told(
                "ministry",
                "that the envoy had been expelled",
                "said",
                said_on=date(2025, 10, 7),
            )
        ],
    ),
    "it went on": (
        "“The recall affects 40,000 cars,” Halden Motors said. It added that nobody had been hurt.",
        [
            told("halden", "The recall affects 40,000 cars,", "said", kind="direct"),
            told("halden", "that nobody had been hurt", "added"),
        ],
    ),
    "acronym": (
        "Measles is spreading faster than at any time since 1995, the GHB warned.",
        [told("board", "Measles is spreading faster than at any time since 1995", "warned")],
    ),
    "name with a preposition": (
        "The Central Bank of Orsa said it would raise its rate to 3.5 percent.",
        [told("bank", "it would raise its rate to 3.5 percent", "said")],
    ),
    "a shorter name later": (
        "The Central Bank of Orsa surprised markets. Inflation had peaked, the central bank said.",
        [told("bank", "Inflation had peaked", "said")],
    ),
}
SPOKESPEOPLE = {
    "before": (
        "A spokesman for Sorokin said the president had not been informed.",
        [
            told(
                None,
                "the president had not been informed",
                "said",
                behalf="sorokin",
                mention="A spokesman for Sorokin",
            )
        ],
    ),
    "named": (
        "Sorokin’s spokeswoman, Olga Danko, said the talks had not been cancelled.",
        [told(None, "the talks had not been cancelled", "said", behalf="sorokin")],
    ),
    "of a company": (
        "“Production will resume on Monday,” a Halden Motors spokesman said.",
        [
            told(
                None,
                "Production will resume on Monday,",
                "said",
                kind="direct",
                behalf="halden",
            )
        ],
    ),
    "inverted and named": (
        "“We are looking into it,” said Jon Aas, a spokesman for Halden Motors.",
        [told(None, "We are looking into it,", "said", kind="direct", behalf="halden")],
    ),
    "not asked for": (
        "A spokeswoman for Lindqvist said the governor would attend.",
        [],
    ),
}
QUOTATIONS = {
    "inverted": (
        "“The verdict stands,” said Margaret Okafor.",
        [told("okafor", "The verdict stands,", "said", kind="direct")],
    ),
    "inverted, with a place": (
        "“The border will stay shut,” said Anton Baranov in Geneva on Monday.",
        [
            told(
                "baranov",
                "The border will stay shut,",
                "said",
                kind="direct",
                said_on=date(2025, 10, 6),
            )
        ],
    ),
    "split": (
        "“Rates,” Lindqvist told lawmakers, “will not fall this year.”",
        [
            told(
                "lindqvist",
                "Rates,|will not fall this year.",
                "told",
                kind="direct",
                addressee="lawmakers",
            )
        ],
    ),
    "two sentences around": (
        "“We played badly,” Ferrante said. “We will train harder.”",
        [
            told(
                "ferrante",
                "We played badly,|We will train harder.",
                "said",
                kind="direct",
            )
        ],
    ),
    "question": (
        "“Who pays for this?” asked Priya Raman.",
        [told("raman", "Who pays for this?", "asked", kind="direct")],
    ),
    "over three paragraphs": (
        (
            "“The outbreak is not over,” Elsa Lindqvist said. “It has only begun.\n\n"
            "“Nobody should feel safe.\n\n“Wash your hands.”"
        ),
        [
            told(
                "lindqvist",
                "The outbreak is not over,|It has only begun.|Nobody should feel safe.|"
                "Wash your hands.",
                "said",
                kind="direct",
            )
        ],
    ),
    "floating": (
        (
            "Ferrante said that his team had been robbed.\n\n“It was never a penalty. "
            "Everybody saw it.”"
        ),
        [
            told("ferrante", "that his team had been robbed", "said"),
            told(
                "ferrante",
                "It was never a penalty. Everybody saw it.",
                "",
                kind="direct",
                floating=True,
            ),
        ],
    ),
    "mixed": (
        "Baranov said the offer was “an insult” to his country.",
        [told("baranov", "the offer was “an insult” to his country", "said", kind="mixed")],
    ),
    "quotation before, paraphrase behind": (
        "“I will not resign,” Okafor said, adding that the charges were absurd.",
        [
            told("okafor", "I will not resign,", "said", kind="direct"),
            told("okafor", "that the charges were absurd", "adding"),
        ],
    ),
}
CUES = {
    "according to": (
        "Cases doubled in September, according to the Global Health Board.",
        [told("board", "Cases doubled in September", "according to")],
    ),
    "according to, in front": (
        "According to Lindqvist, households have little to fear.",
        [told("lindqvist", "households have little to fear", "According to")],
    ),
    "in a statement": (
        "“The recall is voluntary,” Halden Motors said in a statement.",
        [told("halden", "The recall is voluntary,", "said", kind="direct")],
    ),
    "in words": (
        "The draft was, in Baranov’s words, “a museum piece”.",
        [told("baranov", "The draft was|a museum piece", "words", kind="mixed")],
    ),
    "warned of": (
        "Lindqvist warned of a long recession.",
        [told("lindqvist", "a long recession", "warned")],
    ),
    "denied": (
        "Raman denied that the figures had been doctored.",
        [told("raman", "that the figures had been doctored", "denied")],
    ),
    "denied doing": (
        "Raman denied doctoring the figures.",
        [told("raman", "doctoring the figures", "denied")],
    ),
    "demanded": (
        "Baranov demanded that the envoy be recalled at once.",
        [told("baranov", "that the envoy be recalled at once", "demanded")],
    ),
    "insisted": (
        "Ferrante insisted that he was staying.",
        [told("ferrante", "that he was staying", "insisted")],
    ),
    "adding that": (
        "Baranov said the border would stay shut, adding that trains would run.",
        [
            told("baranov", "the border would stay shut", "said"),
            told("baranov", "that trains would run", "adding"),
        ],
    ),
    "before adding": (
        "Okafor said the appeal was late before adding that it was hopeless too.",
        [
            told("okafor", "the appeal was late", "said"),
            told("okafor", "that it was hopeless too", "adding"),
        ],
    ),
    "colon": (
        "Ferrante said: “We were the better side.”",
        [told("ferrante", "We were the better side.", "said", kind="direct")],
    ),
    "colon without marks": (
        "Lindqvist said: prices will rise until June.",
        [told("lindqvist", "prices will rise until June", "said")],
    ),
    "told reporters": (
        "“It is over,” Sorokin told reporters in Orsa last week.",
        [
            told(
                "sorokin",
                "It is over,",
                "told",
                kind="direct",
                addressee="reporters",
                said_on=date(2025, 10, 1),
            )
        ],
    ),
    "reported by": (
        "Talks are pointless, Baranov said on Monday, according to state television.",
        [
            told(
                "baranov",
                "Talks are pointless",
                "said",
                reported_by="state television",
                said_on=date(2025, 10, 6),
            )
        ],
    ),
    "echo": (
        "“As Sorokin has said many times, the border is ours,” Baranov said.",
        [
            told(
                "baranov",
                "As Sorokin has said many times, the border is ours,",
                "said",
                kind="direct",
                echoes=("sorokin",),
            )
        ],
    ),
}
NOUNS = {
    "by": (
        "The warning by Lindqvist that prices would rise sent shares down.",
        [told("lindqvist", "that prices would rise", "warning")],
    ),
    "possessive": (
        "Few believed Raman’s claim that the plant was safe.",
        [told("raman", "that the plant was safe", "claim")],
    ),
    "from": (
        "A promise from Sorokin to open the border calmed nobody.",
        [told("sorokin", "to open the border", "promise")],
    ),
    "of a pronoun": (
        "Baranov left Geneva early. His threat to quit the treaty was not repeated.",
        [told("baranov", "to quit the treaty", "threat", mention="His")],
    ),
    "of an organisation": (
        "Halden’s admission that the brakes had failed came too late for the victims.",
        [told("halden", "that the brakes had failed", "admission")],
    ),
}
TRANSCRIPTS = {
    "turns": (
        "ELSA LINDQVIST: Rates stay.\n\nREPORTER: For how long?\n\nELSA LINDQVIST: Until spring.",
        [
            told("lindqvist", "Rates stay.", "", kind="direct"),
            told("lindqvist", "Until spring.", "", kind="direct"),
        ],
    ),
    "mixed case": (
        "Ferrante: We were tired.\n\nReporter: All of you?\n\nFerrante: All of us.",
        [
            told("ferrante", "We were tired.", "", kind="direct"),
            told("ferrante", "All of us.", "", kind="direct"),
        ],
    ),
    "first person": (
        "PRIYA RAMAN: We close the plant. I told the board in June that we would.",
        [
            told(
                "raman",
                "We close the plant. I told the board in June that we would.",
                "",
                kind="direct",
            ),
            told("raman", "that we would", "told", kind="direct", addressee="the board"),
        ],
    ),
    "what another said": (
        (
            "PRIYA RAMAN: We close the plant.\n\nDIEGO FERRANTE: That is sad.\n\nPRIYA RAMAN: "
            "Lindqvist said on Monday that rates would stay. I agree."
        ),
        [
            told("raman", "We close the plant.", "", kind="direct"),
            told("ferrante", "That is sad.", "", kind="direct"),
            told(
                "raman",
                "Lindqvist said on Monday that rates would stay. I agree.",
                "",
                kind="direct",
            ),
            told(
                "lindqvist",
                "that rates would stay",
                "said",
                kind="direct",
                said_on=date(2025, 10, 6),
                reported_by="PRIYA RAMAN",
            ),
        ],
    ),
}
MARKS = {
    "straight": (
        '"Nobody is above the law," Okafor said.',
        [told("okafor", "Nobody is above the law,", "said", kind="direct")],
    ),
    "single": (
        "‘We don’t do excuses here,’ Ferrante said. ‘It’s the players’ job to win.’",
        [
            told(
                "ferrante",
                "We don’t do excuses here,|It’s the players’ job to win.",
                "said",
                kind="direct",
            )
        ],
    ),
    "straight single": (
        "'We don't do excuses here,' Ferrante said.",
        [told("ferrante", "We don't do excuses here,", "said", kind="direct")],
    ),
    "low": (
        "„Prices will fall by spring“, Lindqvist said.",
        [told("lindqvist", "Prices will fall by spring", "said", kind="direct")],
    ),
    "doubled apostrophes": (
        "''The line is open,'' Baranov said. ''We wait.''",
        [told("baranov", "The line is open,|We wait.", "said", kind="direct")],
    ),
    "nested": (
        "“My predecessor called it ‘a swamp’, and it is,” Lindqvist said.",
        [
            told(
                "lindqvist",
                "My predecessor called it ‘a swamp’, and it is,",
                "said",
                kind="direct",
            )
        ],
    ),
    "nested in British copy": (
        "‘My predecessor called it “a swamp”, and it is,’ said Lindqvist.",
        [
            told(
                "lindqvist",
                "My predecessor called it “a swamp”, and it is,",
                "said",
                kind="direct",
            )
        ],
    ),
    "ellipsis and brackets": (
        "“They [the unions] knew … and said nothing,” Raman told investors.",
        [
            told(
                "raman",
                "They [the unions] knew … and said nothing,",
                "told",
                kind="direct",
                addressee="investors",
            )
        ],
    ),
    "ellipsis of dots": (
        "“I saw him . . . and I left ...,” Okafor said.",
        [told("okafor", "I saw him . . . and I left ...,", "said", kind="direct")],
    ),
}
ARTICLES = {
    "agency copy": (
        (
            "ORSA, Oct 8 (Reuters) - Veldia will close its border with Orsa from midnight on "
            "Friday, Foreign Minister Anton Baranov said on Wednesday, accusing its neighbour of "
            'sheltering saboteurs.\n\n"We did not want this," Baranov told a news conference '
            'after a cabinet meeting. "But our patience has run out."\n\nHe said the closure '
            "would last until Orsa handed over six men, "
            "and warned that further steps could follow.\n\nThe Orsan foreign ministry "
            'rejected the accusation as "pure invention".\n\nAsked whether trade would be '
            'affected, Baranov declined to comment. "Ask the economists," he said.'
        ),
        [
            told(
                "baranov",
                "Veldia will close its border with Orsa from midnight on Friday",
                "said",
                said_on=date(2025, 10, 8),
            ),
            told(
                "baranov",
                "its neighbour of sheltering saboteurs",
                "accusing",
                said_on=date(2025, 10, 8),
            ),
            told(
                "baranov",
                "We did not want this,|But our patience has run out.",
                "told",
                kind="direct",
                addressee="a news conference",
            ),
            told(
                "baranov",
                "the closure would last until Orsa handed over six men",
                "said",
            ),
            told("baranov", "that further steps could follow", "warned"),
            told("baranov", "Ask the economists,", "said", kind="direct"),
        ],
    ),
    "a central bank": (
        (
            "Elsa Lindqvist, governor of the Central Bank of Orsa, on Tuesday signalled that "
            'rates could rise again in December. "We are not there yet," she said in a speech '
            'to bankers in the northern city of Lund. "If inflation stays above 4%, we will '
            'act, and forcefully."\n\nLindqvist also dismissed suggestions that '
            'politicians had leaned on the bank. "Nobody calls me," she joked.\n\nThe bank\'s '
            "chief economist, Per Aas, was more cautious. He said that the data were mixed."
        ),
        [
            told(
                "lindqvist",
                "that rates could rise again in December",
                "signalled",
                said_on=date(2025, 10, 7),
            ),
            told(
                "lindqvist",
                "We are not there yet,|If inflation stays above 4%, we will act, and forcefully.",
                "said",
                kind="direct",
            ),
            told("lindqvist", "suggestions that politicians had leaned on the bank", "dismissed"),
            told("lindqvist", "Nobody calls me,", "joked", kind="direct"),
        ],
    ),
    "a court and a company": (
        (
            "A judge in Orsa on Monday threw out a lawsuit brought by Halden Motors. Justice "
            'Margaret Okafor ruled that the company had "no standing whatsoever" and ordered '
            'it to pay costs.\n\n"This court is not a marketing department," Okafor wrote in a '
            '40-page judgment.\n\nHalden said it would appeal. "We are disappointed by the '
            'ruling and believe it to be wrong in law," the company said in a statement. A '
            "spokeswoman, Mia Lund, added that the appeal would be filed this week."
        ),
        [
            told("okafor", 'that the company had "no standing whatsoever"', "ruled", kind="mixed"),
            told("okafor", "it to pay costs", "ordered"),
            told("okafor", "This court is not a marketing department,", "wrote", kind="direct"),
            told("halden", "it would appeal", "said"),
            told(
                "halden",
                "We are disappointed by the ruling and believe it to be wrong in law,",
                "said",
                kind="direct",
            ),
            told(None, "that the appeal would be filed this week", "added", behalf="halden"),
        ],
    ),
    "British sports pages": (
        (
            "Diego Ferrante has hit back at critics of his side’s defending after Saturday’s 4-0 "
            "defeat.\n\n‘People say we’re naive,’ the Rovers boss told Sky Sports. ‘I say we’re "
            "brave. There’s a difference.’\n\nFerrante, whose contract expires in June, refused "
            "to be drawn on his future, but insisted: ‘I’m happy here.’"
        ),
        [
            told(
                "ferrante",
                "People say we’re naive,|I say we’re brave. There’s a difference.",
                "told",
                kind="direct",
                addressee="Sky Sports",
            ),
            told("ferrante", "I’m happy here.", "insisted", kind="direct"),
        ],
    ),
    "a live blog": (
        (
            '14:02\nSorokin: "We will not be bullied"\n\nSpeaking at the security council, '
            "President Lev Sorokin says Veldia will not be bullied into talks.\n\n14:10\nBaranov "
            'has just landed in Geneva. He tells reporters that "the door is not '
            'closed".\n\n14:25\nHere is what Lindqvist said a few minutes ago: “Markets should '
            "remain calm.”"
        ),
        [
            told("sorokin", "We will not be bullied", "", kind="direct"),
            told("sorokin", "Veldia will not be bullied into talks", "says"),
            told(
                "baranov",
                'that "the door is not closed"',
                "tells",
                kind="mixed",
                addressee="reporters",
            ),
            told(
                "lindqvist",
                "Markets should remain calm.",
                "said",
                kind="direct",
                said_on=date(2025, 10, 8),
            ),
        ],
    ),
    "health": (
        (
            "The Global Health Board said on Tuesday that the outbreak was under control, but "
            "cautioned that new cases were likely. It urged governments to keep testing and "
            "called on manufacturers to lower prices.\n\n“We are not out of the woods,” its "
            "director, Ruth Amsel, told Reuters."
        ),
        [
            told("board", "that the outbreak was under control", "said", said_on=date(2025, 10, 7)),
            told("board", "that new cases were likely", "cautioned", said_on=date(2025, 10, 7)),
            told("board", "governments to keep testing", "urged"),
            told("board", "manufacturers to lower prices", "called"),
        ],
    ),
    "adjectives before the name": (
        (
            "“We have nothing to hide,” said a visibly angry Raman, who has led the carmaker "
            "since 2019."
        ),
        [told("raman", "We have nothing to hide,", "said", kind="direct")],
    ),
    "a place between the halves": (
        (
            "“The talks,” Baranov said in Geneva, “are going nowhere.” He paused. “And you know "
            "why.”"
        ),
        [told("baranov", "The talks,|are going nowhere.|And you know why.", "said", kind="direct")],
    ),
    "quoted by": (
        "Sorokin was quoted by the state news agency as saying that the army stood ready.",
        [
            told(
                "sorokin",
                "that the army stood ready",
                "saying",
                reported_by="the state news agency",
            )
        ],
    ),
    "quoted, inverted": (
        "The army stands ready, Sorokin was quoted as saying by the state news agency.",
        [told("sorokin", "The army stands ready", "saying", reported_by="the state news agency")],
    ),
    "comments": (
        "Lindqvist’s comments that rates might rise sent the crown up 2 percent.",
        [told("lindqvist", "that rates might rise", "comments")],
    ),
    "posted": (
        "Baranov posted on X that Geneva had been a waste of time.",
        [told("baranov", "that Geneva had been a waste of time", "posted")],
    ),
    "an insertion": (
        (
            "Baranov, in an interview with the Orsa Times published on Sunday, said that he had "
            "never met the banker."
        ),
        [told("baranov", "that he had never met the banker", "said", said_on=date(2025, 10, 5))],
    ),
    "a denied cue inside": (
        "Baranov said he did not say that the treaty was dead.",
        [told("baranov", "he did not say that the treaty was dead", "said")],
    ),
    "a question before the answer": (
        "What did Lindqvist say about mortgages?\n\nShe said that they would become dearer.",
        [told("lindqvist", "that they would become dearer", "said")],
    ),
    "minutes seen": (
        (
            "Raman had told the board in May that the plant was safe, according to minutes seen "
            "by Reuters."
        ),
        [
            told(
                "raman",
                "that the plant was safe",
                "told",
                addressee="the board",
                reported_by="minutes seen by Reuters",
            )
        ],
    ),
}
TURNS_OF_PHRASE = {
    "a title that ends in a quotation": (
        "Closure is ‘temporary’, insists Baranov\n\nThe river stands high.",
        [told("baranov", "Closure is ‘temporary’", "insists", kind="mixed", headline=True)],
    ),
    "a title that tells to whom": (
        "Baranov to Orsa: Hand over the six\n\nThe river stands high.",
        [told("baranov", "Hand over the six", "", addressee="Orsa", headline=True)],
    ),
    "apposition and broadcaster": (
        (
            "“There will be no second referendum,” the Veldian president, Lev Sorokin, told the "
            "BBC on Sunday."
        ),
        [
            told(
                "sorokin",
                "There will be no second referendum,",
                "told",
                kind="direct",
                addressee="the BBC",
                said_on=date(2025, 10, 5),
            )
        ],
    ),
    "a counterpart without a list entry": (
        "Baranov and his Orsan counterpart, Ida Falk, said that they were hopeful.",
        [told(("baranov", None), "that they were hopeful", "said")],
    ),
    "floating, then another": (
        (
            '"Rates will stay high," Lindqvist said. "For how long is hard to say." She was '
            'speaking in Lund.\n\n"The labour market is strong. Wages are rising."\n\nPaul '
            'Brandt, her deputy, disagreed. "Wages are stagnant," he said.'
        ),
        [
            told(
                "lindqvist",
                "Rates will stay high,|For how long is hard to say.",
                "said",
                kind="direct",
            ),
            told(
                "lindqvist",
                "The labour market is strong. Wages are rising.",
                "",
                kind="direct",
                floating=True,
            ),
        ],
    ),
    "an e-mail": (
        (
            'Raman told staff the plant would close. "I know this hurts," she wrote in an '
            'e-mail seen by Reuters. "It hurts me too."'
        ),
        [
            told("raman", "the plant would close", "told", addressee="staff"),
            told("raman", "I know this hurts,|It hurts me too.", "wrote", kind="direct"),
        ],
    ),
    "the question before": (
        ('Asked by lawmakers whether he regretted the closure, Baranov said: "Not for a second."'),
        [told("baranov", "Not for a second.", "said", kind="direct")],
    ),
    "inserted, inverted": (
        "The closure, insisted Baranov, was temporary.",
        [told("baranov", "The closure|was temporary", "insisted")],
    ),
    "two cues, two quotations": (
        "„Wir“ is no word for this, Baranov said; „we will wait“, he added.",
        [
            told("baranov", "„Wir“ is no word for this", "said", kind="mixed"),
            told("baranov", "we will wait", "added", kind="direct"),
        ],
    ),
    "angle marks": (
        "«We will wait», Baranov said.",
        [told("baranov", "We will wait", "said", kind="direct")],
    ),
    "nested, straight": (
        "\"I told him, 'Enough is enough,' and he laughed,\" Raman said.",
        [told("raman", "I told him, 'Enough is enough,' and he laughed,", "said", kind="direct")],
    ),
    "brackets and dots": (
        '"[Halden] will not pay ... not a cent," Raman said. "Not now [or] ever."',
        [
            told(
                "raman",
                "[Halden] will not pay ... not a cent,|Not now [or] ever.",
                "said",
                kind="direct",
            )
        ],
    ),
    "the carmaker": (
        "Halden denied wrongdoing. The carmaker said it had followed the rules.",
        [
            told("halden", "wrongdoing", "denied"),
            told("halden", "it had followed the rules", "said"),
        ],
    ),
    "a statement carried by others": (
        ("The ministry, in a statement carried by state television, said that the envoy had left."),
        [told("ministry", "that the envoy had left", "said")],
    ),
    "a lawyer": (
        "A lawyer for Sorokin denied that the house was his.",
        [told(None, "that the house was his", "denied", behalf="sorokin")],
    ),
    "an office": (
        "Sorokin's office said in a statement that the visit had been postponed.",
        [told(None, "that the visit had been postponed", "said", behalf="sorokin")],
    ),
    "in the words of": (
        "In the words of Lindqvist, inflation is “a thief in the night”.",
        [told("lindqvist", "inflation is “a thief in the night”", "words", kind="mixed")],
    ),
    "as put": (
        "As Lindqvist put it, inflation is “a thief in the night”.",
        [told("lindqvist", "inflation is “a thief in the night”", "put it", kind="mixed")],
    ),
    "as put, behind": (
        "Inflation is “a thief in the night”, as Lindqvist put it on Tuesday.",
        [
            told(
                "lindqvist",
                "Inflation is “a thief in the night”",
                "put it",
                kind="mixed",
                said_on=date(2025, 10, 7),
            )
        ],
    ),
    "likened": (
        "Lindqvist likened inflation to “a thief in the night”.",
        [told("lindqvist", "inflation to “a thief in the night”", "likened", kind="mixed")],
    ),
    "two cues of one subject": (
        ("Lindqvist described inflation as “a thief in the night” and said it had to be stopped."),
        [
            told("lindqvist", "inflation as “a thief in the night”", "described", kind="mixed"),
            told("lindqvist", "it had to be stopped", "said"),
        ],
    ),
    "a colon of the desk": (
        "Baranov stressed: the border stays shut.",
        [told("baranov", "the border stays shut", "stressed")],
    ),
    "broken quotation": (
        "Baranov said he “regrets” the incident but “will not apologise” for it.",
        [
            told(
                "baranov",
                "he “regrets” the incident but “will not apologise” for it",
                "said",
                kind="mixed",
            )
        ],
    ),
}
CIRCUMSTANCES = {
    "a date of something else": (
        (
            "The Veldian president, who turns 70 on Friday, said through an interpreter that the "
            "border would stay shut.\n\nThe foreign minister, by contrast, said he could imagine "
            "opening it."
        ),
        [
            told("sorokin", "that the border would stay shut", "said"),
            told("baranov", "he could imagine opening it", "said"),
        ],
    ),
    "a quotation below its announcement": (
        "Lindqvist said:\n\n“We will do what it takes.”",
        [told("lindqvist", "We will do what it takes.", "said", kind="direct")],
    ),
    "what somebody had to say": (
        (
            'Here is what Raman had to say:\n\n"We are sorry. We failed our customers."\n\nShe '
            "left without taking questions."
        ),
        [told("raman", "We are sorry. We failed our customers.", "say", kind="direct")],
    ),
    "a pause between the halves": (
        '"I am not," Sorokin said, pausing for effect, "a patient man."',
        [told("sorokin", "I am not,|a patient man.", "said", kind="direct")],
    ),
    "asked in passing": (
        'Sorokin, asked whether he trusted Orsa, replied "no".',
        [told("sorokin", "no", "replied", kind="direct")],
    ),
    "an exchange's sign": (
        (
            "Halden Motors (HLD.OR) said on Tuesday it expects profit to fall by a fifth, citing "
            "weak demand."
        ),
        [
            told(
                "halden", "it expects profit to fall by a fifth", "said", said_on=date(2025, 10, 7)
            ),
            told("halden", "weak demand", "citing", said_on=date(2025, 10, 7)),
        ],
    ),
    "three cues of one subject": (
        (
            'Ferrante admitted he had "made mistakes" but rejected suggestions he should quit, '
            'saying: "I\'m not a quitter."'
        ),
        [
            told("ferrante", 'he had "made mistakes"', "admitted", kind="mixed"),
            told("ferrante", "suggestions he should quit", "rejected"),
            told("ferrante", "I'm not a quitter.", "saying", kind="direct"),
        ],
    ),
    "told, others say": (
        (
            "Two people familiar with the conversation said Okafor told colleagues that she "
            "would retire."
        ),
        [
            told(
                "okafor",
                "that she would retire",
                "told",
                addressee="colleagues",
                reported_by="Two people familiar with the conversation",
            )
        ],
    ),
    "one actor to another": (
        "Baranov told Lindqvist that the loan would be repaid.",
        [told("baranov", "that the loan would be repaid", "told", addressee="Lindqvist")],
    ),
    "told by": (
        "Lindqvist was told by Baranov that the loan would be repaid.",
        [told("baranov", "that the loan would be repaid", "told", addressee="Lindqvist")],
    ),
    "about another actor": (
        "Lindqvist, Baranov said, had been misinformed.",
        [told("baranov", "Lindqvist|had been misinformed", "said")],
    ),
    "a statement in a statement": (
        "Baranov said Lindqvist had promised that the loan would be extended.",
        [
            told("baranov", "Lindqvist had promised that the loan would be extended", "said"),
            told(
                "lindqvist",
                "that the loan would be extended",
                "promised",
                reported_by="Anton Baranov",
            ),
        ],
    ),
    "what another was told": (
        "Lindqvist said that Baranov had told her the loan would be repaid.",
        [
            told("lindqvist", "that Baranov had told her the loan would be repaid", "said"),
            told(
                "baranov",
                "the loan would be repaid",
                "told",
                addressee="her",
                reported_by="Elsa Lindqvist",
            ),
        ],
    ),
    "an earlier word of one's own": (
        "Baranov said he had warned Lindqvist that the loan was lost.",
        [
            told("baranov", "he had warned Lindqvist that the loan was lost", "said"),
            told("baranov", "that the loan was lost", "warned", addressee="Lindqvist"),
        ],
    ),
    "what might be said": ("Lindqvist might say that rates should fall.", []),
    "a quotation that was the reply": (
        "“Not while I live,” was Baranov's reply.",
        [told("baranov", "Not while I live,", "reply", kind="direct")],
    ),
    "the radio used to accuse": (
        "Baranov took to state radio overnight to accuse Lindqvist of lying.",
        [told("baranov", "Lindqvist of lying", "accuse")],
    ),
    "rushed to deny": (
        "Baranov rushed to deny the report.",
        [told("baranov", "the report", "deny")],
    ),
    "a title of the past": (
        "Baranov was away. The former foreign minister said that the treaty was dead.",
        [],
    ),
    "the title of a deputy": (
        "Baranov was away. The deputy foreign minister said that the treaty was dead.",
        [],
    ),
    "the title of another country": (
        "Baranov met his guest. The Orsan foreign minister said that the treaty was dead.",
        [],
    ),
    "a title about to be given up": (
        "Baranov met his guest. The outgoing foreign minister said that the treaty was dead.",
        [told("baranov", "that the treaty was dead", "said")],
    ),
    "a title with an age": (
        "Baranov met his guest. The 61-year-old foreign minister said that the treaty was dead.",
        [told("baranov", "that the treaty was dead", "said")],
    ),
    "he, who speaks of the actor": (
        "Pavel Drost said on Monday that Baranov was tired. He said Baranov would rest.",
        [],
    ),
    "she, of whom it is not told": (
        "Few there trust Lindqvist, said Robin Dace, a farmer. “They promised us rain,” she said.",
        [],
    ),
    "to whom a promise was made": (
        "Raman's promise to investors that the dividend was safe has been broken.",
        [told("raman", "that the dividend was safe", "promise", addressee="investors")],
    ),
    "there was a warning": (
        (
            "There was a warning from the Global Health Board on Tuesday that stocks were "
            "running low."
        ),
        [told("board", "that stocks were running low", "warning", said_on=date(2025, 10, 7))],
    ),
    "a warning issued": (
        "The Global Health Board issued a warning that stocks were running low.",
        [told("board", "that stocks were running low", "warning")],
    ),
    "a threat repeated": (
        "Baranov repeated his threat to withdraw from the treaty.",
        [told("baranov", "to withdraw from the treaty", "threat")],
    ),
    "a lead-in": (
        "In his strongest comments yet, Baranov accused Orsa of sabotage.",
        [told("baranov", "Orsa of sabotage", "accused")],
    ),
    "title and article differ in form": (
        (
            "Sorokin: ‘We will respond’\n\nVeldia’s president said on Tuesday that his country "
            "would respond to the sanctions."
        ),
        [told("sorokin", "We will respond", "", kind="direct", headline=True)],
    ),
}
ASIDES = {
    "then": (
        "The truth, Baranov said then, was that nobody had been asked.",
        [told("baranov", "The truth|was that nobody had been asked", "said")],
    ),
    "when, in the middle": (
        "The treaty, Baranov said on Monday, was a scrap of paper.",
        [told("baranov", "The treaty|was a scrap of paper", "said", said_on=date(2025, 10, 6))],
    ),
    "an aside in what was said": (
        "Sorokin accused Ida Falk, who was born in Lund, of spying for Orsa.",
        [told("sorokin", "Ida Falk, who was born in Lund, of spying for Orsa", "accused")],
    ),
    "at an event": (
        "Lindqvist says at a fundraiser in Lund, Orsa, that rates will rise.",
        [told("lindqvist", "that rates will rise", "says")],
    ),
    "in a court filing": (
        "Halden said in a court filing that the brakes had been tested.",
        [told("halden", "that the brakes had been tested", "said")],
    ),
}
LEAD_INS = {
    "a block without marks": (
        "Okafor wrote:\n\nSilence is not consent. It never was.\n\nThe ruling is final.",
        [told("okafor", "Silence is not consent. It never was.", "wrote", kind="direct")],
    ),
    "a report below an announcement": (
        "Here is what Raman said:\n\nRaman said that the plant would close.",
        [told("raman", "that the plant would close", "said")],
    ),
    "a title with a full stop": (
        "Baranov Vows To Leave Geneva Talks.\n\nThe river stands high.",
        [told("baranov", "To Leave Geneva Talks", "Vows")],
    ),
    "an opening participle": (
        "Calling the ruling a disgrace, Raman vowed to appeal.",
        [told("raman", "the ruling a disgrace", "Calling"), told("raman", "to appeal", "vowed")],
    ),
    "a lead-in of another speaker": (
        "As Baranov talked about unity, Lindqvist warned of a split.",
        [told("baranov", "unity", "talked"), told("lindqvist", "a split", "warned")],
    ),
    "although": (
        "Although Raman has admitted using the fund, she does not defend it.",
        [told("raman", "using the fund", "admitted")],
    ),
    "as somebody said": (
        "As Lindqvist said on Tuesday, inflation is a tax on the poor.",
        [told("lindqvist", "inflation is a tax on the poor", "said", said_on=date(2025, 10, 7))],
    ),
    "a noun above a quotation": (
        (
            "Okafor made the following statement:\n\n“The court was misled. It will not be "
            "misled again.”"
        ),
        [
            told(
                "okafor",
                "The court was misled. It will not be misled again.",
                "statement",
                kind="direct",
            )
        ],
    ),
    "as others know it": (
        "The treaty is dead, as Baranov pointed out on Monday.",
        [told("baranov", "The treaty is dead", "pointed out", said_on=date(2025, 10, 6))],
    ),
}
SILENCE = {
    "declined": "Raman declined to comment on the recall.",
    "refused": "Sorokin refused to say whether he would run again.",
    "nothing": "Lindqvist said nothing about the currency.",
    "no reply": "Halden Motors did not respond to a request for comment.",
    "did not say": "Baranov did not say that the treaty was dead.",
    "never said": "Okafor has never said that she would retire.",
    "asked whether": "Did Ferrante say that he would leave?",
    "whether": "It is unclear whether Sorokin said that the border would open.",
    "would not say": "Raman would not say how many jobs would go.",
    "neither": "Neither Baranov nor Sorokin said when the border would reopen.",
    "not even": "Not even Okafor would say that the law was perfect.",
    "to be said": "Lindqvist is expected to say on Thursday that rates will rise.",
    "to speak": "Lindqvist is due to speak at 1400 GMT.",
    "drawn": "Ferrante refused to be drawn on his future.",
    "yet to say": "Baranov has yet to say whether he will attend.",
    "not reached": "Baranov could not be reached for comment.",
    "no mention": "Baranov made no mention of the envoy.",
    "no comment": "“No comment,” said Baranov.",
    "supposing": "If Baranov says that the treaty is dead, it is dead.",
    "hopes": "Baranov wants the treaty renewed and hopes that Orsa will agree.",
    "was told": "Lindqvist was told that the loan would be repaid.",
    "is reported": "Okafor is reported to have told colleagues that she would retire.",
    "worth noting": "Baranov is in Geneva. It is worth noting that he came alone.",
    "everything": "Everything Baranov says is a lie.",
    "was criticised": "Baranov has been harshly criticised for his words.",
    "was accused": "Lindqvist was accused of spying.",
    "statements to": "Raman’s statements to the police are sealed.",
    "asked what": "What did Lindqvist say about mortgages?",
    "scare quotes": "Halden Motors opened its “factory of the future” in Orsa on Monday.",
    "title": "Okafor wrote the foreword to “The Law and Its Limits” last year.",
    "belief": "Baranov believes that the treaty is dead.",
    "thinks": "Lindqvist thinks that rates are too low.",
    "read more": "Raman was in Orsa.\n\nREAD MORE: Raman says the plant will close",
    "also read": "Raman was in Orsa.\n\nAlso read: Raman says the plant will close",
    "related": "Raman was in Orsa.\n\nRELATED: RAMAN SAYS PLANT WILL CLOSE",
    "link": "Raman was in Orsa.\n\nhttps://example.org/raman-says-plant-will-close",
    "byline": "By Priya Raman\n\nThe plant in Orsa is old.",
}
OTHERS = {
    "namesake": "Viktor Baranov, a violinist, said that the concert had been cancelled.",
    "unlisted namesake": "Boris Sorokin, a farmer, said that the harvest was poor.",
    "lawyer": "Raman’s lawyer, Meera Das, said that the charges were absurd.",
    "his lawyer": "Ferrante was fined. His lawyer said that the fine was unlawful.",
    "close to": "A person close to Lindqvist said that she was ready to resign.",
    "familiar with": "An official familiar with Baranov’s thinking said the treaty was dead.",
    "wife": "Diego Ferrante’s wife, Carla, said that he was resting.",
    "predecessor": "Lindqvist’s predecessor, Olav Berg, said that rates were too low.",
    "former office": "The former Veldian foreign minister, Piotr Anders, said the treaty was dead.",
    "allies": "Allies of Baranov say he will quit.",
    "counterpart": "Baranov’s Orsan counterpart, Ida Falk, said that she was hopeful.",
    "about the actor": "“Baranov is a liar,” said Piotr Anders, the former foreign minister.",
    "a person familiar": "According to a person familiar with the matter, Raman will resign.",
    "critic": "A critic of Okafor said that the verdict was a farce.",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=f"{table}: {name}")
        for table, cases in {
            "names": NAMES,
            "pronouns": PRONOUNS,
            "several": SEVERAL,
            "organisations": ORGANISATIONS,
            "spokespeople": SPOKESPEOPLE,
            "quotations": QUOTATIONS,
            "cues": CUES,
            "nouns": NOUNS,
            "transcripts": TRANSCRIPTS,
            "marks": MARKS,
            "articles": ARTICLES,
            "turns of phrase": TURNS_OF_PHRASE,
            "circumstances": CIRCUMSTANCES,
            "asides": ASIDES,
            "lead-ins": LEAD_INS,
        }.items()
        for name, (text, expected) in cases.items()
    ],
)
def test_statements(newsroom: Extractor, text: str, expected: list[Told]) -> None:
    """Every statement is found, with its speaker, words, cue, kind and circumstances."""
    check(newsroom, text, expected)


@pytest.mark.parametrize("text", SILENCE.values(), ids=SILENCE)
def test_silence(newsroom: Extractor, text: str) -> None:
    """What was not said, and what only looks like it, is no statement."""
    check(newsroom, text, [])


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_others(newsroom: Extractor, text: str) -> None:
    """Whoever is near an actor, or bears the name, does not speak as the actor."""
    check(newsroom, text, [])


@pytest.mark.parametrize(
    ("day", "actor"), [(date(2025, 12, 31), "sorokin"), (date(2026, 1, 1), "halvorsen")]
)
def test_office_changes_hands(newsroom: Extractor, day: date, actor: str) -> None:
    """On the day an office changes hands its title begins to mean somebody else."""
    text = "The Veldian president said that the border would open."
    check(newsroom, text, [told(actor, "that the border would open", "said")], day=day)


TITLES = {
    "label": ("Baranov: Veldia will respond", "baranov", "Veldia will respond", ""),
    "behind": ("Veldia will respond, Baranov says", "baranov", "Veldia will respond", "says"),
    "in front": ("Baranov says Veldia will respond", "baranov", "Veldia will respond", "says"),
    "on what": ("Baranov on sanctions: they will fail", "baranov", "they will fail", ""),
    "title case": ("Raman Vows To Close Plant In Orsa", "raman", "To Close Plant In Orsa", "Vows"),
    "an agency's prefix": ("UPDATE 2-Central Bank of Orsa says inflation has peaked", "bank",
                           "inflation has peaked", "says"),
    "without an article": ("Rates to stay high, says central bank", "bank", "Rates to stay high",
                           "says"),
    "warns": ("Central bank chief Lindqvist warns of recession", "lindqvist", "recession",
              "warns"),
}  # fmt: skip
SNAPS = {
    "says": ("BARANOV SAYS VELDIA WILL RESPOND", "baranov", "VELDIA WILL RESPOND", "SAYS"),
    "behind": ("VELDIA WILL RESPOND, BARANOV SAYS", "baranov", "VELDIA WILL RESPOND", "SAYS"),
    "organisation": (
        "CENTRAL BANK OF ORSA SAYS INFLATION HAS PEAKED",
        "bank",
        "INFLATION HAS PEAKED",
        "SAYS",
    ),
}


@pytest.mark.parametrize(("title", "actor", "words", "cue"), TITLES.values(), ids=TITLES)
def test_title(newsroom: Extractor, title: str, actor: str, words: str, cue: str) -> None:
    """A title is searched for statements, and its offsets slice the title."""
    body = "The river stands high. Nobody was hurt."
    wanted = told(actor, words, cue, headline=True, place=Place.TITLE)
    check(newsroom, body, [wanted], title=title)


@pytest.mark.parametrize(("title", "actor", "words", "cue"), TITLES.values(), ids=TITLES)
def test_headline(newsroom: Extractor, title: str, actor: str, words: str, cue: str) -> None:
    """The first line of a text is a title as well."""
    text = f"{title}\n\nThe river stands high. Nobody was hurt."
    check(newsroom, text, [told(actor, words, cue, headline=True)])


@pytest.mark.parametrize(("title", "actor", "words", "cue"), TITLES.values(), ids=TITLES)
def test_title_is_not_counted_twice(
    newsroom: Extractor, title: str, actor: str, words: str, cue: str
) -> None:
    """What title and article both say is the article's."""
    name = next(a.name for a in WORLD.actors if a.id == actor)
    said = f"warned of {words}" if cue == "warns" else f"said that {words}"
    found = newsroom.find(f"The {name} {said} on Monday.", title=title, published=DAY)
    assert [(u.place, u.speakers[0].actor) for u in found] == [(Place.TEXT, actor)]


@pytest.mark.parametrize(("line", "actor", "words", "cue"), SNAPS.values(), ids=SNAPS)
def test_snap(newsroom: Extractor, line: str, actor: str, words: str, cue: str) -> None:
    """A snap in capitals is read like the sentence it would be."""
    check(newsroom, line, [told(actor, words, cue, headline=True)])


@pytest.mark.parametrize(
    ("name", "flagged"),
    [
        ("Baranov", False),
        ("B\u0430ranov", True),
        ("\uff22\uff41\uff52\uff41\uff4e\uff4f\uff56", False),
        ("BARANOV", False),
    ],
    ids=["plain", "Cyrillic", "full width", "capitals"],
)
def test_letters(newsroom: Extractor, name: str, flagged: bool) -> None:  # noqa: FBT001
    """Names match in any case and width; another alphabet's letters are flagged."""
    text = f"{name} said that the treaty was dead."
    wanted = told("baranov", "that the treaty was dead", "said", lookalike=flagged, mention=name)
    check(newsroom, text, [wanted])


def test_offsets_are_the_original_ones(newsroom: Extractor) -> None:
    """Ligatures and marks that folding lengthens or shortens move no offset."""
    text = "The ﬁnal ﬂag was İzmir’s. Lindqvist said that the oﬃce in Straße was shut."
    check(newsroom, text, [told("lindqvist", "that the oﬃce in Straße was shut", "said")])


def test_belief_is_a_kind_of_its_own() -> None:
    """Belief is reported only to those who ask, and marked."""
    extractor = Extractor(WORLD, load_model(), beliefs=True)
    text = "Baranov believes that the treaty is dead."
    check(extractor, text, [told("baranov", "that the treaty is dead", "believes", belief=True)])


def test_told_is_compared_whole() -> None:
    """A field that differs makes two expectations differ."""
    plain = told("raman", "no", "said")
    assert plain != replace(plain, floating=True)
