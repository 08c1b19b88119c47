"""
Continues to train this folder's network in PyTorch, on as many processes and machines as `accelerate launch` starts.

    pip install torch torchvision diffusers accelerate
    accelerate launch train.py --steps 1000 --out DIR [--data DIR] [--batch B] [--log-every K] [--save-every K]
    accelerate launch --mixed_precision bf16 train.py ...     faster where the device computes in bfloat16; weights and moments stay float32

--data is a folder that the playground's `npm run data` wrote (public/cifar, public/digits), with the set that training_state.json names. Without it,
torchvision downloads CIFAR-10 if that is the set. --batch is the number of images in a step, over all processes together.
Training continues with the weights, their average (EMA), the optimizer's state (of AdamW or Muon) and the place in the learning rate's schedule;
batches, noise and timesteps are drawn anew. --out gets a folder like this one: diffusers' DDPMPipeline opens it, the playground trains it further
(`npm run train -- --resume DIR`), and so does its own train.py.
"""

import argparse
import json
import math
from pathlib import Path

import numpy as np
import torch
from accelerate import Accelerator
from accelerate.utils import set_seed
from diffusers import DDPMPipeline, DDPMScheduler, FlowMatchEulerDiscreteScheduler
from diffusers.training_utils import EMAModel
from PIL import Image
from safetensors.torch import load_file, save_file

here = Path(__file__).resolve().parent
moments = ("exp_avg", "exp_avg_sq")

# Of a folder that holds a network and nothing of its training: as diffusers' train_unconditional.py has it.
fresh = {
    "experiment": {"seed": 42, "batchSize": 64, "epochs": 50, "classes": None, "horizontalFlip": None, "minSnrGamma": 0},
    "learning_rate": 1e-4, "step": 0, "cursor": {"epoch": 0, "position": 0}, "epoch_losses": [], "loss_history": {"steps": [], "losses": []},
    "optimizer": {"betas": [0.95, 0.999], "eps": 1e-8, "weight_decay": 1e-6, "max_grad_norm": 1},
    "lr_schedule": {"name": "cosine", "warmup_steps": 500}, "ema": {"inv_gamma": 1, "power": 0.75, "max_decay": 0.9999},
    "timesteps": "logit-normal", "label_dropout": 0.1,
}  # fmt: skip


def pictures(folder, data):
    """The training images, [n, channels, side, side] bytes, their labels, the number of classes, and whether they may be mirrored."""
    if folder is None:
        if data not in (None, "cifar10"):
            raise SystemExit(f"This network was trained on the set {data}: --data DIR says where its manifest.json and shards are.")
        from torchvision.datasets import CIFAR10

        cifar10 = CIFAR10("cifar10", download=True)
        return cifar10.data.transpose(0, 3, 1, 2), np.array(cifar10.targets), 10, True
    prepared, carried = folder / "manifest.json", folder / "embedded.json"  # what a checkout has before anything was prepared
    if not prepared.exists() and not carried.exists():
        raise SystemExit(f"{folder} has no manifest.json: the playground's `npm run data` writes folders that have one.")
    manifest = json.loads((prepared if prepared.exists() or not carried.exists() else carried).read_text())
    given = manifest["id"]
    if data not in (None, given):
        raise SystemExit(f"{folder} holds the set {given}; this network was trained on {data}.")
    grid, split, side, channels = manifest["mosaic"], manifest["splits"]["train"], manifest["image"]["width"], manifest["image"]["channels"]
    rows, columns, parts = grid["rows"], grid["columns"], []
    for shard in split["shards"]:
        file = folder / shard["file"]
        if file.suffix == ".bin":
            mosaic = np.frombuffer(file.read_bytes(), np.uint8)
        else:
            mosaic = np.asarray(Image.open(file).convert({1: "L", 3: "RGB", 4: "RGBA"}[channels]))
        tiles = mosaic.reshape(rows, side, columns, side, channels).transpose(0, 2, 4, 1, 3)
        parts.append(tiles.reshape(-1, channels, side, side)[: shard["count"]])
    return np.concatenate(parts), np.array(split["labels"]), len(manifest["classNames"]), manifest["mirrors"]


def fitted(images, side, channels):
    """In the shape that the network takes: it may come from elsewhere than the images."""
    if images.shape[1:] == (channels, side, side):
        return images
    modes, kind = {1: "L", 3: "RGB", 4: "RGBA"}, Image.Resampling.BOX if side <= images.shape[2] else Image.Resampling.BILINEAR
    opened = (Image.fromarray(image[0] if len(image) == 1 else image.transpose(1, 2, 0)) for image in images)
    resized = (np.asarray(image.convert(modes[channels]).resize((side, side), kind)) for image in opened)
    return np.stack([image.reshape(side, side, channels).transpose(2, 0, 1) for image in resized])


def batches(count, size, seed, epoch, position):
    """Without end: the numbers of a batch's images, and the cursor behind it. The last batch of an epoch may be smaller."""
    while True:
        order = torch.randperm(count, generator=torch.Generator().manual_seed(seed + epoch))
        for start in range(position, count, size):
            last = start + size >= count
            yield order[start : start + size], {"epoch": epoch + last, "position": 0 if last else start + size}
        epoch, position = epoch + 1, 0


def nearest_noise(clean, draws):
    """Of several draws of noise the one that is nearest to each image (Li et al. 2025, arXiv 2505.18521); of one, plain noise."""
    noise = torch.randn_like(clean)
    for _ in range(draws - 1):
        other = torch.randn_like(clean)
        distance, least = ((draw - clean).square().sum((1, 2, 3), keepdim=True) for draw in (other, noise))
        noise = torch.where(distance < least, other, noise)
    return noise


def exercise(clean, scheduler, timesteps, gamma, draws):
    """Noisy images, their timesteps, what the network should answer, and the weight of each image in the loss."""
    noise, n, device = nearest_noise(clean, draws), len(clean), clean.device
    if isinstance(scheduler, FlowMatchEulerDiscreteScheduler):
        sigma = torch.randn(n, device=device).sigmoid() if timesteps == "logit-normal" else torch.rand(n, device=device)
        return torch.lerp(clean, noise, sigma.view(-1, 1, 1, 1)), sigma * scheduler.config.num_train_timesteps, noise - clean, torch.ones_like(sigma)
    t = torch.randint(scheduler.config.num_train_timesteps, (n,), device=device)
    alpha_bar = scheduler.alphas_cumprod.to(device)[t]
    snr = alpha_bar / (1 - alpha_bar)
    cap = gamma or math.inf  # min-SNR weights: Hang et al. 2023, section 3.4
    match scheduler.config.prediction_type:
        case "epsilon":
            target, weight = noise, (cap / snr).clamp(max=1)
        case "v_prediction":
            target, weight = scheduler.get_velocity(clean, noise, t), snr.clamp(max=cap) / (snr + 1) if gamma else torch.ones_like(snr)
        case "sample":
            target, weight = clean, snr.clamp(max=cap)
    return scheduler.add_noise(clean, noise, t), t, target, weight


def image_losses(answer, target, huber_delta):
    """The mean squared error of each image, or its Huber loss, if there is a delta."""
    if huber_delta:
        return torch.nn.functional.huber_loss(answer, target, reduction="none", delta=huber_delta).mean((1, 2, 3))
    return (answer - target).square().mean((1, 2, 3))


def learning_rate_factor(schedule, step):
    warmup, total = schedule["warmup_steps"], schedule["total_steps"]
    if schedule["name"] == "constant":
        return 1
    return step / warmup if step < warmup else (1 + math.cos(math.pi * min(1, (step - warmup) / max(1, total - warmup)))) / 2


def orthogonal(matrix):
    """About U V^T of the matrix's singular value decomposition, by five Newton-Schulz iterations."""
    x = matrix / (matrix.norm() + 1e-7)
    x = x if x.shape[0] <= x.shape[1] else x.T
    for _ in range(5):
        gram = x @ x.T
        x = 3.4445 * x + (-4.775 * gram + 2.0315 * gram @ gram) @ x
    return x if matrix.shape[0] <= matrix.shape[1] else x.T


class Muon(torch.optim.AdamW):
    """Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon) for the groups that have a `momentum`: matrices, and filters as [out, in * kh * kw]."""

    @torch.no_grad()
    def step(self, closure=None):
        for group in (group for group in self.param_groups if "momentum" in group):
            for p in group["params"]:
                velocity = self.state[p]["momentum_buffer"].lerp_(p.grad, 1 - group["momentum"])
                ahead = p.grad.lerp(velocity, group["momentum"]).flatten(1)
                gain = max(1, ahead.shape[0] / ahead.shape[1]) ** 0.5
                p.mul_(1 - group["lr"] * group["weight_decay"]).add_(orthogonal(ahead).view_as(p), alpha=-group["lr"] * gain)
                p.grad = None  # AdamW passes it over
        return super().step(closure)


class Tensors(dict):
    def __missing__(self, name):
        raise SystemExit(f"{here / 'training_state.safetensors'} has no {name}: export the run again.")


def save(out, state, unet, scheduler, optimizer, ema):
    raw = {name: value.cpu().contiguous().clone() for name, value in unet.state_dict().items()}
    if ema:
        ema.copy_to(unet.parameters())
    unet.to(memory_format=torch.contiguous_format)  # safetensors writes no other
    DDPMPipeline(unet, scheduler).save_pretrained(out)
    unet.load_state_dict(raw)
    unet.to(memory_format=torch.channels_last)
    (out / "train.py").write_text(Path(__file__).read_text())
    if not state.get("format"):  # of a network that came alone, the playground would not know the recipe
        return
    tensors = {f"weights.{name}": value for name, value in raw.items()}
    for name, parameter in unet.named_parameters():
        kept = optimizer.state[parameter]
        if "momentum_buffer" in kept:
            tensors[f"muon.momentum_buffer.{name}"] = kept["momentum_buffer"].contiguous()
        else:
            tensors |= {f"adam.{moment}.{name}": kept[moment].contiguous() for moment in moments}
    save_file(tensors, out / "training_state.safetensors", metadata={"format": "pt"})
    if len(state["loss_history"]["steps"]) > 2000:  # the most that the playground reads
        state["loss_history"] = {column: values[-2000:] for column, values in state["loss_history"].items()}
    state["random"]["noise_stream"] = f"step-{state['step']}"
    for part in filter(None, (state["optimizer"], state["ema"])):
        part["step"] = state["step"]
    (out / "training_state.json").write_text(json.dumps(state, indent=2) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, required=True, help="to take beyond those that the run has")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--log-every", type=int, default=50)
    parser.add_argument("--save-every", type=int, default=5000)
    args = parser.parse_args()

    accelerator = Accelerator()
    state = json.loads((here / "training_state.json").read_text()) if (here / "training_state.json").exists() else fresh
    experiment, adam = state["experiment"], state["optimizer"]
    experiment["batchSize"] = args.batch or experiment["batchSize"]
    set_seed(experiment["seed"] + state["step"], device_specific=True)
    pipeline = DDPMPipeline.from_pretrained(here)
    unet, scheduler = pipeline.unet.train().to(memory_format=torch.channels_last), pipeline.scheduler  # faster on every device
    data = None if state is fresh else experiment["data"]
    with accelerator.main_process_first():
        images, labels, classes, mirrors = pictures(args.data, data)
    if experiment["classes"]:
        chosen = np.isin(labels, experiment["classes"])
        images, labels = images[chosen], labels[chosen]
    images = torch.from_numpy(fitted(images, unet.config.sample_size or images.shape[2], unet.config.in_channels))
    labels = torch.from_numpy(labels).long()
    mirrors = mirrors if experiment["horizontalFlip"] is None else experiment["horizontalFlip"]
    labels_known = unet.config.num_class_embeds or 0
    no_class = state.get("labels", {}).get("no_class", classes)  # a set that it is fine-tuned on may have fewer classes
    no_class = no_class if labels_known == no_class + 1 else None  # else it has not learned to answer without one

    # A run that goes beyond its end becomes longer by whole epochs, and with it the learning rate's schedule.
    end, steps_per_epoch = state["step"] + args.steps, math.ceil(len(images) / experiment["batchSize"])
    experiment["epochs"] = max(experiment["epochs"], math.ceil(end / steps_per_epoch))
    state["total_steps"] = state["lr_schedule"]["total_steps"] = experiment["epochs"] * steps_per_epoch
    if experiment["epochs"] > 10_000 or experiment["batchSize"] > 4_096:
        accelerator.print("diffusers will open the result; the playground opens runs of at most 10,000 epochs and 4,096 images a step.", flush=True)

    if not isinstance(scheduler, FlowMatchEulerDiscreteScheduler):
        scheduler = DDPMScheduler.from_config(scheduler.config)
    ema = None
    if state["ema"]:  # the weights that a pipeline samples with are the averaged ones
        warmup = {"use_ema_warmup": True, "inv_gamma": state["ema"]["inv_gamma"], "power": state["ema"]["power"]}
        ema = EMAModel(unet.parameters(), decay=state["ema"]["max_decay"], **warmup)
        ema.optimization_step = state["step"]
        ema.to(accelerator.device)
    tensors = Tensors() if state is fresh else Tensors(load_file(here / "training_state.safetensors"))
    velocities = {name: tensors[f"muon.momentum_buffer.{name}"] for name, _ in unet.named_parameters() if f"muon.momentum_buffer.{name}" in tensors}
    groups = [{"params": [parameter for name, parameter in unet.named_parameters() if name not in velocities]}]
    if velocities:
        groups.append({"params": [parameter for name, parameter in unet.named_parameters() if name in velocities], **adam["muon"]})
    optimizer = Muon(groups, betas=adam["betas"], eps=adam["eps"], weight_decay=adam["weight_decay"])
    if state is not fresh:
        unet.load_state_dict({name: tensors[f"weights.{name}"] for name in unet.state_dict()})
        for name, parameter in unet.named_parameters():
            averages = {"momentum_buffer": velocities[name]} if name in velocities else {moment: tensors[f"adam.{moment}.{name}"] for moment in moments}
            optimizer.state[parameter] = {"step": torch.tensor(float(state["step"])), **averages}
    network, optimizer = accelerator.prepare(unet, optimizer)

    order = batches(len(images), experiment["batchSize"], experiment["seed"], **state["cursor"])
    for step, (chosen, cursor) in zip(range(state["step"] + 1, end + 1), order):
        with accelerator.split_between_processes(chosen, apply_padding=True) as mine:
            clean, label = images[mine].to(accelerator.device) / 127.5 - 1, labels[mine].to(accelerator.device)
        if mirrors:
            clean = torch.where(torch.rand(len(clean), 1, 1, 1, device=clean.device) < 0.5, clean.flip(3), clean)
        label = label % max(1, labels_known)  # of a network from elsewhere, the classes may be fewer
        if no_class is not None and classes == 0:
            label[:] = no_class
        elif no_class is not None:  # so that it learns to answer without a class, too
            label[torch.rand(len(label), device=label.device) < state["label_dropout"]] = no_class
        noisy, t, target, weight = exercise(clean, scheduler, state["timesteps"], experiment["minSnrGamma"], experiment.get("noiseDraws", 1))
        noisy = noisy.contiguous(memory_format=torch.channels_last)
        answer = network(noisy, t, class_labels=label if labels_known else None).sample
        loss = (weight * image_losses(answer.float(), target, state.get("huber_delta"))).mean()

        accelerator.backward(loss)
        if adam["max_grad_norm"]:
            accelerator.clip_grad_norm_(unet.parameters(), adam["max_grad_norm"])
        for group in optimizer.param_groups:
            group["lr"] = state["learning_rate"] * learning_rate_factor(state["lr_schedule"], step - 1) * group.get("lr_factor", 1)
        optimizer.step()
        optimizer.zero_grad()
        if ema:
            ema.step(unet.parameters())

        state["step"], state["cursor"], epoch_ended = step, cursor, cursor["position"] == 0
        if step % args.log_every == 0 or step == end or epoch_ended:
            state["loss"] = accelerator.reduce(loss.detach(), "mean").item()
            epoch = cursor["epoch"] + (0 if epoch_ended else 1)  # of this step, from 1, as `npm run train` counts
            accelerator.print(f"step {step}  epoch {epoch}  loss {state['loss']:.4f}", flush=True)
            state["loss_history"]["steps"].append(step)
            state["loss_history"]["losses"].append(state["loss"])
        if epoch_ended:
            state["epoch_losses"].append(state["loss"])
        if accelerator.is_main_process and (step % args.save_every == 0 or step == end):
            save(args.out, state, unet, pipeline.scheduler, optimizer, ema)
    accelerator.end_training()


if __name__ == "__main__":
    main()
