"""
The KNN form of immiscible diffusion (Li et al. 2025, arXiv 2505.18521) in torch: of several draws of noise, each image gets the one with the least squared
distance to it. Images, mirroring and noise come from philox.py. Writes nearest-noise.json beside itself.

    python nearest_noise.py     (torch)

Draw d begins at block d * 2^32 of the stream. No image has a second draw that is nearly as near: which one is taken must not hang on a last bit.
"""

import json
from pathlib import Path

import numpy as np
import torch

from philox import random_stream

SEED = 20250524

cases = []
for side, channels, count, draws, mirrored in [(32, 3, 6, 4, True), (28, 1, 7, 4, True), (8, 3, 24, 8, False), (10, 4, 12, 2, True), (8, 1, 5, 1, False)]:
    root = random_stream(SEED).fork(f"{side} {channels}")
    numbers = count * side * side * channels
    images = root.fork("images").words(-(-numbers // 4)).astype("<u4").view(np.uint8)[:numbers].reshape(count, side, side, channels)
    flips = root.fork("flips").uniform(count) < (0.5 if mirrored else 0)
    clean = torch.tensor(np.where(flips[:, None, None, None], images[:, :, ::-1], images).astype(np.float64)) / 127.5 - 1
    noise = torch.stack([torch.tensor(root.fork("noise").normal(numbers, d << 32)).reshape(clean.shape) for d in range(draws)])
    distances = (noise - clean).square().sum((2, 3, 4))
    least = distances.sort(0).values
    assert draws == 1 or (least[1] / least[0] - 1).min() > 1e-4
    cases.append(
        {"side": side, "channels": channels, "count": count, "draws": draws, "mirrored": mirrored}
        | {"nearest": distances.argmin(0).tolist(), "distances": least[0].tolist()}
    )

(Path(__file__).parent / "nearest-noise.json").write_text(json.dumps({"seed": SEED, "cases": cases}) + "\n")
