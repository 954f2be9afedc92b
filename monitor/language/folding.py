"""Letters as they are compared: NFKC and case-folded, one for one, so that offsets still hold."""

import unicodedata

# Letters of other alphabets that pass for Latin ones. A name written with them is flagged.
_LOOKALIKES = dict(
    zip(
        "аеорсухіјѕԁһԛԝкмтвнгαορυνικτχаеёοі",
        "aeopcyxijsdhqwkmtbhraopuvikrxaeeoi",
        strict=True,
    )
)


class _Table(dict[int, int]):
    """A translation table that works itself out: letters that would expand stay as they are."""

    def __missing__(self, key: int) -> int:
        folded = unicodedata.normalize("NFKC", chr(key)).casefold()
        value = ord(folded) if len(folded) == 1 else ord(chr(key).lower()[0])
        if chr(key) in "’‘ʼ＇":
            value = ord("'")
        elif chr(key) in "‑‐":
            value = ord("-")
        elif chr(key).isspace():
            value = ord(" ")
        self[key] = value
        return value


_FOLDED = _Table()
_SKELETON = {ord(k): ord(v) for k, v in _LOOKALIKES.items()}


def fold_text(text: str) -> str:
    """Fold ``text`` letter by letter; the result has the same length."""
    return text.translate(_FOLDED)


def skeleton(folded: str) -> str:
    """Replace letters that only look Latin; the result has the same length."""
    return folded.translate(_SKELETON)


def variants(name: str) -> set[str]:
    """Return the folded spellings under which a name may stand in a text."""
    return {
        fold_text(unicodedata.normalize("NFC", name)),
        fold_text(unicodedata.normalize("NFD", name)),
    }
