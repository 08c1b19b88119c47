"""
How each set's classifier is trained.

Every epoch draws from a generator of its own. A run that was stopped and continues after its last
epoch therefore ends with the same weights as one that was not, on the same machine and with the
same number of threads.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn
from torch.optim.lr_scheduler import LambdaLR, LRScheduler, OneCycleLR

from networks import NETWORKS
from pictures import PictureSet, in_range

SEED = 1


@dataclass(frozen=True)
class Recipe:
    # Training pictures. With fewer, a classifier is not good enough to judge.
    pictures: int
    epochs: int
    batch: int
    # The share of the test set that a classifier must name right in order to judge. None means that
    # any share will do.
    required: float | None
    optimizer: Callable[[nn.Module, int], tuple[torch.optim.Optimizer, LRScheduler]]
    # Pictures are shifted by up to this many pixels either way. The gap is filled by the mirrored
    # border, or by `fill` if that is given.
    shift: int
    fill: float | None = None
    mirrored: bool = False
    label_smoothing: float = 0.0
    # Every five steps the weights are set to an average of them (Lookahead, M. Zhang et al. 2019,
    # with airbench94's schedule).
    lookahead: bool = False
    bfloat16: bool = False


def adam(peak: float, decay: float) -> Callable[[nn.Module, int], tuple[torch.optim.Optimizer, LRScheduler]]:
    def make(network: nn.Module, steps: int) -> tuple[torch.optim.Optimizer, LRScheduler]:
        optimizer = torch.optim.AdamW(network.parameters(), weight_decay=decay)
        return optimizer, OneCycleLR(optimizer, peak, total_steps=steps)

    return make


def nesterov(network: nn.Module, steps: int) -> tuple[torch.optim.Optimizer, LRScheduler]:
    """Return the optimizer of airbench94.

    Its rate is 11.5 for the sum over 1,024 pictures, 64 times as much for the biases of batch
    norms; its decay is 0.0153.
    """
    momentum = 0.85
    kilostep = 1024 * (1 + 1 / (1 - momentum))
    rate = 11.5 / kilostep
    decay = 0.0153 * 1024 / kilostep
    norms = {id(p) for module in network.modules() if isinstance(module, nn.BatchNorm2d) for p in module.parameters()}
    trained = [p for p in network.parameters() if p.requires_grad]
    groups = [
        dict(params=[p for p in trained if id(p) in norms], lr=64 * rate, weight_decay=decay / (64 * rate)),
        dict(params=[p for p in trained if id(p) not in norms], lr=rate, weight_decay=decay / rate),
    ]
    up = int(0.23 * steps)

    def factor(step: int) -> float:
        return 0.2 + 0.8 * step / up if step < up else 1 - 0.93 * (step - up) / (steps - up)

    optimizer = torch.optim.SGD(groups, momentum=momentum, nesterov=True)
    return optimizer, LambdaLR(optimizer, factor)


RECIPES = {
    # 99.49 % of the test set after 222 s of one core.
    "digits": Recipe(
        pictures=60_000,
        epochs=6,
        batch=128,
        required=0.993,
        optimizer=adam(4e-3, 1e-2),
        shift=2,
        fill=-1,
    ),
    # 68 of the 92 test pictures, after 225 s. The groups overlap (what is an object, what an
    # activity?), and there are only 1,778 pictures to learn them from.
    "emoji": Recipe(
        pictures=1_778,
        epochs=100,
        batch=64,
        required=None,
        optimizer=adam(3e-3, 5e-2),
        shift=4,
        fill=1,
        mirrored=True,
        label_smoothing=0.1,
        bfloat16=True,
    ),
    "cifar10": Recipe(
        pictures=50_000,
        epochs=10,
        batch=1024,
        required=0.93,
        optimizer=nesterov,
        shift=2,
        mirrored=True,
        label_smoothing=0.2,
        lookahead=True,
        bfloat16=True,
    ),
}


def augmented(recipe: Recipe, pictures: torch.Tensor, mirror: torch.Tensor, draw: torch.Generator) -> torch.Tensor:
    """Shift pictures, [n, channels, side, side] in [-1, 1], and mirror those of `mirror`, [n]."""
    reach = recipe.shift
    n, channels, side, _ = pictures.shape
    pictures = torch.where(mirror[:, None, None, None], pictures.flip(3), pictures)
    how = {"mode": "reflect"} if recipe.fill is None else {"value": recipe.fill}
    padded = nn.functional.pad(pictures, (reach,) * 4, **how)
    tops, lefts = torch.randint(2 * reach + 1, (2, n, 1, 1, 1), generator=draw)
    rows, columns = tops + torch.arange(side)[:, None], lefts + torch.arange(side)
    return padded[torch.arange(n).view(-1, 1, 1, 1), torch.arange(channels).view(1, -1, 1, 1), rows, columns]


def train(data: PictureSet, part: Path, measure: Callable[[nn.Module], float]) -> nn.Sequential:
    """Train the classifier of a set.

    The file `part` keeps the run after every epoch. If it exists, the run continues from it.
    `measure` returns the accuracy, for the log.
    """
    recipe = RECIPES[data.id]
    pictures, labels = data.splits["train"]
    count = len(labels)
    torch.manual_seed(SEED)
    network = NETWORKS[data.id](in_range(pictures[:5000])).to(memory_format=torch.channels_last)
    steps_per_epoch = count // recipe.batch
    steps = recipe.epochs * steps_per_epoch
    optimizer, schedule = recipe.optimizer(network, steps)
    average = {name: value.clone() for name, value in network.state_dict().items()}
    begin = 0
    took = 0.0
    if part.exists():
        saved = torch.load(part, weights_only=True)
        network.load_state_dict(saved["weights"])
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        average = saved["average"]
        begin = saved["epoch"]
        took = saved["seconds"]
        print(f"{part}: goes on after epoch {begin}", file=sys.stderr, flush=True)
    # One half is mirrored in the even epochs, the other in the odd ones, so that each picture is
    # shown equally often in both ways (airbench94, section 3.6).
    first = torch.rand(count, generator=torch.Generator().manual_seed(SEED)) < 0.5
    for epoch in range(begin, recipe.epochs):
        began = time.process_time()
        torch.manual_seed(1000 * SEED + epoch)  # for dropout
        draw = torch.Generator().manual_seed(1000 * SEED + epoch)
        order = torch.randperm(count, generator=draw)
        network.train()
        for within, batch in enumerate(order[: steps_per_epoch * recipe.batch].split(recipe.batch)):
            step = epoch * steps_per_epoch + within + 1
            mirror = first[batch] ^ bool(epoch % 2) if recipe.mirrored else torch.zeros(len(batch), dtype=torch.bool)
            shown = augmented(recipe, in_range(pictures[batch]), mirror, draw)
            shown = shown.contiguous(memory_format=torch.channels_last)
            with torch.autocast("cpu", torch.bfloat16, enabled=recipe.bfloat16):
                scores = network(shown)
            reduction = "sum" if recipe.optimizer is nesterov else "mean"
            loss = nn.functional.cross_entropy(
                scores.float(), labels[batch], label_smoothing=recipe.label_smoothing, reduction=reduction
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            if recipe.lookahead and (step % 5 == 0 or step == steps):
                look_ahead(network, average, 1.0 if step == steps else 0.95**5 * (step / steps) ** 3)
        took += time.process_time() - began
        save(
            part,
            epoch=epoch + 1,
            weights=network.state_dict(),
            optimizer=optimizer.state_dict(),
            schedule=schedule.state_dict(),
            average=average,
            seconds=took,
        )
        mean_loss = loss.item() / (recipe.batch if reduction == "sum" else 1)
        report = f"epoch {epoch + 1} of {recipe.epochs}: loss {mean_loss:.3f}"
        if epoch % 5 == 4 or epoch + 1 == recipe.epochs or recipe.epochs < 20:
            report += f", {measure(network.eval()):.2%} of the test set"
        print(f"{report}, {took:.0f} s of processor time", file=sys.stderr, flush=True)
    return network.eval()


@torch.no_grad()
def look_ahead(network: nn.Module, average: dict[str, torch.Tensor], decay: float) -> None:
    """Move the average towards the weights, by 1 - decay of the way, and set the weights to it."""
    for name, value in network.state_dict().items():
        if value.is_floating_point():
            average[name].lerp_(value, 1 - decay)
            value.copy_(average[name])


def save(file: Path, **content: object) -> None:
    """Write a file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(file.name + ".part")
    torch.save(content, unfinished)
    unfinished.replace(file)
