"""From bytes to text: by the mark at the beginning, else UTF-8, else what an older program wrote."""

import codecs
import re
import unicodedata

from nnviz.data.errors import DataError
from nnviz.data.tables.alphabets import LATIN_LETTERS, script_of, spelled_in

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 20_000
_WESTERN = frozenset(
    "ÄÖÜäöüßÀÂÇÉÈÊËÎÏÔŒÙÛàâçéèêëîïôœùûÿÁÍÑÓÚáíñóú¿¡ÅÆØåæøãõÃÕìòªº°±²³µ·×€£§«»–—’‘“”…%‰ \xa0½¼™®©"
)
_SIGNS = frozenset(sign for sign in _WESTERN if not sign.isalpha() or sign in "ªºµ")
_SMALL, _CAPITALS = "äöüßàâçéèêëîïôùûáíñóúåæøãõìò", "ÄÖÜÀÂÇÉÈÊËÎÏÔÙÛÁÍÑÓÚÅÆØÃÕ"
_NOT_IN_WORDS = re.compile(
    rf"(?<=[a-z{_SMALL}{_CAPITALS}])(?:[^A-Za-z{_SMALL}{_CAPITALS}]+(?=[a-z{_SMALL}])|[{_CAPITALS}])|\ufffd"
)
"""A sign between letters, or a capital behind them."""
_OF_THE_WEST = frozenset(("latin-1", "cp1252"))
_CERTAIN = frozenset(("utf-8", *(name for _, name in _MARKS), "utf-16-le", "utf-16-be"))
"""Encodings that are recognised well enough to say no more than their names."""
_IN_PAIRS = ["shift_jis", "gb18030", "big5", "euc_kr", "euc_jp"]
"""Two bytes a sign: no words of other languages, of which some have an odd number of letters."""
_LEGACY = [
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r", "cp866",
    "iso8859_5", *_IN_PAIRS,
]  # fmt: skip
_SPOKEN = re.compile(r"[^\s\d,;|\"'.:!?()]+")
_CAPITAL_BEHIND = re.compile("aA")
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_BEYOND = re.compile(r"[^\x00-\x7f]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_WIDE = re.compile(r"[^\x00-\x7f\uff61-\uff9f]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HUNGARIAN = frozenset("áéíóöüúõû")
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]")
"""Signs without width that come along from web pages: they would make other words, and numbers no numbers."""
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decoded(content: bytes, encoding: str) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Parameters
    ----------
    encoding : str
        What the user says it is; empty: guess.

    Raises
    ------
    DataError
        If there is no such encoding, or the bytes are not of it, or no text at all.
    """
    name = encoding or _guess(content)
    try:
        text = content.decode(codecs.lookup(name).name)
        text = text.replace("\ufeff", "")  # the mark of a beginning: in the middle where files were joined
        text = _UNSEEN.sub(
            "", text.rstrip("\x1a\x00")
        )  # the end of a file in DOS, and what a recorder kept free
    except (LookupError, ValueError) as error:
        raise _refusal(name, error, bool(encoding)) from None
    if _NO_TEXT.search(text[:_SAMPLE]):
        raise DataError("path", "the file is no text: a table is CSV, TSV, XLSX, ODS, NPY or NPZ.")
    return text, name


def is_doubtful(content: bytes, name: str) -> bool:
    """Whether a guessed encoding may be another one: all but Unicode, and letters that many of them share."""
    if name not in _OF_THE_WEST:
        return name not in _CERTAIN
    words = _words(content)
    text = b" ".join(words)
    others = {text.decode(other, errors="replace") for other in (name, "cp1250", "cp1257")}
    return _strange(words, name) > 0 or len(others) > 1


def _refusal(name: str, error: Exception, is_given: bool) -> DataError:
    if isinstance(error, UnicodeDecodeError):
        key = "encoding" if is_given else "path"
        return DataError(key, f"the file is not {name} text (byte {error.start:,} is none of its signs).")
    return DataError("encoding", "such as utf-8, utf-16, latin-1 or cp1252; empty guesses.")


def _guess(content: bytes) -> str:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    zeros = _zeros(content[:_SAMPLE])
    if zeros is not None:
        return zeros
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(content)
    return "utf-8"


def _zeros(sample: bytes) -> str | None:
    """Return the UTF-16 without a mark that has so many zeros at every second place; None if it is none."""
    if len(sample) < 4 or 0 not in sample:
        return None
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _legacy(content: bytes) -> str:
    """Return Latin-1 or Windows' form of it if that gives words of western Europe; else what fits best."""
    beyond = bytes(byte for byte in set(content) if byte >= 0x80)
    western = "cp1252" if any(byte < 0xA0 for byte in beyond) else "latin-1"
    letters = set(beyond.decode(western, errors="replace"))
    if letters <= _SIGNS:
        return western
    if _share(content[: 10 * _SAMPLE], "shift_jis", _KANA) > 0.5:
        return "shift_jis"
    if not _mostly_beyond(content) and (older := _of_dos_or_mac(content)):
        return older
    if letters <= _WESTERN and not _mostly_beyond(content) and not _strange(_words(content), western):
        return "cp1250" if _is_hungarian(content) else western
    return _foreign(content) or (western if _decodes(content, western) else "latin-1")  # which is any bytes


def _foreign(content: bytes) -> str:
    """Return the encoding of what is not of western Europe; empty if none fits."""
    words = b" ".join(set(_words(content)))  # each counts once, however many rows have it
    if re.search(rb"[A-Za-z]", words) and (spelled := spelled_in(words, LATIN_LETTERS)):
        return spelled
    lines = [line for line in content[: 10 * _SAMPLE].splitlines() if any(byte >= 0x80 for byte in line)]
    sample = b"\n".join(lines)[:_SAMPLE]
    in_pairs = [name for name in _IN_PAIRS if _share(sample, name, _WIDE) == 1.0]
    if not in_pairs and _mostly_beyond(content) and (spelled := script_of(words)):
        return spelled
    from charset_normalizer import from_bytes  # noqa: PLC0415 (only for files of older programs)

    likely = in_pairs or [name for name in _LEGACY if _is_language(sample, name)]
    best = from_bytes(sample, cp_isolation=likely or _LEGACY, threshold=0.6).best()
    if best is None or not _decodes(content, best.encoding):
        return ""
    is_korean = best.encoding == "euc_jp" and _share(sample, "euc_kr", _HANGUL) == 1.0
    return "euc_kr" if is_korean else best.encoding


def _share(content: bytes, encoding: str, signs: re.Pattern[str]) -> float:
    """Return which part of the signs beyond ASCII are certain ones; 0 if it is no text of an encoding."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(content)  # the last sign may be cut
    except ValueError:
        return 0.0
    beyond = _BEYOND.findall(text)
    return len(signs.findall(text)) / len(beyond) if beyond else 0.0


def _is_hungarian(content: bytes) -> bool:
    """Whether words that look western have an õ at the end: it is the ő of Windows in Hungary."""
    words = [word.decode("latin-1").lower() for word in _words(content)]
    return any(word.endswith("õ") for word in words) and set().union(*map(_beyond, words)) <= _HUNGARIAN


def _is_language(sample: bytes, name: str) -> bool:
    """Whether text of a legacy encoding could be written by somebody.

    Nobody writes Japanese in narrow syllables alone, Hebrew with signs under every letter, or words whose
    capitals stand behind small letters.
    """
    text = sample.decode(name, errors="replace")
    words = [word for word in _SPOKEN.findall(text) if not word.isascii()]
    narrow = all("\uff61" <= sign <= "\uff9f" for sign in _beyond(text))
    odd = sum(unicodedata.combining(sign) > 0 for word in words for sign in word)
    odd += sum(_CAPITAL_BEHIND.search(word) is not None for word in map(_cases, words))
    return not narrow and 5 * odd <= max(1, len(words))


def _cases(word: str) -> str:
    """Return a for each small letter and A for each capital of a word."""
    return "".join("a" if sign.islower() else "A" if sign.isupper() else "-" for sign in word)


def _of_dos_or_mac(content: bytes) -> str:
    """Return what Excel writes as "CSV (MS-DOS)" or "(Macintosh)" where only that gives words; else nothing.

    In each of them the letters of western Europe are signs of the others, which do not stand inside words.
    """
    words = _words(content)
    strange = {name: _strange(words, name) for name in ("cp1252", "cp850", "mac_roman")}
    best = min(strange, key=lambda name: strange[name])
    return best if best != "cp1252" and strange["cp1252"] > 0 and 10 * strange[best] <= len(words) else ""


def _words(content: bytes) -> list[bytes]:
    """Return some of the words that have letters beyond ASCII."""
    return [word for word in _WORD.findall(content[: 10 * _SAMPLE]) if not word.isascii()][:500]


def _strange(words: list[bytes], name: str) -> int:
    """Return in how many of some words there is what is in no word of western Europe."""
    texts = [word.decode(name, errors="replace") for word in words]
    quotes = _WESTERN if name in _OF_THE_WEST else frozenset(_SMALL + _CAPITALS)  # around words, in Windows
    return sum(_NOT_IN_WORDS.search(text) is not None or not _beyond(text) <= quotes for text in texts)


def _beyond(text: str) -> set[str]:
    return {sign for sign in text if not sign.isascii()}


def _mostly_beyond(content: bytes) -> bool:
    """Whether words with letters beyond ASCII have mostly such: no western language has."""
    words: set[bytes] = set(_WORD.findall(content[: 10 * _SAMPLE]))  # letters of any kind: in one pass
    beyond = [word for word in words if len(word) > 1 and not word.isascii()]
    return 2 * sum(byte >= 0x80 for word in beyond for byte in word) > sum(map(len, beyond))


def _decodes(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except ValueError:
        return False
    return True
