"""
Configurations of other people's networks, as diffusers writes them.

    python odd_folders.py

Needs torch, diffusers and scipy. The networks use every option of UNet2DModel, and pictures of
several sizes and channels; each is tiny. Writes odd-folders.json beside itself. For each folder it
holds unet/config.json, scheduler_config.json, and how many tensors and numbers diffusers counts.
"""

import json
from pathlib import Path

import diffusers
from diffusers import UNet2DModel

BASE = dict(
    sample_size=32,
    layers_per_block=1,
    block_out_channels=[8, 8],
    norm_num_groups=4,
    down_block_types=["DownBlock2D", "AttnDownBlock2D"],
    up_block_types=["AttnUpBlock2D", "UpBlock2D"],
)
SCHEDULERS = {"fourier": "ScoreSdeVeScheduler"}
FOLDERS = {
    "plain": {},
    "list_size": dict(sample_size=[32, 32]),
    "mnist28": dict(sample_size=28, in_channels=1, out_channels=1),
    "gray32": dict(in_channels=1, out_channels=1),
    "rgba32": dict(in_channels=4, out_channels=4),
    "size16": dict(sample_size=16),
    "size48": dict(sample_size=48),
    "size64": dict(sample_size=64),
    "scale_shift": dict(resnet_time_scale_shift="scale_shift"),
    "no_attention": dict(add_attention=False),
    "head8": dict(attention_head_dim=8),
    "fourier": dict(time_embedding_type="fourier"),
    "fourier_ddpm": dict(time_embedding_type="fourier"),
    "learned": dict(time_embedding_type="learned", num_train_timesteps=1000),
    "center": dict(center_input_sample=True),
    "gelu": dict(act_fn="gelu"),
    "mish": dict(act_fn="mish"),
    "relu": dict(act_fn="relu"),
    "upper_case": dict(act_fn="GELU"),
    "class5": dict(num_class_embeds=5),
    "class10": dict(num_class_embeds=10),
    "class1000": dict(num_class_embeds=1000),
    "class_timestep": dict(class_embed_type="timestep"),
    "class_identity": dict(class_embed_type="identity"),
    "resnet_sampling": dict(downsample_type="resnet", upsample_type="resnet"),
    "resnet_blocks": dict(
        down_block_types=["ResnetDownsampleBlock2D", "AttnDownBlock2D"],
        up_block_types=["AttnUpBlock2D", "ResnetUpsampleBlock2D"],
    ),
    "old_block_names": dict(
        down_block_types=["UNetResDownBlock2D", "UNetResAttnDownBlock2D"],
        up_block_types=["UNetResAttnUpBlock2D", "UNetResUpBlock2D"],
    ),
    "dropout": dict(dropout=0.1),
    "mid_scale": dict(mid_block_scale_factor=1.41),
    "no_mid": dict(mid_block_type=None),
    "one_level": dict(block_out_channels=[8], down_block_types=["DownBlock2D"], up_block_types=["UpBlock2D"]),
    "uneven": dict(block_out_channels=[12, 24]),
}

folders = {}
for name, changes in FOLDERS.items():
    unet = UNet2DModel(**{**BASE, **changes})
    scheduler = getattr(diffusers, SCHEDULERS.get(name, "DDPMScheduler"))()
    tensors = unet.state_dict()
    folders[name] = {
        "config": json.loads(unet.to_json_string()),
        "scheduler": json.loads(scheduler.to_json_string()),
        "tensors": len(tensors),
        "numbers": sum(tensor.numel() for tensor in tensors.values()),
    }
(Path(__file__).parent / "odd-folders.json").write_text(json.dumps(folders) + "\n")
