"""
diffusers' UNet2DModel, DDPM noise, DDIM and EMAModel in plain torch.

    python bench/torch_unet.py

The benchmark uses this file if Python has no diffusers. It has as much as the benchmark's recipes
need, and its parameters have diffusers' names. The command compares it with diffusers.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F


class Resnet(nn.Module):
    def __init__(self, inner: int, outer: int, features: int, groups: int, eps: float):
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, inner, eps)
        self.norm2 = nn.GroupNorm(groups, outer, eps)
        self.conv1 = nn.Conv2d(inner, outer, 3, padding=1)
        self.conv2 = nn.Conv2d(outer, outer, 3, padding=1)
        self.time_emb_proj = nn.Linear(features, outer)
        self.conv_shortcut = nn.Conv2d(inner, outer, 1) if inner != outer else None

    def forward(self, x: torch.Tensor, emb: torch.Tensor) -> torch.Tensor:
        hidden = self.conv1(F.silu(self.norm1(x))) + self.time_emb_proj(F.silu(emb))[:, :, None, None]
        hidden = self.conv2(F.silu(self.norm2(hidden)))
        return hidden + (x if self.conv_shortcut is None else self.conv_shortcut(x))


class Attention(nn.Module):
    """Attention with one head, as attention_head_dim null means."""

    def __init__(self, channels: int, groups: int, eps: float):
        super().__init__()
        self.group_norm = nn.GroupNorm(groups, channels, eps)
        self.to_q = nn.Linear(channels, channels)
        self.to_k = nn.Linear(channels, channels)
        self.to_v = nn.Linear(channels, channels)
        self.to_out = nn.ModuleList([nn.Linear(channels, channels)])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        batch, channels, height, width = x.shape
        pixels = self.group_norm(x).flatten(2).transpose(1, 2)
        q, k, v = (project(pixels)[:, None] for project in (self.to_q, self.to_k, self.to_v))
        mixed = self.to_out[0](F.scaled_dot_product_attention(q, k, v)[:, 0])
        return x + mixed.transpose(1, 2).reshape(batch, channels, height, width)


class Resize(nn.Module):
    """Halves the size, or doubles it."""

    def __init__(self, channels: int, down: bool, padding: int):
        super().__init__()
        self.down = down
        self.padding = padding
        self.conv = nn.Conv2d(channels, channels, 3, stride=2 if down else 1, padding=padding if down else 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.down:
            return self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"))
        return self.conv(F.pad(x, (0, 1, 0, 1)) if self.padding == 0 else x)


class Level(nn.Module):
    """A down block, an up block or the middle."""

    def __init__(self, resnets: list[Resnet], attentions: list[Attention]):
        super().__init__()
        self.resnets = nn.ModuleList(resnets)
        if attentions:
            self.attentions = nn.ModuleList(attentions)
        self.attends = bool(attentions)


class UNet2DModel(nn.Module):
    def __init__(self, block_out_channels, down_block_types, up_block_types, layers_per_block, **config):
        super().__init__()
        channels = list(block_out_channels)
        groups = config.get("norm_num_groups", 32)
        eps = config.get("norm_eps", 1e-5)
        if config.get("attention_head_dim", 8) is not None:
            raise ValueError("only one head of attention is written here")
        features = config.get("time_embedding_dim") or 4 * channels[0]
        self.flip = config.get("flip_sin_to_cos", True)
        self.shift = config.get("freq_shift", 0)
        padding = config.get("downsample_padding", 1)

        def level(sizes: list[tuple[int, int]], attends: bool, attentions: int | None = None) -> Level:
            outer = sizes[-1][1]
            count = (len(sizes) if attentions is None else attentions) if attends else 0
            resnets = [Resnet(inner, to, features, groups, eps) for inner, to in sizes]
            return Level(resnets, [Attention(outer, groups, eps) for _ in range(count)])

        self.conv_in = nn.Conv2d(3, channels[0], 3, padding=1)
        self.time_embedding = nn.ModuleDict(
            {"linear_1": nn.Linear(channels[0], features), "linear_2": nn.Linear(features, features)}
        )
        self.down_blocks = nn.ModuleList()
        self.up_blocks = nn.ModuleList()
        passed = [channels[0]]
        last = channels[0]
        for i, (kind, outer) in enumerate(zip(down_block_types, channels)):
            sizes = [(last if j == 0 else outer, outer) for j in range(layers_per_block)]
            block = level(sizes, kind.startswith("Attn"))
            passed += [outer] * layers_per_block
            if i < len(channels) - 1:
                block.downsamplers = nn.ModuleList([Resize(outer, True, padding)])
                passed.append(outer)
            self.down_blocks.append(block)
            last = outer
        self.mid_block = level([(last, last)] * 2, True, 1)
        for i, (kind, outer) in enumerate(zip(up_block_types, reversed(channels))):
            sizes = []
            for _ in range(layers_per_block + 1):
                sizes.append((last + passed.pop(), outer))
                last = outer
            block = level(sizes, kind.startswith("Attn"))
            if i < len(channels) - 1:
                block.upsamplers = nn.ModuleList([Resize(outer, False, padding)])
            self.up_blocks.append(block)
        self.conv_norm_out = nn.GroupNorm(groups, channels[0], eps)
        self.conv_out = nn.Conv2d(channels[0], 3, 3, padding=1)

    def embed(self, timesteps: torch.Tensor) -> torch.Tensor:
        half = self.conv_in.out_channels // 2
        index = torch.arange(half, dtype=torch.float32, device=timesteps.device)
        exponent = -math.log(10_000) * index / (half - self.shift)
        angles = timesteps[:, None].float() * exponent.exp()[None]
        waves = [angles.cos(), angles.sin()] if self.flip else [angles.sin(), angles.cos()]
        emb = self.time_embedding["linear_1"](torch.cat(waves, dim=1))
        return self.time_embedding["linear_2"](F.silu(emb))

    def forward(self, x: torch.Tensor, timesteps: torch.Tensor) -> torch.Tensor:
        emb = self.embed(timesteps.expand(x.shape[0]))
        x = self.conv_in(x)
        passed = [x]
        for block in self.down_blocks:
            for i, resnet in enumerate(block.resnets):
                x = resnet(x, emb)
                x = block.attentions[i](x) if block.attends else x
                passed.append(x)
            if hasattr(block, "downsamplers"):
                x = block.downsamplers[0](x)
                passed.append(x)
        first, second = self.mid_block.resnets
        x = second(self.mid_block.attentions[0](first(x, emb)), emb)
        for block in self.up_blocks:
            for i, resnet in enumerate(block.resnets):
                x = resnet(torch.cat([x, passed.pop()], dim=1), emb)
                x = block.attentions[i](x) if block.attends else x
            if hasattr(block, "upsamplers"):
                x = block.upsamplers[0](x)
        return self.conv_out(F.silu(self.conv_norm_out(x)))


def alphas_cumprod(device: torch.device) -> torch.Tensor:
    """The products of the alphas of Ho et al.'s linear schedule (2020)."""
    return torch.cumprod(1 - torch.linspace(1e-4, 0.02, 1000, device=device), dim=0)


def add_noise(x: torch.Tensor, noise: torch.Tensor, timesteps: torch.Tensor, levels: torch.Tensor) -> torch.Tensor:
    level = levels[timesteps][:, None, None, None]
    return level.sqrt() * x + (1 - level).sqrt() * noise


def ddim(model: nn.Module, x: torch.Tensor, steps: int, levels: torch.Tensor) -> torch.Tensor:
    """Sample as Song et al. 2021 with eta 0, and with diffusers' clipping of the clean picture."""
    stride = len(levels) // steps
    for t in torch.arange(steps - 1, -1, -1, device=x.device) * stride:
        noise = model(x, t)
        before = torch.where(t >= stride, levels[(t - stride).clamp(min=0)], torch.ones_like(levels[0]))
        clean = ((x - (1 - levels[t]).sqrt() * noise) / levels[t].sqrt()).clamp(-1, 1)
        x = before.sqrt() * clean + (1 - before).sqrt() * noise
    return x


class Average:
    """diffusers' EMAModel with use_ema_warmup."""

    def __init__(self, parameters, decay: float, inv_gamma: float, power: float, **_):
        self.max_decay = decay
        self.inv_gamma = inv_gamma
        self.power = power
        self.steps = 0
        self.average = [parameter.detach().clone() for parameter in parameters]

    def step(self, parameters) -> None:
        self.steps += 1
        decay = min(1 - (1 + max(0, self.steps - 1) / self.inv_gamma) ** -self.power, self.max_decay)
        torch._foreach_lerp_(self.average, [parameter.detach() for parameter in parameters], 1 - decay)


def compare() -> None:
    import diffusers

    common = dict(
        layers_per_block=2,
        norm_num_groups=8,
        attention_head_dim=None,
        block_out_channels=[32, 64, 96],
        down_block_types=["DownBlock2D", "AttnDownBlock2D", "DownBlock2D"],
        up_block_types=["UpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
    )
    variants = [
        dict(time_embedding_dim=64),
        dict(downsample_padding=0, flip_sin_to_cos=False, freq_shift=1, norm_eps=1e-6),
    ]
    for variant in variants:
        config = common | variant
        theirs = diffusers.UNet2DModel(**config)
        ours = UNet2DModel(**config)
        ours.load_state_dict(theirs.state_dict())
        x = torch.randn(2, 3, 32, 32)
        t = torch.tensor([3, 900])
        scheduler = diffusers.DDIMScheduler()
        scheduler.set_timesteps(5)
        with torch.no_grad():
            network = (ours(x, t) - theirs(x, t).sample).abs().max().item()
            our_sample = ddim(ours, x, 5, alphas_cumprod(x.device))
            their_sample = x
            for step in scheduler.timesteps:
                their_sample = scheduler.step(theirs(their_sample, step).sample, step, their_sample).prev_sample
        noise = torch.randn_like(x)
        noised = add_noise(x, noise, t, alphas_cumprod(x.device)) - diffusers.DDPMScheduler().add_noise(x, noise, t)
        ema = dict(decay=0.9999, inv_gamma=1, power=0.75)
        our_average = Average(theirs.parameters(), **ema)
        their_average = diffusers.training_utils.EMAModel(theirs.parameters(), use_ema_warmup=True, **ema)
        for _ in range(3):
            for parameter in theirs.parameters():
                parameter.data.mul_(1.01)
            our_average.step(theirs.parameters())
            their_average.step(theirs.parameters())
        average = max((a - b).abs().max().item() for a, b in zip(our_average.average, their_average.shadow_params))
        sample = (our_sample - their_sample).abs().max()
        print(
            f"largest differences: network {network:.1e}, DDIM {sample:.1e}, noise {noised.abs().max():.1e}, "
            f"average {average:.1e}"
        )


if __name__ == "__main__":
    compare()
