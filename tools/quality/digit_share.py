"""
How many of a network's digits are the ones that were asked for? Samples an exported folder of data set `digits` in diffusers, as many of each class, or
reads what `npm run sample -- --tensors` wrote, and prints the share that a classifier (digit_classifier.py) names as asked, of each digit and of all.

    npm run train -- --data digits --recipe quick --steps 450 --out FOLDER
    python tools/quality/digit_share.py FOLDER [--count 1000] [--seed 0] [--guidance 2] [--steps 50] [--grid FILE.png]     (torch, diffusers, npm)
    python tools/quality/digit_share.py --tensors 0=ZEROS.safetensors 1=ONES.safetensors ... [--grid FILE.png]

--grid: a row of 16 pictures for each digit. Networks of rectified flow are sampled by FlowMatchEulerDiscrete, others by DDIM.
"""

import argparse
import sys
from pathlib import Path

import torch
from diffusers import DDIMScheduler, DDPMPipeline, FlowMatchEulerDiscreteScheduler
from PIL import Image
from safetensors.torch import load_file

from digit_classifier import WEIGHTS, load_classifier, named

PART = 50  # pictures at a time
GRID_COLUMNS, GAP = 16, 2


@torch.no_grad()
def draw(folder: Path, labels: torch.Tensor, seed: int, steps: int, guidance: float) -> torch.Tensor:
    """One picture a label, [n, 1, 28, 28] in [-1, 1]: classifier-free guidance where the network was trained without classes too."""
    pipeline = DDPMPipeline.from_pretrained(folder)
    unet, scheduler = pipeline.unet.eval().to(memory_format=torch.channels_last), pipeline.scheduler
    if not isinstance(scheduler, FlowMatchEulerDiscreteScheduler):
        scheduler = DDIMScheduler.from_config(scheduler.config)
    side, channels, rows = unet.config.sample_size, unet.config.in_channels, unet.config.num_class_embeds
    if (side, channels) != (28, 1) or rows not in (10, 11):
        raise SystemExit(f"{folder}: {side} x {side} x {channels} with {rows} labels, not MNIST's 28 x 28 x 1 with 10 classes")
    noise = torch.randn(len(labels), channels, side, side, generator=torch.Generator().manual_seed(seed))
    done = []
    for x, shown in zip(noise.split(PART), labels.split(PART)):
        scheduler.set_timesteps(steps)
        for t in scheduler.timesteps:
            answer = unet(x, t, class_labels=shown).sample
            if guidance != 1 and rows == 11:
                without = unet(x, t, class_labels=torch.full_like(shown, 10)).sample
                answer = without + guidance * (answer - without)
            x = scheduler.step(answer, t, x).prev_sample
        done.append(x)
        print(f"\r{PART * len(done)} of {len(labels)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return torch.cat(done).clamp(-1, 1)


def read(files: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
    parts = [(int(label), load_file(file)["sample"].clamp(-1, 1)) for label, file in (given.split("=", 1) for given in files)]
    return torch.cat([pictures for _, pictures in parts]), torch.cat([torch.full((len(pictures),), label) for label, pictures in parts])


def write_grid(file: Path, pictures: torch.Tensor, labels: torch.Tensor) -> None:
    pitch = 28 + GAP
    grid = torch.full((10 * pitch - GAP, GRID_COLUMNS * pitch - GAP), 255, dtype=torch.uint8)
    for digit in range(10):
        for column, picture in enumerate(pictures[labels == digit][:GRID_COLUMNS]):
            grid[digit * pitch :, column * pitch :][:28, :28] = ((picture[0] + 1) * 127.5).round()
    Image.fromarray(grid.numpy()).save(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--tensors", nargs="+", metavar="DIGIT=FILE")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--guidance", type=float, default=2.0)
    parser.add_argument("--grid", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="of the classifier")
    args = parser.parse_args()
    if (args.folder is None) == (args.tensors is None):
        parser.error("a FOLDER or --tensors")

    classifier = load_classifier(args.weights)
    if args.folder is None:
        pictures, labels = read(args.tensors)
        source = "read from files"
    else:
        labels = torch.arange(args.count) % 10
        pictures = draw(args.folder, labels, args.seed, args.steps, args.guidance)
        source = f"seed {args.seed}, {args.steps} steps, guidance {args.guidance:g}"
    right = named(classifier, pictures) == labels
    for digit in range(10):
        of = right[labels == digit]
        print(f"{digit}: {of.sum()} of {len(of)}")
    print(f"{right.float().mean():.1%} of {len(labels)} named as asked ({source})")
    if args.grid is not None:
        write_grid(args.grid, pictures, labels)


main()
