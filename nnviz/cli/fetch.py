"""`nnviz fetch`: all of MNIST or Fashion-MNIST, from OpenML, into a file of one's own."""

from pathlib import Path

import click
import numpy as np

from nnviz.cli.errors import RunFailedError
from nnviz.cli.progress import writing
from nnviz.data.images.openml import NAMES, DownloadError, fetched
from nnviz.files import written_whole


@click.command("fetch")
@click.argument("name", type=click.Choice(list(NAMES)))
@click.option("-o", "output", metavar="FILE", help="Where to; NAME.npz in this folder by default.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def command(name: str, output: str | None, force: bool) -> None:
    """Fetch all 70,000 images of MNIST or Fashion-MNIST from OpenML.

    About 120 MB come over the network; the file takes less. It is checked before anything is written, and
    Ctrl+C leaves nothing behind. The app itself never asks anything of a network.
    """
    path = Path(output or f"{name}.npz").expanduser()
    if path.suffix.lower() != ".npz":
        raise click.UsageError(f"{path.name}: the file must end in .npz.")
    with written_whole(path, replace=force) as unfinished:
        try:
            with writing(f"{name} from OpenML") as show:
                images = fetched(name, show)
        except DownloadError as error:
            raise RunFailedError(str(error)) from None
        np.savez_compressed(
            unfinished,
            x_train=images.x_train,
            y_train=images.y_train,
            x_test=images.x_test,
            y_test=images.y_test,
        )
    count = f"{len(images.x_train):,} training and {len(images.x_test):,} test images"
    click.echo(
        f"{path}: {count}. Use them by --set data.path={path} --set data.samples={len(images.x_train)}"
    )
