"""
Golden values of Muon: 16 steps of tools/baselines/muon.py on three matrices.

    python muon_optimizer.py

Needs torch 2.9 or later, and diffusers. One of the matrices is a filter, and the gradient of one
has rank 2. A bias and a first layer are trained by torch's AdamW, with clip_grad_norm_, diffusers'
cosine and EMAModel. Beside them are the steps of torch.optim.Muon, which iterates in bfloat16, for
the matrices of two axes. Writes muon-optimizer.json beside itself.
"""

import json
import sys
from pathlib import Path

import torch
from diffusers.optimization import get_cosine_schedule_with_warmup
from diffusers.training_utils import EMAModel

from philox import random_stream

sys.path.append(str(Path(__file__).parents[1] / "baselines"))
from muon import orthogonal

SEED = 20240802
STEPS = 16
WARMUP = 4
TOTAL = 14
LEARNING_RATE = 0.01
# The weight decay is far above that of the recipes, so that a test can see it.
CONFIG = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.1, "maxGradNorm": 1.0}
EMA = {"invGamma": 1.0, "power": 0.75, "maxDecay": 0.8}
MOMENTUM = 0.95
RATE_FACTOR = 10  # Muon's learning rate is this many times AdamW's
SHAPES = {
    "conv_in.weight": (3, 2, 1, 1),
    "mid_block.conv.weight": (4, 2, 3, 3),
    "mid_block.wide.weight": (3, 5),
    "mid_block.tall.weight": (6, 4),
    "mid_block.conv.bias": (4,),
}
MATRICES = [name for name in SHAPES if name.startswith("mid_block") and name.endswith("weight")]

stream = random_stream(SEED)


def drawn(purpose: str, shape) -> torch.Tensor:
    return torch.tensor(stream.fork(purpose).normal(torch.Size(shape).numel())).reshape(shape)


def listed(tensor: torch.Tensor) -> list[float]:
    """List the numbers with enough digits to tell one float32 from the next."""
    return [float(f"{value:.9g}") for value in tensor.flatten().tolist()]


def gradient(step: int, name: str) -> torch.Tensor:
    if name == "mid_block.tall.weight":
        return drawn(f"left-{step}", (6, 2)) @ drawn(f"right-{step}", (2, 4))
    return drawn(f"gradient-{step}-{name}", SHAPES[name])


initial = {name: drawn(name, shape) for name, shape in SHAPES.items()}
parameters = {name: torch.nn.Parameter(value.clone()) for name, value in initial.items()}
others = [parameter for name, parameter in parameters.items() if name not in MATRICES]
adam = torch.optim.AdamW(
    others,
    lr=LEARNING_RATE,
    betas=(CONFIG["beta1"], CONFIG["beta2"]),
    eps=CONFIG["epsilon"],
    weight_decay=CONFIG["weightDecay"],
)
schedule = get_cosine_schedule_with_warmup(adam, num_warmup_steps=WARMUP, num_training_steps=TOTAL)
ema = EMAModel(
    parameters.values(),
    decay=EMA["maxDecay"],
    use_ema_warmup=True,
    inv_gamma=EMA["invGamma"],
    power=EMA["power"],
)
momenta = {name: torch.zeros(SHAPES[name]) for name in MATRICES}
of_two_axes = {name: torch.nn.Parameter(initial[name].clone()) for name in MATRICES if len(SHAPES[name]) == 2}
theirs = torch.optim.Muon(of_two_axes.values(), lr=1, momentum=MOMENTUM, weight_decay=CONFIG["weightDecay"])

steps = []
for step in range(STEPS):
    # Norms fall from about 10 to 0.1.
    gradients = {name: gradient(step, name) * 1.5 * 0.75**step for name in SHAPES}
    for name, parameter in parameters.items():
        parameter.grad = gradients[name].clone()
    rate = adam.param_groups[0]["lr"]
    norm = torch.nn.utils.clip_grad_norm_(parameters.values(), CONFIG["maxGradNorm"])
    for name, parameter in of_two_axes.items():
        parameter.grad = parameters[name].grad.clone()
    theirs.param_groups[0]["lr"] = RATE_FACTOR * rate
    theirs.step()
    with torch.no_grad():
        for name in MATRICES:
            parameter = parameters[name]
            momentum = momenta[name].lerp_(parameter.grad, 1 - MOMENTUM)
            ahead = parameter.grad.lerp(momentum, MOMENTUM).flatten(1)
            gain = max(1, ahead.shape[0] / ahead.shape[1]) ** 0.5
            parameter.mul_(1 - RATE_FACTOR * rate * CONFIG["weightDecay"])
            parameter.sub_(orthogonal(ahead).view_as(parameter) * gain * RATE_FACTOR * rate)
    adam.step()
    schedule.step()
    ema.step(parameters.values())
    states = {}
    for (name, parameter), average in zip(parameters.items(), ema.shadow_params):
        if name in MATRICES:
            state = {"momentum": momenta[name]}
        else:
            moments = adam.state[parameter]
            state = {"expAvg": moments["exp_avg"], "expAvgSq": moments["exp_avg_sq"]}
        tensors = {"gradient": gradients[name], "parameter": parameter, "ema": average, **state}
        states[name] = {key: listed(tensor) for key, tensor in tensors.items()}
    bfloat16 = {name: listed(parameter) for name, parameter in of_two_axes.items()}
    steps.append({"learningRate": rate, "norm": norm.item(), "states": states, "torchMuon": bfloat16})

golden = {
    "torch": torch.__version__,
    "config": CONFIG | {"ema": EMA},
    "parameters": {name: {"shape": list(SHAPES[name]), "initial": listed(value)} for name, value in initial.items()},
    "steps": steps,
}
(Path(__file__).parent / "muon-optimizer.json").write_text(json.dumps(golden) + "\n")
