"""Many runs: the cells of a sweep, and what comes out of them."""
