"""Windows, controls and views.

PySide reads the source of every module that is imported after it (for `__feature__`). What needs no Qt is
therefore imported here, before any module of this package imports Qt: the window opens sooner. These few
bring all others with them.
"""

import nnviz.data.painting
import nnviz.experiment.embedding.embedder
import nnviz.experiment.look.coming_update
import nnviz.experiment.look.gradients
import nnviz.experiment.look.health_watch
import nnviz.experiment.look.largest
import nnviz.experiment.look.predictions
import nnviz.experiment.look.sample_maps
import nnviz.experiment.look.samples.agreement
import nnviz.experiment.look.samples.drawing
import nnviz.experiment.look.samples.gallery
import nnviz.experiment.look.scores
import nnviz.experiment.look.surface
import nnviz.experiment.look.terrain
import nnviz.experiment.look.timeline
import nnviz.experiment.maps.named_maps
import nnviz.experiment.results.several
import nnviz.experiment.run_file.kept_work
import nnviz.experiment.run_file.kind
import nnviz.experiment.run_file.run_file
import nnviz.experiment.runs.single_updates
import nnviz.experiment.session
import nnviz.experiment.spec.catalogue
import nnviz.experiment.spec.own_table
import nnviz.experiment.spec.weights_file
import nnviz.experiment.sweeps.named_sweeps
import nnviz.experiment.sweeps.part_axes
import nnviz.explain.chain.inspected
import nnviz.explain.graph.function
import nnviz.explain.update.of_snapshot
import nnviz.lecture.arrangement
import nnviz.lecture.file  # noqa: F401
