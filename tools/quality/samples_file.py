"""
Read the engine's own samples, which `npm run sample -- --tensors FILE.safetensors` wrote.

The file has "noise" and "sample", both [n, channels, side, side].
"""

from pathlib import Path

import torch
from safetensors.torch import load_file

from pictures import PictureSet, Refused


def read_samples(given: list[str], data: PictureSet) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Return the pictures, as they were before clamping, and their labels.

    Each of `given` is CLASS=FILE, with the name or number of a class, or each is FILE, for samples
    of no class. Raises `Refused` for a file that cannot be read, for a class that the set does not
    have, and for pictures of another size than the set's.
    """
    parts = []
    labels = []
    for one in given:
        label, equals, file = one.rpartition("=")
        pictures = tensor_in(Path(file), "sample")
        if pictures.shape[1:] != (data.channels, data.side, data.side):
            ours = " x ".join(map(str, pictures.shape[1:]))
            theirs = f"{data.channels} x {data.side} x {data.side}"
            raise Refused(f"{file} holds pictures of {ours}, and those of {data.name} are {theirs}.")
        parts.append(pictures)
        if equals:
            labels.append(torch.full((len(pictures),), class_number(label, data)))
    if labels and len(labels) < len(parts):
        raise Refused("--tensors takes CLASS=FILE for every file or for none.")
    return torch.cat(parts), torch.cat(labels) if labels else None


def tensor_in(file: Path, name: str) -> torch.Tensor:
    try:
        tensors = load_file(file)
    except Exception as cause:  # OSError, or one of safetensors' own errors
        raise Refused(f"--tensors: {file} cannot be read: {str(cause).splitlines()[0]}.") from cause
    if name not in tensors or tensors[name].ndim != 4:
        raise Refused(
            f"--tensors: {file} holds no pictures called {name}, as `npm run sample -- --tensors` writes them."
        )
    return tensors[name].float()


def class_number(text: str, data: PictureSet) -> int:
    if text in data.class_names:
        return data.class_names.index(text)
    if text.isdecimal() and int(text) < len(data.class_names):
        return int(text)
    raise Refused(f"--tensors: {text} is no class of {data.name}; there are {', '.join(data.class_names)}.")
