"""Reads a case and measures its masks: 33 features of each in the image, 10 of its agreement with the others, planes.

The features are those of src/domain/signals; arrays are (z, y, x).
"""

from pathlib import Path

import nibabel as nib
import numpy as np
import scipy.ndimage as ndi

SIDE = 48
BINS = 64
# Where the planes of a volume lie, as shares of its masks' voxels along the axis; what is kept around the masks.
PLANE_SHARES = (0.3, 0.5, 0.7)
FRAME_MARGIN = 0.5
CROP_MARGIN, CROP_VOXELS = 0.3, 6
# Samples along an axis on which masks are compared; share of the other voters that have to hold a voxel; rounds of
# weighing them.
COMPARED = 40
VOTE_SHARE = 0.6
ROUNDS = 3

N_FEATURES, N_AGREEMENT = 33, 10
OTHERS, VOTE = N_FEATURES, N_FEATURES + 9


def read_volume(path):
    """Voxels as they are stored, and their spacing in mm: both z, y, x."""
    image = nib.load(path)
    spacing = np.array(image.header.get_zooms()[2::-1], float)
    return np.asanyarray(image.dataobj).T, spacing


def measure_case(task):
    """Everything of a case that needs no network."""
    folder, case = task
    grey, spacing = read_volume(Path(folder, case["image"]))
    low, high = np.percentile(grey, (1, 99))
    grey = ((grey.astype(np.float32) - low) / max(high - low, 1e-9)).astype(np.float32)
    masks = [read_volume(Path(folder, mask["path"]))[0] != 0 for mask in case["masks"]]
    counts = [[np.count_nonzero(mask, axis=axes) for axes in ((1, 2), (0, 2), (0, 1))] for mask in masks]
    boxes = [[(at[0], at[-1] + 1) for at in map(np.flatnonzero, own)] for own in counts]
    votes = np.array([mask["votes"] for mask in case["masks"]])
    values = np.hstack(
        [
            [features(grey, mask, spacing, *where) for mask, *where in zip(masks, counts, boxes)],
            agreement(sample_voters(masks, boxes), votes),
        ]
    )
    planes, inside_shares = sample_planes([grey, *masks], spacing, counts, boxes)
    return {
        "values": np.nan_to_num(values, nan=0, posinf=0, neginf=0),
        "image": planes[0],
        "masks": planes[1:],
        "inside_shares": inside_shares,
    }


def features(grey, mask, spacing, counts, box):
    n = int(counts[0].sum())
    # What shape needs lies within one voxel of the mask.
    near, wide = ([1] * 3, [max(CROP_VOXELS, int(np.ceil((to - at) * CROP_MARGIN))) for at, to in box])
    close, around = (
        tuple(slice(max(0, at - m), min(length, to + m)) for (at, to), m, length in zip(box, margins, mask.shape))
        for margins in (near, wide)
    )
    cut, inside = np.ascontiguousarray(grey[around]), np.ascontiguousarray(mask[around])
    return [
        *shape_features(np.ascontiguousarray(mask[close]), spacing, counts, box, mask.shape, n, border_share(mask, n)),
        *intensity_features(cut, inside, spacing, n),
        *edge_features(cut, inside),
    ]


def shape_features(mask, spacing, counts, box, full, n, at_border):
    sizes = np.bincount(ndi.label(mask)[0].ravel())[1:]
    background = ndi.label(~mask)[0]
    edges = [np.take(background, at, axis).ravel() for axis in range(3) for at in (0, -1)]
    is_open = np.zeros(background.max() + 1, bool)
    is_open[np.concatenate(edges)] = True
    is_open[0] = True
    n_holes = np.count_nonzero(~is_open[background]) if not is_open.all() else 0
    padded = np.pad(mask, 1)
    inner = padded[1:-1, 1:-1, 1:-1].copy()
    area, cell = 0.0, spacing.prod()
    for axis in range(3):
        area += np.count_nonzero(np.diff(padded, axis=axis)) * cell / spacing[axis]
        for at in (slice(0, -2), slice(2, None)):
            inner &= padded[tuple(at if other == axis else slice(1, -1) for other in range(3))]
    n_surface = n - np.count_nonzero(inner)
    volume = n * cell
    radius = np.cbrt(3 * volume / (4 * np.pi))
    depth = ndi.distance_transform_edt(mask, spacing)[mask]
    places = np.stack(np.nonzero(mask)) * spacing[:, None]
    first, second, third = np.sqrt(np.maximum(np.linalg.eigvalsh(np.cov(places, bias=True)), 0))[::-1]
    lines = sum(mask[:, at : mask.shape[1] - 2 + at].astype(np.uint8) for at in range(3))
    majority = sum(lines[:, :, at : mask.shape[2] - 2 + at] for at in range(3)) >= 5
    roughness = np.count_nonzero(majority != mask[:, 1:-1, 1:-1])
    per_slice = np.count_nonzero(mask, axis=(1, 2))
    either = per_slice[1:] + per_slice[:-1]
    both = np.count_nonzero(mask[1:] & mask[:-1], axis=(1, 2))
    extents = [(to - at) / length for (at, to), length in zip(box, full)]
    centres = [(np.arange(len(c)) @ c / n + 0.5) / len(c) - 0.5 for c in counts]
    return [
        np.log(n / np.prod(full)),
        n / np.prod([to - at for at, to in box]),
        36 * np.pi * volume**2 / max(area**3, 1e-12),
        np.log(len(sizes)),
        sizes.max() / n,
        n_holes / n,
        at_border,
        *centres[::-1],
        *extents[::-1],
        depth.max() / radius,
        depth.mean() / radius,
        second / max(first, 1e-9),
        third / max(first, 1e-9),
        roughness / max(n_surface, 1),
        (2 * both[either > 0] / either[either > 0]).mean() if either.any() else 0,
    ]


def border_share(mask, n):
    """Share of the mask at the border of the image, in the planes that it has."""
    lines = np.count_nonzero(mask[:, [0, -1]]) + np.count_nonzero(mask[:, 1:-1, [0, -1]])
    return lines / n


def intensity_features(grey, mask, spacing, n):
    """Grey values inside, and in a ring of about half the mask's radius around it."""
    reach = max(3, np.cbrt(3 * n / (4 * np.pi)) / 2) * spacing[1:].min()
    ring = ndi.distance_transform_edt(~mask, spacing) <= reach
    ring &= ~mask
    inside, outside = (np.clip(grey[where], -0.5, 1.5) for where in (mask, ring))
    if len(outside) == 0:
        return [inside.mean(), inside.std(), *[0] * 8]
    histograms = [
        np.bincount(np.clip(np.floor(values * BINS), 0, BINS - 1).astype(np.int64), minlength=BINS)
        for values in (inside, outside)
    ]
    (a, b), (sa, sb) = (inside.mean(), outside.mean()), (inside.std(), outside.std())
    contrast = np.clip((a - b) / (np.sqrt((sa**2 + sb**2) / 2) or 1e-6), -10, 10)
    below_in, below_out = map(np.cumsum, histograms)
    auc = histograms[0] @ (below_out - histograms[1] / 2) / (len(inside) * len(outside))
    above_in, above_out = n - below_in, len(outside) - below_out
    dices = [2 * i / (n + i + o) for i, o in ((above_in, above_out), (below_in, below_out))]
    cut = int(np.clip(round((a + b) / 2 * BINS), 0, BINS))
    bright = [histogram[cut:].sum() / histogram.sum() for histogram in histograms]
    surplus, missed = (1 - bright[0], bright[1]) if a > b else (bright[0], 1 - bright[1])
    return [a, sa, b, sb, contrast, abs(contrast), 2 * abs(auc - 0.5), np.max(dices), surplus, missed]


def edge_features(grey, mask):
    """Does the mask end where the image does? Steps across the edge along each axis, two voxels on either side."""
    steps, gradients, at_edge = [], [], []
    for axis in range(3):
        image, inside = np.moveaxis(grey, axis, 0), np.moveaxis(mask, axis, 0)
        gradient = np.abs(np.diff(image, axis=0))
        place, *rest = np.nonzero(inside[1:] != inside[:-1])
        before, after = np.maximum(place - 1, 0), np.minimum(place + 2, len(image) - 1)
        step = image[(place, *rest)] + image[(before, *rest)] - image[(place + 1, *rest)] - image[(after, *rest)]
        steps.append(np.where(inside[(place, *rest)], step, -step) / 2)
        gradients.append((gradient.sum(), gradient.size))
        at_edge.append(gradient[(place, *rest)])
    steps, (total, n) = np.concatenate(steps), np.sum(gradients, axis=0)
    mean = steps.mean()
    contrast = mean / max(grey.std(), 1e-6)
    return [contrast, abs(contrast), np.concatenate(at_edge).mean() / max(total / n, 1e-9), (steps * mean > 0).mean()]


def sample_voters(masks, boxes):
    """The masks on a coarse grid around all of them: masks x samples, 0 or 1."""
    starts, ends = np.min(boxes, axis=0)[:, 0], np.max(boxes, axis=0)[:, 1]
    places = []
    for at, to in zip(starts, ends):
        n = min(COMPARED, max(1, to - at))
        places.append(np.minimum(to - 1, at + ((np.arange(n) + 0.5) * (to - at) / n).astype(int)))
    grid = np.ix_(*places)
    return np.stack([mask[grid].ravel() for mask in masks]).astype(np.float32)


def agreement(masks, votes):
    """How each mask agrees with the other voters of its case: overlaps, a weighed consensus, a vote."""
    sums = masks.sum(axis=1)
    overlap = 2 * (masks @ masks.T) / np.maximum(sums[:, None] + sums[None, :], 1)
    voters = np.flatnonzero(votes & (sums > 0))
    weights = np.zeros(len(masks))
    for i in voters:
        others = voters[voters != i]
        weights[i] = overlap[i, others].mean() ** 3 + 1e-6 if len(others) else 1
    for _ in range(ROUNDS if len(voters) > 2 else 0):
        dices = [against_consensus(masks, i, voters[voters != i], weights)[0] for i in voters]
        weights[voters] = np.array(dices) ** 4 + 1e-6
    held = masks[voters].sum(axis=0)
    rows = np.zeros((len(masks), N_AGREEMENT))
    for i in range(len(masks)):
        others = voters[voters != i]
        if len(others) == 0:
            continue
        own = overlap[i, others]
        dice, surplus, missed, firmness = against_consensus(masks, i, others, weights)
        is_held = held - (masks[i] if i in voters else 0) >= VOTE_SHARE * len(others) - 1e-6
        vote = 2 * masks[i] @ is_held / max(sums[i] + is_held.sum(), 1)
        middle = np.sort(own)[len(own) // 2]
        rows[i] = np.log1p(len(others)), own.mean(), own.max(), middle, dice, surplus, missed, 0, firmness, vote
    if len(masks) > 1:
        rows[:, 7] = (rows[None, :, 4] < rows[:, None, 4]).sum(axis=1) / (len(masks) - 1)
    return rows


def against_consensus(masks, i, others, weights):
    consensus = weights[others].astype(np.float32) @ masks[others] / np.float32(weights[others].sum())
    is_object, wide = consensus >= 0.5, consensus > 0.05
    both, own, other = masks[i] @ is_object, masks[i].sum(), np.count_nonzero(is_object)
    firm = 2 * np.abs(consensus[wide] - 0.5).mean() if wide.any() else 0
    return 2 * both / max(own + other, 1), (own - both) / max(own, 1), (other - both) / max(other, 1), firm


def sample_planes(volumes, spacing, counts, boxes):
    """
    The image and the masks on three planes through what the masks have in common, in a square frame around the middle
    one of their boxes; and the share of every mask that lies within it. Bytes: volumes x planes x 48 x 48.
    """
    # Of axes that are alike the first one, z, is taken.
    axis = int(np.argmax(spacing))
    down, across = (other for other in range(3) if other != axis)
    along = sum(own[axis] / own[axis].sum() for own in counts)
    sums = np.cumsum(along)
    indices = [int(np.flatnonzero((sums >= share * sums[-1] - 1e-9) & (along > 0))[0]) for share in PLANE_SHARES]
    ends = np.sort(boxes, axis=0)[len(boxes) // 2]
    sides = [ends[a] for a in (down, across)]
    lengths = [volumes[0].shape[a] for a in (down, across)]
    spans = []
    for (at, to), length in zip(sides, lengths):
        margin = FRAME_MARGIN * max(4, to - at)
        spans.append((max(0, at - margin), min(length, to + margin)))
    scale = [spacing[down], spacing[across]]
    side = max((to - at) * mm for (at, to), mm in zip(spans, scale))
    frame = [((at + to - side / mm) / 2, (at + to + side / mm) / 2) for (at, to), mm in zip(spans, scale)]
    rows, columns = (resampling(*span, length) for span, length in zip(frame, lengths))
    slices = np.stack([np.take(volume, indices, axis) for volume in volumes])
    slices = np.moveaxis(slices, axis + 1, 1).astype(np.float32)
    planes = np.clip(np.rint(rows @ slices @ columns.T * 255), 0, 255).astype(np.uint8)
    (top, bottom), (left, right) = (
        np.searchsorted(np.arange(length) + 0.5, span) for span, length in zip(frame, lengths)
    )
    whole = slices[1:].sum(axis=(1, 2, 3))
    within = slices[1:, :, top:bottom, left:right].sum(axis=(1, 2, 3))
    return planes, np.where(whole > 0, within / np.maximum(whole, 1), 1)


def resampling(at, to, n):
    """Weights of n pixels for 48 that cover [at, to): area means where it shrinks, interpolation where it grows."""
    step = (to - at) / SIDE
    centres = at + (np.arange(SIDE) + 0.5) * step - 0.5
    weights = np.maximum(0, 1 - np.abs(np.arange(n)[None, :] - centres[:, None]) / max(1, step))
    # Beyond the edge the nearest pixel goes on.
    weights[range(SIDE), np.clip(np.rint(centres), 0, n - 1).astype(int)] += 1e-12
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
