"""
The judge's measures of samples.

Pictures are float32, [n, channels, side, side] in [-1, 1]. Features are [n, d].
"""

import math

import torch

PERCENTILE = 0.01


def share(right: torch.Tensor) -> tuple[float, float]:
    """Return the share p of booleans [n] that is true, and its standard error.

    The standard error is sqrt(p (1 - p) / n).
    """
    p = right.double().mean().item()
    return p, math.sqrt(p * (1 - p) / len(right))


def interval(p: float, n: int, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's interval (1927) for a share p that was seen in n samples.

    The true share lies in it with 95 % confidence (for z = 1.96). Unlike an interval from the
    standard error, it is not empty at 0 or n of n.
    """
    middle = p + z**2 / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + (z / (2 * n)) ** 2)
    scale = 1 + z**2 / n
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def frechet(a: torch.Tensor, b: torch.Tensor) -> float:
    """Return the Frechet distance of two sets of features, each taken as Gaussian.

    It is |m_a - m_b|^2 + tr(C_a + C_b - 2 (C_a C_b)^(1/2)) (Heusel et al., "GANs trained by a two
    time-scale update rule ...", 2017, eq. 6), in the squared unit of the features. Only distances
    by the same classifier compare. The distance falls as the number of pictures grows, so only
    distances of equally many pictures compare.
    """
    mean_a, root_a = moments(a)
    mean_b, root_b = moments(b)
    # tr((C_a C_b)^(1/2)) is the sum of the singular values of root_a root_b. C = root^2, and both
    # are symmetric.
    crossed = torch.linalg.svdvals(root_a @ root_b).sum()
    distance = (mean_a - mean_b).square().sum() + root_a.square().sum() + root_b.square().sum() - 2 * crossed
    return max(0.0, distance.item())  # rounding may make it negative


def moments(features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the mean and the symmetric square root of the covariance, in float64."""
    features = features.double()
    values, directions = torch.linalg.eigh(features.T.cov())
    return features.mean(0), (directions * values.clamp(min=0).sqrt()) @ directions.T


def nearest(pictures: torch.Tensor, training: torch.Tensor, mirrors: bool) -> tuple[torch.Tensor, torch.Tensor]:
    """Return each picture's distance to the nearest training picture, and that picture's number.

    The distance is the root of the mean squared difference of values in [0, 1]. `training` are
    bytes. With `mirrors`, their mirror images count as training pictures, too.
    """
    distances = torch.full((len(pictures),), math.inf)
    numbers = torch.zeros(len(pictures), dtype=torch.long)
    for mirrored in (False, True) if mirrors else (False,):
        ours = (pictures.flip(3) if mirrored else pictures).flatten(1)
        sizes = ours.square().sum(1)
        for first in range(0, len(training), 5000):
            part = training[first : first + 5000].flatten(1) / 127.5 - 1
            squares = sizes[:, None] + part.square().sum(1) - 2 * ours @ part.T
            found = squares.argmin(1)
            # The products above lose the digits of a small distance, so it is computed again.
            exact = (ours - part[found]).square().mean(1).sqrt() / 2
            nearer = exact < distances
            distances = torch.where(nearer, exact, distances)
            numbers = torch.where(nearer, first + found, numbers)
    return distances, numbers


def spread(values: torch.Tensor, labels: torch.Tensor) -> dict[int, float]:
    """Return the mean Euclidean distance between two pictures of a class, for each class.

    Classes with fewer than two pictures are left out. `values` are [n, d], or flattened to it.
    """
    distances = {}
    for label in labels.unique().tolist():
        chosen = values[labels == label].flatten(1)
        if len(chosen) > 1:
            distances[label] = torch.pdist(chosen).mean().item()
    return distances


def spread_ratio(
    values: torch.Tensor, labels: torch.Tensor, real: torch.Tensor, real_labels: torch.Tensor
) -> dict[int, float]:
    """Return the samples' spread as a share of the real pictures', for each class.

    1 means that they differ from each other as much as real ones, 0 that all are the same.
    """
    ours, theirs = spread(values, labels), spread(real, real_labels)
    return {label: ours[label] / theirs[label] for label in ours if theirs.get(label)}
