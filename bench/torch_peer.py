"""
PyTorch as a peer of the benchmark: the same cases, in float32.

    python bench/torch_peer.py cpu|cuda [compiled]

Needs torch. The U-Nets are those of diffusers, or those of torch_unet.py if diffusers is missing.
The network runs eagerly, or compiled by torch.compile. Reads and writes one line of JSON at a time;
bench/node/torch-peer.ts is the other end.
"""

import json
import resource
import sys

import torch
from torch import nn

import torch_unet

try:
    import diffusers
    from diffusers.training_utils import EMAModel
except ImportError:
    diffusers = None

device = torch.device(sys.argv[1])
compiles = sys.argv[2:] == ["compiled"]
IMAGES = 1024


def ready(model: nn.Module) -> nn.Module:
    """Move a model to the device. With `compiled`, its first call compiles it."""
    model = model.to(device)
    return torch.compile(model) if compiles else model


def article() -> nn.Module:
    halving = dict(kernel_size=4, stride=2, padding=1)
    return nn.Sequential(
        nn.Conv2d(3, 64, **halving), nn.ReLU(),
        nn.Conv2d(64, 128, **halving), nn.ReLU(),
        nn.ConvTranspose2d(128, 64, **halving), nn.ReLU(),
        nn.ConvTranspose2d(64, 3, **halving), nn.Tanh(),
    )  # fmt: skip


class Block(nn.Module):
    """diffusers' ResnetBlock2D without a shortcut, in plain torch."""

    def __init__(self, channels: int, groups: int, features: int):
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, channels)
        self.norm2 = nn.GroupNorm(groups, channels)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.projection = nn.Linear(features, channels)

    def forward(self, x: torch.Tensor, emb: torch.Tensor) -> torch.Tensor:
        hidden = self.conv1(nn.functional.silu(self.norm1(x))) + self.projection(emb)[:, :, None, None]
        return x + self.conv2(nn.functional.silu(self.norm2(hidden)))


class Steps:
    """Train steps: batch, noise, forward, backward, clipping, optimizer, average.

    `recipe` is one of src/ml/recipes.ts.
    """

    def __init__(self, case: dict, recipe: dict):
        self.batch = case["batch"]
        self.recipe = recipe
        self.images = torch.randint(256, (IMAGES, 3, 32, 32), dtype=torch.uint8, device=device)
        self.diffusion = recipe["kind"] == "diffusion"
        if self.diffusion:
            self.model = ready(unet(recipe["unet"]))
            self.add_noise = noise_mixer()
        else:
            self.model = ready(article())
        settings = recipe["optimizer"]
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(),
            lr=recipe["experiment"]["learningRate"],
            betas=(settings["beta1"], settings["beta2"]),
            eps=settings["epsilon"],
            weight_decay=settings["weightDecay"],
        )
        self.max_norm = settings["maxGradNorm"]
        ema = settings["ema"]
        average = EMAModel if diffusers else torch_unet.Average
        self.ema = ema and average(
            self.model.parameters(),
            decay=ema["maxDecay"],
            use_ema_warmup=True,
            inv_gamma=ema["invGamma"],
            power=ema["power"],
        )

    def run(self) -> torch.Tensor:
        clean = self.images[torch.randint(IMAGES, (self.batch,), device=device)].float() / 127.5 - 1
        noise = torch.randn_like(clean)
        if self.diffusion:
            flips = torch.rand(self.batch, 1, 1, 1, device=device) < 0.5
            clean = torch.where(flips, clean.flip(3), clean)
            timesteps = torch.randint(1000, (self.batch,), device=device)
            answer = answer_of(self.model, self.add_noise(clean, noise, timesteps), timesteps)
            target = noise
        else:
            answer = self.model(clean + self.recipe["noiseStd"] * noise)
            target = clean
        loss = nn.functional.mse_loss(answer, target)
        loss.backward()
        if self.max_norm is not None:
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.max_norm)
        self.optimizer.step()
        self.optimizer.zero_grad()
        if self.ema:
            self.ema.step(self.model.parameters())
        return loss.detach()


class Sampling:
    def __init__(self, case: dict, recipe: dict):
        self.batch = case["batch"]
        self.steps = case["steps"]
        self.model = ready(unet(recipe["unet"]))
        self.scheduler = diffusers and diffusers.DDIMScheduler()
        self.levels = torch_unet.alphas_cumprod(device)

    @torch.no_grad()
    def run(self) -> None:
        x = torch.randn(self.batch, 3, 32, 32, device=device)
        x = self.by_diffusers(x) if self.scheduler else torch_unet.ddim(self.model, x, self.steps, self.levels)
        ((x.clamp(-1, 1) + 1) * 127.5).to(torch.uint8).cpu()

    def by_diffusers(self, x: torch.Tensor) -> torch.Tensor:
        self.scheduler.set_timesteps(self.steps)
        for t in self.scheduler.timesteps:
            x = self.scheduler.step(self.model(x, t).sample, t, x).prev_sample
        return x


class Blocks:
    def __init__(self, case: dict, recipe: None):
        self.block = ready(Block(case["channels"], case["groups"], case["features"]))
        shape = (case["batch"], case["channels"], case["side"], case["side"])
        self.x = torch.randn(shape, device=device, requires_grad=True)
        self.emb = torch.randn(case["batch"], case["features"], device=device)

    def run(self) -> torch.Tensor:
        self.x.grad = None
        self.block.zero_grad()
        loss = self.block(self.x, self.emb).square().mean()
        loss.backward()
        return loss.detach()


def unet(config: dict) -> nn.Module:
    return (diffusers or torch_unet).UNet2DModel(**config)


def answer_of(model: nn.Module, x: torch.Tensor, timesteps: torch.Tensor) -> torch.Tensor:
    answer = model(x, timesteps)
    return answer.sample if diffusers else answer


def noise_mixer():
    if diffusers:
        return diffusers.DDPMScheduler().add_noise
    levels = torch_unet.alphas_cumprod(device)
    return lambda x, noise, timesteps: torch_unet.add_noise(x, noise, timesteps, levels)


def cpu_ms() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return 1000 * (usage.ru_utime + usage.ru_stime)


def repeat(work, times: int) -> dict:
    """Run the work several times.

    As on the other side, the loss of a step is read while the next one runs.
    """
    start = cpu_ms()
    before = None
    loss = None
    for _ in range(times):
        now = work.run()
        if before is not None:
            loss = before.item()
        before = now
    if before is not None:
        loss = before.item()
    if device.type == "cuda":
        torch.cuda.synchronize()
    return {"loss": loss, "cpuMs": cpu_ms() - start}


def main() -> None:
    # The browser computes in float32. By default a card would use TF32 for convolutions.
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    torch.manual_seed(0)
    versions = {"torch": torch.__version__, "python": sys.version.split()[0]}
    versions["U-Nets in torch"] = f"diffusers {diffusers.__version__}" if diffusers else "bench/torch_unet.py"
    if device.type == "cuda":
        versions["cuda device"] = torch.cuda.get_device_name()
    print(json.dumps({"ok": True, "versions": versions, "cuda": torch.cuda.is_available()}), flush=True)
    work = None
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            if asked["do"] == "prepare":
                kinds = {"step": Steps, "sample": Sampling, "block": Blocks}
                work = kinds[asked["case"]["kind"]](asked["case"], asked["recipe"])
                answer = {}
            elif asked["do"] == "run":
                answer = repeat(work, asked["times"])
            else:
                work = None
                answer = {}
                if device.type == "cuda":
                    torch.cuda.empty_cache()
            print(json.dumps({"ok": True} | answer), flush=True)
        except Exception as error:  # the other side is told, and goes on with other cases
            print(json.dumps({"ok": False, "error": f"{type(error).__name__}: {error}".splitlines()[0]}), flush=True)


main()
