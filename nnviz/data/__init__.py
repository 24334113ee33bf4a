"""Data sets: generators and loaders, all ending in one frozen Dataset; `catalogue.py` lists them."""
