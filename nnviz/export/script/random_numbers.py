"""The engine's counter-based randomness as NumPy: the order of visits and the dropout masks, written out."""

RANDOM_BITS = '''
def random_bits(key):
    """Return 63 random bits that depend on the key alone (splitmix64), for one number or an array."""
    z = (key + 0x9E3779B97F4A7C15) & (2**64 - 1)
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & (2**64 - 1)
    return (z ^ (z >> 31)) >> 1
'''.strip("\n")

VISITING_ORDER = '''
def visiting_order(samples, epoch):
    """Return the numbers of the samples, shuffled (Fisher and Yates) by a key of the seed and the epoch."""
    key = random_bits(random_bits(SEED) + 2 * epoch)
    order = list(range(samples))
    for i in range(samples - 1, 0, -1):
        j = ((random_bits(key + i) >> 31) * (i + 1)) >> 32  # a random number from 0 to i
        order[i], order[j] = order[j], order[i]
    return order
'''.strip("\n")

DROPOUT_MASK = '''
def dropout_mask(share, update, layer, samples, units):
    """Return 0 where a unit is left out for a sample, else 1 / (1 - share)."""
    key = random_bits(random_bits(SEED) + 2 * update + 1) + (layer << 40)
    rows = np.arange(samples, dtype=np.uint64)[:, np.newaxis]
    columns = np.arange(units, dtype=np.uint64)
    keys = random_bits(key + rows // 16 + (columns << 20)) + rows % 16 * 0x9E3779B97F4A7C15
    kept = random_bits(keys) >> 10 >= int(share * 2**53)
    return (kept / (1.0 - share)).astype(FLOAT)
'''.strip("\n")
