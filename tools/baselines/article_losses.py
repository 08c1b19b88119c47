"""
Train the article's program in PyTorch for ten epochs on CIFAR-10.

    python tools/baselines/article_losses.py [--data public/cifar] [--seeds 42,43] [--epochs 10]

Needs torch, numpy and pillow. Prints the line that the program prints after each epoch.
docs/QUALITY.md has these lines beside those of the recipe `article`.
"""

import argparse
import sys
from pathlib import Path

import torch
from torch import nn

TOOLS = Path(__file__).parents[1]
sys.path[:0] = [str(TOOLS / "golden"), str(TOOLS / "quality")]

from article import LEARNING_RATE, Article  # noqa: E402
from pictures import folder_of, read_set  # noqa: E402

BATCH = 64


def train(pictures: torch.Tensor, seed: int, epochs: int) -> list[float]:
    """Return the loss of each epoch's last batch, as the program prints it.

    `pictures` are in [-1, 1].
    """
    torch.manual_seed(seed)
    model = Article()
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    losses = []
    for epoch in range(epochs):
        for batch in torch.randperm(len(pictures)).split(BATCH):
            clean = pictures[batch]
            loss = criterion(model(clean + torch.randn_like(clean)), clean)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
        print(f"Epoch [{epoch + 1}/{epochs}], Loss: {loss.item():.4f}", flush=True)
    return losses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=folder_of("cifar10"))
    parser.add_argument("--seeds", default="42")
    parser.add_argument("--epochs", type=int, default=10)
    args = parser.parse_args()
    pictures = read_set(args.data).pictures("train").float().div(127.5).sub(1)
    for seed in args.seeds.split(","):
        print(f"seed {seed}")
        train(pictures, int(seed), args.epochs)


if __name__ == "__main__":
    main()
