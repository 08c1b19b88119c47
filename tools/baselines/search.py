"""
Which settings soonest make pictures that a classifier recognizes?

    python tools/baselines/search.py [--data digits] [--images 19968] [--out FILE.jsonl] [name ...]
    python tools/baselines/search.py --table [--data digits] [--out FILE.jsonl]
    python tools/baselines/search.py --curves FILE.svg [--data digits] [--out FILE.jsonl]

Needs torch and diffusers. A run takes 3 to 10 minutes on one core.

Trains variants of recipe `quick` (a rectified flow that knows classes) in PyTorch and diffusers,
each on the same pictures in the same order from the same seed. A classifier of the set then names
samples of the averaged weights (EMA), drawn at guidance 1 and 2. docs/QUALITY.md has the results.

The results are added to the file of --out. A run that the file already holds is not repeated, so a
search continues where it was stopped. --table prints what the file holds, as Markdown. --curves
draws the losses.
"""

import argparse
import json
import math
import sys
import time
from pathlib import Path

import torch
from diffusers import DDIMScheduler, DDPMScheduler, UNet2DModel
from diffusers.models.attention_processor import Attention, AttnProcessor
from torch.utils.flop_counter import FlopCounterMode

sys.path.append(str(Path(__file__).parents[1] / "quality"))
from classifier import Classifier, load_classifier
from muon import Muon
from pictures import FOLDERS, PictureSet, folder_of, in_range, read_set

LABEL_DROPOUT = 0.1
SAMPLES = 500
SAMPLING_STEPS = 15
GUIDANCES = (1, 2)
EPOCH = 60_000
CURVE = 26  # a point of a curve is the mean loss of this many steps

# Recipe `quick` with AdamW.
DEFAULTS = dict(
    target="flow",
    timesteps="uniform",
    draws=1,
    gamma=0,
    rate=2e-3,
    warmup=60,
    schedule="cosine",
    # The learning rate's cosine ends after this many epochs of EPOCH images. With two it has fallen
    # little after a third of an epoch.
    epochs=2,
    beta1=0.9,
    batch=64,
    power=0.75,
    channels=[32, 32, 32],
    layers=1,
    attention=[2],
    optimizer="adamw",
)
VARIANTS = {
    "quick, with AdamW": {},
    "logit-normal timesteps": dict(timesteps="logit-normal"),
    "epsilon": dict(target="epsilon"),
    "epsilon, min-SNR 5": dict(target="epsilon", gamma=5),
    "v": dict(target="v_prediction"),
    "v, min-SNR 5": dict(target="v_prediction", gamma=5),
    "sample": dict(target="sample"),
    "nearest of 4 noises": dict(draws=4),
    "beta1 0.95": dict(beta1=0.95),
    "beta1 0.8": dict(beta1=0.8),
    "rate 1e-3": dict(rate=1e-3),
    "rate 4e-3": dict(rate=4e-3),
    "warm-up 20": dict(warmup=20),
    "warm-up 120": dict(warmup=120),
    "cosine to this end": dict(epochs=None),
    "constant rate": dict(schedule="constant"),
    "batch 32": dict(batch=32),
    "batch 128": dict(batch=128),
    "batch 256": dict(batch=256),
    "EMA power 2/3": dict(power=2 / 3),
    "EMA power 0.85": dict(power=0.85),
    "width 24": dict(channels=[24, 24, 24]),
    "width 48": dict(channels=[48, 48, 48]),
    "width 32 48 64": dict(channels=[32, 48, 64]),
    "two layers a level": dict(layers=2),
    "no attention": dict(attention=[]),
    "attention at 14 and 7": dict(attention=[1, 2]),
    "Muon": dict(optimizer="muon", rate=0.02),
}


def unet(data: PictureSet, channels: list[int], layers: int, attention: list[int]) -> UNet2DModel:
    down = ["AttnDownBlock2D" if level in attention else "DownBlock2D" for level in range(len(channels))]
    up = ["AttnUpBlock2D" if level in attention else "UpBlock2D" for level in reversed(range(len(channels)))]
    return UNet2DModel(
        sample_size=data.side,
        in_channels=data.channels,
        out_channels=data.channels,
        block_out_channels=channels,
        layers_per_block=layers,
        time_embedding_dim=64,
        norm_num_groups=8,
        attention_head_dim=None,
        num_class_embeds=len(data.class_names) + 1,
        add_attention=bool(attention),
        down_block_types=down,
        up_block_types=up,
    )


def factor(step: int, schedule: str, warmup: int, end: int) -> float:
    """The factor of the learning rate, as in src/ml/training/learning-rate.ts.

    `step` counts from 0.
    """
    if step < warmup:
        return step / warmup
    return 1.0 if schedule == "constant" else 0.5 * (1 + math.cos(math.pi * (step - warmup) / max(1, end - warmup)))


def noise_near(clean: torch.Tensor, draws: int, draw: torch.Generator) -> torch.Tensor:
    """Draw noise `draws` times and return the nearest to each picture.

    Li et al. 2025, arXiv 2505.18521.
    """
    noises = torch.randn(draws, *clean.shape, generator=draw)
    nearest = (noises - clean).square().flatten(2).sum(2).argmin(0)
    return noises[nearest, torch.arange(len(clean))]


def exercise(clean, noise, settings, schedule, draw):
    """Return noisy pictures, timesteps, targets, and the weight of each picture in the loss."""
    count = len(clean)
    if settings["target"] == "flow":
        if settings["timesteps"] == "uniform":
            level = torch.rand(count, generator=draw)
        else:
            level = torch.randn(count, generator=draw).sigmoid()
        return torch.lerp(clean, noise, level.view(-1, 1, 1, 1)), 1000 * level, noise - clean, torch.ones(count)
    t = torch.randint(1000, (count,), generator=draw)
    snr = schedule.alphas_cumprod[t] / (1 - schedule.alphas_cumprod[t])
    gamma = settings["gamma"] or math.inf  # min-SNR weights: Hang et al. 2023, section 3.4
    match settings["target"]:
        case "epsilon":
            target = noise
            weight = (gamma / snr).clamp(max=1)
        case "v_prediction":
            target = schedule.get_velocity(clean, noise, t)
            weight = snr.clamp(max=gamma) / (snr + 1) if settings["gamma"] else torch.ones(count)
        case "sample":
            target = clean
            weight = torch.ones(count)
    return schedule.add_noise(clean, noise, t), t, target, weight


@torch.inference_mode()
def drawn(
    model: UNet2DModel, data: PictureSet, target: str, labels: torch.Tensor, guidance: float, noise: torch.Generator
) -> torch.Tensor:
    x = torch.randn(len(labels), data.channels, data.side, data.side, generator=noise)

    def answer(t: torch.Tensor) -> torch.Tensor:
        wanted = model(x, t, class_labels=labels).sample
        if guidance == 1:
            return wanted
        without = model(x, t, class_labels=torch.full_like(labels, len(data.class_names))).sample
        return without + guidance * (wanted - without)

    if target == "flow":
        for step in range(SAMPLING_STEPS):
            x = x - answer(torch.tensor(1000 * (1 - step / SAMPLING_STEPS))) / SAMPLING_STEPS
        return x
    scheduler = DDIMScheduler(prediction_type=target, timestep_spacing="trailing")
    scheduler.set_timesteps(SAMPLING_STEPS)
    for t in scheduler.timesteps:
        x = scheduler.step(answer(t), t, x).prev_sample
    return x


def share(model: UNet2DModel, data: PictureSet, target: str, classifier: Classifier, guidance: float) -> float:
    labels = torch.arange(SAMPLES) % len(data.class_names)
    # One stream for all batches. With the same noise, each batch would get the same pictures.
    noise = torch.Generator().manual_seed(3)
    pictures = torch.cat([drawn(model, data, target, part, guidance, noise) for part in labels.split(100)]).clamp(-1, 1)
    return (classifier.named(pictures) == labels).float().mean().item()


def optimizer_of(model: UNet2DModel, settings: dict) -> torch.optim.Optimizer:
    if settings["optimizer"] == "muon":
        return Muon(model, lr=settings["rate"], adam_lr=DEFAULTS["rate"])
    return torch.optim.AdamW(
        model.parameters(), lr=settings["rate"], betas=(settings["beta1"], 0.999), weight_decay=1e-6
    )


def flops_of(data: PictureSet, name: str, images: int) -> int:
    """Count the operations of the whole run, as torch does: 2 for a multiply-add.

    Those of convolutions and matrix products count, also in Muon's updates.
    """
    settings = {**DEFAULTS, **VARIANTS[name]}
    batch = settings["batch"]
    with torch.device("meta"):  # shapes are enough
        model = unet(data, settings["channels"], settings["layers"], settings["attention"])
        for part in model.modules():
            if isinstance(part, Attention):
                part.set_processor(AttnProcessor())  # matrix products, which are counted on every device
        optimizer = optimizer_of(model, settings)
        with FlopCounterMode(display=False) as count:
            pictures = torch.zeros(batch, data.channels, data.side, data.side)
            labels = torch.zeros(batch, dtype=torch.long)
            model(pictures, torch.zeros(batch), class_labels=labels).sample.square().mean().backward()
            optimizer.step()
    return count.get_total_flops() * (images // batch)


def train(name: str, images: int, data: PictureSet, classifier: Classifier) -> dict:
    settings = {**DEFAULTS, **VARIANTS[name]}
    pictures = in_range(data.pictures("train"))
    labels = data.labels("train")
    no_class = len(data.class_names)
    batch_size = settings["batch"]
    steps = images // batch_size
    end = steps if settings["epochs"] is None else settings["epochs"] * math.ceil(EPOCH / batch_size)
    torch.manual_seed(1)
    model = unet(data, settings["channels"], settings["layers"], settings["attention"])
    model = model.to(memory_format=torch.channels_last)  # a fifth of the time
    average = [p.detach().clone() for p in model.parameters()]
    optimizer = optimizer_of(model, settings)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: factor(step, settings["schedule"], settings["warmup"], end)
    )
    schedule = DDPMScheduler()
    draw = torch.Generator().manual_seed(2)
    epochs = [torch.randperm(len(labels), generator=draw) for _ in range(math.ceil(images / len(labels)))]
    order = torch.cat(epochs)
    losses = []
    began = time.process_time()
    for step in range(steps):
        batch = order[step * batch_size : (step + 1) * batch_size]
        clean, shown = pictures[batch], labels[batch]
        shown = torch.where(torch.rand(len(batch), generator=draw) < LABEL_DROPOUT, no_class, shown)
        noise = noise_near(clean, settings["draws"], draw)
        noisy, t, target, weight = exercise(clean, noise, settings, schedule, draw)
        answer = model(noisy, t, class_labels=shown).sample
        loss = (weight * (answer - target).square().mean((1, 2, 3))).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        rate.step()
        losses.append(loss.item())
        torch._foreach_lerp_(average, [p.detach() for p in model.parameters()], (2 + step) ** -settings["power"])
    took = time.process_time() - began
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), average):
            parameter.copy_(value)
    model.eval()
    shares = {str(guidance): share(model, data, settings["target"], classifier, guidance) for guidance in GUIDANCES}
    parts = [losses[at : at + CURVE] for at in range(0, len(losses), CURVE)]
    curve = [sum(part) / len(part) for part in parts]
    size = sum(p.numel() for p in model.parameters())
    return dict(
        data=data.id,
        name=name,
        images=images,
        parameters=size,
        shares=shares,
        loss=curve[-1],
        curve=curve,
        seconds=took,
    )


def table(data: PictureSet, runs: list[dict]) -> None:
    print("| variant | images | parameters | TFLOP | loss | guidance 1 | guidance 2 | CPU time |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for run in sorted(runs, key=lambda run: (run["images"], -run["shares"]["2"])):
        one, two = (f"{run['shares'][str(guidance)]:.1%}" for guidance in GUIDANCES)
        flops = flops_of(data, run["name"], run["images"]) / 1e12
        size = f"{run['images']:,} | {run['parameters']:,} | {flops:.1f}"
        print(f"| {run['name']} | {size} | {run['loss']:.4f} | {one} | {two} | {run['seconds']:.0f} s |")


def curves(file: Path, runs: list[dict]) -> None:
    """Draw each variant's training loss in a small plot, together with the first variant's in grey.

    Each plot has a scale of its own, because losses of different targets do not compare.
    """
    runs = sorted(runs, key=lambda run: -run["shares"]["2"])
    width, height, columns = 150, 96, 5
    first = next(run for run in runs if run["name"] == next(iter(VARIANTS)))

    def path(run: dict, own: dict) -> str:
        top = max(math.log(own["curve"][1]), math.log(first["curve"][1]))
        bottom = min(math.log(min(own["curve"])), math.log(min(first["curve"])))
        places = []
        for k, loss in enumerate(run["curve"]):
            x = 10 + 130 * k / (len(run["curve"]) - 1)
            y = 30 + 56 * (top - math.log(loss)) / (top - bottom)
            places.append(f"{x:.1f},{max(y, 26):.1f}")
        return "M" + " ".join(places)

    def line(run: dict, own: dict, colour: str) -> str:
        return f'<path d="{path(run, own)}" fill="none" stroke="{colour}" stroke-width="1.5"/>'

    cells = []
    for k, run in enumerate(runs):
        x, y = width * (k % columns), height * (k // columns)
        lines = line(first, run, "#999") + line(run, run, "#2563eb")
        title = f'<text x="10" y="14">{run["name"]}</text>'
        loss = f'<text x="140" y="92" text-anchor="end">{run["loss"]:.3f}</text>'
        cells.append(f'<g transform="translate({x} {y})">{title}{lines}{loss}</g>')
    total = f'width="{width * min(columns, len(runs))}" height="{height * math.ceil(len(runs) / columns)}"'
    style = 'font-family="sans-serif" font-size="9" fill="#666"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {total} {style}>'
    file.write_text("\n".join([svg, "<title>Training losses of the variants</title>", *cells, "</svg>"]) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*VARIANTS, []], metavar="name")
    parser.add_argument("--data", choices=FOLDERS, default="digits")
    parser.add_argument("--images", type=int, default=19_968)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[2] / ".cache" / "search.jsonl")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--curves", type=Path)
    args = parser.parse_args()
    lines = [json.loads(line) for line in args.out.read_text().splitlines()] if args.out.exists() else []
    runs = [run for run in lines if run["data"] == args.data]
    if args.curves:
        return curves(args.curves, runs)
    data = read_set(folder_of(args.data))
    if args.table:
        return table(data, runs)
    torch.set_num_threads(1)
    classifier = load_classifier(data)
    for name in args.names or VARIANTS:
        if any((run["name"], run["images"]) == (name, args.images) for run in runs):
            continue
        run = train(name, args.images, data, classifier)
        args.out.parent.mkdir(parents=True, exist_ok=True)
        with args.out.open("a") as out:
            out.write(json.dumps(run) + "\n")
        table(data, [run])
        sys.stdout.flush()


main()
