"""Languages: the words decide, a declaration only where there are too few of them."""

import pytest

from monitor.feeds.language import language_of, tag

ENGLISH = """The minister said on Monday that the government would not sign the treaty, and that
talks with the neighbours would go on for as long as it takes. She was asked about the gas that is
sold to them, and answered that it has been sold at a fair price."""
RUSSIAN = """Министр заявил в понедельник, что правительство не подпишет договор и что переговоры с
соседями будут продолжаться столько, сколько потребуется. На вопрос о газе, который им продают, она
ответила, что он продаётся по справедливой цене и что условия не изменятся в этом году."""
GERMAN = """Die Ministerin sagte am Montag, die Regierung werde den Vertrag nicht unterzeichnen, und
die Gespräche mit den Nachbarn würden so lange weitergehen, wie es nötig sei. Auf die Frage nach dem
Gas, das ihnen verkauft wird, antwortete sie, es werde zu einem gerechten Preis verkauft."""


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (ENGLISH, "en-GB", "en-GB"),
        (ENGLISH, "ru", "en"),
        (RUSSIAN, "en", "und"),
        (GERMAN, "en-US", "und"),
        (RUSSIAN, "ru", "ru"),
        ("Kein Kommentar.", "en", "en"),
        ("", "en", "en"),
    ],
)
def test_words_decide(text: str, declared: str, language: str) -> None:
    """A system's default does not make Russian English, or English Russian."""
    assert language_of(text, declared) == language


@pytest.mark.parametrize(
    ("declared", "expected"),
    [("en_US", "en-US"), ("English", "en"), ("en-gb", "en-gb"), ("", ""), ("<b>", ""), ("x", "")],
)
def test_spellings_of_a_tag(declared: str, expected: str) -> None:
    """Underscores and names are understood; what is no tag is none."""
    assert tag(declared) == expected
