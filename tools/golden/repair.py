"""
Golden values of RePaint and DDNM as their papers have them, in PyTorch.

    python repair.py

Needs torch and diffusers. The models are two that ship (public/models), both of them flows, and
compute in float64. All random numbers come from philox.py, so that the engine can draw the same.
Pictures larger than the network's go through MultiDiffusion (multidiffusion.py).

A flow has x_t = (1 - s) x_0 + s noise. Both papers write x_t = sqrt(alphas_cumprod) x_0 +
sqrt(1 - alphas_cumprod) noise; here alpha and sigma take the places of the two roots. q(x_s | x_t,
x_0) is the product of the two Gaussians q(x_t | x_s) and q(x_s | x_0) (Bayes). On a schedule of
betas it is DDPM's posterior.

Writes repair.json beside itself: the pictures as bytes, the damaged pictures, and every EVERYth
number of each result.
"""

import base64
import json
from pathlib import Path

import numpy as np
import torch
from diffusers import UNet2DModel

from multidiffusion import Blended
from philox import random_stream

here = Path(__file__).parent
SEED = 20261129
EVERY = 7
STEPS = 4
JUMP = 2
RESAMPLES = 2


def picture(height: int, width: int, channels: int) -> np.ndarray:
    """Draw a ring and a bar, as bytes [height, width, channels]."""
    y, x = np.mgrid[0:height, 0:width] / (np.array([height, width]).reshape(2, 1, 1) - 1) - 0.5
    ring = np.exp(-(((np.hypot(x, y * 0.8) - 0.27) / 0.06) ** 2))
    bar = np.exp(-(((x + 0.3 * y - 0.05) / 0.05) ** 2))
    layers = [ring, np.maximum(ring, 0.6 * bar), bar][:channels]
    return np.floor(255 * np.stack(layers, axis=-1) + 0.5).astype(np.uint8)


def block_means(image: np.ndarray, block: int) -> np.ndarray:
    means = np.array(image, dtype=np.float64)
    for top in range(0, image.shape[0], block):
        for left in range(0, image.shape[1], block):
            here = (slice(top, top + block), slice(left, left + block))
            means[here] = means[here].mean(axis=(0, 1))
    return means


def to_bytes(values: np.ndarray) -> np.ndarray:
    return np.clip(np.floor(values + 0.5), 0, 255).astype(np.uint8)


def to_tensor(image: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(image.astype(np.float64) / 127.5 - 1).permute(2, 0, 1)[None]


def levels(steps: int) -> list[float]:
    """The sigmas, from the picture to noise, in float32 as the engine keeps them."""
    return [0.0] + [float(np.float32((i + 1) / steps - 0.5 / 1000)) for i in range(steps)]


def visited(steps: int, jump: int, resamples: int) -> list[int]:
    """The levels that RePaint visits (appendix B, get_schedule_jump). Its t is our level t + 1."""
    jumps = {t: resamples - 1 for t in range(0, steps - jump, jump)}
    t = steps
    ts = []
    while t >= 1:
        t -= 1
        ts.append(t)
        if jumps.get(t, 0) > 0:
            jumps[t] -= 1
            for _ in range(jump):
                t += 1
                ts.append(t)
    return [t + 1 for t in ts] + [0]


def posterior(
    x: torch.Tensor, original: torch.Tensor, sigma_t: float, sigma_s: float
) -> tuple[torch.Tensor, float, float]:
    """The mean and standard deviation of q(x_s | x_t, x_0), and the factor of x_0 in the mean."""
    if sigma_s == 0:
        return original, 0.0, 1.0
    alpha_t = 1 - sigma_t
    alpha_s = 1 - sigma_s
    forward = alpha_t / alpha_s
    forward_variance = sigma_t**2 - forward**2 * sigma_s**2
    precision = 1 / sigma_s**2 + forward**2 / forward_variance
    factor = alpha_s / sigma_s**2 / precision
    mean = factor * original + forward / forward_variance / precision * x
    return mean, precision**-0.5, factor


def noise_of(stream, shape: torch.Size) -> torch.Tensor:
    """Draw noise in the order [n, height, width, channels], as [n, channels, height, width]."""
    count, channels, height, width = shape
    values = stream.normal(count * channels * height * width).astype(np.float64)
    return torch.from_numpy(values.reshape(count, height, width, channels)).permute(0, 3, 1, 2)


@torch.no_grad()
def run(
    model: UNet2DModel,
    label: int,
    method: str,
    measured: torch.Tensor,
    project,
    known: torch.Tensor | None,
    noise: float,
    stream,
) -> torch.Tensor:
    sigmas = levels(STEPS)

    def drawn(purpose: str) -> torch.Tensor:
        return noise_of(stream.fork(purpose), measured.shape)

    plan = visited(STEPS, JUMP, RESAMPLES)
    # The engine goes back up several levels in one step.
    passed = {i for i in range(1, len(plan) - 1) if plan[i - 1] < plan[i] < plan[i + 1]}
    steps = [level for i, level in enumerate(plan) if i not in passed]
    x = drawn("initial")
    for i in range(1, len(steps)):
        t, s = steps[i - 1], steps[i]
        if s > t:
            forward = (1 - sigmas[s]) / (1 - sigmas[t])
            x = forward * x + (sigmas[s] ** 2 - forward**2 * sigmas[t] ** 2) ** 0.5 * drawn(f"back-{i}")
            continue
        velocity = model(x, torch.tensor([sigmas[t] * 1000]), class_labels=torch.tensor([label])).sample
        original = (x - sigmas[t] * velocity).clip(-1, 1)
        if method == "repaint":
            # Algorithm 1, lines 4 to 8.
            mean, deviation, _ = posterior(x, original, sigmas[t], sigmas[s])
            unknown_part = mean + deviation * drawn(f"step-{i}") if s > 0 else mean
            known_part = (1 - sigmas[s]) * measured + sigmas[s] * drawn(f"known-{i}") if s > 0 else measured
            x = known * known_part + (1 - known) * unknown_part
        else:
            # Algorithm 1. For noise, eq. 17 to 19 with Sigma_t = lambda I and Phi_t = gamma I.
            _, deviation, factor = posterior(x, original, sigmas[t], sigmas[s])
            scale = 1.0 if deviation >= factor * noise else deviation / (factor * noise)
            gamma = max(deviation**2 - (factor * scale * noise) ** 2, 0.0)
            agreeing = original - scale * (project(original) - measured)
            mean, _, _ = posterior(x, agreeing, sigmas[t], sigmas[s])
            x = mean + gamma**0.5 * drawn(f"step-{i}") if s > 0 else mean
    return x


def block_project(block: int):
    def project(x: torch.Tensor) -> torch.Tensor:
        height, width = x.shape[-2:]
        small = torch.nn.functional.avg_pool2d(x, block, ceil_mode=True, count_include_pad=False)
        return torch.nn.functional.interpolate(small, scale_factor=block, mode="nearest")[..., :height, :width]

    return project


def thinned(x: torch.Tensor) -> str:
    values = x.permute(0, 2, 3, 1).reshape(-1)[::EVERY].numpy().astype("<f4")
    return base64.b64encode(values.tobytes()).decode()


def coded(image: np.ndarray) -> str:
    return base64.b64encode(image.astype(np.uint8).tobytes()).decode()


CASES = {
    "repaint, mask": ("digits", "repaint", {"kind": "mask"}),
    "ddnm, mask": ("digits", "ddnm", {"kind": "mask"}),
    "ddnm, downscaling": ("digits", "ddnm", {"kind": "downscaling", "factor": 2}),
    "ddnm, pixelation with cut blocks": ("digits", "ddnm", {"kind": "pixelation", "block": 8}),
    "ddnm, noise": ("digits", "ddnm", {"kind": "noise", "noise": 0.5}),
    "ddnm, grey": ("emoji", "ddnm", {"kind": "grey"}),
    "ddnm, downscaling, larger than the network": ("digits", "ddnm", {"kind": "downscaling", "factor": 2}),
}
LARGER = (40, 48)  # height, width
LABELS = {"digits": 10, "emoji": 3}  # of the digits it is the label for "no class"

golden = {"seed": SEED, "every": EVERY, "steps": STEPS, "jump": JUMP, "resamples": RESAMPLES, "cases": []}
models = {}
for name in LABELS:
    models[name] = UNet2DModel.from_pretrained(here / f"../../public/models/{name}/unet").double().eval()
for name, (model_name, method, damage) in CASES.items():
    model = models[model_name]
    side = model.config.sample_size
    channels = model.config.in_channels
    height, width = LARGER if "larger" in name else (side, side)
    if (height, width) != (side, side):
        model = Blended(model, height, width)
    original = picture(height, width, channels)
    stream = random_stream(SEED).fork(name)
    known = None
    lost = None
    noise = 0.0
    match damage["kind"]:
        case "mask":
            lost = np.zeros((height, width), np.uint8)
            lost[6:20, 9:17] = 1
            measured = np.where(lost[..., None] == 1, 128, original).astype(np.uint8)
            known = torch.from_numpy(1.0 - lost)[None, None]
            project = lambda x, known=known: x * known  # noqa: E731
        case "downscaling" | "pixelation":
            block = damage.get("factor", damage.get("block"))
            measured = to_bytes(block_means(original, block))
            project = block_project(block)
        case "noise":
            drawn = stream.fork("damage").normal(original.size).astype(np.float64).reshape(original.shape)
            noise = damage["noise"]
            measured = to_bytes((original / 127.5 - 1 + noise * drawn + 1) * 127.5)
            project = lambda x: x  # noqa: E731
        case "grey":
            measured = to_bytes(np.repeat(original.mean(axis=-1, keepdims=True), 3, axis=-1))
            project = lambda x: x.mean(dim=1, keepdim=True).expand_as(x)  # noqa: E731
    # A lost pixel counts as 0, which lies between two bytes.
    tensor = to_tensor(measured) if known is None else to_tensor(measured) * known
    result = run(model, LABELS[model_name], method, tensor, project, known, noise, stream.fork("repair"))
    print(name, "from", float(result.min()), "to", float(result.max()))
    golden["cases"].append(
        {
            "name": name,
            "model": model_name,
            "method": method,
            "damage": damage,
            "width": width,
            "height": height,
            "channels": channels,
            "original": coded(original),
            "measured": coded(measured),
            "lost": None if lost is None else coded(lost),
            "result": thinned(result),
        }
    )
# One prediction for a picture of noise only, without a sampler around it.
shape = torch.Size([1, 1, *LARGER])
noisy = noise_of(random_stream(SEED).fork("prediction"), shape)
blended = Blended(models["digits"], *LARGER)
with torch.no_grad():
    prediction = blended(noisy, torch.tensor([620.0]), class_labels=torch.tensor([LABELS["digits"]])).sample
golden["prediction"] = {
    "model": "digits",
    "width": LARGER[1],
    "height": LARGER[0],
    "timestep": 620,
    "label": LABELS["digits"],
    "result": thinned(prediction),
}
(here / "repair.json").write_text(json.dumps(golden, indent=1) + "\n")
