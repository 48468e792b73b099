"""The judge's networks in PyTorch, float32: the U-Net of src/core/engine/networks/unet.ts, and the reference network of
bench/support/training-speed.ts."""

import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

CHANNELS = (16, 32, 64)
BATCH = 8
# Planes that go through a network together where nothing is learned; the fastest of 32 to 256.
AT_ONCE = 64
REFERENCE = {"side": 128, "channels": 2, "batch": 32, "filters": (16, 32, 64, 128), "steps": 8}
EPSILON = 1e-3
# The fastest layout of pictures in memory for small U-Nets on a CPU.
LAYOUT = torch.channels_last


def conv_block(n_in, n_out, stride=1):
    conv = nn.Conv2d(n_in, n_out, 3, stride, 1, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(n_out, EPSILON), nn.ReLU(inplace=True))


class UNet(nn.Module):
    """Strided convolutions on the way down, nearest neighbours on the way up."""

    def __init__(self, n_in):
        super().__init__()
        first, *rest = CHANNELS
        widths = list(zip((n_in, first, *rest), CHANNELS))
        self.down = nn.ModuleList(
            nn.Sequential(conv_block(a, b, 1 if level == 0 else 2), conv_block(b, b))
            for level, (a, b) in enumerate(widths)
        )
        self.up = nn.ModuleList(
            nn.Sequential(conv_block(a + b, a), conv_block(a, a)) for a, b in list(zip(CHANNELS, rest))[::-1]
        )
        self.out = nn.Conv2d(first, 1, 1)

    def forward(self, x):
        skips = []
        for down in self.down:
            x = down(x)
            skips.append(x)
        for up, skip in zip(self.up, skips[-2::-1]):
            x = up(torch.cat([skip, F.interpolate(x, scale_factor=2)], 1))
        return self.out(x)


def new_unet(n_in, seed):
    torch.manual_seed(seed)
    return UNet(n_in).to(memory_format=LAYOUT)


def object_loss(logits, target):
    """Cross-entropy plus soft Dice over each picture."""
    p = torch.sigmoid(logits)
    both, sums = (p * target).sum((1, 2, 3)), p.sum((1, 2, 3)) + target.sum((1, 2, 3))
    return F.binary_cross_entropy_with_logits(logits, target) + (1 - (2 * both + 1) / (sums + 1)).mean()


def train_unet(network, images, targets, weights, steps, rate, seed):
    """Adam along half a cosine; `weights` say how often a picture is drawn."""
    rng = np.random.default_rng(seed)
    share = None if weights is None else weights / weights.sum()
    batches = torch.from_numpy(rng.choice(len(images), (steps, BATCH), p=share))
    optimiser = torch.optim.Adam(network.parameters(), rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    network.train()
    for batch in batches:
        x = images[batch].contiguous(memory_format=LAYOUT)
        loss = object_loss(network(x), targets[batch])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return network.eval()


@torch.inference_mode()
def probabilities(network, images):
    """Of the object, n x side x side."""
    parts = (network(part.contiguous(memory_format=LAYOUT)) for part in images.split(AT_ONCE))
    return torch.sigmoid(torch.cat(list(parts))[:, 0])


def reference_speed(layout):
    """Pictures a second through forward and backward pass of batch normalisation and max pooling; no step is taken."""
    side, n_in, batch, filters, steps = REFERENCE.values()
    layers = []
    for a, b in zip((n_in, *filters), filters):
        layers += [conv_block(a, b), nn.MaxPool2d(2)]
    network = nn.Sequential(*layers).to(memory_format=layout).train()
    x = torch.randn(batch, n_in, side, side).to(memory_format=layout)

    def step():
        network.zero_grad()
        loss = network(x).mean((2, 3)).square().mean()
        loss.backward()
        return loss.item()

    for _ in range(2):
        step()
    start = time.perf_counter()
    for _ in range(steps):
        step()
    return steps * batch / (time.perf_counter() - start)
