"""
Load an exported checkpoint folder into the article's own PyTorch network, and print its answer.

    python tools/golden/check_article_checkpoint.py FOLDER INPUT.json

Needs torch and safetensors. INPUT.json holds {"shape": [n, 3, 32, 32], "values": [...]}, as
`article-answer.ts` beside this file writes it, together with our answer under "ours". If "ours" is
there, the largest difference from it is printed, and more than 1e-4 fails.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn


class Autoencoder(nn.Module):
    """The network as the article's program writes it."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(3, 64, kernel_size=4, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv2d(64, 128, kernel_size=4, stride=2, padding=1),
            nn.ReLU(),
        )
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(128, 64, kernel_size=4, stride=2, padding=1),
            nn.ReLU(),
            nn.ConvTranspose2d(64, 3, kernel_size=4, stride=2, padding=1),
            nn.Tanh(),
        )

    def forward(self, x):
        return self.decoder(self.encoder(x))


def main(folder: str, input_file: str) -> int:
    network = Autoencoder()
    network.load_state_dict(load_file(Path(folder) / "unet" / "diffusion_pytorch_model.safetensors"), strict=True)
    network.eval()
    given = json.loads(Path(input_file).read_text())
    x = torch.tensor(given["values"], dtype=torch.float32).reshape(given["shape"])
    with torch.no_grad():
        y = network(x)
    print(f"answer: shape {tuple(y.shape)}, mean {y.mean():.6f}, std {y.std():.6f}")
    print("first values:", [round(v, 6) for v in y.flatten()[:8].tolist()])
    if "ours" not in given:
        return 0
    difference = (y - torch.tensor(given["ours"]).reshape(y.shape)).abs().max().item()
    print(f"largest difference from ours: {difference:.3g}")
    return 0 if difference <= 1e-4 else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
