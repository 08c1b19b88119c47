"""
Golden values of networks whose pictures are not 32 x 32 in colour, from diffusers.

    python picture_sizes.py

Needs torch and diffusers, and runs on the CPU. The pictures are MNIST's, 28 x 28 and grey, grey
ones of 32 x 32, and 64 x 64 ones in colour. Weights, pictures and noise come from philox.py.
Everything is computed in float64, so that any difference is ours. Writes picture-sizes.json beside
itself: the configurations as diffusers writes them, every EVERYth number of what the network
answers and of what DDIM draws with it, the loss, and one sketch (unet2d.py) of all gradients.
"""

import json
from pathlib import Path

import diffusers
import numpy as np
import torch
from diffusers import DDIMScheduler, DDPMScheduler, UNet2DModel

from philox import random_stream
from unet2d import SKETCH, sketch, text_of, weight

SEED = 20261128
EVERY = 5  # shares no factor with sides and channels, so that every row, column and channel is checked
TIMESTEPS = [3, 999]
DDIM_STEPS = 3

BASE = dict(
    sample_size=32,
    in_channels=3,
    out_channels=3,
    layers_per_block=1,
    block_out_channels=[32, 32],
    norm_num_groups=8,
    down_block_types=["DownBlock2D", "AttnDownBlock2D"],
    up_block_types=["AttnUpBlock2D", "UpBlock2D"],
)
CASES = {
    "mnist28": dict(sample_size=28, in_channels=1, out_channels=1),
    "gray32": dict(in_channels=1, out_channels=1),
    "size64": dict(sample_size=64),
}


def evaluate(case: str, dtype: torch.dtype) -> dict:
    stream = random_stream(SEED).fork(case)
    model = UNet2DModel(**{**BASE, **CASES[case]})
    weights = stream.fork("weights")
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(torch.from_numpy(weight(name, tuple(parameter.shape), weights)))
    model.to(dtype).eval()
    side = model.config.sample_size
    channels = model.config.in_channels

    def drawn(purpose: str, count: int) -> torch.Tensor:
        # The engine's layout is [n, h, w, c].
        values = stream.fork(purpose).normal(count * side * side * channels).reshape(count, side, side, channels)
        return torch.from_numpy(values).permute(0, 3, 1, 2).to(dtype)

    output = model(drawn("input", 2), torch.tensor(TIMESTEPS)).sample
    loss = torch.nn.functional.mse_loss(output, drawn("target", 2))
    loss.backward()
    gradients = {name: parameter.grad.double().numpy() for name, parameter in model.named_parameters()}

    trained = DDPMScheduler()
    scheduler = DDIMScheduler.from_config(trained.config)
    scheduler.set_timesteps(DDIM_STEPS)
    sample = drawn("initial", 1)
    with torch.no_grad():
        for t in scheduler.timesteps:
            sample = scheduler.step(model(sample, t).sample, t, sample).prev_sample

    def thinned(pictures: torch.Tensor) -> np.ndarray:
        return pictures.detach().permute(0, 2, 3, 1).reshape(-1)[::EVERY].numpy()

    signs = random_stream(SEED).fork("signs")
    return {
        "config": json.loads(model.to_json_string()),
        "scheduler": json.loads(trained.to_json_string()),
        "output": thinned(output),
        "sample": thinned(sample),
        "loss": loss.item(),
        "gradient": {
            "norm": float(np.sqrt(sum(np.sum(value**2) for value in gradients.values()))),
            "sketch": sum(sketch(value, signs.fork(name)) for name, value in gradients.items()),
        },
    }


def main() -> None:
    torch.manual_seed(0)
    cases = {}
    for case in CASES:
        exact = evaluate(case, torch.float64)
        single = evaluate(case, torch.float32)
        errors = ", ".join(f"{key} {np.abs(exact[key] - single[key]).max():.1e}" for key in ("output", "sample"))
        difference = np.linalg.norm(exact["gradient"]["sketch"] - single["gradient"]["sketch"])
        relative = difference / np.sqrt(SKETCH) / exact["gradient"]["norm"]
        print(f"{case}: loss {exact['loss']:.4f}; float32 differs by {errors}, gradient {relative:.1e}")
        texts = {key: text_of(exact[key]) for key in ("output", "sample")}
        gradient = {**exact["gradient"], "sketch": text_of(exact["gradient"]["sketch"])}
        cases[case] = {**exact, **texts, "gradient": gradient}
    golden = {
        "diffusers": diffusers.__version__,
        "torch": torch.__version__,
        "seed": SEED,
        "every": EVERY,
        "timesteps": TIMESTEPS,
        "ddimSteps": DDIM_STEPS,
        "cases": cases,
    }
    (Path(__file__).parent / "picture-sizes.json").write_text(json.dumps(golden) + "\n")


main()
