"""
How much arithmetic an image costs in each recipe's network, by torch.utils.flop_counter: 2 operations a multiply-add of convolutions, linear layers and
attention, forward, and forward and backward. Writes flops.json, which src/ml/recipe-cost.test.ts compares with what the page counts, and prints the
table of docs/QUALITY.md.

    python tools/golden/flops.py     (torch and diffusers; and Node, which says what the networks are)
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
                part.set_processor(AttnProcessor())  # products of matrices, which are counted on every device
        labels = torch.zeros(1, dtype=torch.long) if model.config.num_class_embeds else None
        answer = lambda: model(picture, torch.tensor([5]), class_labels=labels).sample  # noqa: E731
    with FlopCounterMode(display=False) as forward, torch.no_grad():
        answer()
    with FlopCounterMode(display=False) as training:
        answer().square().mean().backward()
    return dict(parameters=sum(p.numel() for p in model.parameters()), forward=forward.get_total_flops(), training=training.get_total_flops())


def main() -> None:
    torch.set_default_device("meta")  # shapes are enough
    networks = json.loads(subprocess.run(["npx", "tsx", HERE / "flops-networks.ts"], capture_output=True, text=True, check=True).stdout)
    counts = [dict(recipe=n["recipe"], set=n["set"], **count(n["side"], n["channels"], n["unet"])) for n in networks]
    (HERE / "flops.json").write_text(json.dumps(counts, indent=1) + "\n")
    print("| recipe | set | parameters | GFLOP an image, forward | in training |\n|---|---|--:|--:|--:|")
    for one in counts:
        print(f"| `{one['recipe']}` | {one['set']} | {one['parameters']:,} | {one['forward'] / 1e9:.3f} | {one['training'] / 1e9:.3f} |")


main()
