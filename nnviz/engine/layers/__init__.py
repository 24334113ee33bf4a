"""What a layer is: one file a kind, its record and its kernels. Shapes are asked of it, never derived."""
