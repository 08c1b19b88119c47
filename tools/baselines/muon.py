"""
Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon) in PyTorch.

It makes the momentum of matrices orthogonal, and uses Adam for all other parameters.
"""

import torch


def orthogonal(matrix: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """Approximate U V^T of the singular value decomposition of a matrix.

    The method is the post's quintic Newton-Schulz iteration.
    """
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix / (matrix.norm() + 1e-7)
    wide = x.shape[0] <= x.shape[1]
    x = x if wide else x.T
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x if wide else x.T


class Muon(torch.optim.Optimizer):
    """Trains filters and matrices of the hidden layers by Muon at `lr`.

    Biases, norms, embeddings, the first and the last layer are trained by Adam at `adam_lr`.
    """

    def __init__(self, model: torch.nn.Module, lr: float, adam_lr: float, momentum: float = 0.95):
        outer = ("conv_in", "conv_out", "class_embedding", "time_embedding")
        hidden = [p for name, p in model.named_parameters() if p.ndim >= 2 and not name.startswith(outer)]
        chosen = {id(p) for p in hidden}
        others = [p for p in model.parameters() if id(p) not in chosen]
        groups = [dict(params=hidden, lr=lr, muon=True), dict(params=others, lr=adam_lr, muon=False)]
        super().__init__(groups, dict(momentum=momentum))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                if group["muon"]:
                    velocity = state.setdefault("velocity", torch.zeros_like(p)).lerp_(p.grad, 1 - group["momentum"])
                    ahead = p.grad.lerp(velocity, group["momentum"]).reshape(len(p), -1)
                    gain = max(1, ahead.shape[0] / ahead.shape[1]) ** 0.5
                    p.add_(orthogonal(ahead).reshape(p.shape), alpha=-group["lr"] * gain)
                else:
                    step = state["step"] = state.get("step", 0) + 1
                    mean = state.setdefault("mean", torch.zeros_like(p)).lerp_(p.grad, 0.1)
                    square = state.setdefault("square", torch.zeros_like(p)).lerp_(p.grad.square(), 0.001)
                    p.addcdiv_(mean / (1 - 0.9**step), (square / (1 - 0.999**step)).sqrt() + 1e-8, value=-group["lr"])
