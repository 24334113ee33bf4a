"""What data sets have to say when they cannot be made."""


class DataError(ValueError):
    """A data set cannot be made from its parameters.

    Attributes
    ----------
    key : str
        The parameter to blame, such as "path".
    reason : str
        What is wrong and what is allowed, worded to follow "key = value: ".
    """

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}")
        self.key = key
        self.reason = reason
