"""What a network makes of samples: scores, galleries, drawings, and how each layer sees them."""
