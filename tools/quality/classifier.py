"""
A classifier for each set, by which samples are judged.

    python tools/quality/classifier.py SET [--data DIR] [--cache DIR]

Needs torch, numpy and pillow. Trains the classifier (training.py) if it has no weights yet, and
says how good it is. A training that was stopped continues after its last epoch. The weights are
kept in .cache/, which is not tracked.
"""

import argparse
import hashlib
import sys
from pathlib import Path

import torch
from torch import nn

from networks import NETWORKS
from pictures import CACHE, FOLDERS, PictureSet, Refused, folder_of, in_range, read_set
from training import RECIPES, SEED, save, train

PART = 500  # pictures at a time


class Classifier:
    """Pictures are [n, channels, side, side] in [-1, 1]."""

    def __init__(self, network: nn.Sequential, views: bool, weights: Path, accuracy: float):
        self.network = network.eval().to(memory_format=torch.channels_last)
        self.body = network[:-1]
        self.head = network[-1]
        self.views = views
        self.weights = weights
        # The share of the test set that it names right.
        self.accuracy = accuracy

    @torch.inference_mode()
    def features(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return the input of the last layer, [n, features]."""
        parts = (part.contiguous(memory_format=torch.channels_last) for part in pictures.split(PART))
        return torch.cat([self.body(part) for part in parts])

    @torch.inference_mode()
    def named(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return the class that each picture looks most like, [n]."""
        scores = [scores_of(self.network, part, self.views).argmax(1) for part in pictures.split(PART)]
        return torch.cat(scores)

    def file_hash(self) -> str:
        return hashlib.sha256(self.weights.read_bytes()).hexdigest()


def scores_of(network: nn.Module, pictures: torch.Tensor, views: bool) -> torch.Tensor:
    """Return the scores of each picture, [n, classes].

    With `views` they are weighted means: of the picture and its mirror image, and of both moved by
    a pixel (the test-time augmentation of airbench94).
    """
    pictures = pictures.contiguous(memory_format=torch.channels_last)
    if not views:
        return network(pictures)
    padded = nn.functional.pad(pictures, (1,) * 4, mode="reflect")
    side = pictures.shape[-1]
    moved = (padded[:, :, :side, :side], padded[:, :, 2:, 2:])
    both = [network(shown) + network(shown.flip(3)) for shown in (pictures, *moved)]
    return 0.5 * both[0] + 0.25 * both[1] + 0.25 * both[2]


@torch.inference_mode()
def accuracy_of(network: nn.Module, data: PictureSet, views: bool) -> float:
    pictures, labels = data.splits["test"]
    right = [
        (scores_of(network, in_range(part), views).argmax(1) == shown).sum().item()
        for part, shown in zip(pictures.split(PART), labels.split(PART))
    ]
    return sum(right) / len(labels)


def load_classifier(data: PictureSet, cache: Path = CACHE) -> Classifier:
    """Load the set's classifier. Train it first if it has no weights yet.

    Raises `Refused` if the classifier is worse than a judge of samples should be.
    """
    if data.id not in RECIPES:
        raise Refused(f"There is a classifier for {', '.join(RECIPES)}, not for {data.id}.")
    recipe = RECIPES[data.id]
    weights = cache / f"{data.id}-classifier.pt"
    if len(data.labels("train")) < recipe.pictures:
        here = f"{len(data.labels('train')):,} of the {recipe.pictures:,} training pictures of {data.name}"
        raise Refused(f"Only {here} are here: `npm run data` fetches the others.")
    if not weights.exists():
        part = cache / f"{data.id}-classifier.training"
        plan = f"training one, {recipe.epochs} epochs, kept in {weights}"
        print(f"no classifier of {data.name} yet: {plan}", file=sys.stderr, flush=True)
        network = train(data, part, lambda trained: accuracy_of(trained, data, views=False))
        accuracy = accuracy_of(network, data, views=recipe.mirrored)
        save(weights, weights=network.state_dict(), accuracy=accuracy, set_hash=data.hash, seed=SEED)
        part.unlink()
    saved = torch.load(weights, weights_only=True)
    if saved["set_hash"] != data.hash:
        raise Refused(
            f"{weights} was trained on other pictures of {data.name} than these: "
            "complete the set by `npm run data`, or delete the file."
        )
    if recipe.required is not None and saved["accuracy"] < recipe.required:
        raise Refused(
            f"{weights} names {saved['accuracy']:.2%} of the test set right, less than {recipe.required:.1%}: "
            "delete the file to train anew."
        )
    network = NETWORKS[data.id]()
    network.load_state_dict(saved["weights"])
    return Classifier(network, recipe.mirrored, weights, saved["accuracy"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", choices=FOLDERS)
    parser.add_argument("--data", type=Path, help="the set's folder, where it is not in public/")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the weights are kept")
    args = parser.parse_args()
    try:
        data = read_set(args.data or folder_of(args.set))
        classifier = load_classifier(data, args.cache)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        raise SystemExit(2) from None
    measured = accuracy_of(classifier.network, data, classifier.views)
    file = f"{classifier.weights.name}, sha256 {classifier.file_hash()[:12]}"
    print(f"{data.id}: {measured:.2%} of {len(data.labels('test')):,} test pictures named right ({file})")


if __name__ == "__main__":
    main()
