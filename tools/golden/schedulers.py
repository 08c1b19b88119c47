"""
Golden values of diffusers' schedulers over a grid of options.

    python schedulers.py

Needs torch and diffusers. The network and the noise are replaced by formulas that a test can
repeat; all tensors have the shape SHAPE:

    pattern p, element k   ((73 k + 179 p + 19) mod 257) / 128 - 1
                           exact in float32, within [-1, 1]
    network's answer       0.75 x / (1 + |x|) + 0.25 pattern(100 + i), of the scaled sample x at
                           step i: smooth and bounded, float32
    initial sample         pattern(0) times initNoiseSigma
    injected noise         pattern(500 + i) at step i
    addNoise               pattern(1) and pattern(2)

Writes schedulers.json beside itself. Tensors are base64 of little-endian float32. Each case has the
sample after every step and, if the class returns it, the predicted clean image.
"""

import base64
import importlib
import json
from pathlib import Path

import diffusers
import numpy as np
import torch

SHAPE = (2, 2, 2, 3)
SIZE = int(np.prod(SHAPE))


def pattern(p: int) -> torch.Tensor:
    values = [((73 * k + 179 * p + 19) % 257) / 128 - 1 for k in range(SIZE)]
    return torch.tensor(values, dtype=torch.float32).reshape(SHAPE)


def network(x: torch.Tensor, i: int) -> torch.Tensor:
    return 0.75 * x / (1 + x.abs()) + 0.25 * pattern(100 + i)


def encode(tensor: torch.Tensor) -> str:
    return base64.b64encode(tensor.detach().to(torch.float32).contiguous().numpy().astype("<f4").tobytes()).decode()


step_index = 0


def injected_noise(shape, **_):
    assert tuple(shape) == SHAPE
    return pattern(500 + step_index)


MODULES_WITH_NOISE = [
    "ddpm",
    "ddim",
    "euler_discrete",
    "euler_ancestral_discrete",
    "dpmsolver_multistep",
    "flow_match_euler_discrete",
]
for module in MODULES_WITH_NOISE:
    importlib.import_module(f"diffusers.schedulers.scheduling_{module}").randn_tensor = injected_noise


def run(name: str, steps: int, config: dict, eta: float | None = None) -> dict:
    global step_index
    scheduler = getattr(diffusers, name)(**config)
    scheduler.set_timesteps(steps)
    timesteps = scheduler.timesteps
    initial_sigma = float(getattr(scheduler, "init_noise_sigma", 1.0))
    sample = pattern(0) * initial_sigma
    samples = []
    originals = []
    middle = timesteps[len(timesteps) // 2]
    if name.startswith("FlowMatch"):
        noisy = scheduler.scale_noise(pattern(1), middle[None], pattern(2))
    else:
        noisy = scheduler.add_noise(pattern(1), pattern(2), middle.repeat(SHAPE[0]))
    first_input = None
    if hasattr(scheduler, "set_begin_index"):
        # Steps are found by index, as ours are. Rounded Karras timesteps may contain a value twice,
        # and a search by value would find the wrong one.
        scheduler.set_begin_index(0)
    for i, timestep in enumerate(timesteps):
        step_index = i
        scaled = scheduler.scale_model_input(sample, timestep) if hasattr(scheduler, "scale_model_input") else sample
        first_input = scaled if i == 0 else first_input
        extra = {} if eta is None else {"eta": eta}
        result = scheduler.step(network(scaled, i), timestep, sample, **extra)
        original = getattr(result, "pred_original_sample", None)
        algorithm = getattr(scheduler.config, "algorithm_type", None)
        if algorithm in ("dpmsolver++", "deis") or getattr(scheduler.config, "predict_x0", False):
            original = scheduler.model_outputs[-1]
        originals.append(original)
        sample = result.prev_sample
        samples.append(sample)
    assert all(torch.isfinite(s).all() for s in samples), (name, steps, config)
    case = {
        "config": {"_class_name": name, **config},
        "steps": steps,
        "timesteps": timesteps.double().tolist(),
        "initNoiseSigma": initial_sigma,
        "firstInput": encode(first_input),
        "noisy": encode(noisy),
        "samples": [encode(s) for s in samples],
    }
    if originals[0] is not None:
        case["originals"] = [encode(o) for o in originals]
    if eta is not None:
        case["eta"] = eta
    return case


SD = {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}
COSINE = {"beta_schedule": "squaredcos_cap_v2"}
ZERO_SNR = {"rescale_betas_zero_snr": True, "timestep_spacing": "trailing", "prediction_type": "v_prediction"}
TRAINED = {
    "trained_betas": [0.001, 0.002, 0.004, 0.008, 0.016, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3],
    "num_train_timesteps": 12,
}
THRESHOLD = {"thresholding": True, "sample_max_value": 1.5}
SPACINGS = [{"timestep_spacing": spacing} for spacing in ("linspace", "leading", "trailing")]
PREDICTIONS = [{"prediction_type": prediction} for prediction in ("epsilon", "sample", "v_prediction")]

ddpm = [
    (6, {}),
    (12, {"num_train_timesteps": 12}),
    *[(5, {**s, **p}) for s, p in zip(SPACINGS, PREDICTIONS)],
    *[(5, {"variance_type": v}) for v in ("fixed_small_log", "fixed_large")],
    (5, {"clip_sample": False}),
    (5, {"clip_sample_range": 0.5}),
    (5, {**THRESHOLD}),
    (5, {**THRESHOLD, "sample_max_value": 4.0, "dynamic_thresholding_ratio": 0.6}),
    (5, {**SD, "steps_offset": 1}),
    (5, {**COSINE}),
    (5, {**ZERO_SNR}),
    (6, {**TRAINED}),
]
ddim = [
    (6, {}),
    (16, {"timestep_spacing": "trailing"}),
    *[(5, {**s, **p}) for s, p in zip(SPACINGS, PREDICTIONS[1:] + PREDICTIONS[:1])],
    (5, {"set_alpha_to_one": False, "steps_offset": 1, "clip_sample": False, **SD}),
    (5, {"set_alpha_to_one": False, "clip_sample_range": 0.7}),
    (5, {**THRESHOLD}),
    (5, {**COSINE}),
    (5, {**ZERO_SNR}),
    (5, {**TRAINED}),
]
ddim_eta = [(5, {}, 0.5), (5, {"set_alpha_to_one": False}, 1.0), (5, {**PREDICTIONS[2], **SPACINGS[2]}, 1.0)]
orders = [{"solver_order": order} for order in (1, 2, 3)]
dpm = [
    *[(7, {**o, "solver_type": t}) for o in orders for t in ("midpoint", "heun")],
    *[(6, {**s, **p}) for s, p in zip(SPACINGS, PREDICTIONS)],
    *[(7, {**o, "use_karras_sigmas": True, **SD}) for o in orders],
    (6, {"use_karras_sigmas": True, **COSINE, "prediction_type": "v_prediction"}),
    (6, {"use_exponential_sigmas": True}),
    (6, {"lower_order_final": False}),
    (6, {"lower_order_final": False, "solver_order": 3, "final_sigmas_type": "sigma_min"}),
    (6, {"final_sigmas_type": "sigma_min"}),
    (6, {"final_sigmas_type": "sigma_min", "use_karras_sigmas": True, "lower_order_final": False}),
    (16, {"euler_at_final": True, "final_sigmas_type": "sigma_min"}),
    (16, {"solver_order": 3}),
    (6, {**THRESHOLD}),
    (6, {"lambda_min_clipped": -5.1, **COSINE}),
    (6, {"lambda_min_clipped": -5.1, **COSINE, "timestep_spacing": "trailing"}),
    (25, {"lambda_min_clipped": -5.1, "use_karras_sigmas": True, "timestep_spacing": "trailing", **COSINE}),
    (6, {**ZERO_SNR}),
    (6, {"timestep_spacing": "leading", "steps_offset": 1}),
    (5, {**TRAINED}),
    *[
        (7, {**o, **p, "algorithm_type": "dpmsolver", "final_sigmas_type": "sigma_min", "solver_type": t})
        for o, p, t in zip(orders, PREDICTIONS, ("midpoint", "heun", "midpoint"))
    ],
    (7, {"algorithm_type": "dpmsolver", "final_sigmas_type": "sigma_min", **THRESHOLD}),
    (6, {"algorithm_type": "deis", "solver_type": "logrho", "final_sigmas_type": "sigma_min"}),
]
euler = [
    *[(6, {**s, **p}) for s in SPACINGS for p in PREDICTIONS],
    (7, {"use_karras_sigmas": True, **SD}),
    (7, {"use_karras_sigmas": True, "sigma_min": 0.03, "sigma_max": 12.0}),
    (6, {"use_exponential_sigmas": True}),
    (6, {"final_sigmas_type": "sigma_min"}),
    (6, {**COSINE, "prediction_type": "v_prediction"}),
    (6, {**ZERO_SNR}),
    (6, {"timestep_spacing": "leading", "steps_offset": 1, **SD}),
    (5, {**TRAINED}),
]
ancestral = [
    *[(6, {**s, **p}) for s in SPACINGS for p in PREDICTIONS if p["prediction_type"] != "sample"],
    (6, {**COSINE, "prediction_type": "v_prediction"}),
    (6, {**ZERO_SNR}),
    (6, {"timestep_spacing": "leading", "steps_offset": 1, **SD}),
]
heun = [
    (5, {}),
    (1, {"timestep_spacing": "trailing"}),
    *[(5, {**s, **p}) for s, p in zip(SPACINGS, PREDICTIONS[2:] + PREDICTIONS[:2])],
    (5, {"use_karras_sigmas": True, **SD}),
    (5, {"use_exponential_sigmas": True}),
    (5, {"clip_sample": True, "clip_sample_range": 0.8}),
    (5, {**COSINE, "prediction_type": "v_prediction"}),
    (4, {**TRAINED}),
    (4, {"timestep_spacing": "leading", "steps_offset": 1, **SD}),
]
unipc = [
    # diffusers returns NaN if bh1 ends at zero.
    *[(7, {**o, "solver_type": "bh1", "final_sigmas_type": "sigma_min"}) for o in orders],
    *[(7, {**o, "solver_type": "bh2"}) for o in orders],
    *[(6, {**s, **p}) for s, p in zip(SPACINGS, PREDICTIONS[1:] + PREDICTIONS[:1])],
    *[(7, {**o, "use_karras_sigmas": True, **SD}) for o in orders],
    (6, {"use_exponential_sigmas": True}),
    (6, {"use_karras_sigmas": True, "sigma_min": 0.03, "sigma_max": 12.0, "final_sigmas_type": "sigma_min"}),
    (6, {"lower_order_final": False, "final_sigmas_type": "sigma_min", "solver_order": 3}),
    *[(7, {**o, **p, "predict_x0": False, "final_sigmas_type": "sigma_min"}) for o, p in zip(orders, PREDICTIONS)],
    (7, {"solver_order": 3, "disable_corrector": [0, 2]}),
    (6, {**THRESHOLD}),
    (6, {**ZERO_SNR}),
    (6, {**COSINE, "prediction_type": "v_prediction"}),
    (6, {"solver_type": "midpoint", "timestep_spacing": "leading", "steps_offset": 1}),
    (5, {**TRAINED, "solver_order": 3}),
]
flow = [
    (6, {}),
    (6, {"shift": 3.0}),
    (6, {"use_karras_sigmas": True, "shift": 2.0}),
    (6, {"use_exponential_sigmas": True}),
    (6, {"shift_terminal": 0.1, "shift": 3.0}),
    (6, {"stochastic_sampling": True}),
    (4, {"num_train_timesteps": 20, "shift": 0.5}),
]

grid = {
    "DDPMScheduler": ddpm,
    "DDIMScheduler": ddim + ddim_eta,
    "DPMSolverMultistepScheduler": dpm,
    "EulerDiscreteScheduler": euler,
    "EulerAncestralDiscreteScheduler": ancestral,
    "HeunDiscreteScheduler": heun,
    "UniPCMultistepScheduler": unipc,
    "FlowMatchEulerDiscreteScheduler": flow,
}
cases = [run(name, *case) for name, cases_of_class in grid.items() for case in cases_of_class]
header = {"diffusers": diffusers.__version__, "torch": torch.__version__.split("+")[0], "shape": SHAPE}
lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
text = json.dumps(header)[:-1] + ', "cases": [\n' + lines + "\n]}\n"
path = Path(__file__).parent / "schedulers.json"
path.write_text(text)
print(f"{len(cases)} cases, {path.stat().st_size} bytes")
