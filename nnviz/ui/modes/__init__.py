"""What the whole window can be for beside training: explaining, comparing; a mode brings its own wiring."""
