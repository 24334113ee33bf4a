"""What every data set shares: the common parameters, and the helpers that build a Dataset."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

import msgspec
import numpy as np
from msgspec import Meta, Struct
from numpy.typing import ArrayLike, NDArray

from nnviz.arrays import Floats
from nnviz.data.dataset import MAX_SAMPLES, Dataset, Image, InputKind, Split, kind_of
from nnviz.data.split import split

Samples = Annotated[
    int,
    Meta(title="Samples", description="How many points are drawn, over all classes.", ge=4, le=MAX_SAMPLES),
]
Noise = Annotated[
    float,
    Meta(
        title="Noise",
        description="Standard deviation of a normal shift of each point, made after its class is fixed.",
        ge=0.0,
        le=10.0,
    ),
]
TargetNoise = Annotated[
    float,
    Meta(
        title="Noise",
        description="Standard deviation of a normal error added to the target.",
        ge=0.0,
        le=10.0,
    ),
]
Fraction = Annotated[float, Meta(ge=0.0, le=0.9)]


class Shape(msgspec.Struct, frozen=True):
    """What a network has to fit: known before any point is drawn.

    Attributes
    ----------
    inputs : int
        Columns of X, before derived features.
    classes : int
        Number of classes; 0 for regression.
    targets : int
        Columns of a regression target; 0 for classification.
    more_classes : bool
        Whether classes may exist that no point shows (a hand-written list of points).
    probabilities : bool
        Whether real targets all lie in [0, 1], so that a log loss makes sense of them.
    image : tuple of (height, width, channels), optional
        Of images; their product is `inputs`.
    reason : str
        Why they are classes or numbers, where that was guessed.
    """

    inputs: int
    classes: int = 0
    targets: int = 0
    more_classes: bool = False
    probabilities: bool = False
    image: Image | None = None
    reason: str = ""

    @property
    def kind(self) -> InputKind:
        """What the inputs are."""
        return kind_of(self.inputs, self.image)


class DataSet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="name"):
    """The parameters of one data set, as `[data]` of an experiment file gives them.

    A data set is one subclass with a tag (its name), its own parameters as annotated fields,
    `title` and `about` for people, `shape` and `make`.
    """

    title: ClassVar[str]
    about: ClassVar[str]
    image: ClassVar[Image | None] = None
    """Of a data set that has always images of one size."""

    features: Annotated[
        tuple[str, ...],
        Meta(
            title="Inputs",
            description="What the network is fed: the coordinates, or functions of them. Empty: as they are.",
            max_length=7,
        ),
    ] = ()
    standardize: Annotated[
        bool,
        Meta(
            title="Standardize",
            description="Shift and scale each input to mean 0, deviation 1 on the training points.",
        ),
    ] = False
    validation_fraction: Annotated[
        Fraction, Meta(title="Validation", description="Share of the points kept for validation.")
    ] = 0.0
    test_fraction: Annotated[
        Fraction, Meta(title="Test", description="Share of the points kept for testing.")
    ] = 0.0
    seed: Annotated[
        int,
        Meta(
            title="Data seed",
            description="The same seed draws and divides the same points.",
            ge=0,
            le=2**32 - 1,
        ),
    ] = 0

    @property
    def name(self) -> str:
        """The name of the data set in an experiment file."""
        return str(self.__struct_config__.tag)

    @property
    def called(self) -> str:
        """What it is called where these very parameters are shown."""
        return self.title

    @property
    def described(self) -> str:
        """What these very parameters stand for, in a sentence or two."""
        return self.about

    @property
    def stratified(self) -> bool:
        """Whether all parts of the split get the classes in proportion."""
        return True

    @property
    def is_divided(self) -> bool:
        """Whether the points say themselves which of them are for training, validation and test."""
        return False

    @property
    def validates(self) -> bool:
        """Whether some points are kept for validation.

        Raises
        ------
        DataError
            If they are in a file that cannot be read.
        """
        return self.validation_fraction > 0.0

    def divided(self, dataset: Dataset, rng: np.random.Generator) -> Split:
        """Divide the points into training, validation and test."""
        fractions = self.validation_fraction, self.test_fraction
        return split(dataset, *fractions, rng, stratified=self.stratified)

    def asked_for(self, outputs: int, for_classes: bool) -> Self:  # noqa: ARG002  (most data sets are what they are)
        """Return the data as a network with so many outputs, for classes or numbers, must mean them."""
        return self

    def written_out(self) -> Self:
        """Return the same data with everything that was guessed written out."""
        return self

    def remarks(self) -> tuple[str, ...]:
        """Return sentences worth knowing about data that can be used."""
        return ()

    def shape(self) -> Shape:
        """Return how many inputs and classes (or targets) the points have.

        Raises
        ------
        DataError
            If that depends on a file or a list which is not in order.
        """
        raise NotImplementedError

    def make(self, rng: np.random.Generator) -> Dataset:
        """Draw the points.

        Parameters
        ----------
        rng : numpy.random.Generator
            The only source of chance.

        Raises
        ------
        DataError
            If a parameter or a file does not allow it.
        """
        raise NotImplementedError


def padded_domain(X: Floats, low: ArrayLike, high: ArrayLike) -> tuple[tuple[float, float], ...]:
    """Return the range worth showing per column: [low, high] and every point, with some air around.

    Parameters
    ----------
    X : ndarray, shape (n_samples, n_features)
    low, high : array_like, broadcast to shape (n_features,)
    """
    lows = np.minimum(X.min(axis=0), low)
    highs = np.maximum(X.max(axis=0), high)
    air = np.where(highs > lows, 0.05 * highs - 0.05 * lows, 1.0)  # no overflow for the largest numbers
    return tuple(zip((lows - air).tolist(), (highs + air).tolist(), strict=True))


def coordinate_names(n_features: int) -> tuple[str, ...]:
    """Return x1, x2, ..."""
    return tuple(f"x{i + 1}" for i in range(n_features))


def pixel_names(image: Image) -> tuple[str, ...]:
    """Return "pixel 0,0", "pixel 0,1", ...: row and column, and the channel where there are several."""
    height, width, channels = image
    places = [f"pixel {row},{column}" for row in range(height) for column in range(width)]
    if channels == 1:
        return tuple(places)
    return tuple(f"{place},{channel}" for place in places for channel in range(channels))


def classification(
    X: ArrayLike,
    y: ArrayLike,
    classes: Sequence[str],
    *,
    domain: tuple[tuple[float, float], ...] | None = None,
    feature_names: Sequence[str] | None = None,
    image: Image | None = None,
) -> Dataset:
    """Return a frozen Dataset of classes; the domain is that of the points unless given."""
    points = _read_only(X)
    labels = np.array(y, dtype=np.int64)
    labels.flags.writeable = False
    return _dataset(points, labels, tuple(classes), domain, feature_names, image)


def regression(
    X: ArrayLike,
    y: ArrayLike,
    *,
    domain: tuple[tuple[float, float], ...] | None = None,
    feature_names: Sequence[str] | None = None,
    image: Image | None = None,
) -> Dataset:
    """Return a frozen Dataset of real targets, shape (n_samples, n_outputs)."""
    return _dataset(_read_only(X), _read_only(y), (), domain, feature_names, image)


def _dataset(
    X: Floats,
    y: NDArray[np.int64] | Floats,
    classes: tuple[str, ...],
    domain: tuple[tuple[float, float], ...] | None,
    feature_names: Sequence[str] | None,
    image: Image | None,
) -> Dataset:
    names = coordinate_names(X.shape[1]) if image is None else pixel_names(image)
    return Dataset(
        X=X,
        y=y,
        classes=classes,
        feature_names=tuple(feature_names or names),
        domain=domain or padded_domain(X, X.min(axis=0), X.max(axis=0)),
        image=image,
    )


def _read_only(values: ArrayLike) -> Floats:
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array
