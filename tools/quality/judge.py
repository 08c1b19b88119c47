"""
How good are a network's samples?

    python tools/quality/judge.py --model DIR [--count 1000] [--seed 0] [--guidance 1,2,3]
        [--steps 50] [--bfloat16] [--sheet FILE.png] [--json]
    python tools/quality/judge.py --data digits --tensors 0=ZEROS.safetensors,1=ONES.safetensors

Needs torch, diffusers, safetensors, numpy and pillow. A classifier of the network's data set, which
is trained separately (classifier.py), judges the samples: the share that it names as asked, the
Frechet distance to the test set, the nearest training pictures, and the spread within a class.

--model is a folder that `npm run train -- --out` or diffusers' save_pretrained wrote. --data is the
set, by name or as the folder that `npm run data` wrote; without it, training_state.json or
card.json of the model's folder names the set. --tensors, in the place of --model, takes what
`npm run sample -- --tensors` wrote. Networks of rectified flow are sampled by
FlowMatchEulerDiscrete, others by DDIM.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import torch

from classifier import load_classifier
from draw import SCHEDULERS, Network, draw, noise_of, open_network, set_of, trained_classes
from judgement import Judge, in_words
from pictures import CACHE, FOLDERS, PictureSet, Refused, folder_of, read_set
from samples_file import read_samples
from sheet import write_sheet


def main() -> None:
    args = arguments()
    try:
        data = data_set(args)
        if args.model is None:
            draws = [({"tensors": args.tensors}, *read_samples(args.tensors, data))]
            compared = data
        else:
            network = open_network(args.model, args.scheduler, args.bfloat16)
            classes = trained_classes(network, data)
            draws = drawn(network, classes, guidances_for(network, data, args.guidance), args)
            compared = data.only(classes)
        judge = Judge.of(compared, load_classifier(data, args.cache))
        for facts, pictures, labels in draws:
            judgement = judge.judge(pictures, labels)
            report({**facts, "set": data.id, **judgement, "date": time.strftime("%Y-%m-%d")}, args.json)
            if args.sheet is not None:
                write_sheet(sheet_file(args.sheet, facts, len(args.guidance or [])), pictures, labels)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        raise SystemExit(2) from None


def data_set(args: argparse.Namespace) -> PictureSet:
    if args.data is not None:
        return read_set(folder_of(args.data) if args.data in FOLDERS else Path(args.data))
    if args.model is not None and not args.model.is_dir():
        raise Refused(f"--model {args.model}: there is no such folder.")
    name = None if args.model is None else set_of(args.model)
    if name is None:
        raise Refused("--data is missing: the name of the set that the pictures are like, or its folder.")
    return read_set(folder_of(name))


def guidances_for(network: Network, data: PictureSet, asked: list[float] | None) -> list[float]:
    can_be_guided = network.labels == len(data.class_names) + 1
    guidances = asked or [2.0 if can_be_guided else 1.0]
    if any(guidance != 1 for guidance in guidances) and not can_be_guided:
        reason = "has not learned to answer without a class" if network.labels else "knows no classes"
        raise Refused(f"--guidance does not fit the network, which {reason}.")
    return guidances


def drawn(
    network: Network, classes: list[int], guidances: list[float], args: argparse.Namespace
) -> Iterator[tuple[dict, torch.Tensor, torch.Tensor | None]]:
    """Yield what was done, the pictures and their labels, for each guidance from the same noise."""
    labels = torch.tensor(classes)[torch.arange(args.count) % len(classes)] if network.labels else None
    noise = noise_of(network, args.count, args.seed)
    for guidance in guidances:
        began = time.process_time()
        pictures = draw(network, noise, labels, args.steps, guidance, args.seed)
        facts = {
            "model": str(args.model),
            "seed": args.seed,
            "guidance": guidance,
            "steps": args.steps,
            "scheduler": network.scheduler_name,
            "precision": "bfloat16" if args.bfloat16 else "float32",
            "samplingSeconds": round(time.process_time() - began, 1),  # of the processor
            "command": command(args, guidance),
        }
        yield facts, pictures, labels


def command(args: argparse.Namespace, guidance: float) -> str:
    """The command that repeats this judgement. It has the folder's name without its path."""
    numbers = f"--count {args.count} --seed {args.seed} --guidance {guidance:g} --steps {args.steps}"
    scheduler = f" --scheduler {args.scheduler}" if args.scheduler else ""
    bfloat16 = " --bfloat16" if args.bfloat16 else ""
    return f"npm run judge -- --model {args.model.resolve().name} {numbers}{scheduler}{bfloat16}"


def report(judgement: dict, as_json: bool) -> None:
    if as_json:
        print(json.dumps(judgement), flush=True)
        return
    if "guidance" in judgement:
        how = "{model}: {samples} samples of {set}, seed {seed}, guidance {guidance:g}, {steps} steps of {scheduler}"
    else:
        how = "{samples} samples of {set}, from files"
    print(f"{how.format(**judgement)}\n{in_words(judgement)}\n", flush=True)


def sheet_file(file: Path, facts: dict, guidances: int) -> Path:
    """The file of a sheet. If there are several guidances, each has a file of its own."""
    return file.with_stem(f"{file.stem}-{facts['guidance']:g}") if guidances > 1 else file


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--tensors", type=lambda text: text.split(","), metavar="CLASS=FILE,...")
    parser.add_argument("--data")
    parser.add_argument("--count", type=whole(2, 100_000), default=1000)
    parser.add_argument("--seed", type=whole(0, 2**32 - 1), default=0)
    parser.add_argument("--guidance", type=lambda text: [number(0, 20)(one) for one in text.split(",")])
    parser.add_argument("--steps", type=whole(1, 1000), default=50)
    parser.add_argument("--scheduler", choices=SCHEDULERS)
    parser.add_argument(
        "--bfloat16",
        action="store_true",
        help="samples in half the time, where the network is large and the processor knows it",
    )
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the classifiers' weights are kept")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if (args.model is None) == (args.tensors is None):
        parser.error("either --model DIR or --tensors")
    if args.sheet is not None and (args.sheet.suffix != ".png" or not args.sheet.parent.is_dir()):
        parser.error(f"--sheet must be a .png file in a folder that is there, not {args.sheet}")
    return args


def whole(least: int, most: int):
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"must be a whole number from {least} to {most}, not {text}")
        return int(text)

    return read


def number(least: float, most: float):
    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"must be a number from {least} to {most}, not {text}")
        return value

    return read


if __name__ == "__main__":
    main()
