"""
The scheduler_config.json of every class of diffusers that may come with a network of pictures.

    python scheduler_configs.py

Needs torch, diffusers and scipy. Each has the class's defaults, as save_config writes them. Writes
scheduler-configs.json beside itself.
"""

import json
import math
from pathlib import Path

import diffusers

CLASSES = [
    "DDIMInverseScheduler",
    "DDIMParallelScheduler",
    "DDIMScheduler",
    "DDPMParallelScheduler",
    "DDPMScheduler",
    "DEISMultistepScheduler",
    "DPMSolverMultistepInverseScheduler",
    "DPMSolverMultistepScheduler",
    "DPMSolverSinglestepScheduler",
    "EDMDPMSolverMultistepScheduler",
    "EDMEulerScheduler",
    "EulerAncestralDiscreteScheduler",
    "EulerDiscreteScheduler",
    "FlowMatchEulerDiscreteScheduler",
    "FlowMatchHeunDiscreteScheduler",
    "FlowMatchLCMScheduler",
    "HeunDiscreteScheduler",
    "KDPM2AncestralDiscreteScheduler",
    "KDPM2DiscreteScheduler",
    "LCMScheduler",
    "LMSDiscreteScheduler",
    "PNDMScheduler",
    "RePaintScheduler",
    "SASolverScheduler",
    "ScoreSdeVeScheduler",
    "TCDScheduler",
    "UniPCMultistepScheduler",
]

configs = []
for name in CLASSES:
    config = json.loads(getattr(diffusers, name)().to_json_string())
    config.pop("_diffusers_version")
    # JSON has no infinity.
    configs.append({field: value for field, value in config.items() if value not in (math.inf, -math.inf)})
(Path(__file__).parent / "scheduler-configs.json").write_text(json.dumps(configs, indent=None) + "\n")
