"""
Which settings suit a run of half a minute? Trains recipe `quick` (a rectified flow that knows classes) in PyTorch and diffusers on MNIST for 450 steps of
64 pictures, once a line of RUNS, and prints the share of samples that a classifier of digits names as asked: of the raw weights and of averages with
several warm-ups, at guidance 1 and 2.

    python tools/baselines/quick.py [name ...]     (torch, diffusers; about 5 minutes a run on one core)

The same seed gives every run the same pictures, noise and initial weights.
"""

import math
import sys
import time
from pathlib import Path

import torch
from diffusers import UNet2DModel

sys.path.append(str(Path(__file__).parents[1] / "quality"))
from digit_classifier import load_classifier, named
from mnist import digits

STEPS, BATCH, NO_CLASS, LABEL_DROPOUT = 450, 64, 10, 0.1
SAMPLES, SAMPLING_STEPS = 200, 20
# Exponents of EMAModel's warm-up: after n steps the average's decay is 1 - (1 + n)^-power.
POWERS = (2 / 3, 0.75)

# As recipe `quick` has it: two epochs of MNIST are planned, so that the rate has hardly fallen after 450 steps.
DEFAULTS = dict(rate=2e-3, warmup=60, beta1=0.9, timesteps="uniform", schedule="cosine", end=1876, channels=[32, 32, 32], attention=True)
RUNS = {
    "as it is": {},
    "logit-normal": dict(timesteps="logit-normal"),
    "cosine to its end": dict(end=STEPS),
    "constant": dict(schedule="constant"),
    "warm-up 100": dict(warmup=100),
    "beta1 0.95": dict(beta1=0.95),
    "rate 1e-3": dict(rate=1e-3),
    "rate 4e-3": dict(rate=4e-3),
    "32 64 64": dict(channels=[32, 64, 64]),
    "no attention": dict(attention=False),
}  # fmt: skip


def unet(channels: list[int], attention: bool) -> UNet2DModel:
    return UNet2DModel(
        sample_size=28, in_channels=1, out_channels=1, block_out_channels=channels, layers_per_block=1, time_embedding_dim=64,
        norm_num_groups=8, attention_head_dim=None, num_class_embeds=NO_CLASS + 1, add_attention=attention,
        down_block_types=["DownBlock2D", "DownBlock2D", "AttnDownBlock2D" if attention else "DownBlock2D"],
        up_block_types=["AttnUpBlock2D" if attention else "UpBlock2D", "UpBlock2D", "UpBlock2D"],
    )  # fmt: skip


def factor(step: int, schedule: str, warmup: int, end: int) -> float:
    """Of the learning rate, `step` counting from 0: src/ml/training/learning-rate.ts."""
    if step < warmup:
        return step / warmup
    return 1.0 if schedule == "constant" else 0.5 * (1 + math.cos(math.pi * (step - warmup) / max(1, end - warmup)))


@torch.no_grad()
def share(model: UNet2DModel, classifier: torch.nn.Module, guidance: float) -> float:
    labels = torch.arange(SAMPLES) % 10
    x = torch.randn(SAMPLES, 1, 28, 28, generator=torch.Generator().manual_seed(3))
    for step in range(SAMPLING_STEPS):
        t = torch.tensor(1000 * (1 - step / SAMPLING_STEPS))
        velocity = model(x, t, class_labels=labels).sample
        if guidance != 1:
            without = model(x, t, class_labels=torch.full_like(labels, NO_CLASS)).sample
            velocity = without + guidance * (velocity - without)
        x = x - velocity / SAMPLING_STEPS
    return (named(classifier, x.clamp(-1, 1)) == labels).float().mean().item()


def train(name: str, pictures: torch.Tensor, labels: torch.Tensor, classifier: torch.nn.Module) -> None:
    settings = {**DEFAULTS, **RUNS[name]}
    torch.manual_seed(1)
    model = unet(settings["channels"], settings["attention"]).to(memory_format=torch.channels_last)  # a fifth of the time
    averages = {power: [p.detach().clone() for p in model.parameters()] for power in POWERS}
    optimizer = torch.optim.AdamW(model.parameters(), lr=settings["rate"], betas=(settings["beta1"], 0.999), weight_decay=1e-6)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: factor(step, settings["schedule"], settings["warmup"], settings["end"])
    )
    draw = torch.Generator().manual_seed(2)
    order, losses, began = torch.randperm(len(labels), generator=draw), [], time.time()
    for step in range(STEPS):
        batch = order[step * BATCH : (step + 1) * BATCH]
        clean, shown = pictures[batch], labels[batch]
        shown = torch.where(torch.rand(BATCH, generator=draw) < LABEL_DROPOUT, NO_CLASS, shown)
        noise = torch.randn(clean.shape, generator=draw)
        level = torch.rand(BATCH, generator=draw) if settings["timesteps"] == "uniform" else torch.randn(BATCH, generator=draw).sigmoid()
        sigma = level[:, None, None, None]
        answer = model((1 - sigma) * clean + sigma * noise, 1000 * level, class_labels=shown).sample
        loss = (answer - (noise - clean)).square().mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        with torch.no_grad():
            for power, average in averages.items():
                torch._foreach_lerp_(average, list(model.parameters()), (2 + step) ** -power)
    took = time.time() - began
    model.eval()
    shares = {"raw": {g: share(model, classifier, g) for g in (1, 2)}}
    for power, average in averages.items():
        with torch.no_grad():
            for parameter, value in zip(model.parameters(), average):
                parameter.copy_(value)
        shares[f"EMA {power:.2f}"] = {g: share(model, classifier, g) for g in (1, 2)}
    said = "  ".join(f"{kind} {of[1]:.1%} {of[2]:.1%}" for kind, of in shares.items())
    size = sum(p.numel() for p in model.parameters())
    print(f"{name:18} {size:7} parameters, loss {sum(losses[-50:]) / 50:.4f}; named right at guidance 1, 2: {said}  ({took:.0f} s)", flush=True)


def main(*names: str) -> None:
    torch.set_num_threads(1)
    classifier = load_classifier()
    pictures, labels = digits("train")
    for name in names or RUNS:
        train(name, pictures, labels, classifier)


main(*sys.argv[1:])
