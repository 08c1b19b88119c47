"""
Golden values of PSNR and SSIM for two pairs of pictures, straight from the definitions.

    python restore.py

Needs numpy; run article.py first. SSIM takes every 11 x 11 window by itself, in float64. The pairs
are the first picture of article.json with the same picture plus noise of philox.py, and with the
second picture. Writes restore.json beside itself. If scikit-image is installed, the values are also
compared with its.
"""

import base64
import json
import math
from pathlib import Path

import numpy as np

from philox import random_stream

here = Path(__file__).parent


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    return 10 * math.log10(255**2 / np.mean((a.astype(np.float64) - b) ** 2))


def ssim(a: np.ndarray, b: np.ndarray) -> float:
    y, x = np.mgrid[-5:6, -5:6]
    window = np.exp(-(x**2 + y**2) / (2 * 1.5**2))
    window /= window.sum()
    c1 = (0.01 * 255) ** 2
    c2 = (0.03 * 255) ** 2
    values = []
    for channel in range(3):
        for top in range(32 - 10):
            for left in range(32 - 10):
                p = a[top : top + 11, left : left + 11, channel].astype(np.float64)
                q = b[top : top + 11, left : left + 11, channel].astype(np.float64)
                mp, mq = (window * p).sum(), (window * q).sum()
                vp, vq = (window * (p - mp) ** 2).sum(), (window * (q - mq) ** 2).sum()
                cov = (window * (p - mp) * (q - mq)).sum()
                values.append((2 * mp * mq + c1) * (2 * cov + c2) / ((mp**2 + mq**2 + c1) * (vp + vq + c2)))
    return float(np.mean(values))


article = json.loads((here / "article.json").read_text())
images = np.frombuffer(base64.b64decode(article["images"]), np.uint8).reshape(-1, 32, 32, 3)
noise = random_stream(1).fork("damage").normal(32 * 32 * 3).astype(np.float64).reshape(32, 32, 3)
damaged = np.clip(np.floor(images[0] + 127.5 * 0.5 * noise + 0.5), 0, 255).astype(np.uint8)
others = {"damaged": damaged, "another": images[1]}
golden = {}
for name, other in others.items():
    golden[name] = {
        "rgb": base64.b64encode(other.tobytes()).decode(),
        "psnr": psnr(images[0], other),
        "ssim": ssim(images[0], other),
    }
(here / "restore.json").write_text(json.dumps(golden, indent=1) + "\n")

try:
    from skimage.metrics import peak_signal_noise_ratio, structural_similarity
except ImportError:
    print("scikit-image is not installed: not compared")
else:
    for name, other in others.items():
        their_ssim = structural_similarity(
            images[0],
            other,
            channel_axis=2,
            gaussian_weights=True,
            sigma=1.5,
            use_sample_covariance=False,
            data_range=255,
        )
        their_psnr = peak_signal_noise_ratio(images[0], other, data_range=255)
        assert abs(their_ssim - golden[name]["ssim"]) < 1e-9, (their_ssim, golden[name]["ssim"])
        assert abs(their_psnr - golden[name]["psnr"]) < 1e-9
        print(name, golden[name]["psnr"], golden[name]["ssim"], "as scikit-image has it")
