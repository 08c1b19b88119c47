"""
Opens an exported U-Net folder as anyone would, with diffusers' DDPMPipeline, any warning an error, and samples from it. With --tensors it also runs
real DDIM from the initial noise that `npm run sample` began with, and compares where both arrive: more than 1e-3 apart fails.

    npm run sample -- --model FOLDER --scheduler ddim --steps 10 --count 2 [--class NAME --guidance W] --tensors FILE --out grid.png
    python tools/golden/check_unet_checkpoint.py FOLDER [--tensors FILE] [--class-label N --guidance W]     (torch, diffusers)

FILE holds `noise` and `sample`, [n, channels, side, side], float32. A rectified flow takes FlowMatchEulerDiscrete (--scheduler flow-match-euler there).
"""

import argparse
import logging
import sys
import warnings

import torch
from diffusers import DDIMScheduler, DDPMPipeline, FlowMatchEulerDiscreteScheduler
from safetensors.torch import load_file

STEPS = 10


class Refuse(logging.Handler):
    """A library that only logs its warnings fails all the same."""

    def emit(self, record: logging.LogRecord) -> None:
        raise RuntimeError(f"{record.name} warns: {record.getMessage()}")


def guided(unet, sample: torch.Tensor, t: torch.Tensor, label: int | None, guidance: float) -> torch.Tensor:
    """Classifier-free guidance (Ho and Salimans 2022, eq. 6, with w = guidance - 1)."""
    if unet.config.num_class_embeds is None:
        return unet(sample, t).sample
    no_class = unet.config.num_class_embeds - 1
    labels = [torch.full((len(sample),), which) for which in (no_class if label is None else label, no_class)]
    answer = unet(sample, t, class_labels=labels[0]).sample
    if label is None or guidance == 1:
        return answer
    without = unet(sample, t, class_labels=labels[1]).sample
    return without + guidance * (answer - without)


@torch.no_grad()
def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--tensors")
    parser.add_argument("--class-label", type=int)
    parser.add_argument("--guidance", type=float, default=1.0)
    args = parser.parse_args()

    warnings.simplefilter("error")
    for library in ("diffusers", "transformers"):
        logging.getLogger(library).addHandler(Refuse(logging.WARNING))
    pipeline = DDPMPipeline.from_pretrained(args.folder)
    pipeline.set_progress_bar_config(disable=True)
    unet, scheduler = pipeline.unet.eval(), pipeline.scheduler
    size = sum(parameter.numel() for parameter in unet.parameters())
    print(f"{type(pipeline).__name__}, {type(scheduler).__name__}, {size} parameters: loaded without a warning")

    if unet.config.num_class_embeds is None:  # the pipeline knows no classes
        images = pipeline(batch_size=2, num_inference_steps=STEPS, generator=torch.Generator().manual_seed(1), output_type="np").images
        print(f"sampled in {STEPS} steps: {images.shape}, mean {images.mean():.4f}, std {images.std():.4f}")
    if args.tensors is None:
        return 0

    given = load_file(args.tensors)
    sample = given["noise"]
    if not isinstance(scheduler, FlowMatchEulerDiscreteScheduler):
        scheduler = DDIMScheduler.from_config(scheduler.config)
    scheduler.set_timesteps(STEPS)
    for t in scheduler.timesteps:
        sample = scheduler.step(guided(unet, sample, t, args.class_label, args.guidance), t, sample).prev_sample
    difference = (sample - given["sample"]).abs().max().item()
    print(f"{type(scheduler).__name__}, {STEPS} steps from the same noise, {tuple(sample.shape)}: largest difference {difference:.3g}")
    print(f"theirs: mean {sample.mean():.6f}, std {sample.std():.6f}; ours: mean {given['sample'].mean():.6f}, std {given['sample'].std():.6f}")
    return 0 if difference <= 1e-3 else 1


if __name__ == "__main__":
    sys.exit(main())
