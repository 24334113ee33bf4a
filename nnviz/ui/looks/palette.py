"""A Theme as a QPalette: what Fusion and every hand-painted widget takes its colours from."""

from PySide6.QtGui import QColor, QPalette

from nnviz.paint.drawing.theme import Theme

_Role = QPalette.ColorRole


def palette(theme: Theme) -> QPalette:
    """Return the palette of a theme, for enabled and disabled widgets."""
    result = QPalette()
    for role, colour in _roles(theme).items():
        result.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.PlaceholderText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return result


def _roles(theme: Theme) -> dict[QPalette.ColorRole, str]:
    return {
        _Role.Window: theme.surface,
        _Role.WindowText: theme.ink,
        _Role.Base: theme.paper,
        _Role.AlternateBase: theme.surface,
        _Role.Text: theme.ink,
        _Role.PlaceholderText: theme.quiet,
        _Role.Button: theme.paper,
        _Role.ButtonText: theme.ink,
        _Role.BrightText: theme.warning,
        _Role.ToolTipBase: theme.ink,
        _Role.ToolTipText: theme.paper,
        _Role.Highlight: theme.focus,
        _Role.HighlightedText: theme.paper,
        _Role.Link: theme.focus,
        _Role.LinkVisited: theme.focus,
        _Role.Accent: theme.focus,
        _Role.Light: theme.paper,
        _Role.Midlight: theme.hover,
        _Role.Mid: theme.line,
        _Role.Dark: theme.edge,
        _Role.Shadow: theme.line,
    }
