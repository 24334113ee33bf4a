"""Text as LaTeX takes it, with nothing but its own fonts."""

import unicodedata

_ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: "\\" + character for character in "$&#%_"},
    **{character: f"${character}$" for character in "<>|"},
    "\N{LATIN SMALL LETTER Y WITH CIRCUMFLEX}": r"$\hat{y}$",
    "\N{MINUS SIGN}": "$-$",
    "\N{MULTIPLICATION SIGN}": r"$\times$",
    "\N{PARTIAL DIFFERENTIAL}": r"$\partial$",
    "\N{ALMOST EQUAL TO}": r"$\approx$",
    "\N{EN DASH}": "--",
    "\N{EM DASH}": "---",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT SINGLE QUOTATION MARK}": "`",
    "\N{LEFT DOUBLE QUOTATION MARK}": "``",
    "\N{RIGHT DOUBLE QUOTATION MARK}": "''",
    "\N{DOUBLE LOW-9 QUOTATION MARK}": ",,",
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}": r"$\ll$",
    "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}": r"$\gg$",
    "\N{HORIZONTAL ELLIPSIS}": r"\dots{}",
    "\N{BULLET}": r"$\bullet$",
    "\N{RIGHTWARDS ARROW}": r"$\to$",
    "\N{LESS-THAN OR EQUAL TO}": r"$\le$",
    "\N{GREATER-THAN OR EQUAL TO}": r"$\ge$",
    "\N{INFINITY}": r"$\infty$",
    "\N{SQUARE ROOT}": r"$\surd$",
    "\N{LATIN SMALL LETTER L WITH STROKE}": r"\l{}",
    "\N{LATIN CAPITAL LETTER L WITH STROKE}": r"\L{}",
    "\N{LATIN SMALL LETTER DOTLESS I}": r"\i{}",
    "\N{LATIN SMALL LIGATURE OE}": r"\oe{}",
    "\N{LATIN CAPITAL LIGATURE OE}": r"\OE{}",
    **{chr(0x2080 + digit): f"$_{digit}$" for digit in range(10)},
    **dict(zip("αβγδεηλμσφ", (rf"$\{name}$" for name in (
        "alpha", "beta", "gamma", "delta", "epsilon", "eta", "lambda", "mu", "sigma", "varphi")),
        strict=True)),
}  # fmt: skip

_ACCENTS = dict(zip(map(chr, (
    0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x30A, 0x30B, 0x30C, 0x323, 0x327, 0x331)),
    (*"`'^~=", "u", ".", '"', "r", "H", "v", "d", "c", "b"), strict=True))  # fmt: skip
_OF_OTHER_FONTS = frozenset("\xa4\xa6\xad\xd0\xde\xf0\xfe")
"""Of the first 256 characters those that LaTeX has in fonts only which have to be asked for."""
LONGEST_WORD = 24
"""Letters; a longer word may be broken anywhere, or it would run out of the page."""


def escaped(text: str) -> str:
    """Return words as LaTeX; a character that LaTeX does not know becomes a question mark."""
    words = unicodedata.normalize("NFC", text).split(" ")
    return " ".join(_word([_letter(c) or "?" for c in word]) for word in words)


def unknown_letters(text: str) -> str:
    """Return the letters of a text, each once, for which `escaped` writes a question mark."""
    return "".join(dict.fromkeys(c for c in unicodedata.normalize("NFC", text) if not _letter(c)))


def said_of_letters(text: str) -> str:
    """Return one sentence about the letters that have question marks in a document; empty if none has."""
    letters = "".join(c if c.isprintable() else f"U+{ord(c):04X} " for c in unknown_letters(text)).strip()
    return f"LaTeX's own fonts have no {letters}: question marks stand for them in the file." * bool(letters)


def _word(letters: list[str]) -> str:
    return (r"\allowbreak{}" if len(letters) > LONGEST_WORD else "").join(letters)


def _letter(character: str) -> str:
    """Return one character as LaTeX; empty where it has none."""
    known = _ESCAPED.get(character)
    if known is not None:
        return known
    if character.isspace():
        return " "
    if 0x20 <= ord(character) < 0x100 and not 0x7F <= ord(character) < 0xA0:
        return "" if character in _OF_OTHER_FONTS else character
    parts = unicodedata.normalize("NFD", character)
    base, accents = parts[0], parts[1:]
    if accents in _ACCENTS and base.isascii() and base.isalpha():
        return rf"\{_ACCENTS[accents]}{{{base}}}"
    return ""
