"""
The classifiers' networks, one for each set.

They map pictures, [n, channels, side, side] in [-1, 1], to scores, [n, classes]. Each is a
Sequential whose last layer is linear. Its inputs are the picture's features.
"""

import torch
from torch import nn


class Standardized(nn.Module):
    """Maps pictures in [-1, 1] to mean 0 and standard deviation 1 in every channel.

    `mean` and `std` are given for values in [0, 1], as they are usually quoted.
    """

    def __init__(self, mean: list[float], std: list[float]):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean).view(1, -1, 1, 1))
        self.register_buffer("std", torch.tensor(std).view(1, -1, 1, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return ((x + 1) / 2 - self.mean) / self.std


class Scaled(nn.Module):
    def __init__(self, factor: float):
        super().__init__()
        self.factor = factor

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.factor * x


def level(inputs: int, outputs: int, *more: nn.Module) -> list[nn.Module]:
    return [nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(), *more]


def digits(_: torch.Tensor | None = None) -> nn.Sequential:
    """0.12 M parameters, 384 features."""
    halved = nn.MaxPool2d(2)
    return nn.Sequential(
        *level(1, 32, halved), *level(32, 64), *level(64, 64, halved), *level(64, 96, nn.AdaptiveAvgPool2d(2)),
        nn.Flatten(), nn.Dropout(0.25), nn.Linear(4 * 96, 10),
    )  # fmt: skip


def emoji(_: torch.Tensor | None = None) -> nn.Sequential:
    """0.4 M parameters, 128 features."""
    halved = nn.MaxPool2d(2)
    return nn.Sequential(
        *level(3, 32), *level(32, 64, halved), *level(64, 64), *level(64, 128, halved), *level(128, 128, halved),
        *level(128, 128, nn.AdaptiveAvgPool2d(1)), nn.Flatten(), nn.Dropout(0.3), nn.Linear(128, 9),
    )  # fmt: skip


def cifar10(pictures: torch.Tensor | None = None) -> nn.Sequential:
    """The network of airbench94: 2.0 M parameters, 256 features.

    K. Jordan, "94% on CIFAR-10 in 3.29 seconds on a single GPU", 2024, section 3: whitened 2 x 2
    patches, three blocks of two convolutions that begin as the identity, batch norms without a
    factor. A network that is to be trained needs `pictures`, in [-1, 1], to compute the whitening.
    """
    standardized = Standardized([0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616])
    patches = nn.Conv2d(3, 24, 2)
    patches.weight.requires_grad = False
    if pictures is not None:
        whiten(patches, standardized(pictures[:5000]))
    blocks = [*block(24, 64), *block(64, 256), *block(256, 256)]
    # The paper scales its scores by this factor. Here it is before the last layer, which is linear
    # and has no bias.
    return nn.Sequential(
        standardized,
        patches,
        nn.GELU(),
        *blocks,
        nn.MaxPool2d(3),
        nn.Flatten(),
        Scaled(1 / 9),
        nn.Linear(256, 10, bias=False),
    )


def block(inputs: int, outputs: int) -> list[nn.Module]:
    return [
        identity(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)),
        nn.MaxPool2d(2),
        shifting(nn.BatchNorm2d(outputs, eps=1e-12, momentum=0.4)),
        nn.GELU(),
        identity(nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)),
        shifting(nn.BatchNorm2d(outputs, eps=1e-12, momentum=0.4)),
        nn.GELU(),
    ]


def identity(convolution: nn.Conv2d) -> nn.Conv2d:
    """Let the first outputs begin as copies of the inputs, and the others as PyTorch draws them."""
    with torch.no_grad():
        nn.init.dirac_(convolution.weight[: convolution.in_channels])
    return convolution


def shifting(norm: nn.BatchNorm2d) -> nn.BatchNorm2d:
    """Keep the norm's factor at 1; only its shift is trained."""
    norm.weight.requires_grad = False
    return norm


@torch.no_grad()
def whiten(convolution: nn.Conv2d, pictures: torch.Tensor, eps: float = 5e-4) -> None:
    """Set filters that decorrelate patches, and their negatives (airbench94, section 3.1).

    They are not trained.
    """
    side = convolution.kernel_size[0]
    patches = pictures.unfold(2, side, 1).unfold(3, side, 1).transpose(1, 3).reshape(-1, pictures.shape[1], side, side)
    flat = patches.reshape(len(patches), -1)
    variances, directions = torch.linalg.eigh(flat.T @ flat / len(flat), UPLO="U")
    filters = (directions / (variances + eps).sqrt()).T.flip(0).reshape(-1, pictures.shape[1], side, side)
    convolution.weight.copy_(torch.cat([filters, -filters]))


NETWORKS = {"digits": digits, "emoji": emoji, "cifar10": cifar10}
