"""
Golden values of torch.optim.Adam for four numbers. Some gradients are about as large as epsilon.

    python adam.py

Needs torch. Writes adam.json beside itself.
"""

import json
from pathlib import Path

import torch

LEARNING_RATES = [0.01, 0.01, 0.01, 0.002, 0.002]
GRADIENTS = [
    [1.0, 1e-3, 1e-8, 0.0],
    [-0.5, 2e-3, 3e-8, 0.0],
    [0.25, -1e-3, -1e-8, 1e-9],
    [2.0, 5e-4, 2e-8, 0.0],
    [-1.0, 0.0, 1e-8, -4.0],
]

parameter = torch.nn.Parameter(torch.tensor([0.5, -0.25, 0.125, 1.0]))
optimizer = torch.optim.Adam([parameter], betas=(0.9, 0.999), eps=1e-8)
initial = parameter.tolist()
states = []
for rate, gradient in zip(LEARNING_RATES, GRADIENTS):
    optimizer.param_groups[0]["lr"] = rate
    parameter.grad = torch.tensor(gradient)
    optimizer.step()
    state = optimizer.state[parameter]
    states.append(
        {
            "parameter": parameter.tolist(),
            "expAvg": state["exp_avg"].tolist(),
            "expAvgSq": state["exp_avg_sq"].tolist(),
        }
    )

golden = {"learningRates": LEARNING_RATES, "gradients": GRADIENTS, "initial": initial, "states": states}
(Path(__file__).parent / "adam.json").write_text(json.dumps(golden, indent=1) + "\n")
