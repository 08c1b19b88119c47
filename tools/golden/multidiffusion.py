"""
MultiDiffusion: predict for a picture that is larger than the network's.

Bar-Tal et al. 2023, arXiv 2302.08113. The network predicts for each crop F_i. The prediction times
the crop's weights W_i is added up where the crop lies, and so are the weights. The sum is divided
by the sum of the weights (eq. 5, with predictions in the place of samples).

Crops are placed evenly from edge to edge, at most half a crop apart. Along each side, W_i is sin^2
at the middle of each pixel.
"""

from types import SimpleNamespace

import numpy as np
import torch


def crops(length: int, side: int) -> list[int]:
    steps = -(-(length - side) // (side // 2))
    return [i * (length - side) // steps for i in range(steps + 1)] if steps else [0]


class Blended:
    """Takes the place of a diffusers UNet2DModel, for one picture."""

    def __init__(self, model, height: int, width: int):
        self.model = model
        self.side = model.config.sample_size
        window = np.sin(np.pi * (np.arange(self.side) + 0.5) / self.side) ** 2
        self.weights = torch.from_numpy(np.outer(window, window))
        self.places = [(top, left) for top in crops(height, self.side) for left in crops(width, self.side)]

    def __call__(self, x: torch.Tensor, timestep: torch.Tensor, class_labels: torch.Tensor):
        value = torch.zeros_like(x)
        total_weight = torch.zeros_like(x)
        for top, left in self.places:
            here = (..., slice(top, top + self.side), slice(left, left + self.side))
            value[here] += self.weights * self.model(x[here], timestep, class_labels=class_labels).sample
            total_weight[here] += self.weights
        return SimpleNamespace(sample=value / total_weight)
