"""The engine's own samples: what `npm run sample -- --tensors FILE.safetensors` wrote, "noise" and "sample", [n, channels, side, side]."""

from pathlib import Path

import torch
from safetensors.torch import load_file

from pictures import PictureSet, Refused


def read_samples(given: list[str], data: PictureSet) -> tuple[torch.Tensor, torch.Tensor | None]:
    """
    `given`: CLASS=FILE, by name or number, or FILE for samples of no class; not both. Pictures, as they were before clamping, and their labels. Raises
    `Refused` for what cannot be read, names no class, or is of another size than the set's pictures.
    """
    parts, labels = [], []
    for one in given:
        label, equals, file = one.rpartition("=")
        pictures = tensor_in(Path(file), "sample")
        if pictures.shape[1:] != (data.channels, data.side, data.side):
            sizes = " x ".join(map(str, pictures.shape[1:]))
            raise Refused(f"{file} holds pictures of {sizes}, and those of {data.name} are {data.channels} x {data.side} x {data.side}.")
        parts.append(pictures)
        if equals:
            labels.append(torch.full((len(pictures),), class_number(label, data)))
    if labels and len(labels) < len(parts):
        raise Refused("--tensors takes CLASS=FILE for every file or for none.")
    return torch.cat(parts), torch.cat(labels) if labels else None


def tensor_in(file: Path, name: str) -> torch.Tensor:
    try:
        tensors = load_file(file)
    except Exception as cause:  # safetensors has errors of its own, beside OSError
        raise Refused(f"--tensors: {file} cannot be read: {str(cause).splitlines()[0]}.") from cause
    if name not in tensors or tensors[name].ndim != 4:
        raise Refused(f"--tensors: {file} holds no pictures called {name}, as `npm run sample -- --tensors` writes them.")
    return tensors[name].float()


def class_number(text: str, data: PictureSet) -> int:
    if text in data.class_names:
        return data.class_names.index(text)
    if text.isdecimal() and int(text) < len(data.class_names):
        return int(text)
    raise Refused(f"--tensors: {text} is no class of {data.name}; there are {', '.join(data.class_names)}.")
