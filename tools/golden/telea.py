"""
Golden values of OpenCV's Telea inpainting (cv2.inpaint, INPAINT_TELEA), to compare ours with.

    python telea.py

Needs scikit-image and opencv-python-headless. The photographs are scikit-image's (astronaut: NASA,
public domain; chelsea and coffee: CC0). Writes telea.json beside itself: the pictures as bytes, the
lost pixels of each case, and the PSNR that OpenCV reaches.
"""

import base64
import json
from pathlib import Path

import cv2
import numpy as np
from skimage import data

SIDE = 40
RADIUS = 3


def coded(values: np.ndarray) -> str:
    return base64.b64encode(values.astype(np.uint8).tobytes()).decode()


def holes() -> dict[str, np.ndarray]:
    square = np.zeros((SIDE, SIDE), np.uint8)
    square[13:27, 13:27] = 1
    lines = np.zeros((SIDE, SIDE), np.uint8)
    for line in range(4):
        for y in range(SIDE):
            x = 5 + 9 * line + round(4 * np.sin((y + 7 * line) / 6))
            lines[y, x : x + 2] = 1
    return {"square": square, "lines": lines}


golden = {
    "side": SIDE,
    "radius": RADIUS,
    "photographs": {},
    "holes": {name: coded(lost) for name, lost in holes().items()},
    "cases": [],
}
for name in ["astronaut", "chelsea", "coffee"]:
    photograph = getattr(data, name)()
    side = min(photograph.shape[:2])
    top = (photograph.shape[0] - side) // 2
    left = (photograph.shape[1] - side) // 2
    square = photograph[top : top + side, left : left + side]
    picture = cv2.resize(square, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    golden["photographs"][name] = coded(picture)
    for hole, lost in holes().items():
        damaged = np.where(lost[..., None] == 1, 128, picture).astype(np.uint8)
        filled = cv2.inpaint(damaged, lost, RADIUS, cv2.INPAINT_TELEA)
        psnr = 10 * np.log10(255**2 / np.mean((filled.astype(float) - picture) ** 2))
        print(name, hole, round(psnr, 2))
        golden["cases"].append({"photograph": name, "hole": hole, "psnr": psnr})
(Path(__file__).parent / "telea.json").write_text(json.dumps(golden, indent=1) + "\n")
