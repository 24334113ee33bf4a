"""Taking hold of plots: pyqtgraph's navigation over the app's own pictures, loaded after the first paint."""
