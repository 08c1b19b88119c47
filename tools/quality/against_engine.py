"""
Does PyTorch draw the same pictures as the engine?

    python tools/quality/against_engine.py FOLDER [--count 4] [--steps 20] [--guidance 2]
        [--class NUMBER] [--scheduler NAME] [--backend webgpu]

Needs torch, diffusers, safetensors and Node. `npm run sample -- --tensors` draws a few pictures
with the network of an exported folder. draw.py draws from the same noise with the same scheduler,
steps, class and guidance. Prints how far the pictures are apart. Exits with 1 if that is more than
1e-3 anywhere.

Pictures are in [-1, 1], so 1e-3 is an eighth of a step of a byte. Only a trained network keeps
within it. A network with random weights magnifies the rounding at every step, and PyTorch's float32
differs about as much from its own float64.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import torch

from draw import SCHEDULERS, draw, open_network
from pictures import REPOSITORY, Refused
from samples_file import tensor_in

TOLERANCE = 1e-3


def engine(args: argparse.Namespace, out: Path) -> tuple[torch.Tensor, torch.Tensor]:
    """Let the engine sample. Return its noise and its samples, [count, channels, side, side]."""
    asked = [
        ("model", args.folder.resolve()),
        ("count", args.count),
        ("steps", args.steps),
        ("seed", args.seed),
        ("backend", args.backend),
    ]
    if args.label is not None:
        asked.append(("class", args.label))
    if args.label is not None and args.guidance != 1:
        asked.append(("guidance", args.guidance))
    if args.scheduler is not None:
        asked.append(("scheduler", args.scheduler))
    tensors = out / "engine.safetensors"
    asked += [("out", out / "engine.png"), ("tensors", tensors)]
    command = ["npx", "tsx", "cli/sample-command.ts", *(f"--{name}={value}" for name, value in asked)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    if done.returncode != 0:
        raise Refused(done.stderr.strip().rpartition("\n")[2])
    return tensor_in(tensors, "noise"), tensor_in(tensors, "sample")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--guidance", type=float, default=2.0)
    parser.add_argument("--class", type=int, dest="label")
    deterministic = [name for name in SCHEDULERS if name != "ddpm"]
    parser.add_argument("--scheduler", choices=deterministic, help="a deterministic one")
    parser.add_argument("--backend", default="webgpu")
    args = parser.parse_args()
    try:
        network = open_network(args.folder, args.scheduler)
        with tempfile.TemporaryDirectory() as out:
            noise, theirs = engine(args, Path(out))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        raise SystemExit(2) from None
    labels = None
    if network.labels:
        # Without a class, the engine uses the label for "no class".
        labels = torch.full((args.count,), network.labels - 1 if args.label is None else args.label)
    guidance = 1.0 if args.label is None else args.guidance
    ours = draw(network, noise, labels, args.steps, guidance, args.seed, quiet=True)
    apart = (ours - theirs).abs()
    how = f"{args.count} pictures, {args.steps} steps of {network.scheduler_name}"
    how += "" if args.label is None else f", class {args.label}, guidance {guidance:g}"
    result = f"at most {apart.max():.1e} apart, {apart.mean():.1e} on average, of pictures in [-1, 1]"
    print(f"{args.folder}: {how}: {result}")
    raise SystemExit(0 if apart.max() <= TOLERANCE else 1)


if __name__ == "__main__":
    main()
