"""What the judge measures of samples. Pictures are float32, [n, channels, side, side] in [-1, 1]; features are [n, d]."""

import math

import torch

PERCENTILE = 0.01


def share(right: torch.Tensor) -> tuple[float, float]:
    """Of booleans [n]: the share that is true, and its standard error, sqrt(p (1 - p) / n)."""
    p = right.double().mean().item()
    return p, math.sqrt(p * (1 - p) / len(right))


def interval(p: float, n: int, z: float = 1.96) -> tuple[float, float]:
    """
    Where the true share lies with 95 % confidence (for z = 1.96), of a share p that was seen in n samples: Wilson's interval (1927). Unlike the standard
    error it is not empty at 0 or n of n.
    """
    middle, half = p + z**2 / (2 * n), z * math.sqrt(p * (1 - p) / n + (z / (2 * n)) ** 2)
    scale = 1 + z**2 / n
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def frechet(a: torch.Tensor, b: torch.Tensor) -> float:
    """
    The Frechet distance of two sets of features, each taken for Gaussian: |m_a - m_b|^2 + tr(C_a + C_b - 2 (C_a C_b)^(1/2)) (Heusel et al., "GANs trained
    by a two time-scale update rule ...", 2017, eq. 6). In the squared unit of the features, so only distances by the same classifier compare; and it
    falls as the number of pictures grows, so only distances of as many pictures compare.
    """
    (mean_a, root_a), (mean_b, root_b) = moments(a), moments(b)
    # tr((C_a C_b)^(1/2)) is the sum of the singular values of root_a root_b, with C = root^2 symmetric.
    crossed = torch.linalg.svdvals(root_a @ root_b).sum()
    distance = (mean_a - mean_b).square().sum() + root_a.square().sum() + root_b.square().sum() - 2 * crossed
    return max(0.0, distance.item())  # rounding may take it below


def moments(features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The mean, and the symmetric square root of the covariance, in float64."""
    features = features.double()
    values, directions = torch.linalg.eigh(features.T.cov())
    return features.mean(0), (directions * values.clamp(min=0).sqrt()) @ directions.T


def nearest(pictures: torch.Tensor, training: torch.Tensor, mirrors: bool) -> tuple[torch.Tensor, torch.Tensor]:
    """
    Of each picture: the distance to the training picture that is nearest, as root of the mean squared difference of values in [0, 1], and that picture's
    number. `mirrors`: a training picture counts as its mirror image, too. `training`: bytes.
    """
    distances, numbers = torch.full((len(pictures),), math.inf), torch.zeros(len(pictures), dtype=torch.long)
    for mirrored in (False, True) if mirrors else (False,):
        ours = (pictures.flip(3) if mirrored else pictures).flatten(1)
        sizes = ours.square().sum(1)
        for first in range(0, len(training), 5000):
            part = training[first : first + 5000].flatten(1) / 127.5 - 1
            squares = sizes[:, None] + part.square().sum(1) - 2 * ours @ part.T
            found = squares.argmin(1)
            exact = (ours - part[found]).square().mean(1).sqrt() / 2  # the product above has lost the digits of a small distance
            nearer = exact < distances
            distances, numbers = torch.where(nearer, exact, distances), torch.where(nearer, first + found, numbers)
    return distances, numbers


def spread(values: torch.Tensor, labels: torch.Tensor) -> dict[int, float]:
    """Of each class with two pictures or more: the mean Euclidean distance between two of them. `values`: [n, d]."""
    distances = {}
    for label in labels.unique().tolist():
        chosen = values[labels == label].flatten(1)
        if len(chosen) > 1:
            distances[label] = torch.pdist(chosen).mean().item()
    return distances


def spread_ratio(values: torch.Tensor, labels: torch.Tensor, real: torch.Tensor, real_labels: torch.Tensor) -> dict[int, float]:
    """The samples' spread as a share of the real pictures', of each class. 1: as different from each other as real ones; 0: all the same."""
    ours, theirs = spread(values, labels), spread(real, real_labels)
    return {label: ours[label] / theirs[label] for label in ours if theirs.get(label)}
