"""One number taken apart: its chain rule, and the finite difference that checks it."""
