"""Reading what a path names, and what may be dropped or opened."""

from pathlib import Path

from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.own_images import OwnPictures, experiment_of_images, is_image_data, pictures_at
from nnviz.experiment.spec.own_table import OwnTable, is_table_file, table_at
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.files import is_folder
from nnviz.lecture.packing import OpenLecture, is_lecture_file, read_lecture
from nnviz.tasks.task import Task, heard_by


def read(location: str, task: Task) -> Spec | OwnTable | OwnPictures | OpenLecture:
    """Return the experiment of a file, or the table, pictures or lecture that it is: a lecture has scenes."""
    path = Path(location)
    if is_image_data(path):
        pictures = pictures_at(path, heard_by(task)) if is_folder(path) else None
        return pictures or experiment_of_images(path, heard_by(task))
    if is_lecture_file(path):
        return read_lecture(path)
    if is_table_file(path):
        return table_at(path, heard_by(task))
    return experiment_at(location)


def is_path(location: str) -> bool:
    """Whether this is a file of the user's own, not the name of a shipped experiment, or of none."""
    try:
        return find(location) == Path(location)
    except SpecError:
        return False
