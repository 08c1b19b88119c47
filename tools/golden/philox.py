"""
The random numbers of src/ml/random.ts, in numpy.

They check that file independently, and they give PyTorch and the engine the same weights and noise
without a file in between.
"""

import numpy as np

M0, M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
W0, W1 = 0x9E3779B9, 0xBB67AE85
LOW = np.uint64(0xFFFFFFFF)


def philox4x32(counter: np.ndarray, key: tuple[int, int]) -> np.ndarray:
    """Map counters to random words, both [blocks, 4]: uint32 values that are held in uint64."""
    c0, c1, c2, c3 = counter.astype(np.uint64).T
    k0, k1 = key
    for _ in range(10):
        p0, p1 = M0 * c0, M1 * c2
        high0, high1 = p0 >> np.uint64(32), p1 >> np.uint64(32)
        c0, c1, c2, c3 = high1 ^ c1 ^ np.uint64(k0), p1 & LOW, high0 ^ c3 ^ np.uint64(k1), p0 & LOW
        k0, k1 = (k0 + W0) & 0xFFFFFFFF, (k1 + W1) & 0xFFFFFFFF
    return np.stack([c0, c1, c2, c3], axis=1)


class Stream:
    def __init__(self, key: tuple[int, int]):
        self.key = key

    def fork(self, purpose: str) -> "Stream":
        text = purpose.encode()
        padded = text + bytes(-len(text) % 12 if text else 12)
        key = self.key
        for start in range(0, len(padded), 12):
            words = np.frombuffer(padded[start : start + 12], dtype="<u4")
            mark = 0x80000000 | len(text) if start + 12 == len(padded) else 0x40000000
            block = philox4x32(np.array([[*words, mark]], dtype=np.uint64), key)[0]
            key = (int(block[0]), int(block[1]))
        return Stream(key)

    def words(self, n: int, counter: int = 0) -> np.ndarray:
        index = np.arange(counter, counter + -(-n // 4), dtype=np.uint64)
        zero = np.zeros_like(index)
        blocks = np.stack([index & LOW, index >> np.uint64(32), zero, zero], axis=1)
        return philox4x32(blocks, self.key).reshape(-1)[:n]

    def uniform(self, n: int, counter: int = 0) -> np.ndarray:
        return (self.words(n, counter) >> np.uint64(8)).astype(np.float64) * 2.0**-24

    def normal(self, n: int, counter: int = 0) -> np.ndarray:
        pairs = (self.words(-(-n // 4) * 4, counter) >> np.uint64(8)).astype(np.float64).reshape(-1, 2)
        radius = np.sqrt(-2 * np.log((pairs[:, 0] + 1) * 2.0**-24))
        angle = 2 * np.pi * (pairs[:, 1] * 2.0**-24)
        return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).reshape(-1)[:n].astype(np.float32)


def random_stream(seed: int) -> Stream:
    return Stream((seed, 0))
