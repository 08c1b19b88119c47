"""
scheduler_config.json of every class of diffusers that a network of pictures may come with, with its defaults as save_config writes them. Writes
scheduler-configs.json beside itself.

    python scheduler_configs.py     (torch, diffusers, scipy)
"""

import json
import math
from pathlib import Path

import diffusers

CLASSES = [
    "DDIMInverseScheduler", "DDIMParallelScheduler", "DDIMScheduler", "DDPMParallelScheduler", "DDPMScheduler", "DEISMultistepScheduler",
    "DPMSolverMultistepInverseScheduler", "DPMSolverMultistepScheduler", "DPMSolverSinglestepScheduler", "EDMDPMSolverMultistepScheduler",
    "EDMEulerScheduler", "EulerAncestralDiscreteScheduler", "EulerDiscreteScheduler", "FlowMatchEulerDiscreteScheduler",
    "FlowMatchHeunDiscreteScheduler", "FlowMatchLCMScheduler", "HeunDiscreteScheduler", "KDPM2AncestralDiscreteScheduler",
    "KDPM2DiscreteScheduler", "LCMScheduler", "LMSDiscreteScheduler", "PNDMScheduler", "RePaintScheduler", "SASolverScheduler",
    "ScoreSdeVeScheduler", "TCDScheduler", "UniPCMultistepScheduler",
]  # fmt: skip

configs = []
for name in CLASSES:
    config = json.loads(getattr(diffusers, name)().to_json_string())
    config.pop("_diffusers_version")
    # JSON has no word for what is infinite.
    configs.append({field: value for field, value in config.items() if value not in (math.inf, -math.inf)})
(Path(__file__).parent / "scheduler-configs.json").write_text(json.dumps(configs, indent=None) + "\n")
