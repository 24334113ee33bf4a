"""The elementary functions of lane values, each with one fixed order of operations.

A C library's exp differs in the last bit from one system to the next, and cannot work on lanes. These are built
from + - * /, fma and bit patterns only, so they give the same bits everywhere, interpreted or compiled.
All are exact at 0, let NaN pass, and reach their limits at infinity without a warning.
"""

from __future__ import annotations

from nnviz.engine.kernel import kernel
from nnviz.engine.lanes import (
    Value,
    absolute,
    copy_sign,
    exponent,
    fma,
    mantissa,
    maximum,
    minimum,
    power_of_two,
    round_to_integer,
    select_less,
)

LOG2_E = 1.4426950408889634
LN_2_HIGH = 6.93147180369123816490e-01  # 33 bits of ln 2, so that a small integer times it is exact
LN_2_LOW = 1.90821492927058770002e-10  # the rest
SMALLEST_NORMAL = 2.0**-1022
INFINITY = float("inf")
NAN = float("nan")


@kernel
def _exp_series(r: Value) -> Value:
    """Return exp(r) - 1 - r for |r| <= ln(2)/2."""
    r2 = r * r
    r4 = r2 * r2
    c01 = fma(r, 0.16666666666666669, 0.5000000000000001)
    c23 = fma(r, 0.008333333333330062, 0.04166666666662413)
    c45 = fma(r, 0.00019841269863053618, 0.0013888888917213717)
    c67 = fma(r, 2.7557268459997064e-06, 2.4801521295954376e-05)
    c89 = fma(r, 2.510038549551032e-08, 2.7620088445409746e-07)
    low = fma(c23, r2, c01)
    high = fma(c89, r4, fma(c67, r2, c45))
    return fma(high, r4, low) * r2


@kernel
def exp(x: Value) -> Value:
    """Return e^x: x = n ln 2 + r with whole n, and e^x = 2^n e^r."""
    clamped = minimum(maximum(x, -746.0), 710.0)
    n = round_to_integer(clamped * LOG2_E)
    r = fma(n, -LN_2_LOW, fma(n, -LN_2_HIGH, clamped))
    half = round_to_integer(n * 0.5)  # 2^n itself may lie outside the range of normal numbers
    return (_exp_series(r) + r + 1.0) * power_of_two(half) * power_of_two(n - half)


@kernel
def _half_expm1(x: Value) -> Value:
    """Return (e^x - 1)/2, which does not overflow before e^x does."""
    clamped = minimum(maximum(x, -60.0), 710.0)
    n = round_to_integer(clamped * LOG2_E)
    high = fma(n, -LN_2_HIGH, clamped)
    r = fma(n, -LN_2_LOW, high)
    tail = fma(n, -LN_2_LOW, high - r)
    power = power_of_two(n - 1.0)
    return fma(power, _exp_series(r) + tail, fma(power, r, power - 0.5))


@kernel
def expm1(x: Value) -> Value:
    """Return e^x - 1, accurate also near 0."""
    return select_less(absolute(x), 1e-17, x, _half_expm1(x) * 2.0)


@kernel
def _log(x: Value, shift: Value, correction: Value) -> Value:
    """Return log(x) - shift ln 2 + correction for positive normal x; coefficients of fdlibm's e_log.c."""
    e = exponent(x) - shift
    f = mantissa(x) - 1.0
    s = f / (f + 2.0)
    w = s * s
    w2 = w * w
    c12 = fma(w, 3.999999999940941908e-01, 6.666666666666735130e-01)
    c34 = fma(w, 2.222219843214978396e-01, 2.857142874366239149e-01)
    c56 = fma(w, 1.531383769920937332e-01, 1.818357216161805012e-01)
    series = fma(fma(fma(w2, 1.479819860511658591e-01, c56), w2, c34), w2, c12) * w
    half_square = f * f * 0.5
    small = fma(s, half_square + series, fma(e, LN_2_LOW, correction))
    return fma(e, LN_2_HIGH, f - (half_square - small))


@kernel
def log(x: Value) -> Value:
    """Return the natural logarithm: x = m 2^e, and log x = e ln 2 + log m."""
    scaled = select_less(x, SMALLEST_NORMAL, x * 2.0**54, x)
    shift = select_less(x, SMALLEST_NORMAL, 54.0, 0.0)
    y = select_less(x, INFINITY, _log(scaled, shift, 0.0), x)
    return select_less(0.0, x, y, select_less(x, 0.0, NAN, x - INFINITY))


@kernel
def log1p(x: Value) -> Value:
    """Return log(1 + x), accurate also near 0: what the sum 1 + x lost is added back."""
    u = x + 1.0
    lost = (x - (u - 1.0)) / u
    y = select_less(x, INFINITY, _log(u, 0.0, lost), x)
    y = select_less(-1.0, x, y, select_less(x, -1.0, NAN, x - INFINITY))
    return select_less(absolute(x), 1e-17, x, y)


@kernel
def sigmoid(z: Value) -> Value:
    """Return 1/(1 + e^-z), with e^-|z| so that nothing overflows and tiny results keep all their digits."""
    e = exp(-absolute(z))
    return select_less(z, 0.0, e, 1.0) / (e + 1.0)


@kernel
def tanh(x: Value) -> Value:
    """Return the hyperbolic tangent: h/(1 + h) with h = (e^2|x| - 1)/2, in a form that is monotone."""
    size = absolute(x)
    h = _half_expm1(minimum(size, 20.0) * 2.0)
    quotient = select_less(h, 0.5, h, 1.0) / (h + 1.0)
    y = select_less(h, 0.5, fma(-h, quotient, h), 1.0 - quotient)
    return select_less(size, 1e-9, x, copy_sign(y, x))


@kernel
def softplus(z: Value) -> Value:
    """Return log(1 + e^z), the integral of the sigmoid."""
    return maximum(z, 0.0) + log1p(exp(-absolute(z)))
