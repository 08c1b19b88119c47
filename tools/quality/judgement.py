"""
A judgement of samples, as a JSON object and in words.

It takes the measures of measures.py by the set's classifier.
"""

from dataclasses import dataclass

import torch

from classifier import Classifier
from measures import PERCENTILE, frechet, interval, nearest, share, spread, spread_ratio
from pictures import PictureSet, Refused, as_bytes, in_range

HELD_OUT = 2000  # test pictures whose nearest training pictures are found, for comparison


def evenly(data: PictureSet, split: str, count: int, labels: torch.Tensor | None) -> tuple[torch.Tensor, torch.Tensor]:
    """Return `count` pictures and their labels, or as many as there are.

    Each class has as many pictures as in `labels`. Without labels the first ones are returned: a
    set's order is mixed.
    """
    pictures, named = data.splits[split]
    if labels is None:
        return pictures[:count], named[:count]
    chosen = [(named == label).nonzero()[:, 0][: (labels == label).sum()] for label in labels.unique()]
    numbers = torch.cat(chosen)
    return pictures[numbers], named[numbers]


@dataclass(frozen=True)
class Judge:
    """Judges samples. What does not depend on them is computed once."""

    data: PictureSet
    classifier: Classifier
    mirrors: bool
    test_features: torch.Tensor
    held_out: torch.Tensor

    @classmethod
    def of(cls, data: PictureSet, classifier: Classifier) -> "Judge":
        test = in_range(data.pictures("test"))
        held_out, _ = nearest(test[:HELD_OUT], data.pictures("train"), data.mirrors)
        return cls(data, classifier, data.mirrors, classifier.features(test), held_out)

    def judge(self, pictures: torch.Tensor, labels: torch.Tensor | None) -> dict:
        """Judge pictures as they were drawn, not clamped.

        They are first rounded to the bytes that a PNG of them would hold.
        """
        data = self.data
        classifier = self.classifier
        if not pictures.isfinite().all():
            raise Refused(
                "Some samples are not finite numbers: the network has diverged, or the scheduler does not fit it."
            )
        pictures = in_range(as_bytes(pictures))
        features = classifier.features(pictures)
        real, real_labels = evenly(data, "train", len(pictures), labels)
        real = in_range(real)
        real_features = classifier.features(real)
        distances, _ = nearest(pictures, data.pictures("train"), self.mirrors)
        threshold = self.held_out.quantile(PERCENTILE).item()
        return {
            "samples": len(pictures),
            **self.named(pictures, labels),
            "frechet": frechet(features, self.test_features),
            "frechetOfTrainingPictures": frechet(real_features, self.test_features),
            "nearest": {
                "least": distances.min().item(),
                "median": distances.median().item(),
                "threshold": threshold,
                "nearer": (distances < threshold).sum().item(),
                "heldOut": {
                    "pictures": len(self.held_out),
                    "least": self.held_out.min().item(),
                    "median": self.held_out.median().item(),
                },
            },
            "spread": spread_of(data, (features, pictures, labels), (real_features, real, real_labels)),
            "classifier": {"accuracy": classifier.accuracy, "sha256": classifier.file_hash()},
        }

    def named(self, pictures: torch.Tensor, labels: torch.Tensor | None) -> dict:
        if labels is None:
            return {"classAccuracy": None, "classAccuracyError": None, "classAccuracyByClass": None}
        right = self.classifier.named(pictures) == labels
        accuracy, error = share(right)
        by_class = {
            self.data.class_names[label]: right[labels == label].double().mean().item()
            for label in labels.unique().tolist()
        }
        return {"classAccuracy": accuracy, "classAccuracyError": error, "classAccuracyByClass": by_class}


def spread_of(data: PictureSet, ours: tuple[torch.Tensor, ...], real: tuple[torch.Tensor, ...]) -> dict:
    """Return the spread as a share of that of the same number of training pictures.

    Both are triples of features, pictures and labels. If the samples have no classes, the spread is
    that of all together.
    """
    features, pictures, labels = ours
    real_features, real_pictures, real_labels = real
    has_classes = labels is not None
    if not has_classes:
        labels = torch.zeros(len(pictures), dtype=torch.long)
        real_labels = torch.zeros(len(real_pictures), dtype=torch.long)
    by_features = spread_ratio(features, labels, real_features, real_labels)
    by_pixels = spread_ratio(pictures, labels, real_pictures, real_labels)
    by_class = {data.class_names[label]: ratio for label, ratio in by_features.items()} if has_classes else None
    return {"features": mean(by_features), "pixels": mean(by_pixels), "featuresByClass": by_class}


def mean(values: dict[int, float]) -> float | None:
    return sum(values.values()) / len(values) if values else None


def in_words(judgement: dict) -> str:
    """Return the lines that `npm run judge` prints without --json."""
    near = judgement["nearest"]
    held_out = near["heldOut"]
    spreads = judgement["spread"]
    classifier = judgement["classifier"]
    lines = []
    if judgement["classAccuracy"] is not None:
        by_class = "  ".join(f"{name} {value:.0%}" for name, value in judgement["classAccuracyByClass"].items())
        least, most = interval(judgement["classAccuracy"], judgement["samples"])
        lines += [
            f"named as asked    {judgement['classAccuracy']:.1%} (95 % confidence: {least:.1%} to {most:.1%})",
            f"  by class        {by_class}",
        ]
    lines += [
        f"Frechet distance  {judgement['frechet']:.2f} to the test set; "
        f"of as many training pictures {judgement['frechetOfTrainingPictures']:.2f}",
        f"nearest training  median {near['median']:.4f}, least {near['least']:.4f}; "
        f"of {held_out['pictures']} test pictures median {held_out['median']:.4f}, least {held_out['least']:.4f}",
        f"  memorized?      {near['nearer']} of {judgement['samples']} are nearer than {near['threshold']:.4f}, "
        "which 1 % of the test pictures are",
    ]
    if spreads["features"] is not None:
        shares = f"{spreads['features']:.0%} of real pictures' in features, {spreads['pixels']:.0%} in pixels"
        lines.append(f"spread            {shares}")
    known = f"{classifier['accuracy']:.2%} of the test set, sha256 {classifier['sha256'][:12]}"
    lines.append(f"classifier        {known}")
    return "\n".join(lines)
