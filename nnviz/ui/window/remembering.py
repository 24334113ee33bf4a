"""What the window remembers from one start to the next: look, layout, speed, the past's size."""

from PySide6.QtCore import QObject, Slot

from nnviz.experiment.commands import LimitPast
from nnviz.experiment.past.timeline import BUDGET
from nnviz.ui.past.past_memory import MEGABYTE
from nnviz.ui.window.parts import Parts

_FIRST_SIZE = (1280, 720)
FIRST_SPEED = "2000"
"""Updates a second at the very first start: slow enough to see the first experiment learn, in two seconds."""


class Remembering(QObject):
    """Takes up what was stored, and stores it again at the end."""

    def __init__(self, window: Parts) -> None:
        super().__init__(window)
        self._window = window
        window.panels.when_made("runs", lambda panel: panel.memory.limit_chosen.connect(self.limit_past))

    def take_up(self) -> None:
        """Set everything as it was."""
        window, settings = self._window, self._window.settings
        window.bar.transport.set_step_unit(settings.text("run/step_unit"))
        window.bar.transport.set_speed_text(settings.text("run/speed", FIRST_SPEED))
        window.actions_["motion"].setChecked(settings.text("look/motion", "yes") == "yes")
        window.resize(*_FIRST_SIZE)
        if not window.docks.recall(settings):
            window.docks.reset()
        settings.note(self._choices())

    def _choices(self) -> dict[str, str | float]:
        """Return what the controls of the window stand at, as the settings have it."""
        window = self._window
        return {
            "look/theme": window.look.theme_name,
            "look/text_size": window.look.text_size,
            "look/content_size": window.look.content_size,
            "look/motion": "yes" if window.actions_["motion"].isChecked() else "no",
            "run/step_unit": window.bar.transport.step_unit,
            "run/speed": window.bar.transport.speed_text,
        }

    @Slot()
    def note_layout(self) -> None:
        """Take the present layout for the one of the start: only what is moved from then on is stored."""
        self._window.docks.note(self._window.settings)

    def store(self) -> None:
        """Write what was changed in this window; what was not may have been changed in another."""
        self._window.docks.remember(self._window.settings)
        self.store_choices()

    def store_choices(self) -> None:
        """Write all but the layout, for which the system would have to be asked."""
        window, settings = self._window, self._window.settings
        for key, value in self._choices().items():
            settings.set(key, value)
        window.files.remember(settings)
        settings.flush()

    def begin_past(self) -> None:
        """Let the past take as much memory as was chosen."""
        megabytes = self._window.settings.number("past/megabytes", BUDGET / MEGABYTE)
        self._window.controller.travel(LimitPast(int(MEGABYTE * min(max(megabytes, 1.0), 1e6))))

    @Slot(int)
    def limit_past(self, budget: int) -> None:
        """Let the past take so many bytes, now and after the next start."""
        self._window.settings.set("past/megabytes", budget / MEGABYTE)
        self._window.controller.travel(LimitPast(budget))
