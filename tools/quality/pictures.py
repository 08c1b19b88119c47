"""
The data sets as `npm run data` writes them: mosaics of lossless WebP with a manifest (src/ml/data/manifest.ts). Nothing is downloaded here; of a set
that has not been prepared, the part that the repository carries (embedded.json) is read.
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
    """What was given cannot be used. The message is one sentence; the command prints it and exits with 2."""


@dataclass(frozen=True)
class PictureSet:
    """Pictures are bytes, [n, channels, side, side]; labels are class numbers, [n]. `splits`: train and test."""

    id: str
    name: str
    class_names: list[str]
    side: int
    channels: int
    hash: str
    # Whether a picture's mirror image could be of the set, too.
    mirrors: bool
    splits: dict[str, tuple[torch.Tensor, torch.Tensor]]

    def pictures(self, split: str) -> torch.Tensor:
        return self.splits[split][0]

    def labels(self, split: str) -> torch.Tensor:
        return self.splits[split][1]

    def only(self, classes: list[int]) -> "PictureSet":
        """The pictures of some classes; their numbers stay."""
        kept = {split: torch.isin(labels, torch.tensor(classes)) for split, (_, labels) in self.splits.items()}
        return replace(self, splits={split: (pictures[kept[split]], labels[kept[split]]) for split, (pictures, labels) in self.splits.items()})


def in_range(pictures: torch.Tensor) -> torch.Tensor:
    """Bytes as float32 in [-1, 1], as networks see them."""
    return pictures / 127.5 - 1


def as_bytes(pictures: torch.Tensor) -> torch.Tensor:
    """[-1, 1] and what lies beyond it as bytes, rounded to nearest: what a PNG of them holds."""
    return ((pictures.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)


def folder_of(set_id: str) -> Path:
    if set_id not in FOLDERS:
        raise Refused(f"There is no set {set_id}; there are {', '.join(FOLDERS)}.")
    return REPOSITORY / "public" / FOLDERS[set_id]


def read_manifest(folder: Path) -> dict:
    prepared, carried = folder / "manifest.json", folder / "embedded.json"
    found = next((file for file in (prepared, carried) if file.exists()), None)
    if found is None:
        raise Refused(f"{folder} has no manifest.json: `npm run data` writes folders that have one.")
    try:
        return json.loads(found.read_text())
    except ValueError as cause:
        raise Refused(f"{found} is not JSON: {cause}.") from cause


def read_set(folder: Path) -> PictureSet:
    """A whole set: 184 MB for CIFAR-10. Raises `Refused` where the folder holds none."""
    manifest = read_manifest(folder)
    try:
        image = manifest["image"]
        splits = {split: read_split(folder, manifest, split) for split in ("train", "test")}
        return PictureSet(
            manifest["id"], manifest["name"], manifest["classNames"], image["width"], image["channels"], manifest["hash"], manifest["mirrors"], splits
        )
    except (KeyError, TypeError, ValueError, OSError) as cause:
        raise Refused(f"{folder} holds no readable set: {type(cause).__name__} {cause}.") from cause


def read_split(folder: Path, manifest: dict, split: str) -> tuple[torch.Tensor, torch.Tensor]:
    side, channels = manifest["image"]["width"], manifest["image"]["channels"]
    rows, columns = manifest["mosaic"]["rows"], manifest["mosaic"]["columns"]
    parts = []
    for shard in manifest["splits"][split]["shards"]:
        file = folder / shard["file"]
        mosaic = np.fromfile(file, np.uint8) if file.suffix == ".bin" else np.asarray(Image.open(file).convert(MODES[channels]))
        tiles = mosaic.reshape(rows, side, columns, side, channels).transpose(0, 2, 4, 1, 3)
        parts.append(tiles.reshape(-1, channels, side, side)[: shard["count"]])
    pictures = np.concatenate(parts) if parts else np.zeros((0, channels, side, side), np.uint8)
    labels = np.array(manifest["splits"][split]["labels"], np.int64)[: len(pictures)]
    return torch.from_numpy(np.ascontiguousarray(pictures)), torch.from_numpy(labels)
