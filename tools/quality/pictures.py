"""
Read data sets as `npm run data` writes them.

They are mosaics of lossless WebP with a manifest (src/ml/data/manifest.ts). Nothing is downloaded
here. If a set has not been prepared, the part that the repository carries (embedded.json) is read.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image

REPOSITORY = Path(__file__).parents[2]
CACHE = REPOSITORY / ".cache"
FOLDERS = {"digits": "digits", "emoji": "emoji", "cifar10": "cifar"}
MODES = {1: "L", 3: "RGB", 4: "RGBA"}


class Refused(Exception):
    """The input cannot be used. The command prints the message, one sentence, and exits with 2."""


@dataclass(frozen=True)
class PictureSet:
    """A set with its splits `train` and `test`.

    Pictures are bytes, [n, channels, side, side]. Labels are class numbers, [n].
    """

    id: str
    name: str
    class_names: list[str]
    side: int
    channels: int
    hash: str
    # Whether a picture's mirror image could belong to the set, too.
    mirrors: bool
    splits: dict[str, tuple[torch.Tensor, torch.Tensor]]

    def pictures(self, split: str) -> torch.Tensor:
        return self.splits[split][0]

    def labels(self, split: str) -> torch.Tensor:
        return self.splits[split][1]

    def only(self, classes: list[int]) -> "PictureSet":
        """Return the pictures of some classes. The numbers of the classes stay."""
        splits = {}
        for split, (pictures, labels) in self.splits.items():
            kept = torch.isin(labels, torch.tensor(classes))
            splits[split] = (pictures[kept], labels[kept])
        return replace(self, splits=splits)


def in_range(pictures: torch.Tensor) -> torch.Tensor:
    """Convert bytes to float32 in [-1, 1], as networks take them."""
    return pictures / 127.5 - 1


def as_bytes(pictures: torch.Tensor) -> torch.Tensor:
    """Clamp pictures to [-1, 1] and round them to the bytes that a PNG of them holds."""
    return ((pictures.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)


def folder_of(set_id: str) -> Path:
    if set_id not in FOLDERS:
        raise Refused(f"There is no set {set_id}; there are {', '.join(FOLDERS)}.")
    return REPOSITORY / "public" / FOLDERS[set_id]


def read_manifest(folder: Path) -> dict:
    files = (folder / "manifest.json", folder / "embedded.json")
    found = next((file for file in files if file.exists()), None)
    if found is None:
        raise Refused(f"{folder} has no manifest.json: `npm run data` writes folders that have one.")
    try:
        return json.loads(found.read_text())
    except ValueError as cause:
        raise Refused(f"{found} is not JSON: {cause}.") from cause


def read_set(folder: Path) -> PictureSet:
    """Read a whole set, 184 MB for CIFAR-10. Raises `Refused` if the folder holds none."""
    manifest = read_manifest(folder)
    try:
        image = manifest["image"]
        splits = {split: read_split(folder, manifest, split) for split in ("train", "test")}
        return PictureSet(
            id=manifest["id"],
            name=manifest["name"],
            class_names=manifest["classNames"],
            side=image["width"],
            channels=image["channels"],
            hash=manifest["hash"],
            mirrors=manifest["mirrors"],
            splits=splits,
        )
    except (KeyError, TypeError, ValueError, OSError) as cause:
        raise Refused(f"{folder} holds no readable set: {type(cause).__name__} {cause}.") from cause


def read_split(folder: Path, manifest: dict, split: str) -> tuple[torch.Tensor, torch.Tensor]:
    side, channels = manifest["image"]["width"], manifest["image"]["channels"]
    rows, columns = manifest["mosaic"]["rows"], manifest["mosaic"]["columns"]
    parts = []
    for shard in manifest["splits"][split]["shards"]:
        file = folder / shard["file"]
        if file.suffix == ".bin":
            mosaic = np.fromfile(file, np.uint8)
        else:
            mosaic = np.asarray(Image.open(file).convert(MODES[channels]))
        tiles = mosaic.reshape(rows, side, columns, side, channels).transpose(0, 2, 4, 1, 3)
        parts.append(tiles.reshape(-1, channels, side, side)[: shard["count"]])
    pictures = np.concatenate(parts) if parts else np.zeros((0, channels, side, side), np.uint8)
    labels = np.array(manifest["splits"][split]["labels"], np.int64)[: len(pictures)]
    return torch.from_numpy(np.ascontiguousarray(pictures)), torch.from_numpy(labels)
