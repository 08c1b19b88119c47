"""
Golden values of the optimizer: 16 steps of PyTorch and diffusers on three parameters.

    python optimizer.py

Needs torch and diffusers. Each step is torch's clip_grad_norm_ and AdamW, and diffusers'
get_cosine_schedule_with_warmup and EMAModel with warm-up. One parameter is plain, the gradients of
one are no larger than epsilon, and those of one are zero. The first gradients are large enough to
be clipped, the last ones are not. Writes optimizer.json beside itself.
"""

import json
from pathlib import Path

import torch
from diffusers.optimization import get_cosine_schedule_with_warmup
from diffusers.training_utils import EMAModel

from philox import random_stream

SEED = 20240801
STEPS = 16
WARMUP = 4
TOTAL = 14
LEARNING_RATE = 0.01
# The weight decay is far above that of the recipes, so that a test can see it.
CONFIG = {"beta1": 0.95, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.1, "maxGradNorm": 1.0}
EMA = {"invGamma": 1.0, "power": 0.75, "maxDecay": 0.8}  # reached within the run
SCALES = {"plain": 1.0, "tiny": 1e-8, "still": 0.0}
SHAPES = {"plain": (2, 3), "tiny": (4,), "still": (2,)}

stream = random_stream(SEED)


def drawn(purpose: str, shape) -> torch.Tensor:
    return torch.tensor(stream.fork(purpose).normal(torch.Size(shape).numel())).reshape(shape)


initial = {name: drawn(name, shape) * (SCALES[name] or 1) for name, shape in SHAPES.items()}
parameters = {name: torch.nn.Parameter(value.clone()) for name, value in initial.items()}
optimizer = torch.optim.AdamW(
    parameters.values(),
    lr=LEARNING_RATE,
    betas=(CONFIG["beta1"], CONFIG["beta2"]),
    eps=CONFIG["epsilon"],
    weight_decay=CONFIG["weightDecay"],
)
schedule = get_cosine_schedule_with_warmup(optimizer, num_warmup_steps=WARMUP, num_training_steps=TOTAL)
ema = EMAModel(
    parameters.values(),
    decay=EMA["maxDecay"],
    use_ema_warmup=True,
    inv_gamma=EMA["invGamma"],
    power=EMA["power"],
)

steps = []
for step in range(STEPS):
    # Norms fall from about 5 to 0.1.
    size = 2.0 * 0.75**step
    gradients = {name: drawn(f"gradient-{step}-{name}", shape) * SCALES[name] * size for name, shape in SHAPES.items()}
    for name, parameter in parameters.items():
        parameter.grad = gradients[name].clone()
    rate = optimizer.param_groups[0]["lr"]
    norm = torch.nn.utils.clip_grad_norm_(parameters.values(), CONFIG["maxGradNorm"])
    optimizer.step()
    schedule.step()
    ema.step(parameters.values())
    states = {}
    for (name, parameter), average in zip(parameters.items(), ema.shadow_params):
        state = optimizer.state[parameter]
        tensors = {
            "gradient": gradients[name],
            "parameter": parameter,
            "expAvg": state["exp_avg"],
            "expAvgSq": state["exp_avg_sq"],
            "ema": average,
        }
        states[name] = {key: tensor.flatten().tolist() for key, tensor in tensors.items()}
    steps.append({"learningRate": rate, "norm": norm.item(), "emaDecay": ema.cur_decay_value, "states": states})

golden = {
    "torch": torch.__version__,
    "config": CONFIG | {"ema": EMA},
    "learningRate": LEARNING_RATE,
    "schedule": {"kind": "cosine", "warmupSteps": WARMUP},
    "totalSteps": TOTAL,
    "parameters": {
        name: {"shape": list(SHAPES[name]), "initial": value.flatten().tolist()} for name, value in initial.items()
    },
    "steps": steps,
}
(Path(__file__).parent / "optimizer.json").write_text(json.dumps(golden) + "\n")
