"""
Draw pictures from an exported folder, in diffusers.

The folder has `unet/` and `scheduler/`, as save_pretrained and the playground's export write them.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import diffusers
import torch
from diffusers import UNet2DModel

from pictures import FOLDERS, PictureSet, Refused

# diffusers' classes by the playground's names. The first is the default. A network that was trained
# on rectified flow takes flow-match-euler only.
SCHEDULERS = {
    "ddim": "DDIMScheduler",
    "ddpm": "DDPMScheduler",
    "dpm": "DPMSolverMultistepScheduler",
    "unipc": "UniPCMultistepScheduler",
    "euler": "EulerDiscreteScheduler",
    "heun": "HeunDiscreteScheduler",
    "flow-match-euler": "FlowMatchEulerDiscreteScheduler",
}
PART = 50  # pictures at a time; 25 to 100 are equally fast on one core
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


@dataclass(frozen=True)
class Network:
    folder: Path
    unet: UNet2DModel
    scheduler: diffusers.SchedulerMixin
    scheduler_name: str
    bfloat16: bool
    side: int
    channels: int
    # The rows of the class embedding; 0 for a network without classes.
    labels: int


def json_in(file: Path) -> dict:
    """Read a JSON file. The result is empty if there is no such file."""
    if not file.exists():
        return {}
    try:
        return json.loads(file.read_text())
    except ValueError as cause:
        raise Refused(f"{file} is not JSON: {cause}.") from cause


def set_of(folder: Path) -> str | None:
    """Return the id of the set that the network was trained on, or None if the folder does not say.

    training_state.json, card.json or the text of the model card may say it.
    """
    state = json_in(folder / "training_state.json")
    card = json_in(folder / "card.json")
    if state:
        return state.get("data_set", {}).get("id") or state.get("experiment", {}).get("data", "cifar10")
    if card:
        return card.get("dataSet", {}).get("id")
    readme = folder / "README.md"
    text = readme.read_text() if readme.exists() else ""
    return next((name for name in FOLDERS if f"(`{name}`)" in text), None)


def open_network(folder: Path, scheduler_name: str | None = None, bfloat16: bool = False) -> Network:
    """Open a folder's network.

    With `bfloat16`, convolutions and matrix products are computed in it. Raises `Refused` for a
    folder without a network, for the article's network, and for a scheduler that does not fit.
    """
    where = folder / "unet" if (folder / "unet").is_dir() else folder
    kind = json_in(where / "config.json").get("_class_name")
    if kind == "ArticleDenoiser":
        raise Refused(
            f"{folder} holds the article's network, which cleans a picture in one pass and does not sample: "
            "it cannot be judged by samples. Its own measure is the mean squared error of what it cleans."
        )
    if kind != "UNet2DModel":
        found = f" but a {kind}." if kind else ": there is no unet/config.json."
        raise Refused(f"{folder} holds no UNet2DModel of diffusers{found}")
    try:
        unet = UNet2DModel.from_pretrained(where, torch_dtype=torch.float32, use_safetensors=True)
    except Exception as cause:  # OSError, ValueError, RuntimeError or an error of safetensors
        raise Refused(f"{folder}: diffusers cannot open the network: {str(cause).splitlines()[0]}") from cause
    side = unet.config.sample_size
    if not isinstance(side, int):
        raise Refused(f"{folder}: the network's sample_size is {side}, not the side of a square.")
    channels = unet.config.in_channels
    if unet.config.out_channels != channels:
        raise Refused(f"{folder}: the network answers with {unet.config.out_channels} channels to {channels}.")
    config = json_in(folder / "scheduler" / "scheduler_config.json")
    if not config:
        raise Refused(f"{folder} has no scheduler/scheduler_config.json, which says what noise the network knows.")
    name = scheduler_of(config, scheduler_name)
    scheduler = getattr(diffusers, SCHEDULERS[name]).from_config(config)
    unet = unet.eval().to(DEVICE, memory_format=torch.channels_last)
    labels = unet.config.num_class_embeds or 0
    return Network(folder, unet, scheduler, name, bfloat16, side, channels, labels)


def scheduler_of(config: dict, asked: str | None) -> str:
    flow = config.get("_class_name", "").startswith("FlowMatch")
    if asked is None:
        return "flow-match-euler" if flow else "ddim"
    if (asked == "flow-match-euler") != flow:
        if flow:
            kind = "on rectified flow: it takes flow-match-euler"
        else:
            kind = "on a schedule of betas: it does not take flow-match-euler"
        raise Refused(f"--scheduler {asked} does not fit the network, which was trained {kind}.")
    return asked


def trained_classes(network: Network, data: PictureSet) -> list[int]:
    """Return the numbers of the classes that the network was trained on: all, or some of the set's.

    Raises `Refused` if the network makes other pictures than the set's.
    """
    folder = network.folder
    if (network.side, network.channels) != (data.side, data.channels):
        ours = f"{network.side} x {network.side} x {network.channels}"
        theirs = f"{data.side} x {data.side} x {data.channels}"
        raise Refused(f"{folder} makes pictures of {ours}, and those of {data.name} are {theirs}.")
    known = len(data.class_names)
    if network.labels not in (0, known, known + 1):
        raise Refused(f"{folder} has {network.labels} labels, and {data.name} has {known} classes.")
    return json_in(folder / "training_state.json").get("experiment", {}).get("classes") or list(range(known))


@torch.inference_mode()
def draw(
    network: Network,
    noise: torch.Tensor,
    labels: torch.Tensor | None,
    steps: int,
    guidance: float,
    seed: int,
    quiet: bool = False,
) -> torch.Tensor:
    """Turn standard Gaussian noise, [n, channels, side, side], into pictures, not clamped.

    `labels`, [n], are for a network that knows classes. With `guidance` W the prediction is
    without + W (with - without) a class (Ho and Salimans 2022; in this form 1 is no guidance). The
    last row of the class embedding means no class. `seed` is for the noise that a stochastic
    scheduler adds.
    """
    unet = network.unet
    scheduler = network.scheduler
    guided = labels is not None and guidance != 1
    fresh = torch.Generator().manual_seed(seed + 1)
    extra = {"generator": fresh} if network.scheduler_name == "ddpm" else {}
    done: list[torch.Tensor] = []
    for first in range(0, len(noise), PART):
        x = noise[first : first + PART].to(DEVICE)
        shown = None if labels is None else labels[first : first + PART].to(DEVICE)
        if guided:
            shown = torch.cat([shown, torch.full_like(shown, network.labels - 1)])
        scheduler.set_timesteps(steps)
        x = x * getattr(scheduler, "init_noise_sigma", 1)
        for step, t in enumerate(scheduler.timesteps):
            if not quiet:
                progress = f"{first} of {len(noise)} pictures, step {step} of {steps} of the next {len(x)} "
                print(f"\r{progress}", end="", file=sys.stderr, flush=True)
            seen = scheduler.scale_model_input(x, t) if hasattr(scheduler, "scale_model_input") else x
            seen = (torch.cat([seen, seen]) if guided else seen).contiguous(memory_format=torch.channels_last)
            with torch.autocast(DEVICE, torch.bfloat16, enabled=network.bfloat16):
                answer = unet(seen, t, class_labels=shown).sample
            answer = answer.float()
            if guided:
                asked, without = answer.chunk(2)
                answer = without + guidance * (asked - without)
            x = scheduler.step(answer, t, x, **extra).prev_sample
        done.append(x.cpu().contiguous())
        if not quiet:
            print(f"\r{first + len(x)} of {len(noise)} pictures{'':40}", end="", file=sys.stderr, flush=True)
    if not quiet:
        print(file=sys.stderr)
    return torch.cat(done)


def noise_of(network: Network, count: int, seed: int) -> torch.Tensor:
    """Draw noise by PyTorch's CPU generator, so that it is the same on every device."""
    shape = (count, network.channels, network.side, network.side)
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))
