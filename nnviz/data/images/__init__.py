"""Pictures as data: MNIST and files in its format."""
