"""
A classifier of MNIST's digits, by which samples are judged: a small convolutional network that names at least 99 % of MNIST's test set. Trains once
(about three minutes on one core) and keeps its weights in .cache/digit-classifier.pt.

    python tools/quality/digit_classifier.py [--weights FILE]     (torch, npm; trains, or says how good the file's weights are)
"""

import argparse
import sys
from pathlib import Path

import torch
from torch import nn

from mnist import CACHE, digits

WEIGHTS = CACHE / "digit-classifier.pt"
SEED, EPOCHS, BATCH, PEAK_RATE = 1, 6, 128, 4e-3
REQUIRED = 0.99


def network() -> nn.Sequential:
    """[n, 1, 28, 28] in [-1, 1] -> [n, 10], scores of the digits."""

    def level(inputs: int, outputs: int, *more: nn.Module) -> list[nn.Module]:
        return [nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(), *more]

    halved = nn.MaxPool2d(2)
    return nn.Sequential(
        *level(1, 32, halved), *level(32, 64), *level(64, 64, halved), *level(64, 96, nn.AdaptiveAvgPool2d(2)),
        nn.Flatten(), nn.Dropout(0.25), nn.Linear(4 * 96, 10),
    )  # fmt: skip


def shifted(pictures: torch.Tensor, draw: torch.Generator) -> torch.Tensor:
    """Each by up to two pixels either way; what comes in is black."""
    padded = nn.functional.pad(pictures, (2, 2, 2, 2), value=-1)
    tops, lefts = torch.randint(5, (2, len(pictures), 1, 1), generator=draw)
    rows, columns = tops + torch.arange(28)[:, None], lefts + torch.arange(28)
    return padded[torch.arange(len(pictures))[:, None, None], 0, rows, columns][:, None]


@torch.no_grad()
def named(classifier: nn.Module, pictures: torch.Tensor) -> torch.Tensor:
    """[n, 1, 28, 28] in [-1, 1] -> [n]: the digit that each looks most like."""
    return torch.cat([classifier(part).argmax(1) for part in pictures.split(500)])


def accuracy(classifier: nn.Module) -> float:
    pictures, labels = digits("test")
    return (named(classifier.eval(), pictures) == labels).float().mean().item()


def train() -> nn.Sequential:
    torch.manual_seed(SEED)
    draw = torch.Generator().manual_seed(SEED)
    pictures, labels = digits("train")
    classifier = network()
    optimizer = torch.optim.AdamW(classifier.parameters(), weight_decay=1e-2)
    steps = EPOCHS * (len(labels) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, PEAK_RATE, total_steps=steps)
    for epoch in range(EPOCHS):
        classifier.train()
        order = torch.randperm(len(labels), generator=draw)
        for batch in order[: len(labels) // BATCH * BATCH].split(BATCH):
            loss = nn.functional.cross_entropy(classifier(shifted(pictures[batch], draw)), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch + 1} of {EPOCHS}: {accuracy(classifier):.2%} of the test set", file=sys.stderr, flush=True)
    return classifier.eval()


def load_classifier(weights: Path = WEIGHTS) -> nn.Sequential:
    """Trains it where there are no weights yet. Fails where it is worse than a judge of samples should be."""
    if weights.exists():
        classifier = network()
        classifier.load_state_dict(torch.load(weights, weights_only=True))
    else:
        classifier = train()
        weights.parent.mkdir(parents=True, exist_ok=True)
        torch.save(classifier.state_dict(), weights)
    share = accuracy(classifier.eval())
    print(f"classifier: {share:.2%} of MNIST's test set named right ({weights.name})", file=sys.stderr)
    if share < REQUIRED:
        raise SystemExit(f"{weights} names {share:.2%} right, less than {REQUIRED:.0%}: delete the file to train anew")
    return classifier


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    load_classifier(parser.parse_args().weights)
