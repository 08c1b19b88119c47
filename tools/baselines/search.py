"""
Which settings make pictures that can be named soonest? Trains variants of recipe `quick` (a rectified flow that knows classes) in PyTorch and diffusers,
each on the same pictures in the same order from the same seed, and has a classifier of the set name samples of the averaged weights (EMA) at
guidance 1 and 2. docs/QUALITY.md has the results.

    python tools/baselines/search.py [--data digits] [--images 19968] [--out FILE.jsonl] [name ...]     (torch, diffusers; 3 to 10 minutes a run on one core)
    python tools/baselines/search.py --table [--data digits] [--out FILE.jsonl]     prints what the file holds, as Markdown
    python tools/baselines/search.py --curves FILE.svg [--data digits] [--out FILE.jsonl]     draws their losses

A run that the file holds already is not done again, so that a search goes on where it was stopped.
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
SAMPLES, SAMPLING_STEPS, GUIDANCES = 500, 15, (1, 2)
EPOCH = 60_000
CURVE = 26  # steps whose mean loss is one point of a curve

# Recipe `quick` with AdamW. `epochs`: where the learning rate's cosine ends, in epochs of EPOCH images; two are planned, so that it has fallen little after a third of one.
DEFAULTS = dict(
    target="flow", timesteps="uniform", draws=1, gamma=0, rate=2e-3, warmup=60, schedule="cosine", epochs=2, beta1=0.9, batch=64,
    power=0.75, channels=[32, 32, 32], layers=1, attention=[2], optimizer="adamw",
)  # fmt: skip
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
}  # fmt: skip


def unet(data: PictureSet, channels: list[int], layers: int, attention: list[int]) -> UNet2DModel:
    down = ["AttnDownBlock2D" if level in attention else "DownBlock2D" for level in range(len(channels))]
    up = ["AttnUpBlock2D" if level in attention else "UpBlock2D" for level in reversed(range(len(channels)))]
    return UNet2DModel(
        sample_size=data.side, in_channels=data.channels, out_channels=data.channels, block_out_channels=channels, layers_per_block=layers,
        time_embedding_dim=64, norm_num_groups=8, attention_head_dim=None, num_class_embeds=len(data.class_names) + 1, add_attention=bool(attention),
        down_block_types=down, up_block_types=up,
    )  # fmt: skip


def factor(step: int, schedule: str, warmup: int, end: int) -> float:
    """Of the learning rate, `step` counting from 0: src/ml/training/learning-rate.ts."""
    if step < warmup:
        return step / warmup
    return 1.0 if schedule == "constant" else 0.5 * (1 + math.cos(math.pi * (step - warmup) / max(1, end - warmup)))


def noise_near(clean: torch.Tensor, draws: int, draw: torch.Generator) -> torch.Tensor:
    """For each picture the nearest of `draws` noises (Li et al. 2025, arXiv 2505.18521)."""
    noises = torch.randn(draws, *clean.shape, generator=draw)
    nearest = (noises - clean).square().flatten(2).sum(2).argmin(0)
    return noises[nearest, torch.arange(len(clean))]


def exercise(clean, noise, settings, schedule, draw):
    """Noisy pictures, the noise's strength as the network is given it, its target, and each picture's weight in the loss."""
    count = len(clean)
    if settings["target"] == "flow":
        level = torch.rand(count, generator=draw) if settings["timesteps"] == "uniform" else torch.randn(count, generator=draw).sigmoid()
        return torch.lerp(clean, noise, level.view(-1, 1, 1, 1)), 1000 * level, noise - clean, torch.ones(count)
    t = torch.randint(1000, (count,), generator=draw)
    snr = schedule.alphas_cumprod[t] / (1 - schedule.alphas_cumprod[t])
    gamma = settings["gamma"] or math.inf  # min-SNR weights: Hang et al. 2023, section 3.4
    match settings["target"]:
        case "epsilon":
            target, weight = noise, (gamma / snr).clamp(max=1)
        case "v_prediction":
            target, weight = schedule.get_velocity(clean, noise, t), snr.clamp(max=gamma) / (snr + 1) if settings["gamma"] else torch.ones(count)
        case "sample":
            target, weight = clean, torch.ones(count)
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
    # One stream for all batches: the same noise in each would draw the same pictures again.
    noise = torch.Generator().manual_seed(3)
    pictures = torch.cat([drawn(model, data, target, part, guidance, noise) for part in labels.split(100)]).clamp(-1, 1)
    return (classifier.named(pictures) == labels).float().mean().item()


def optimizer_of(model: UNet2DModel, settings: dict) -> torch.optim.Optimizer:
    if settings["optimizer"] == "muon":
        return Muon(model, lr=settings["rate"], adam_lr=DEFAULTS["rate"])
    return torch.optim.AdamW(model.parameters(), lr=settings["rate"], betas=(settings["beta1"], 0.999), weight_decay=1e-6)


def flops_of(data: PictureSet, name: str, images: int) -> int:
    """Operations of the whole run, as torch counts them: 2 a multiply-add, of convolutions and products of matrices; those of Muon's updates, too."""
    settings = {**DEFAULTS, **VARIANTS[name]}
    batch = settings["batch"]
    with torch.device("meta"):  # shapes are enough
        model = unet(data, settings["channels"], settings["layers"], settings["attention"])
        for part in model.modules():
            if isinstance(part, Attention):
                part.set_processor(AttnProcessor())  # products of matrices, which are counted on every device
        optimizer = optimizer_of(model, settings)
        with FlopCounterMode(display=False) as count:
            pictures, labels = torch.zeros(batch, data.channels, data.side, data.side), torch.zeros(batch, dtype=torch.long)
            model(pictures, torch.zeros(batch), class_labels=labels).sample.square().mean().backward()
            optimizer.step()
    return count.get_total_flops() * (images // batch)


def train(name: str, images: int, data: PictureSet, classifier: Classifier) -> dict:
    settings = {**DEFAULTS, **VARIANTS[name]}
    pictures, labels, no_class = in_range(data.pictures("train")), data.labels("train"), len(data.class_names)
    batch_size, steps = settings["batch"], images // settings["batch"]
    end = steps if settings["epochs"] is None else settings["epochs"] * math.ceil(EPOCH / batch_size)
    torch.manual_seed(1)
    model = unet(data, settings["channels"], settings["layers"], settings["attention"]).to(memory_format=torch.channels_last)  # a fifth of the time
    average = [p.detach().clone() for p in model.parameters()]
    optimizer = optimizer_of(model, settings)
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: factor(step, settings["schedule"], settings["warmup"], end))
    schedule = DDPMScheduler()
    draw = torch.Generator().manual_seed(2)
    epochs = [torch.randperm(len(labels), generator=draw) for _ in range(math.ceil(images / len(labels)))]
    order, losses, began = torch.cat(epochs), [], time.process_time()
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
    curve = [sum(part) / len(part) for part in (losses[at : at + CURVE] for at in range(0, len(losses), CURVE))]
    size = sum(p.numel() for p in model.parameters())
    return dict(data=data.id, name=name, images=images, parameters=size, shares=shares, loss=curve[-1], curve=curve, seconds=took)


def table(data: PictureSet, runs: list[dict]) -> None:
    print("| variant | images | parameters | TFLOP | loss | guidance 1 | guidance 2 | CPU time |\n|---|--:|--:|--:|--:|--:|--:|--:|")
    for run in sorted(runs, key=lambda run: (run["images"], -run["shares"]["2"])):
        one, two = (f"{run['shares'][str(guidance)]:.1%}" for guidance in GUIDANCES)
        flops = flops_of(data, run["name"], run["images"]) / 1e12
        print(f"| {run['name']} | {run['images']:,} | {run['parameters']:,} | {flops:.1f} | {run['loss']:.4f} | {one} | {two} | {run['seconds']:.0f} s |")


def curves(file: Path, runs: list[dict]) -> None:
    """Each variant's training loss, in a small plot of its own beside that of the first run, which is grey: losses of different targets are not of one scale."""
    runs = sorted(runs, key=lambda run: -run["shares"]["2"])
    width, height, columns = 150, 96, 5
    first = next(run for run in runs if run["name"] == next(iter(VARIANTS)))

    def path(run: dict, own: dict) -> str:
        top = max(math.log(own["curve"][1]), math.log(first["curve"][1]))
        bottom = min(math.log(min(own["curve"])), math.log(min(first["curve"])))
        places = [(10 + 130 * k / (len(run["curve"]) - 1), 30 + 56 * (top - math.log(loss)) / (top - bottom)) for k, loss in enumerate(run["curve"])]
        return "M" + " ".join(f"{x:.1f},{max(y, 26):.1f}" for x, y in places)

    cells = []
    for k, run in enumerate(runs):
        x, y = width * (k % columns), height * (k // columns)
        grey, own = (f'<path d="{path(shown, run)}" fill="none" stroke="{stroke}" stroke-width="1.5"/>' for shown, stroke in ((first, "#999"), (run, "#2563eb")))
        cells.append(f'<g transform="translate({x} {y})"><text x="10" y="14">{run["name"]}</text>{grey}{own}<text x="140" y="92" text-anchor="end">{run["loss"]:.3f}</text></g>')
    total = f'width="{width * min(columns, len(runs))}" height="{height * math.ceil(len(runs) / columns)}"'
    style = 'font-family="sans-serif" font-size="9" fill="#666"'
    file.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {total} {style}>\n<title>Training losses of the variants</title>\n' + "\n".join(cells) + "\n</svg>\n")


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
