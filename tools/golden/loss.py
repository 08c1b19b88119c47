"""
Golden values of PyTorch's losses for a small batch, and of their gradients.

    python loss.py

Needs torch, and runs on the CPU. The losses are computed with and without weights, the gradients
with respect to the answer. Some errors are below delta, some above it, one is delta and one 0.
Writes loss.json beside itself, which src/ml/loss.webgpu.test.ts compares with ours.
"""

import json
from pathlib import Path

import torch
from torch.nn import functional

DELTA = 0.1  # src/ml/options.ts, huberDelta
losses = {
    "mse": lambda answer, target: functional.mse_loss(answer, target, reduction="none"),
    "huber": lambda answer, target: functional.huber_loss(answer, target, reduction="none", delta=DELTA),
}

torch.manual_seed(20261129)
shape = (3, 2, 2, 3)  # n, height, width, channels
target = torch.randn(shape)
error = torch.randn(shape) * 0.2
error.view(-1)[:4] = torch.tensor([0.0, DELTA, -DELTA, 3.0])
answer = (target + error).requires_grad_()
weights = torch.tensor([1.0, 0.25, 3.0]).view(-1, 1, 1, 1)

cases = {}
for name, loss in losses.items():
    errors = loss(answer, target)
    cases[name] = {"images": errors.mean((1, 2, 3)).tolist()}
    for kind, value in (("plain", errors.mean()), ("weighted", (weights * errors).mean())):
        (gradient,) = torch.autograd.grad(value, answer, retain_graph=True)
        cases[name][kind] = {"loss": value.item(), "gradient": gradient.flatten().tolist()}

golden = {
    "torch": torch.__version__,
    "shape": shape,
    "answer": answer.detach().flatten().tolist(),
    "target": target.flatten().tolist(),
    "weights": weights.flatten().tolist(),
    "losses": cases,
}
Path(__file__).with_name("loss.json").write_text(json.dumps(golden) + "\n")
