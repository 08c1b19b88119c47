"""
Continue to train an exported folder with its own train.py, in parts.

    nice -n 19 python tools/quality/train_in_parts.py START --out DIR --data public/cifar
        --until 23460 [--part 300] [--batch 64] [--bfloat16] [--threads 1]

Needs torch, diffusers and accelerate. It is for long runs at low priority, on a machine that has
other work. Each part ends with a checkpoint, DIR/STEP. A run that was stopped continues from the
last one. The newest three checkpoints are kept.

The learning rate's schedule ends with the epochs that START plans, or with --until if that is
later.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

KEPT = 3


def step_of(folder: Path) -> int:
    return json.loads((folder / "training_state.json").read_text())["step"]


def checkpoints(out: Path) -> list[Path]:
    """Return the checkpoints, oldest first."""
    return sorted((folder for folder in out.iterdir() if folder.name.isdecimal()), key=lambda folder: int(folder.name))


def plan_until(folder: Path, until: int, batch: int) -> None:
    """Lengthen the plan of a run to all its steps.

    train.py would lengthen it by one part at a time, and the learning rate follows the plan.
    """
    file = folder / "training_state.json"
    state = json.loads(file.read_text())
    images = state["data_set"]["counts"]["train"]
    state["experiment"]["epochs"] = max(state["experiment"]["epochs"], -(-until // -(-images // batch)))
    file.write_text(json.dumps(state, indent=2) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("start", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--until", type=int, required=True, help="steps in all")
    parser.add_argument("--part", type=int, default=300, help="steps between two checkpoints")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--bfloat16", action="store_true")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()

    args.out.mkdir(parents=True, exist_ok=True)
    if not checkpoints(args.out):
        shutil.copytree(args.start, args.out / "part", dirs_exist_ok=True)
        plan_until(args.out / "part", args.until, args.batch)
        (args.out / "part").rename(args.out / str(step_of(args.start)))
    environment = {**os.environ, "OMP_NUM_THREADS": str(args.threads), "OMP_WAIT_POLICY": "passive"}
    while True:
        last = checkpoints(args.out)[-1]
        step = int(last.name)
        if step >= args.until:
            break
        part = args.out / "part"
        shutil.rmtree(part, ignore_errors=True)
        launch = [sys.executable, "-m", "accelerate.commands.launch", "--cpu"]
        launch += ["--num_processes=1", "--num_machines=1", "--dynamo_backend=no"]
        launch += [f"--mixed_precision={'bf16' if args.bfloat16 else 'no'}"]
        launch += [f"--num_cpu_threads_per_process={args.threads}"]
        steps = min(args.part, args.until - step)
        train = [str(last / "train.py"), f"--steps={steps}", f"--batch={args.batch}"]
        train += [f"--data={args.data}", f"--out={part}"]
        subprocess.run([*launch, *train], check=True, env=environment)
        part.rename(args.out / str(step_of(part)))
        for old in checkpoints(args.out)[:-KEPT]:
            shutil.rmtree(old)


main()
