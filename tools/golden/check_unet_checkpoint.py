"""
Open an exported U-Net folder with diffusers' DDPMPipeline, as anyone would, and sample from it.

    npm run sample -- --model FOLDER --scheduler ddim --steps 10 --count 2 --tensors FILE
        --out grid.png [--class NAME --guidance W]
    python tools/golden/check_unet_checkpoint.py FOLDER [--tensors FILE]
        [--class-label N --guidance W]

Needs torch and diffusers. Any warning is an error. With --tensors it also runs DDIM from the noise
that `npm run sample` began with, and compares the two results: more than 1e-3 apart fails. FILE
holds `noise` and `sample`, [n, channels, side, side], float32. A rectified flow takes
FlowMatchEulerDiscrete in the place of DDIM: give `npm run sample` --scheduler flow-match-euler.
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
    """Raises an error for a warning that a library only logs."""

    def emit(self, record: logging.LogRecord) -> None:
        raise RuntimeError(f"{record.name} warns: {record.getMessage()}")


def guided(unet, sample: torch.Tensor, t: torch.Tensor, label: int | None, guidance: float) -> torch.Tensor:
    """Predict with classifier-free guidance (Ho and Salimans 2022, eq. 6, w = guidance - 1)."""
    if unet.config.num_class_embeds is None:
        return unet(sample, t).sample
    no_class = unet.config.num_class_embeds - 1
    labels = torch.full((len(sample),), no_class if label is None else label)
    answer = unet(sample, t, class_labels=labels).sample
    if label is None or guidance == 1:
        return answer
    without = unet(sample, t, class_labels=torch.full((len(sample),), no_class)).sample
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
    unet = pipeline.unet.eval()
    scheduler = pipeline.scheduler
    size = sum(parameter.numel() for parameter in unet.parameters())
    print(f"{type(pipeline).__name__}, {type(scheduler).__name__}, {size} parameters: loaded without a warning")

    if unet.config.num_class_embeds is None:  # the pipeline knows no classes
        generator = torch.Generator().manual_seed(1)
        images = pipeline(batch_size=2, num_inference_steps=STEPS, generator=generator, output_type="np").images
        print(f"sampled in {STEPS} steps: {images.shape}, mean {images.mean():.4f}, std {images.std():.4f}")
    if args.tensors is None:
        return 0

    given = load_file(args.tensors)
    ours = given["sample"]
    sample = given["noise"]
    if not isinstance(scheduler, FlowMatchEulerDiscreteScheduler):
        scheduler = DDIMScheduler.from_config(scheduler.config)
    scheduler.set_timesteps(STEPS)
    for t in scheduler.timesteps:
        sample = scheduler.step(guided(unet, sample, t, args.class_label, args.guidance), t, sample).prev_sample
    difference = (sample - ours).abs().max().item()
    run = f"{type(scheduler).__name__}, {STEPS} steps from the same noise, {tuple(sample.shape)}"
    print(f"{run}: largest difference {difference:.3g}")
    theirs_facts = f"mean {sample.mean():.6f}, std {sample.std():.6f}"
    our_facts = f"mean {ours.mean():.6f}, std {ours.std():.6f}"
    print(f"theirs: {theirs_facts}; ours: {our_facts}")
    return 0 if difference <= 1e-3 else 1


if __name__ == "__main__":
    sys.exit(main())
