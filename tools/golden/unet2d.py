"""
Golden values of diffusers' UNet2DModel.

    python unet2d.py

Needs torch and diffusers, and runs on the CPU. The configurations are tiny, and together they use
every block type and option. Everything is computed in float64, so that any difference is ours.
Weights, inputs and targets come from philox.py and need no file. For each gradient unet2d.json
keeps the norm and a sketch: 32 sums with random signs. The mean squared difference between the sums
of two gradients estimates their squared distance.
"""

import base64
import json
import math
from pathlib import Path

import diffusers
import numpy as np
import torch
from diffusers import UNet2DModel

from philox import random_stream

SEED = 20240715
BATCH = 2
SKETCH = 32  # the bits of a word

CASES = {
    # A small google/ddpm-cifar10-32: asymmetric padding, sines first, one head, attention on the
    # second level.
    "ddpm": dict(
        sample_size=8,
        block_out_channels=[8, 16, 16],
        layers_per_block=2,
        norm_num_groups=4,
        norm_eps=1e-6,
        attention_head_dim=None,
        down_block_types=["DownBlock2D", "AttnDownBlock2D", "DownBlock2D"],
        up_block_types=["UpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
        downsample_padding=0,
        flip_sin_to_cos=False,
        freq_shift=1,
    ),
    # diffusers' defaults: symmetric padding, cosines first, heads of 8 channels. Classes as for
    # classifier-free guidance; output channels as for a learned variance.
    "classes": dict(
        sample_size=8,
        out_channels=6,
        block_out_channels=[16, 32],
        layers_per_block=1,
        norm_num_groups=8,
        num_class_embeds=11,
        down_block_types=["DownBlock2D", "AttnDownBlock2D"],
        up_block_types=["AttnUpBlock2D", "UpBlock2D"],
    ),
    # No norm before the mid block's attention. Attention on the first level, none below it.
    "scale-shift": dict(
        sample_size=8,
        block_out_channels=[8, 16],
        layers_per_block=1,
        norm_num_groups=4,
        attention_head_dim=4,
        down_block_types=["AttnDownBlock2D", "DownBlock2D"],
        up_block_types=["UpBlock2D", "AttnUpBlock2D"],
        resnet_time_scale_shift="scale_shift",
        mid_block_scale_factor=math.sqrt(2),
        center_input_sample=True,
    ),
    "scale-shift-norm": dict(
        sample_size=8,
        block_out_channels=[8, 16],
        layers_per_block=1,
        norm_num_groups=2,
        attn_norm_num_groups=8,
        attention_head_dim=8,
        down_block_types=["DownBlock2D", "DownBlock2D"],
        up_block_types=["UpBlock2D", "UpBlock2D"],
        resnet_time_scale_shift="scale_shift",
        downsample_padding=0,
        num_class_embeds=3,
    ),
    # A picture of one channel, not square. Labels like timesteps. No attention in the middle.
    "timestep-labels": dict(
        sample_size=[8, 4],
        in_channels=1,
        out_channels=1,
        block_out_channels=[8, 16],
        layers_per_block=1,
        norm_num_groups=4,
        down_block_types=["DownBlock2D", "AttnDownBlock2D"],
        up_block_types=["AttnUpBlock2D", "UpBlock2D"],
        add_attention=False,
        class_embed_type="timestep",
        time_embedding_dim=24,
    ),
    # No middle. An odd number of channels, which heads of 4 do not divide. Labels that are
    # embeddings.
    "identity-labels": dict(
        sample_size=8,
        block_out_channels=[9, 18],
        layers_per_block=1,
        norm_num_groups=3,
        attention_head_dim=4,
        act_fn="swish",
        down_block_types=["AttnDownBlock2D", "AttnDownBlock2D"],
        up_block_types=["AttnUpBlock2D", "AttnUpBlock2D"],
        mid_block_type=None,
        class_embed_type="identity",
    ),
    # Nothing is halved or doubled. All channels are one group.
    "one-level": dict(
        sample_size=8,
        block_out_channels=[16],
        layers_per_block=1,
        norm_num_groups=1,
        attention_head_dim=16,
        down_block_types=["AttnDownBlock2D"],
        up_block_types=["AttnUpBlock2D"],
    ),
    # Resnets that halve and double the picture: here as blocks, in the next case as samplers. Each
    # activation once.
    "resnet-blocks": dict(
        sample_size=8,
        block_out_channels=[8, 16],
        layers_per_block=1,
        norm_num_groups=4,
        act_fn="gelu",
        down_block_types=["ResnetDownsampleBlock2D", "DownBlock2D"],
        up_block_types=["UpBlock2D", "ResnetUpsampleBlock2D"],
    ),
    "resnet-sampling": dict(
        sample_size=8,
        block_out_channels=[8, 16],
        layers_per_block=1,
        norm_num_groups=4,
        act_fn="mish",
        attention_head_dim=8,
        down_block_types=["AttnDownBlock2D", "AttnDownBlock2D"],
        up_block_types=["AttnUpBlock2D", "AttnUpBlock2D"],
        downsample_type="resnet",
        upsample_type="resnet",
        resnet_time_scale_shift="scale_shift",
    ),
    # A dropout, which is off in an evaluation. Fourier frequencies of the timestep, by which the
    # answer is divided.
    "fourier": dict(
        sample_size=8,
        block_out_channels=[8, 8],
        layers_per_block=1,
        norm_num_groups=4,
        act_fn="relu",
        dropout=0.1,
        down_block_types=["DownBlock2D", "DownBlock2D"],
        up_block_types=["UpBlock2D", "UpBlock2D"],
        time_embedding_type="fourier",
    ),
    "learned-time": dict(
        sample_size=8,
        block_out_channels=[8],
        layers_per_block=1,
        norm_num_groups=4,
        mid_block_type=None,
        down_block_types=["DownBlock2D"],
        up_block_types=["UpBlock2D"],
        time_embedding_type="learned",
        num_train_timesteps=20,
    ),
}
TIMESTEPS = {"scale-shift": [0.5, 731.25], "fourier": [0.7, 3.5], "learned-time": [3, 19]}  # the others: [3, 999]
CLASS_LABELS = {"classes": [0, 10], "scale-shift-norm": [2, 1], "timestep-labels": [7, 412]}

# https://huggingface.co/google/ddpm-cifar10-32. Its size is checked, its numbers are not.
CIFAR10 = dict(
    sample_size=32,
    block_out_channels=[128, 256, 256, 256],
    layers_per_block=2,
    norm_num_groups=32,
    norm_eps=1e-6,
    attention_head_dim=None,
    down_block_types=["DownBlock2D", "AttnDownBlock2D", "DownBlock2D", "DownBlock2D"],
    up_block_types=["UpBlock2D", "UpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
    downsample_padding=0,
    flip_sin_to_cos=False,
    freq_shift=1,
)


def text_of(values: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype="<f4").tobytes()).decode()


def weight(name: str, shape: tuple[int, ...], stream) -> np.ndarray:
    """Draw a weight: gains around 1, biases around 0, matrices and kernels that keep the scale.

    Every number is uniform; none stays 0 or 1.
    """
    u = 2 * stream.fork(name).uniform(math.prod(shape)) - 1
    if len(shape) > 1:
        return (u * math.sqrt(3 / math.prod(shape[1:]))).astype(np.float32).reshape(shape)
    return (0.3 * u + (1 if name.endswith("weight") else 0)).astype(np.float32)


def sketch(gradient: np.ndarray, stream) -> np.ndarray:
    words = stream.words(gradient.size).astype(np.uint64)
    signs = 1 - 2 * ((words[:, None] >> np.arange(SKETCH, dtype=np.uint64)) & np.uint64(1)).astype(np.float64)
    return gradient.reshape(-1) @ signs


def check_initialization(model: UNet2DModel) -> None:
    """Check that PyTorch initializes weights as src/ml/nn says."""
    for name, parameter in model.named_parameters():
        values = parameter.detach()
        owner = model.get_submodule(name.rsplit(".", 1)[0])
        if isinstance(owner, torch.nn.GroupNorm):
            assert bool((values == (1 if name.endswith("weight") else 0)).all()), name
        elif name == "time_proj.weight" and values.dim() == 1:
            assert values.abs().max().item() > 16, name  # of 16 N(0, 1)
        elif isinstance(owner, torch.nn.Embedding):
            assert abs(values.std().item() - 1) < 5 / math.sqrt(2 * values.numel()), name
        else:
            bound = 1 / math.sqrt(owner.weight[0].numel())
            largest = values.abs().max().item()
            assert largest <= bound * (1 + 1e-6) and (values.numel() < 1000 or largest > 0.99 * bound), name


def evaluate(case: str, dtype: torch.dtype):
    config = CASES[case]
    stream = random_stream(SEED).fork(case)
    torch.manual_seed(0)
    model = UNet2DModel(**config)
    check_initialization(model)
    weights = stream.fork("weights")
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(torch.from_numpy(weight(name, tuple(parameter.shape), weights)))
    model.to(dtype).eval()
    if config.get("class_embed_type") == "timestep":
        # diffusers forgets this cast.
        model.class_embedding.register_forward_pre_hook(lambda _, arguments: (arguments[0].to(dtype),))

    height, width = np.broadcast_to(config["sample_size"], 2)

    def drawn(purpose: str, channels: int) -> torch.Tensor:
        # The engine's layout is [n, h, w, c].
        values = stream.fork(purpose).normal(BATCH * height * width * channels).reshape(BATCH, height, width, channels)
        return torch.from_numpy(values).permute(0, 3, 1, 2).to(dtype)

    timesteps = torch.tensor(TIMESTEPS.get(case, [3, 999]))
    labels = None
    if case in CLASS_LABELS:
        labels = torch.tensor(CLASS_LABELS[case])
    elif config.get("class_embed_type") == "identity":
        features = 4 * config["block_out_channels"][0]
        labels = torch.from_numpy(stream.fork("labels").normal(BATCH * features).reshape(BATCH, features)).to(dtype)
    output = model(drawn("input", model.config.in_channels), timesteps, class_labels=labels).sample
    loss = torch.nn.functional.mse_loss(output, drawn("target", model.config.out_channels))
    loss.backward()
    # Frequencies are not trained, so their gradient is zero.
    gradients = {
        name: np.zeros(parameter.shape) if parameter.grad is None else parameter.grad.double().numpy()
        for name, parameter in model.named_parameters()
    }
    return output.detach().permute(0, 2, 3, 1).numpy(), loss.item(), gradients, timesteps.tolist()


def main() -> None:
    cases = {}
    for case, config in CASES.items():
        output, loss, gradients, timesteps = evaluate(case, torch.float64)
        single_output, _, single_gradients, _ = evaluate(case, torch.float32)
        signs = random_stream(SEED).fork("signs")
        cases[case] = {
            "config": config,
            "timesteps": timesteps,
            "classLabels": CLASS_LABELS.get(case),
            "output": text_of(output),
            "loss": loss,
            "parameters": {
                name: {
                    "shape": value.shape,
                    "norm": float(np.linalg.norm(value)),
                    "sketch": text_of(sketch(value, signs.fork(name))),
                }
                for name, value in gradients.items()
            },
        }
        total = math.sqrt(sum(np.sum(value**2) for value in gradients.values()))
        zero = {name for name, value in gradients.items() if np.linalg.norm(value) < 1e-9 * total}
        worst = max(
            np.linalg.norm(single_gradients[name] - value) / np.linalg.norm(value)
            for name, value in gradients.items()
            if name not in zero
        )
        size = sum(value.size for value in gradients.values())
        apart = np.abs(single_output - output).max()
        print(
            f"{case}: {size} parameters, loss {loss:.4f}, gradient {total:.3f}, zero {sorted(zero)}; "
            f"in float32 the output differs by {apart:.1e}, a gradient by {worst:.1e}"
        )
    with torch.device("meta"):
        cifar10 = {name: list(parameter.shape) for name, parameter in UNet2DModel(**CIFAR10).named_parameters()}
    golden = {
        "diffusers": diffusers.__version__,
        "torch": torch.__version__,
        "seed": SEED,
        "cases": cases,
        "cifar10": {"config": CIFAR10, "shapes": cifar10},
    }
    (Path(__file__).parent / "unet2d.json").write_text(json.dumps(golden) + "\n")
    print("ddpm-cifar10-32:", sum(math.prod(shape) for shape in cifar10.values()), "parameters")


if __name__ == "__main__":
    main()
