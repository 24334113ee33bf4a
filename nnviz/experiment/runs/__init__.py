"""Many runs at once: on all cores, in the lanes of a kernel, on other machines, as pixels of a map."""
