"""Names as TeX that every LaTeX sets without further packages, harmless whatever is in them."""

import unicodedata

_SPECIAL = {letter: f"\\{letter}" for letter in "#$%&_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": "$<$",
    ">": "$>$",
    "|": "$|$",
    '"': "''",
}
_MATHEMATICS = {
    "x1": "$x_1$",
    "x2": "$x_2$",
    "x1^2": "$x_1^2$",
    "x2^2": "$x_2^2$",
    "x1*x2": "$x_1 x_2$",
    "sin(x1)": r"$\sin x_1$",
    "sin(x2)": r"$\sin x_2$",
}
_ACCENTS = {
    "\N{COMBINING GRAVE ACCENT}": "`",
    "\N{COMBINING ACUTE ACCENT}": "'",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "^",
    "\N{COMBINING TILDE}": "~",
    "\N{COMBINING DIAERESIS}": '"',
    "\N{COMBINING CARON}": "v ",
    "\N{COMBINING CEDILLA}": "c ",
    "\N{COMBINING RING ABOVE}": "r ",
}
_SIGNS = {
    "ß": r"\ss{}",
    "ø": r"\o{}",
    "Ø": r"\O{}",
    "æ": r"\ae{}",
    "Æ": r"\AE{}",
    "œ": r"\oe{}",
    "Œ": r"\OE{}",
    "ł": r"\l{}",
    "Ł": r"\L{}",
    "ı": r"\i{}",
    "đ": "d",
    "Đ": "D",
    "§": r"\S{}",
    "£": r"\pounds{}",
    "–": "--",
    "—": "---",
    "…": r"\ldots{}",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "µ": r"$\mu$",
    "±": r"$\pm$",
    "≤": r"$\leq$",
    "≥": r"$\geq$",
    "≠": r"$\neq$",
    "≈": r"$\approx$",
    "∞": r"$\infty$",
    "√": r"$\surd$",
    "→": r"$\to$",
    "∂": r"$\partial$",
    "−": "$-$",
    "×": r"$\times$",
    "·": r"$\cdot$",
    "°": r"$^\circ$",
}
_AS_LATIN = {
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True)),
    "ς": r"$\varsigma$",
    "Υ": r"$\Upsilon$",
}


_ONE_LETTER = dict(zip("абвгґдезийклмнопрстуўфхцћыэіј", "abvggdezijklmnoprstuufhccyeij", strict=True))
_MORE_LETTERS = {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "ju", "я": "ja", "ё": "jo", "є": "je"}
_OTHER_LETTERS = {"ї": "ji", "ђ": "dj", "љ": "lj", "њ": "nj", "џ": "dzh", "ъ": "", "ь": "'"}
_CYRILLIC = _ONE_LETTER | _MORE_LETTERS | _OTHER_LETTERS


OTHER_SCRIPT = r"\otherscript"
"""Macro of a name in letters that pdflatex lacks: as it is, and with question marks."""
OTHER_SCRIPT_LINES = (
    "% Names in other scripts need lualatex or xelatex, and a font that has their letters, chosen like this:",
    r"% \usepackage{fontspec}\setsansfont{Noto Sans CJK SC}",
    "% With pdflatex there is a question mark for each letter.",
    rf"\newcommand{{{OTHER_SCRIPT}}}[2]{{\ifdefined\Umathchar #1\else #2\fi}}",
)
"""What a document that uses it begins with."""


def name_of(text: str) -> str:
    """Return a name as TeX: Greek letters as in formulas.

    Cyrillic, for which LaTeX needs fonts of its own, becomes Latin; names in other scripts are kept for the
    programs that can set them.
    """
    name = _for_pdflatex(text)
    if name.count("?") == text.count("?"):
        return name
    own = "".join(_SPECIAL.get(letter, letter) for letter in text if letter.isprintable())
    return f"{OTHER_SCRIPT}{{{own}}}{{{name}}}"


def _for_pdflatex(text: str) -> str:
    if text in _MATHEMATICS:
        return _MATHEMATICS[text]
    pieces: list[str] = []
    for letter in unicodedata.normalize("NFD", _in_latin(text)):
        if not unicodedata.combining(letter):
            pieces.append(_letter(letter))
        elif letter in _ACCENTS and pieces and pieces[-1].isalpha() and pieces[-1].isascii():
            pieces[-1] = rf"\{_ACCENTS[letter]}{{{pieces[-1]}}}"
    return "{" + "".join(pieces) + "}"


def _in_latin(text: str) -> str:
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        latin = _CYRILLIC.get(letter.lower(), letter)
        letters.append(latin.capitalize() if letter.isupper() and letter.lower() in _CYRILLIC else latin)
    return "".join(letters)


def _letter(letter: str) -> str:
    if letter in _SIGNS or letter in _AS_LATIN:
        return _SIGNS.get(letter) or _AS_LATIN[letter]
    script, _, rest = unicodedata.name(letter, "").partition(" ")
    case, _, name = rest.partition(" LETTER ")
    if script == "GREEK" and name.isalpha():
        name = name.lower().replace("lamda", "lambda")
        return rf"$\{name.capitalize() if case == 'CAPITAL' else name}$"
    if letter.isascii() and letter.isprintable():
        return _SPECIAL.get(letter, letter)
    if unicodedata.decomposition(letter).startswith("<super>"):
        return f"$^{unicodedata.normalize('NFKD', letter)}$"
    if unicodedata.decomposition(letter).startswith("<sub>"):
        return f"$_{unicodedata.normalize('NFKD', letter)}$"
    return "?"
