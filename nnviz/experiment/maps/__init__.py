"""Maps of trainings: pictures of two settings, every pixel of which is a real run."""
