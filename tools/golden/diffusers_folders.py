"""
One tiny U-Net in every layout in which diffusers has saved networks.

    python diffusers_folders.py

Needs torch and diffusers, and runs on the CPU. Writes diffusers/ beside this file. Tests read all
its folders and must find the same numbers in each:

current/   a DDPMPipeline, float32
variant/   the same in float16 with variant="fp16"
sharded/   the same in bfloat16, as several files and their index
root/      everything at the root, in float16; parts of attentions have the names from before
           diffusers 0.17

Every weight is a bfloat16 that float16 holds exactly, so that nothing is rounded on the way.
expected.json has each tensor's shape, sum and last number.
"""

import json
import shutil
from pathlib import Path

import torch
from diffusers import DDPMPipeline, DDPMScheduler, UNet2DModel
from safetensors.torch import load_file, save_file

HERE = Path(__file__).resolve().parent / "diffusers"
NAMES = {".to_q.": ".query.", ".to_k.": ".key.", ".to_v.": ".value.", ".to_out.0.": ".proj_attn."}


def pipeline() -> DDPMPipeline:
    torch.manual_seed(3)
    unet = UNet2DModel(
        sample_size=32,
        block_out_channels=(8, 8),
        layers_per_block=1,
        norm_num_groups=4,
        attention_head_dim=None,
        time_embedding_dim=16,
        down_block_types=("DownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "UpBlock2D"),
    )
    with torch.no_grad():
        for parameter in unet.parameters():
            rounded = parameter.to(torch.bfloat16).float()
            # Below 2^-14, float16 has fewer digits than bfloat16.
            parameter.copy_(torch.where(rounded.abs() < 2**-14, 0, rounded))
    scheduler = DDPMScheduler(beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction")
    return DDPMPipeline(unet=unet, scheduler=scheduler)


def saved_at_the_root(current: Path, folder: Path) -> None:
    folder.mkdir()
    shutil.copy(current / "model_index.json", folder)
    shutil.copy(current / "unet" / "config.json", folder)
    shutil.copy(current / "scheduler" / "scheduler_config.json", folder)
    tensors = {}
    for name, tensor in load_file(current / "unet" / "diffusion_pytorch_model.safetensors").items():
        for today, then in NAMES.items():
            name = name.replace(today, then)
        tensors[name] = tensor.half()
    save_file(tensors, folder / "diffusion_pytorch_model.safetensors", metadata={"format": "pt"})


def main() -> None:
    shutil.rmtree(HERE, ignore_errors=True)
    whole = pipeline()
    state = {name: tensor.clone() for name, tensor in whole.unet.state_dict().items()}
    whole.save_pretrained(HERE / "current")
    saved_at_the_root(HERE / "current", HERE / "root")
    whole.unet.to(torch.bfloat16).save_pretrained(HERE / "sharded" / "unet", max_shard_size="12KB")
    whole.scheduler.save_pretrained(HERE / "sharded" / "scheduler")
    whole.unet.to(torch.float16).save_pretrained(HERE / "variant" / "unet", variant="fp16")
    whole.scheduler.save_pretrained(HERE / "variant" / "scheduler")

    for folder in ("current/unet", "root", "sharded/unet", "variant/unet"):
        variant = "fp16" if "variant" in folder else None
        again = UNet2DModel.from_pretrained(HERE / folder, variant=variant, torch_dtype=torch.float32)
        assert all(torch.equal(tensor, state[name]) for name, tensor in again.state_dict().items()), folder
    expected = {
        name: {"shape": list(tensor.shape), "sum": tensor.double().sum().item(), "last": tensor.flatten()[-1].item()}
        for name, tensor in state.items()
    }
    (HERE / "expected.json").write_text(json.dumps(expected) + "\n")
    parameters = sum(tensor.numel() for tensor in state.values())
    size = sum(file.stat().st_size for file in HERE.rglob("*.*"))
    print(f"{parameters} parameters, {size} bytes")


main()
