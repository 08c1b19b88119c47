"""
Continue to train the network of this folder in PyTorch.

    pip install torch diffusers accelerate
    accelerate launch train.py --steps 1000 --out DIR --data public/digits
    accelerate launch --multi_gpu --num_processes 8 train.py --steps 1000 --out DIR
    ACCELERATE_USE_CPU=true torchrun --nproc_per_node 2 train.py --steps 1000 --out DIR

DIR becomes a folder like this one: diffusers' DDPMPipeline opens it, the playground trains it
further (`npm run train -- --resume DIR`), and so does its own train.py.

Training continues with the weights, their average (EMA), the state of the optimizer (AdamW or Muon)
and the position in the learning rate's schedule. Batches, noise and timesteps are drawn anew.

Several processes share each batch equally and average their gradients: the same steps as one
process takes, with other noise. The third line above starts eight, on as many GPUs; `accelerate
config` sets up several machines. The last line starts two on a processor, where `accelerate launch`
starts only one. `accelerate launch --mixed_precision bf16` is faster where the device computes in
bfloat16; weights and moments stay float32.
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

HERE = Path(__file__).resolve().parent
STATE_FILE = HERE / "training_state.json"
TENSORS_FILE = HERE / "training_state.safetensors"
CARD_FILE = HERE / "README.md"
CARD_NOTE = "\n`train.py` has trained it further, to step "
ADAM_MOMENTS = ("exp_avg", "exp_avg_sq")
IMAGE_MODES = {1: "L", 3: "RGB", 4: "RGBA"}  # Pillow's, by the number of channels

# The state of a folder that has a network but no training_state.json. Optimizer, schedule and
# average are those of diffusers' train_unconditional.py.
NEW_EXPERIMENT = {"seed": 42, "batchSize": 64, "epochs": 50, "classes": None, "horizontalFlip": None, "minSnrGamma": 0}
NEW_STATE = {
    "experiment": NEW_EXPERIMENT,
    "learning_rate": 1e-4,
    "step": 0,
    "cursor": {"epoch": 0, "position": 0},
    "epoch_losses": [],
    "loss_history": {"steps": [], "losses": []},
    "optimizer": {"betas": [0.95, 0.999], "eps": 1e-8, "weight_decay": 1e-6, "max_grad_norm": 1},
    "lr_schedule": {"name": "cosine", "warmup_steps": 500},
    "ema": {"inv_gamma": 1, "power": 0.75, "max_decay": 0.9999},
    "timesteps": "logit-normal",
    "label_dropout": 0.1,
}


def read_training_set(folder, set_id):
    """Return a set's training images, labels, number of classes, and whether it may be mirrored.
    Images are bytes, [n, channels, side, side]; labels are [n]. `set_id` is the set that is asked
    for, or None for any. Without `folder`, CIFAR-10 is downloaded.
    """
    if folder is None:
        if set_id not in (None, "cifar10"):
            raise SystemExit(
                f"This network was trained on the set {set_id}: --data DIR says where its manifest.json and shards are."
            )
        from torchvision.datasets import CIFAR10

        cifar10 = CIFAR10("cifar10", download=True)
        return cifar10.data.transpose(0, 3, 1, 2), np.array(cifar10.targets), 10, True

    # `npm run data` writes manifest.json; embedded.json describes the images that a checkout has.
    file = next((folder / name for name in ("manifest.json", "embedded.json") if (folder / name).exists()), None)
    if file is None:
        raise SystemExit(
            f"{folder} has no manifest.json: the playground's `npm run data` writes folders that have one."
        )
    manifest = json.loads(file.read_text())
    if set_id not in (None, manifest["id"]):
        raise SystemExit(f"{folder} holds the set {manifest['id']}; this network was trained on {set_id}.")
    images = read_mosaics(folder, manifest)
    labels = np.array(manifest["splits"]["train"]["labels"])
    return images, labels, len(manifest["classNames"]), manifest["mirrors"]


def read_mosaics(folder, manifest):
    """Cut the images out of a set's files. Each file is a mosaic of them, as a picture or bytes."""
    side, channels = manifest["image"]["width"], manifest["image"]["channels"]
    rows, columns = manifest["mosaic"]["rows"], manifest["mosaic"]["columns"]
    parts = []
    for shard in manifest["splits"]["train"]["shards"]:
        file = folder / shard["file"]
        if file.suffix == ".bin":
            mosaic = np.frombuffer(file.read_bytes(), np.uint8)
        else:
            mosaic = np.asarray(Image.open(file).convert(IMAGE_MODES[channels]))
        tiles = mosaic.reshape(rows, side, columns, side, channels).transpose(0, 2, 4, 1, 3)
        parts.append(tiles.reshape(-1, channels, side, side)[: shard["count"]])
    return np.concatenate(parts)


def fit_images(images, side, channels):
    """Convert images to the size and channels of the network, which may come from elsewhere."""
    if images.shape[1:] == (channels, side, side):
        return images
    resampling = Image.Resampling.BOX if side <= images.shape[2] else Image.Resampling.BILINEAR
    pictures = (Image.fromarray(image[0] if len(image) == 1 else image.transpose(1, 2, 0)) for image in images)
    fitted = (picture.convert(IMAGE_MODES[channels]).resize((side, side), resampling) for picture in pictures)
    return np.stack([np.asarray(picture).reshape(side, side, channels).transpose(2, 0, 1) for picture in fitted])


def batches(count, size, seed, epoch, position):
    """Yield forever a batch's indices and the cursor after it. An epoch's last may be smaller."""
    while True:
        order = torch.randperm(count, generator=torch.Generator().manual_seed(seed + epoch))
        for start in range(position, count, size):
            is_last = start + size >= count
            cursor = {"epoch": epoch + 1, "position": 0} if is_last else {"epoch": epoch, "position": start + size}
            yield order[start : start + size], cursor
        epoch, position = epoch + 1, 0


def nearest_noise(clean, draws):
    """Draw noise `draws` times and keep the nearest to each image. One draw is plain noise.
    Li et al. 2025, arXiv 2505.18521.
    """
    noise = torch.randn_like(clean)
    for _ in range(draws - 1):
        other = torch.randn_like(clean)
        other_distance = (other - clean).square().sum((1, 2, 3), keepdim=True)
        distance = (noise - clean).square().sum((1, 2, 3), keepdim=True)
        noise = torch.where(other_distance < distance, other, noise)
    return noise


def flow_example(clean, noise, scheduler, timestep_distribution):
    """Return noisy images, timesteps, targets, and the weight of each image in the loss.
    The target of a rectified flow is the velocity from image to noise.
    """
    n, device = len(clean), clean.device
    is_normal = timestep_distribution == "logit-normal"
    sigma = torch.randn(n, device=device).sigmoid() if is_normal else torch.rand(n, device=device)
    noisy = torch.lerp(clean, noise, sigma.view(-1, 1, 1, 1))
    return noisy, sigma * scheduler.config.num_train_timesteps, noise - clean, torch.ones_like(sigma)


def diffusion_example(clean, noise, scheduler, gamma):
    """Return the same for a noise schedule. The target is the noise, the image or v.
    The weights are min-SNR's (Hang et al. 2023, section 3.4). With `gamma` 0 the SNR has no limit.
    """
    t = torch.randint(scheduler.config.num_train_timesteps, (len(clean),), device=clean.device)
    alpha_bar = scheduler.alphas_cumprod.to(clean.device)[t]
    snr = alpha_bar / (1 - alpha_bar)
    limit = gamma or math.inf
    match scheduler.config.prediction_type:
        case "epsilon":
            target = noise
            weights = (limit / snr).clamp(max=1)
        case "v_prediction":
            target = scheduler.get_velocity(clean, noise, t)
            weights = snr.clamp(max=limit) / (snr + 1) if gamma else torch.ones_like(snr)
        case "sample":
            target = clean
            weights = snr.clamp(max=limit)
    return scheduler.add_noise(clean, noise, t), t, target, weights


def image_losses(prediction, target, huber_delta):
    """Return each image's mean squared error, or its Huber loss if `huber_delta` is given."""
    if huber_delta:
        errors = torch.nn.functional.huber_loss(prediction, target, reduction="none", delta=huber_delta)
    else:
        errors = (prediction - target).square()
    return errors.mean((1, 2, 3))


def training_labels(labels, classes, no_class, dropout):
    """Replace some labels by "no class", so that the network also learns to answer without one."""
    if no_class is None:
        return labels
    if classes == 0:  # of the set
        return torch.full_like(labels, no_class)
    dropped = torch.rand(len(labels), device=labels.device) < dropout
    return labels.masked_fill(dropped, no_class)


def learning_rate_factor(schedule, step):
    """Return a linear warm-up, then half a cosine down to 0; or always 1. `step` counts from 0."""
    if schedule["name"] == "constant":
        return 1
    warmup = schedule["warmup_steps"]
    if step < warmup:
        return step / warmup
    progress = min(1, (step - warmup) / max(1, schedule["total_steps"] - warmup))
    return (1 + math.cos(math.pi * progress)) / 2


def orthogonal(matrix):
    """Approximate U V^T of the singular value decomposition by five Newton-Schulz iterations."""
    is_wide = matrix.shape[0] <= matrix.shape[1]
    x = matrix / (matrix.norm() + 1e-7)
    x = x if is_wide else x.T
    for _ in range(5):
        gram = x @ x.T
        x = 3.4445 * x + (-4.775 * gram + 2.0315 * gram @ gram) @ x
    return x if is_wide else x.T


class Muon(torch.optim.AdamW):
    """Muon for the parameter groups that have a `momentum`, AdamW for the others.
    Jordan et al. 2024, https://kellerjordan.github.io/posts/muon. Filters are [out, in * kh * kw].
    """

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            if "momentum" not in group:
                continue
            for parameter in group["params"]:
                momentum = self.state[parameter]["momentum_buffer"]
                momentum.lerp_(parameter.grad, 1 - group["momentum"])
                ahead = parameter.grad.lerp(momentum, group["momentum"]).flatten(1)
                gain = max(1, ahead.shape[0] / ahead.shape[1]) ** 0.5
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                parameter.add_(orthogonal(ahead).view_as(parameter), alpha=-group["lr"] * gain)
                parameter.grad = None  # so that AdamW skips it
        return super().step(closure)


def make_optimizer(unet, state, tensors):
    """Return the optimizer as the checkpoint left it.
    Muon takes the parameters that have a momentum in `tensors`, AdamW the others.
    """
    settings = state["optimizer"]
    by_muon = {name for name, _ in unet.named_parameters() if f"muon.momentum_buffer.{name}" in tensors}
    groups = [{"params": [parameter for name, parameter in unet.named_parameters() if name not in by_muon]}]
    if by_muon:
        parameters = [parameter for name, parameter in unet.named_parameters() if name in by_muon]
        groups.append({"params": parameters, **settings["muon"]})
    optimizer = Muon(groups, betas=settings["betas"], eps=settings["eps"], weight_decay=settings["weight_decay"])
    if state is NEW_STATE:
        return optimizer
    for name, parameter in unet.named_parameters():
        if name in by_muon:
            averages = {"momentum_buffer": tensors[f"muon.momentum_buffer.{name}"]}
        else:
            averages = {moment: tensors[f"adam.{moment}.{name}"] for moment in ADAM_MOMENTS}
        optimizer.state[parameter] = {"step": torch.tensor(float(state["step"])), **averages}
    return optimizer


class Tensors(dict):
    """The tensors of training_state.safetensors by name."""

    def __missing__(self, name):
        raise SystemExit(f"{TENSORS_FILE} has no {name}: export the run again.")


def save(out, state, unet, scheduler, optimizer, ema):
    weights = {name: value.cpu().contiguous().clone() for name, value in unet.state_dict().items()}
    if ema:
        ema.copy_to(unet.parameters())
    unet.to(memory_format=torch.contiguous_format)  # the only one that safetensors writes
    DDPMPipeline(unet, scheduler).save_pretrained(out)
    unet.load_state_dict(weights)
    unet.to(memory_format=torch.channels_last)
    (out / "train.py").write_text(Path(__file__).read_text())
    if CARD_FILE.exists():
        card = CARD_FILE.read_text(encoding="utf-8").split(CARD_NOTE)[0]
        (out / CARD_FILE.name).write_text(f"{card}{CARD_NOTE}{state['step']}.\n", encoding="utf-8")
    if state is NEW_STATE:
        return  # the playground reads no training state without a recipe, and a lone network has none
    tensors = {f"weights.{name}": value for name, value in weights.items()}
    for name, parameter in unet.named_parameters():
        kept = optimizer.state[parameter]
        if "momentum_buffer" in kept:
            tensors[f"muon.momentum_buffer.{name}"] = kept["momentum_buffer"].contiguous()
        else:
            tensors |= {f"adam.{moment}.{name}": kept[moment].contiguous() for moment in ADAM_MOMENTS}
    save_file(tensors, out / TENSORS_FILE.name, metadata={"format": "pt"})
    if len(state["loss_history"]["steps"]) > 2000:  # the most that the playground reads
        state["loss_history"] = {column: values[-2000:] for column, values in state["loss_history"].items()}
    state["random"]["noise_stream"] = f"step-{state['step']}"
    for part in filter(None, (state["optimizer"], state["ema"])):
        part["step"] = state["step"]
    (out / STATE_FILE.name).write_text(json.dumps(state, indent=2) + "\n")


def positive(text):
    """Parse an option that counts something. argparse prints the error and exits with code 2."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'must be a whole number of at least 1, not "{text}"')
    return int(text)


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    option = parser.add_argument
    option("--steps", type=positive, required=True, help="steps to take beyond those that the run has")
    option("--out", type=Path, required=True, help="folder to write")
    data = "folder that the playground's `npm run data` wrote, with the set that training_state.json names"
    option("--data", type=Path, help=f"{data} (default: CIFAR-10, downloaded by torchvision, if that is the set)")
    batch = "images in a step, over all processes together (default: the run's). Another number"
    changes = "changes the steps in an epoch, and so where the learning rate's schedule ends; --out keeps it"
    option("--batch", type=positive, help=f"{batch} {changes}")
    option("--log-every", type=positive, default=50, help="steps between two lines of the log (default: %(default)s)")
    option("--save-every", type=positive, default=5000, help="steps between two checkpoints (default: %(default)s)")
    return parser.parse_args()


def start_line(processes, state, end, out):
    batch, schedule = state["experiment"]["batchSize"], state["lr_schedule"]
    share = " in 1 process" if processes == 1 else f", {math.ceil(batch / processes)} in each of {processes} processes"
    until = "" if schedule["name"] == "constant" else f" until step {schedule['total_steps']}"
    rate = f"{schedule['name']} learning rate {state['learning_rate']:g}{until}"
    return f"Steps {state['step'] + 1} to {end}: batch {batch}{share}, {rate}; writes {out}"


def main():
    args = read_arguments()
    accelerator = Accelerator()
    device = accelerator.device
    state = json.loads(STATE_FILE.read_text()) if STATE_FILE.exists() else NEW_STATE
    experiment = state["experiment"]
    experiment["batchSize"] = args.batch or experiment["batchSize"]
    set_seed(experiment["seed"] + state["step"], device_specific=True)

    pipeline = DDPMPipeline.from_pretrained(HERE)
    unet = pipeline.unet.train().to(memory_format=torch.channels_last)  # faster on every device
    is_flow = isinstance(pipeline.scheduler, FlowMatchEulerDiscreteScheduler)
    scheduler = pipeline.scheduler if is_flow else DDPMScheduler.from_config(pipeline.scheduler.config)

    set_id = None if state is NEW_STATE else experiment["data"]
    with accelerator.main_process_first():  # it downloads, the others find the files
        images, labels, classes, mirrors = read_training_set(args.data, set_id)
    if experiment["classes"]:
        chosen = np.isin(labels, experiment["classes"])
        images, labels = images[chosen], labels[chosen]
    images = torch.from_numpy(fit_images(images, unet.config.sample_size or images.shape[2], unet.config.in_channels))
    labels = torch.from_numpy(labels).long()
    if experiment["horizontalFlip"] is not None:
        mirrors = experiment["horizontalFlip"]
    known_labels = unet.config.num_class_embeds or 0
    # The label for "no class". The set may have fewer classes than the network that it fine-tunes.
    no_class = state.get("labels", {}).get("no_class", classes)
    no_class = no_class if known_labels == no_class + 1 else None  # else it has not learned to answer without a class
    known_classes = known_labels if no_class is None else no_class
    if known_labels and classes and labels.max() >= known_classes:
        raise SystemExit(f"The set has class {labels.max()}; this network knows only 0 to {known_classes - 1}.")

    # A run that goes beyond its end becomes longer by whole epochs, and so does its schedule.
    end = state["step"] + args.steps
    steps_per_epoch = math.ceil(len(images) / experiment["batchSize"])
    experiment["epochs"] = max(experiment["epochs"], math.ceil(end / steps_per_epoch))
    total_steps = experiment["epochs"] * steps_per_epoch
    planned = state["lr_schedule"].get("total_steps")
    if planned not in (None, total_steps) and state["lr_schedule"]["name"] != "constant":
        accelerator.print(f"The learning rate's schedule had {planned} steps, now {total_steps}.", flush=True)
    state["total_steps"] = state["lr_schedule"]["total_steps"] = total_steps
    if experiment["epochs"] > 10_000 or experiment["batchSize"] > 4_096:
        limits = "the playground opens runs of at most 10,000 epochs and 4,096 images a step."
        accelerator.print(f"diffusers will open the result; {limits}", flush=True)

    ema = None
    if state["ema"]:  # a pipeline samples with the averaged weights, so `unet` holds these now
        warmup = {"use_ema_warmup": True, "inv_gamma": state["ema"]["inv_gamma"], "power": state["ema"]["power"]}
        ema = EMAModel(unet.parameters(), decay=state["ema"]["max_decay"], **warmup)
        ema.optimization_step = state["step"]
        ema.to(device)
    tensors = Tensors() if state is NEW_STATE else Tensors(load_file(TENSORS_FILE))
    optimizer = make_optimizer(unet, state, tensors)
    if state is not NEW_STATE:
        unet.load_state_dict({name: tensors[f"weights.{name}"] for name in unet.state_dict()})
    network, optimizer = accelerator.prepare(unet, optimizer)

    accelerator.print(start_line(accelerator.num_processes, state, end, args.out), flush=True)
    order = batches(len(images), experiment["batchSize"], experiment["seed"], **state["cursor"])
    for step, (chosen, cursor) in zip(range(state["step"] + 1, end + 1), order):
        with accelerator.split_between_processes(chosen.tolist(), apply_padding=True) as mine:
            clean = images[mine].to(device) / 127.5 - 1
            label = labels[mine].to(device)
        if mirrors:
            mirrored = torch.rand(len(clean), 1, 1, 1, device=device) < 0.5
            clean = torch.where(mirrored, clean.flip(3), clean)
        label = training_labels(label, classes, no_class, state.get("label_dropout"))
        noise = nearest_noise(clean, experiment.get("noiseDraws", 1))
        if is_flow:
            noisy, t, target, weights = flow_example(clean, noise, scheduler, state["timesteps"])
        else:
            noisy, t, target, weights = diffusion_example(clean, noise, scheduler, experiment["minSnrGamma"])

        noisy = noisy.contiguous(memory_format=torch.channels_last)
        prediction = network(noisy, t, class_labels=label if known_labels else None).sample
        loss = (weights * image_losses(prediction.float(), target, state.get("huber_delta"))).mean()
        accelerator.backward(loss)
        if state["optimizer"]["max_grad_norm"]:
            accelerator.clip_grad_norm_(unet.parameters(), state["optimizer"]["max_grad_norm"])
        learning_rate = state["learning_rate"] * learning_rate_factor(state["lr_schedule"], step - 1)
        for group in optimizer.param_groups:
            group["lr"] = learning_rate * group.get("lr_factor", 1)
        optimizer.step()
        optimizer.zero_grad()
        if ema:
            ema.step(unet.parameters())

        state["step"] = step
        state["cursor"] = cursor
        epoch_ended = cursor["position"] == 0
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
