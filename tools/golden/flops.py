"""
How much arithmetic an image costs in each recipe's network, as torch.utils.flop_counter counts it.

    python tools/golden/flops.py

Needs torch, diffusers, and Node, which says what the networks are. Counts the multiply-adds of
convolutions, linear layers and attention, as 2 operations each: of the forward pass, and of forward
and backward pass together. Writes flops.json, which src/ml/recipe-cost.test.ts compares with what
the page counts, and prints the table of docs/QUALITY.md.
"""

import json
import subprocess
from pathlib import Path

import torch
from diffusers import UNet2DModel
from diffusers.models.attention_processor import Attention, AttnProcessor
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

HERE = Path(__file__).parent


def article(channels: int) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(channels, 64, 4, 2, 1), nn.ReLU(), nn.Conv2d(64, 128, 4, 2, 1), nn.ReLU(),
        nn.ConvTranspose2d(128, 64, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(64, channels, 4, 2, 1),
    )  # fmt: skip


def count(side: int, channels: int, unet: dict | None) -> dict:
    picture = torch.randn(1, channels, side, side)
    if unet is None:
        model = article(channels)
        answer = lambda: model(picture)  # noqa: E731
    else:
        model = UNet2DModel(**unet)
        for part in model.modules():
            if isinstance(part, Attention):
                part.set_processor(AttnProcessor())  # matrix products, which are counted on every device
        labels = torch.zeros(1, dtype=torch.long) if model.config.num_class_embeds else None
        answer = lambda: model(picture, torch.tensor([5]), class_labels=labels).sample  # noqa: E731
    with FlopCounterMode(display=False) as forward, torch.no_grad():
        answer()
    with FlopCounterMode(display=False) as training:
        answer().square().mean().backward()
    return dict(
        parameters=sum(p.numel() for p in model.parameters()),
        forward=forward.get_total_flops(),
        training=training.get_total_flops(),
    )


def main() -> None:
    torch.set_default_device("meta")  # shapes are enough
    command = ["npx", "tsx", HERE / "flops-networks.ts"]
    networks = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    counts = [dict(recipe=n["recipe"], set=n["set"], **count(n["side"], n["channels"], n["unet"])) for n in networks]
    (HERE / "flops.json").write_text(json.dumps(counts, indent=1) + "\n")
    print("| recipe | set | parameters | GFLOP an image, forward | in training |\n|---|---|--:|--:|--:|")
    for one in counts:
        gigaflops = f"{one['forward'] / 1e9:.3f} | {one['training'] / 1e9:.3f}"
        print(f"| `{one['recipe']}` | {one['set']} | {one['parameters']:,} | {gigaflops} |")


main()
