"""Activation functions as lines of NumPy, for scripts that stand alone."""

import msgspec


class ActivationCode(msgspec.Struct, frozen=True):
    """How one activation is written.

    Attributes
    ----------
    value, slope : str
        a = f(z) and f'(z), with {z} and {a} to be filled in; an empty slope is 1.
    define : str
        The function definitions that these need.
    """

    value: str
    slope: str
    define: str = ""


_SIGMOID = '''
def sigmoid(z):
    """Return 1 / (1 + e^-z); e^LARGEST is as far as the exponential goes."""
    return 1.0 / (1.0 + np.exp(np.minimum(-z, LARGEST)))
'''
_LEAKY_RELU = '''
def leaky_relu(z):
    """Return z, or a hundredth of it where it is negative."""
    return np.maximum(z, 0.01 * z)


def leaky_relu_slope(z):
    """Return 1 where z is positive, else 0.01."""
    return np.where(z > 0, 1.0, 0.01).astype(z.dtype)
'''
_ELU = '''
def elu(z):
    """Return z where it is positive, else e^z - 1."""
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0.0)))


def elu_slope(z):
    """Return 1 where z is positive, else e^z."""
    return np.exp(np.minimum(z, 0.0))
'''
_GELU = '''
erf = np.vectorize(math.erf, otypes=[float])


def normal_distribution(z):
    """Return the probability that a standard normal number is less than z."""
    return ((1.0 + erf(z * math.sqrt(0.5))) * 0.5).astype(z.dtype)


def gelu(z):
    """Return z times that probability."""
    return z * normal_distribution(z)


def gelu_slope(z):
    """Return the derivative of gelu: the probability, and z times the density."""
    return normal_distribution(z) + z * np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
'''
_SOFTPLUS = '''
def softplus(z):
    """Return ln(1 + e^z)."""
    return np.logaddexp(np.zeros_like(z), z)
'''
_SOFTMAX = '''
def softmax(z):
    """Return e^z of each output as a share of their sum; the largest z is subtracted, against overflow."""
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
'''

ACTIVATION_CODE = {
    "sigmoid": ActivationCode("sigmoid({z})", "{a} * (1.0 - {a})", _SIGMOID),
    "tanh": ActivationCode("np.tanh({z})", "(1.0 - {a} * {a})"),
    "relu": ActivationCode("np.maximum({z}, 0.0)", "({z} > 0)"),
    "leaky_relu": ActivationCode("leaky_relu({z})", "leaky_relu_slope({z})", _LEAKY_RELU),
    "elu": ActivationCode("elu({z})", "elu_slope({z})", _ELU),
    "gelu": ActivationCode("gelu({z})", "gelu_slope({z})", _GELU),
    "softplus": ActivationCode("softplus({z})", "sigmoid({z})", _SIGMOID + "\n" + _SOFTPLUS),
    "identity": ActivationCode("{z}", ""),
    "softmax": ActivationCode("softmax({z})", "", _SOFTMAX),
}
"""By the name of the engine's activation. Softmax has no slope of its own: it couples the outputs."""


def definitions(texts: list[str]) -> str:
    """Return the definitions of some texts, each function once, in their order."""
    blocks = [block.strip("\n") for text in texts for block in text.split("\n\n\n")]
    return "\n\n\n".join(dict.fromkeys(block for block in blocks if block))
