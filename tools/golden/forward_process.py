"""
Golden values of the forward process and of the loss's weights, from diffusers' DDPMScheduler.

    python forward_process.py

Needs torch and diffusers. The values are those of add_noise and get_velocity, and of the formulas
of Hang et al. 2023 in torch, over schedules, prediction types and gammas. x_0 is 0.5 and the noise
2 throughout. Writes forward-process.json beside itself.
"""

import itertools
import json
from pathlib import Path

import torch
from diffusers import DDPMScheduler
from diffusers.training_utils import compute_snr

TIMESTEPS = [0, 1, 10, 100, 250, 500, 750, 900, 998, 999]
ORIGINAL, NOISE = 0.5, 2.0


def weights(prediction: str, snr: torch.Tensor, gamma: float) -> torch.Tensor:
    if gamma == 0:
        # As in train_unconditional.py: an error of the image weighs as much as the error of the
        # noise that it implies.
        return snr if prediction == "sample" else torch.ones_like(snr)
    clamped = torch.clamp(snr, max=gamma)
    if prediction == "sample":
        return clamped
    if prediction == "v_prediction":
        return clamped / (snr + 1)
    # At pure noise this is 0 / 0, whose limit is 1.
    return torch.where(snr == 0, torch.ones_like(snr), clamped / snr)


cases = []
for schedule, rescaled, prediction, gamma in itertools.product(
    ["linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid"],
    [False, True],
    ["epsilon", "sample", "v_prediction"],
    [0, 5],
):
    if schedule == "sigmoid" and rescaled:
        # PyTorch's sigmoid differs in the last bit between processors. Rescaling magnifies that.
        continue
    scheduler = DDPMScheduler(beta_schedule=schedule, rescale_betas_zero_snr=rescaled, prediction_type=prediction)
    timesteps = torch.tensor(TIMESTEPS)
    original = torch.full((len(TIMESTEPS), 1), ORIGINAL)
    noise = torch.full((len(TIMESTEPS), 1), NOISE)
    velocity = scheduler.get_velocity(original, noise, timesteps)
    target = {"epsilon": noise, "sample": original, "v_prediction": velocity}[prediction]
    cases.append(
        {
            "schedule": schedule,
            "zeroTerminalSnr": rescaled,
            "prediction": prediction,
            "gamma": gamma,
            "noisy": scheduler.add_noise(original, noise, timesteps).flatten().tolist(),
            "target": target.flatten().tolist(),
            "weights": weights(prediction, compute_snr(scheduler, timesteps), gamma).tolist(),
        }
    )

golden = {"timesteps": TIMESTEPS, "original": ORIGINAL, "noise": NOISE, "cases": cases}
(Path(__file__).parent / "forward-process.json").write_text(json.dumps(golden) + "\n")
