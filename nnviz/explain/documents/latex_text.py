"""Text as LaTeX takes it."""

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
    **{chr(0x2080 + digit): f"$_{digit}$" for digit in range(10)},
    **dict(zip("αβγδεηλμσφ", (rf"$\{name}$" for name in (
        "alpha", "beta", "gamma", "delta", "epsilon", "eta", "lambda", "mu", "sigma", "varphi")),
        strict=True)),
}  # fmt: skip


def escaped(text: str) -> str:
    """Return words as LaTeX; a character that LaTeX would not know becomes a question mark."""
    known = (_ESCAPED.get(character, character) for character in text)
    return "".join(character if len(character) > 1 or ord(character) < 0x100 else "?" for character in known)
