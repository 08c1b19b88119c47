"""A sheet of samples that nobody selected: the first ones of the seed, one row for each class."""

from pathlib import Path

import torch
from PIL import Image

from pictures import as_bytes

COLUMNS, ROWS, GAP = 16, 10, 2


def write_sheet(file: Path, pictures: torch.Tensor, labels: torch.Tensor | None) -> None:
    """Write pictures in [-1, 1], [n, channels, side, side], with 2 white pixels between them.

    Without labels these are the first 160, in rows of 16.
    """
    channels, side = pictures.shape[1:3]
    if labels is None:
        rows = list(pictures[: ROWS * COLUMNS].split(COLUMNS))
    else:
        rows = [pictures[labels == label][:COLUMNS] for label in labels.unique()]
    columns = max(len(row) for row in rows)
    pitch = side + GAP
    sheet = torch.full((len(rows) * pitch - GAP, columns * pitch - GAP, channels), 255, dtype=torch.uint8)
    for y, row in enumerate(rows):
        for x, picture in enumerate(as_bytes(row)):
            sheet[y * pitch :, x * pitch :][:side, :side] = picture.permute(1, 2, 0)
    Image.fromarray(sheet.squeeze(2).numpy()).save(file)
