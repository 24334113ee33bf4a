"""Every data set there is, by its name in an experiment file."""

from nnviz.data.base import DataSet
from nnviz.data.blobs import Blobs
from nnviz.data.circles import Circles
from nnviz.data.functions import Absolute, Cubic, Sine, StepFunction
from nnviz.data.gauss import Gauss
from nnviz.data.images.image_folder import ImageFolder
from nnviz.data.images.mnist import Mnist
from nnviz.data.linear import Linear
from nnviz.data.moons import Moons
from nnviz.data.patterns import Circle, Diamond, Square, ThickAngle, ThinAngle
from nnviz.data.points import Points
from nnviz.data.real_data import BreastCancer, Digits
from nnviz.data.spiral import Spiral
from nnviz.data.surfaces import GaussRegression, Plane
from nnviz.data.tables.table import CsvFile, Table
from nnviz.data.xor import Xor

_CLASSES: tuple[type[DataSet], ...] = (
    Linear,
    Xor,
    Circle,
    Diamond,
    Square,
    ThickAngle,
    ThinAngle,
    Circles,
    Moons,
    Gauss,
    Spiral,
    Blobs,
    Plane,
    GaussRegression,
    Sine,
    StepFunction,
    Absolute,
    Cubic,
    BreastCancer,
    Digits,
    Mnist,
    ImageFolder,
    Points,
    Table,
    CsvFile,
)

DATA_SETS: dict[str, type[DataSet]] = {str(kind.__struct_config__.tag): kind for kind in _CLASSES}
"""Name in an experiment file -> the data set; the one list of what exists, in the order of the forms."""
