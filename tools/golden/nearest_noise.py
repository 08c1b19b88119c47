"""
Golden values of immiscible diffusion in its KNN form (Li et al. 2025, arXiv 2505.18521), in torch.

    python nearest_noise.py

Needs torch. Of several draws of noise, each image gets the one with the least squared distance to
it. Images, mirroring and noise come from philox.py; draw d begins at block d * 2^32 of the stream.
No image has a second draw that is nearly as near as the nearest, because a last bit must not decide
between them. Writes nearest-noise.json beside itself.
"""

import json
from pathlib import Path

import numpy as np
import torch

from philox import random_stream

SEED = 20250524

cases = []
for side, channels, count, draws, mirrored in [
    (32, 3, 6, 4, True),
    (28, 1, 7, 4, True),
    (8, 3, 24, 8, False),
    (10, 4, 12, 2, True),
    (8, 1, 5, 1, False),
]:
    root = random_stream(SEED).fork(f"{side} {channels}")
    numbers = count * side * side * channels
    words = root.fork("images").words(-(-numbers // 4)).astype("<u4")
    images = words.view(np.uint8)[:numbers].reshape(count, side, side, channels)
    flips = root.fork("flips").uniform(count) < (0.5 if mirrored else 0)
    shown = np.where(flips[:, None, None, None], images[:, :, ::-1], images)
    clean = torch.tensor(shown.astype(np.float64)) / 127.5 - 1
    drawn = [root.fork("noise").normal(numbers, draw << 32) for draw in range(draws)]
    noise = torch.stack([torch.tensor(values).reshape(clean.shape) for values in drawn])
    distances = (noise - clean).square().sum((2, 3, 4))
    least = distances.sort(0).values
    assert draws == 1 or (least[1] / least[0] - 1).min() > 1e-4
    cases.append(
        {
            "side": side,
            "channels": channels,
            "count": count,
            "draws": draws,
            "mirrored": mirrored,
            "nearest": distances.argmin(0).tolist(),
            "distances": least[0].tolist(),
        }
    )

golden = {"seed": SEED, "cases": cases}
(Path(__file__).parent / "nearest-noise.json").write_text(json.dumps(golden) + "\n")
