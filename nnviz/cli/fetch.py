"""`nnviz fetch`: all of MNIST or Fashion-MNIST, from OpenML, into a file of one's own."""

from pathlib import Path

import click

from nnviz.cli.errors import RunFailedError
from nnviz.cli.progress import writing
from nnviz.data.images.openml import NAMES, DownloadError, fetch_into


@click.command("fetch")
@click.argument("name", type=click.Choice(list(NAMES)))
@click.option("-o", "output", metavar="FILE", help="Where to; NAME.npz in this folder by default.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def command(name: str, output: str | None, force: bool) -> None:
    """Fetch all 70,000 images of MNIST or Fashion-MNIST from OpenML.

    About 120 MB come over the network; the file takes less. It is checked before anything is written, and
    Ctrl+C leaves nothing behind.
    """
    path = Path(output or f"{name}.npz").expanduser()
    if path.suffix.lower() != ".npz":
        raise click.UsageError(f"{path.name}: the file must end in .npz.")
    try:
        with writing(f"{name} from OpenML") as show:
            images = fetch_into(path, name, show, replace=force)
    except DownloadError as error:
        raise RunFailedError(str(error)) from None
    count = f"{len(images.x_train):,} training and {len(images.x_test):,} test images"
    click.echo(
        f"{path}: {count}. Use them by --set data.path={path} --set data.samples={len(images.x_train)}"
    )
