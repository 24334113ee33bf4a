"""Which alphabet the bytes of an older program spell: letters that belong together, frequent ones first."""

import re
from collections.abc import Sequence

Spelling = tuple[str, tuple[str, ...]]
"""The letters of a language beyond ASCII, and the encodings that have them, the likeliest first."""

_CYRILLIC = ("cp1251", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic")
_CENTRAL = ("cp1250", "iso8859_2")
_OTHER_SCRIPTS: Sequence[Spelling] = (
    ("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", _CYRILLIC),  # Russian
    ("оаинвеіртслкудмпязьбгчйхцюжїшєщфґ", _CYRILLIC),  # Ukrainian
    ("аеоинтсврдлпкмзъугбчяйжцщшхюфь", _CYRILLIC),  # Bulgarian
    ("αοιτενσηρπκμυςλίόάγέδήωύώχθφβξζψϊϋ", ("cp1253", "iso8859_7")),
    ("اليمنرتوبدعسفقكحةهجشصطخأضىغذءئزثظإآؤ", ("cp1256",)),
)
LATIN_LETTERS: Sequence[Spelling] = (
    ("ıiüşğçöâî", ("cp1254",)),  # i: it has a capital of its own
    ("ąęłóśżćńź", _CENTRAL),  # Polish
    ("áíéýčřěžšůúťďňóľĺŕôä", _CENTRAL),  # Czech, Slovak
    ("áéőöóüíúű", _CENTRAL),  # Hungarian
    ("čšžćđ", _CENTRAL),  # Croatian, Slovene
    ("ăîâşţ", _CENTRAL),  # Romanian
    ("ėšųįžąūčę", ("cp1257",)),  # Lithuanian
    ("āīšēņļūžčķģ", ("cp1257",)),  # Latvian
)
_PUNCTUATION = frozenset("«»„“”‘’–—…№°±²³µ·×\xa0")
_BELONGING = 0.97
"""Share of the letters of a text that are of its alphabet: there may be a foreign name."""
_CAPITALS = 1.0
"""Places in the alphabet that text in capitals is set back, which is rarer."""
_NO_THAI = re.compile(
    r"[^\x00-\x7f\u0e01-\u0e4e]"
    r"|(?<![\u0e01-\u0e2e\u0e30-\u0e3a\u0e47-\u0e4e])[\u0e30-\u0e3a\u0e47-\u0e4e]"
    r"|[\u0e40-\u0e44](?![\u0e01-\u0e2e])"
)
"""A sign above or below nothing, or a vowel that is written before its consonant, without one."""
_NO_HEBREW = re.compile(r"[^\x00-\x7f\u05d0-\u05ea\u05b0-\u05c2]|[ךםןףץ](?=[\u05d0-\u05ea])")
"""A letter that has its form of the end of a word, and stands within one."""
_THAI_VOWEL = re.compile(r"[\u0e30-\u0e3a\u0e40-\u0e44]")


def spelled_in(sample: bytes, spellings: Sequence[Spelling]) -> str:
    """Return the encoding in which the letters beyond ASCII are those of one language; empty if in none.

    Of several it is the one in which the letters are the most frequent of their language, and small.
    """
    places = [
        (place, encoding)
        for alphabet, encodings in spellings
        for encoding in encodings
        if (place := _mean_place(sample, encoding, alphabet)) is not None
    ]
    return min(places, key=lambda found: found[0])[1] if places else ""


def script_of(sample: bytes) -> str:
    """Return the encoding in which words are of a language with letters of its own; empty if in none."""
    if _is_thai(sample.decode("cp874", errors="replace")):
        return "cp874"
    if _NO_HEBREW.search(sample.decode("cp1255", errors="replace")) is None:
        return "cp1255"
    return spelled_in(sample, _OTHER_SCRIPTS)


def _is_thai(text: str) -> bool:
    beyond = sum(not sign.isascii() for sign in text)
    return _NO_THAI.search(text) is None and 5 * len(_THAI_VOWEL.findall(text)) > beyond


def _mean_place(sample: bytes, encoding: str, alphabet: str) -> float | None:
    """Return at which place of an alphabet letters are, in the mean; None if they are not of it."""
    try:
        text = sample.decode(encoding)
    except ValueError:
        return None
    beyond = [sign for sign in text if not sign.isascii() and sign not in _PUNCTUATION]
    place = {letter: i for i, letter in enumerate(alphabet)}
    places = [place[small] for small in map(str.lower, beyond) if small in place]
    if not places or len(places) < _BELONGING * len(beyond):
        return None
    return sum(places) / len(places) + _CAPITALS * sum(map(str.isupper, beyond)) / len(beyond)
