"""The elementary functions of lane values, each with one fixed order of operations.

A C library's exp differs in the last bit from one system to the next, and cannot work on lanes. These are
built from + - * /, fma and bit patterns only, so they give the same bits everywhere, interpreted or compiled.
All are within 2.5 units in the last place, exact at 0, let NaN pass, and reach their limits silently.

A name that ends in 32 belongs to single precision. Where no source is given, a polynomial's coefficients are
minimax, found by the Remez exchange algorithm in 200-bit arithmetic.
"""

from __future__ import annotations

from nnviz.engine.lanes.interpreted import (
    Value,
    absolute,
    copy_sign,
    exponent,
    fma,
    is_single_precision,
    mantissa,
    maximum,
    minimum,
    power_of_two,
    round_to_integer,
    select_less,
)
from nnviz.engine.lanes.kernel import kernel

LOG2_E = 1.4426950408889634
LN_2_HIGH = 6.93147180369123816490e-01  # 33 bits of ln 2, so that an exponent times it is exact
LN_2_LOW = 1.90821492927058770002e-10  # the rest
LN_2_HIGH32 = 0.693145751953125  # 16 bits
LN_2_LOW32 = 1.4286068203094173e-06
INFINITY = float("inf")
NAN = float("nan")


@kernel
def _reduce(x: Value) -> tuple[Value, Value, Value]:
    """Split x = n ln 2 + r + tail with a whole n, |r| <= ln(2)/2, and the tail below r's last place.

    ln 2 is subtracted in two parts, so that next to nothing is lost (Cody and Waite, 1980).
    """
    n = round_to_integer(x * LOG2_E)
    if is_single_precision(x):
        high = fma(n, -LN_2_HIGH32, x)
        r = fma(n, -LN_2_LOW32, high)
        return n, r, fma(n, -LN_2_LOW32, high - r)
    high = fma(n, -LN_2_HIGH, x)
    r = fma(n, -LN_2_LOW, high)
    return n, r, fma(n, -LN_2_LOW, high - r)


@kernel
def _exp_series(r: Value) -> Value:
    """Return e^r - 1 - r for |r| <= ln(2)/2."""
    r2 = r * r
    if is_single_precision(r):
        c01 = fma(r, 0.16666518307800535, 0.5000000095666379)
        c23 = fma(r, 0.00836895343676464, 0.04166620448086275)
        return fma(fma(r2, 0.001395057625146625, c23), r2, c01) * r2
    r4 = r2 * r2
    c01 = fma(r, 0.166666666666667, 0.5000000000000013)
    c23 = fma(r, 0.00833333333330702, 0.04166666666651433)
    c45 = fma(r, 0.00019841269917793367, 0.001388888894732948)
    c67 = fma(r, 2.755721592961607e-06, 2.480148959211455e-05)
    c89 = fma(r, 2.5117980001776854e-08, 2.763141331659132e-07)
    return fma(fma(c89, r4, fma(c67, r2, c45)), r4, fma(c23, r2, c01)) * r2


@kernel
def _clamp_exponent(x: Value) -> Value:
    """Limit x to where e^x is neither 0 nor infinite, and a little more."""
    if is_single_precision(x):
        return minimum(maximum(x, -104.0), 89.0)
    return minimum(maximum(x, -746.0), 710.0)


@kernel
def exp(x: Value) -> Value:
    """Return e^x: with x = n ln 2 + r it is 2^n e^r."""
    n, r, _ = _reduce(_clamp_exponent(x))
    half = round_to_integer(n * 0.5)  # in two steps, because 2^n itself may be too large or too small
    return (_exp_series(r) + r + 1.0) * power_of_two(half) * power_of_two(n - half)


@kernel
def _half_expm1(x: Value) -> Value:
    """Return (e^x - 1)/2 for x that `_clamp_exponent` lets pass; it does not overflow before e^x does."""
    n, r, tail = _reduce(x)
    power = power_of_two(n - 1.0)
    return fma(power, r + (_exp_series(r) + tail), power - 0.5)


@kernel
def expm1(x: Value) -> Value:
    """Return e^x - 1, accurate also near 0."""
    return select_less(absolute(x), 1e-17, x, _half_expm1(maximum(_clamp_exponent(x), -60.0)) * 2.0)


@kernel
def sigmoid(z: Value) -> Value:
    """Return 1/(1 + e^-z), as u/(u + u e^-z) with a power of two u so small that nothing overflows."""
    single = is_single_precision(z)
    log2_u = -32.0 if single else -64.0
    u = 2.0**-32 if single else 2.0**-64
    n, r, _ = _reduce(minimum(maximum(-z, -60.0), 104.0 if single else 746.0))
    return u / fma(_exp_series(r) + r + 1.0, power_of_two(n + log2_u), u)


@kernel
def tanh(x: Value) -> Value:
    """Return the hyperbolic tangent: h/(1 + h) with h = (e^2|x| - 1)/2.

    It is computed as h - h^2/(1 + h) or as 1 - 1/(1 + h), which rounding does not keep from being monotone.
    """
    size = absolute(x)
    h = _half_expm1(minimum(size, 20.0) * 2.0)
    quotient = select_less(h, 0.5, h, 1.0) / (h + 1.0)
    y = select_less(h, 0.5, fma(-h, quotient, h), 1.0 - quotient)
    return select_less(size, 1e-9, x, copy_sign(y, x))


@kernel
def _log_series(w: Value) -> Value:
    """Return (log((1 + s)/(1 - s)) - 2s)/s with w = s^2; coefficients of fdlibm's e_log.c and e_logf.c."""
    w2 = w * w
    if is_single_precision(w):
        return fma(fma(w, 0.24279078841, 0.28498786688), w2, fma(w, 0.40000972152, 0.66666662693)) * w
    c12 = fma(w, 3.999999999940941908e-01, 6.666666666666735130e-01)
    c34 = fma(w, 2.222219843214978396e-01, 2.857142874366239149e-01)
    c56 = fma(w, 1.531383769920937332e-01, 1.818357216161805012e-01)
    return fma(fma(fma(w2, 1.479819860511658591e-01, c56), w2, c34), w2, c12) * w


@kernel
def _log_of_normal(x: Value, shift: float, correction: Value) -> Value:
    """Return log(x / 2^shift) + correction for a positive normal x = m 2^e."""
    e = exponent(x) - shift
    f = mantissa(x) - 1.0
    s = f / (f + 2.0)
    half_square = f * f * 0.5
    series = half_square + _log_series(s * s)
    if is_single_precision(x):
        small = fma(s, series, fma(e, LN_2_LOW32, correction))
        return fma(e, LN_2_HIGH32, f - (half_square - small))
    small = fma(s, series, fma(e, LN_2_LOW, correction))
    return fma(e, LN_2_HIGH, f - (half_square - small))


@kernel
def _log_at_the_edges(x: Value, log_of_x: Value) -> Value:
    """Return the logarithm where x is positive and finite, and what it should be elsewhere."""
    y = select_less(x, INFINITY, log_of_x, x)
    return select_less(0.0, x, y, select_less(x, 0.0, NAN, x - INFINITY))


@kernel
def log(x: Value) -> Value:
    """Return the natural logarithm: with x = m 2^e it is e ln 2 + log m."""
    if is_single_precision(x):
        subnormal = _log_of_normal(x * 2.0**24, 24.0, 0.0)
        return _log_at_the_edges(x, select_less(x, 2.0**-126, subnormal, _log_of_normal(x, 0.0, 0.0)))
    subnormal = _log_of_normal(x * 2.0**54, 54.0, 0.0)
    return _log_at_the_edges(x, select_less(x, 2.0**-1022, subnormal, _log_of_normal(x, 0.0, 0.0)))


@kernel
def log1p(x: Value) -> Value:
    """Return log(1 + x), accurate also near 0: what rounding 1 + x lost is added back (as in fdlibm)."""
    u = x + 1.0
    lost = (x - (u - 1.0)) / u
    y = _log_at_the_edges(u, _log_of_normal(u, 0.0, lost))
    return select_less(absolute(x), 1e-17, x, y)


@kernel
def softplus(z: Value) -> Value:
    """Return log(1 + e^z), the integral of the sigmoid; from 40 on that is z."""
    return maximum(log1p(exp(minimum(z, 40.0))), z)


@kernel
def _erf_series(x: Value) -> Value:
    """Return erf(x)/x - 1 for |x| <= 1, with t = x^2 - 1/2.

    Around 0, in x^2 itself, the errors of rounding are twice as large near 1, and erf would not be monotone.
    """
    t = fma(x, x, -0.5)
    if is_single_precision(x):
        p = fma(t, 7.853851275285706e-05, -0.0005654034903272986)
        p = fma(p, t, 0.0034802991431206465)
        p = fma(p, t, -0.018283357843756676)
        p = fma(p, t, 0.07940997928380966)
        p = fma(p, t, -0.281072199344635)
        return fma(p, t, -0.03453126177191734)
    p = fma(t, -7.779472948426816e-10, 9.432272627043619e-09)
    p = fma(p, t, -1.0420500445183285e-07)
    p = fma(p, t, 1.053632413781541e-06)
    p = fma(p, t, -9.614808359631394e-06)
    p = fma(p, t, 7.829649687730347e-05)
    p = fma(p, t, -0.0005611894221517402)
    p = fma(p, t, 0.003480274496570738)
    p = fma(p, t, -0.018283884489151313)
    p = fma(p, t, 0.07940998675593686)
    p = fma(p, t, -0.2810721780454343)
    return fma(p, t, -0.03453126133013271)


@kernel
def _scaled_erfc(x: Value) -> Value:
    """Return e^(x^2) (1 - erf(x)) for x from 1 to 6 (in single precision 4)."""
    t = (x - 2.5) / (x + 2.5)
    if is_single_precision(x):
        p = fma(t, 0.041672933715314185, -0.12483169793896355)
        p = fma(p, t, 0.2516677449294642)
        p = fma(p, t, -0.37174885603252433)
        return fma(p, t, 0.21080567635555564)
    p = fma(t, 7.528119198509438e-06, 1.6756780051502155e-05)
    p = fma(p, t, -3.5745166430367484e-05)
    p = fma(p, t, -0.000129486408057967)
    p = fma(p, t, 0.00022826741218103265)
    p = fma(p, t, 0.0008759136029443325)
    p = fma(p, t, -0.0026423627266361142)
    p = fma(p, t, -0.003993700619774719)
    p = fma(p, t, 0.039922539095173445)
    p = fma(p, t, -0.1250330523817275)
    p = fma(p, t, 0.25171319321718816)
    p = fma(p, t, -0.3717367339489765)
    return fma(p, t, 0.2108063640611437)


@kernel
def erf(x: Value) -> Value:
    """Return the error function: x + x (erf(x)/x - 1) up to 1, and 1 - erfc(x) above."""
    size = absolute(x)
    large = minimum(maximum(size, 1.0), 4.0 if is_single_precision(x) else 6.0)
    below = fma(_erf_series(x), size, size)
    above = fma(-exp(-large * large), _scaled_erfc(large), 1.0)
    return copy_sign(select_less(size, 1.0, below, above), x)


@kernel
def cospi(t: Value) -> Value:
    """Return cos(pi t) for t from 0 to 1, as a sine around 1/2 and a cosine around 0 and 1."""
    u = 0.5 - t
    w = u * u
    p = fma(w, 0.0004615144325286154, -0.007370018314741168)
    p = fma(p, w, 0.0821458689494611)
    p = fma(p, w, -0.5992645289321545)
    p = fma(p, w, 2.550164039873266)
    p = fma(p, w, -5.167712780049954)
    sine = fma(p, w, 3.141592653589793) * u
    v = minimum(t, 1.0 - t)
    w = v * v
    p = fma(w, -0.0001035778866212139, 0.0019294681736073574)
    p = fma(p, w, -0.025806885879356443)
    p = fma(p, w, 0.2353306302016098)
    p = fma(p, w, -1.3352627688521883)
    p = fma(p, w, 4.058712126416751)
    p = fma(p, w, -4.934802200544679)
    cosine = copy_sign(fma(p, w, 1.0), u)
    return select_less(absolute(u), 0.25, sine, cosine)
