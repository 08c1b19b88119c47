"""
Which learning rate, betas, warm-up and shape suit a run of minutes?

    python tools/baselines/recipes.py [public/cifar] [name ...]

Needs torch, diffusers and pillow. A run takes about 5 minutes on one core.

Trains recipe `tiny` or `small` in PyTorch and diffusers on CIFAR-10 for a few hundred steps, once
for each line of RUNS, and prints the validation loss. This is the mean squared error on 256 fixed
triples of test image, noise and timestep, of the raw weights along the way and of the averaged ones
at the end. src/ml/recipes.ts cites the numbers.

The same seed gives every run the same images, noise and timesteps, and every shape its own initial
weights.
"""

import json
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
from diffusers import DDPMScheduler, UNet2DModel
from diffusers.training_utils import EMAModel
from PIL import Image

STEPS = 600
BATCH = 32
TRAIN_SHARDS = 20
# Recipe `small`. Its steps cost about three times as much, so its runs are shorter.
SMALL = [32, 64, 96]

# steps, peak learning rate, beta1, warm-up, block_out_channels
RUNS = {
    "diffusers' 1e-4": (STEPS, 1e-4, 0.95, 100, [32, 32, 32]),
    "5e-4": (STEPS, 5e-4, 0.95, 100, [32, 32, 32]),
    "1e-3": (STEPS, 1e-3, 0.95, 100, [32, 32, 32]),
    "2e-3": (STEPS, 2e-3, 0.95, 100, [32, 32, 32]),
    "1e-3, beta1 0.9": (STEPS, 1e-3, 0.9, 100, [32, 32, 32]),
    "1e-3, warm-up 500": (STEPS, 1e-3, 0.95, 500, [32, 32, 32]),
    # A step costs 0.74 of those above.
    "1e-3, 16 32 64": (round(STEPS / 0.74), 1e-3, 0.95, 100, [16, 32, 64]),
    "4e-3": (STEPS, 4e-3, 0.95, 100, [32, 32, 32]),
    "small, diffusers' 1e-4": (100, 1e-4, 0.95, 50, SMALL),
    "small, 5e-4": (100, 5e-4, 0.95, 50, SMALL),
    "small, 1e-3": (100, 1e-3, 0.95, 50, SMALL),
}


def unet(channels: list[int]) -> UNet2DModel:
    if channels == SMALL:
        return UNet2DModel(
            sample_size=32,
            block_out_channels=channels,
            layers_per_block=2,
            norm_num_groups=8,
            attention_head_dim=None,
            down_block_types=["DownBlock2D", "AttnDownBlock2D", "DownBlock2D"],
            up_block_types=["UpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
        )
    return UNet2DModel(
        sample_size=32,
        block_out_channels=channels,
        layers_per_block=1,
        time_embedding_dim=64,
        norm_num_groups=8,
        attention_head_dim=None,
        down_block_types=["DownBlock2D", "DownBlock2D", "AttnDownBlock2D"],
        up_block_types=["AttnUpBlock2D", "UpBlock2D", "UpBlock2D"],
    )


def shards(folder: Path, split: str, count: int) -> torch.Tensor:
    """Read the images of the first shards, [n, 3, 32, 32] in [-1, 1]."""
    manifest = json.loads((folder / "manifest.json").read_text())
    columns, rows = manifest["mosaic"]["columns"], manifest["mosaic"]["rows"]
    images = []
    for shard in manifest["splits"][split]["shards"][:count]:
        mosaic = np.asarray(Image.open(folder / shard["file"]).convert("RGB")).reshape(rows, 32, columns, 32, 3)
        images.append(mosaic.transpose(0, 2, 4, 1, 3).reshape(-1, 3, 32, 32)[: shard["count"]])
    return torch.from_numpy(np.concatenate(images)).float() / 127.5 - 1


def cosine(step: int, steps: int, warmup: int) -> float:
    if step < warmup:
        return step / warmup
    return 0.5 * (1 + math.cos(math.pi * (step - warmup) / max(1, steps - warmup)))


def train(name: str, pictures: torch.Tensor, held_out: torch.Tensor) -> None:
    steps, learning_rate, beta1, warmup, channels = RUNS[name]
    scheduler = DDPMScheduler()
    torch.manual_seed(1)
    fixed_noise = torch.randn_like(held_out)
    fixed_t = torch.arange(2, 1000, 1000 / len(held_out)).long()
    model = unet(channels)
    ema = EMAModel(model.parameters(), use_ema_warmup=True, inv_gamma=1.0, power=0.75, decay=0.9999)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate, betas=(beta1, 0.999), weight_decay=1e-6)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: cosine(step, steps, warmup))

    @torch.no_grad()
    def validation() -> float:
        parts = zip(held_out.split(64), fixed_noise.split(64), fixed_t.split(64))
        losses = [(model(scheduler.add_noise(x, n, t), t).sample - n).square().mean().item() for x, n, t in parts]
        return float(np.mean(losses))

    draw = torch.Generator().manual_seed(2)
    along = []
    began = time.time()
    for step in range(1, steps + 1):
        clean = pictures[torch.randint(len(pictures), (BATCH,), generator=draw)]
        clean = torch.where(torch.rand(BATCH, 1, 1, 1, generator=draw) < 0.5, clean.flip(3), clean)
        noise = torch.randn(clean.shape, generator=draw)
        t = torch.randint(1000, (BATCH,), generator=draw)
        loss = (model(scheduler.add_noise(clean, noise, t), t).sample - noise).square().mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        ema.step(model.parameters())
        if step in (50, 100, 200, 400) or step == steps:
            along.append(f"{step}: {validation():.4f}")
    ema.copy_to(model.parameters())
    print(f"{name:24} raw {'  '.join(along)}  EMA {validation():.4f}  ({time.time() - began:.0f} s)", flush=True)


def main(folder: str = "public/cifar", *names: str) -> None:
    torch.set_num_threads(1)
    pictures = shards(Path(folder), "train", TRAIN_SHARDS)
    held_out = shards(Path(folder), "test", 1)[:256]
    for name in names or RUNS:
        train(name, pictures, held_out)


main(*sys.argv[1:])
