"""What is there for networks of dense layers only, said in one sentence."""

from nnviz.engine.kernels.network import Network


def dense_only(network: Network, what: str) -> str:
    """Return why something is not there for a network with other layers; nothing where all are dense.

    Parameters
    ----------
    what : str
        Such as "The loss surface".
    """
    if network.is_dense:
        return ""
    others = dict.fromkeys(layer.title.lower() for layer in network.computed if layer.kind != "dense")
    return f"{what} is there for networks of dense layers only; this one has others ({', '.join(others)})."
