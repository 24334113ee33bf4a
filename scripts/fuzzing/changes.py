"""Random changes of the content of a file: of its bytes, of a part of an archive, of a value in its text."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence

PIECES = (
    b",", b";", b"\t", b"|", b" ", b'"', b"'", b"\n", b"\r\n", b"\r", b"\x00", b"\xff\xfe",
    b"\xef\xbb\xbf", b"sep=", b"#", b"%", b"NA", b"?", b"nan", b"inf", b"1e999", b"-0", b"1,5", b"1.234,5",
    b"2024-02-30", b"\xe4", b"\xff",
    b"9" * 400, b"," * 1200, b"x" * 140_000, b"(((((((", b"True", b"\xf0\x9f\x98\x80",
)  # fmt: skip

XML_PIECES = (
    b'<row r="1048576">', b'<c r="XFD1048576"><v>1</v></c>', b"<c>", b"</c>", b"</row>", b"<v>",
    b"<a>" * 5000, b' t="s"', b' t="d"', b' s="99999"', b"<v>99999999999</v>", b"<v>1e999</v>", b"<v>-1</v>",
    b' ref="A1"', b' ref="A1:XFD1048576"', b'<mergeCell ref="A1:XFD1048576"/>', b'<mergeCell ref="B2:A1"/>',
    b"&lol;", b"&#0;", b"&#x110000;", b"<!--", b"]]>", b"<![CDATA[",
    b'<!DOCTYPE a [<!ENTITY lol "&lol;&lol;">]>',
    b' table:number-rows-repeated="1048576"', b' table:number-rows-repeated="-1"', b"../../../etc/passwd",
    b' table:number-columns-repeated="16384"', b' office:value="x"', b' office:value-type="float"',
    b' office:date-value="0000-99-99"', b"xl/worksheets/sheet1.xml",
)  # fmt: skip
"""What goes wrong in workbooks."""

VALUES = (
    b"0", b"-1", b"1", b"2", b"1000000000", b"9223372036854775808", b"9" * 5000, b"0.5", b"-0.0",
    b"1e308", b"1e-320", b"1e999", b"nan", b"inf", b"-inf", b"NaN", b"Infinity", b"true", b"false",
    b"null", b'""', b'"x"', b"[]", b"{}", b"[[]]", b"[0]", b"[1, 2, 3]", b"[" * 3000, b"[[[[1]]]]",
    b'"' + b"x" * 5000 + b'"', b'"../../etc/passwd"', b'"/dev/zero"', b'"\\u0000"', b'"\\ud800"',
    b'"tanh"', b'"table"', b'"images"', b'"mnist"', b"1979-05-27", b"07:32:00", b"{a = 1}", b'{"a": 1}',
    b'"~"', b'"-"', b"0x7fffffffffffffff", b'"""', b"'''",
)  # fmt: skip
"""What may stand where a value of TOML or JSON is expected."""

HEADERS = (
    b"<f8", b">f8", b"<U9", b"|O", b"<i8", b"<c16", b"|V8", b"<f2", b"True", b"(3,)", b"(-1, 2)", b"()",
    b"(99999999999, 9)", b"(0, 0)", b"(1, 1, 1, 1)", b"'", b"[" * 200, b"{'a': 1}",
)  # fmt: skip
"""What may stand in the header of an array."""

_VALUE = re.compile(
    rb'(?<=[\s=:,\[{])(?:"(?:[^"\\\n]|\\.)*"|-?\d[\d._eE+-]*|true|false|null|\[[^\[\]\n]*\])(?=[\s,\]}:]|$)'
)
_KEY = re.compile(rb'(?m)^ *[\w."-]+(?= *=)|"\w+"(?=:)')

Change = Callable[[bytes, random.Random], bytes]


def changed(content: bytes, rng: random.Random, pieces: Sequence[bytes] = PIECES) -> bytes:
    """Return a content with some changes: bytes turned, pieces put in, taken out, doubled or cut off."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(6):
            case 0 if at < len(data):
                data[at] ^= 1 << rng.randrange(8)
            case 1:
                data[at:at] = rng.choice(pieces)
            case 2:
                del data[at : at + rng.randint(1, 20)]
            case 3:
                piece = data[at : at + rng.randint(1, 60)]
                data[at:at] = piece * rng.randint(1, 50)
            case 4 if rng.random() < 0.3:
                del data[at:]
            case _ if at < len(data):
                data[at] = rng.randrange(256)
    return bytes(data)


def changed_text(content: bytes, rng: random.Random) -> bytes:
    """Return TOML or JSON of which some values, keys or lines are others: it mostly stays TOML or JSON."""
    if rng.random() < 0.15:
        return changed(content, rng)
    for _ in range(rng.randint(1, 3)):
        kind = rng.randrange(8)
        if kind < 5:
            content = _with_another(content, _VALUE, rng)
        elif kind == 5:
            content = _with_another(content, _KEY, rng)
        else:
            content = _with_other_lines(content, rng)
    return content


def _with_another(content: bytes, what: re.Pattern[bytes], rng: random.Random) -> bytes:
    """Return a content with another value, or that of another place, where one of a pattern stands."""
    found = list(what.finditer(content))
    if not found:
        return content
    place = rng.choice(found)
    others = VALUES if what is _VALUE and rng.random() < 0.7 else [each[0] for each in found]
    return content[: place.start()] + rng.choice(others) + content[place.end() :]


def _with_other_lines(content: bytes, rng: random.Random) -> bytes:
    """Return a content with a line less, twice or elsewhere."""
    lines = content.split(b"\n")
    line = lines.pop(rng.randrange(len(lines)))
    if rng.random() < 0.6:
        lines.insert(rng.randrange(len(lines) + 1), line)
    if rng.random() < 0.3:
        lines.insert(rng.randrange(len(lines) + 1), line)
    return b"\n".join(lines)


def changed_array(content: bytes, rng: random.Random) -> bytes:
    """Return an NPY file of which mostly the header is another."""
    if rng.random() < 0.4:
        return changed(content, rng)
    end = content.find(b"\n") + 1
    header = content[:end]
    for _ in range(rng.randint(1, 2)):
        places = list(re.finditer(rb"[<>|][fiUbcu]\d+|\([\d, ]*\)|True|False", header))
        place = rng.choice(places) if places else None
        if place is None:
            break
        header = header[: place.start()] + rng.choice(HEADERS) + header[place.end() :]
    return header + content[end:]


def changed_inside(content: bytes, rng: random.Random) -> bytes:
    """Return an archive of which one part is changed, gone or there twice: as a whole it is not damaged."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(made, "w") as other:
        names = archive.namelist()
        chosen = rng.choice(names)
        is_gone = rng.random() < 0.05
        for name in names:
            part = archive.read(name)
            if name == chosen:
                part = _changed_part(name, part, rng)
            if name != chosen or not is_gone:
                other.writestr(name, part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _changed_part(name: str, part: bytes, rng: random.Random) -> bytes:
    if name.endswith((".json", ".toml")):
        return changed_text(part, rng)
    if name.endswith(".npy"):
        return changed_array(part, rng)
    return changed(part, rng, (*PIECES, *XML_PIECES))


def mostly(first: Change, share: float, second: Change = changed) -> Change:
    """Return a change that is one of two, the first with a share of all."""
    return lambda content, rng: (first if rng.random() < share else second)(content, rng)
