"""Wrong masks for the quality network to learn from: the kinds and shares of src/domain/spoil/wrong-mask.ts."""

import numpy as np
import scipy.ndimage as ndi

# How often each kind is drawn beside masks that were really proposed; what remains is spoiled.
PROPOSED, RIGHT, THRESHOLD, LEAK, MIRROR = 0.4, 0.08, 0.08, 0.06, 0.03
BISECTIONS = 9


def wrong_mask(task):
    """A wrong mask for a true one (0 or 1) on its image; `others` were really proposed for it."""
    truth, image, others, seed = task
    rng = np.random.default_rng(seed)
    truth = truth.astype(bool)
    if not truth.any():
        return others[rng.integers(len(others))] if len(others) else truth
    kinds = np.cumsum([PROPOSED if len(others) else 0, RIGHT, THRESHOLD, LEAK, MIRROR])
    kind = np.searchsorted(kinds, rng.random(), side="right")
    if kind == 0:
        return others[rng.integers(len(others))]
    if kind == 1:
        return truth
    if kind == 2:
        cut = np.quantile(image, 0.15 + 0.7 * rng.random())
        return image > cut if rng.random() < 0.5 else image <= cut
    if kind == 3:
        return leaked(truth, image, rng)
    if kind == 4:
        return truth[:, ::-1]
    return spoiled(truth, 0.1 + 0.89 * rng.random(), rng)


def leaked(truth, image, rng):
    """The mask, and what can be reached from a point of it without the grey value changing much."""
    inside = image[truth]
    tolerance = (0.5 + 2 * rng.random()) * (inside.std() + 1e-3)
    allowed = truth | (np.abs(image - inside.mean()) <= tolerance)
    start = np.zeros_like(truth)
    start[tuple(rng.choice(np.argwhere(truth)))] = True
    wanted = truth.sum() * (1.1 + 0.8 * rng.random())
    reached = start
    while (reached | truth).sum() < wanted:
        grown = ndi.binary_dilation(reached, mask=allowed, iterations=2)
        if (grown == reached).all():
            break
        reached = grown
    return truth | reached


def spoiled(truth, target, rng):
    """One to three ways of spoiling one after the other, the strength of each found by bisection."""
    n = 1 + (0 if rng.random() < 0.5 else 1 if rng.random() < 0.7 else 2)
    mask = truth
    for index, way in enumerate(rng.integers(len(WAYS), size=n)):
        goal = target if index == n - 1 else 1 - (1 - target) * (0.3 + 0.4 * rng.random()) / n
        at_strength = WAYS[way](mask, rng)
        low, high, best, least = 0.0, 1.0, mask, np.inf
        for _ in range(BISECTIONS):
            strength = (low + high) / 2
            found = at_strength(strength)
            if not found.any():
                high = strength
                continue
            dice = 2 * np.count_nonzero(found & truth) / (np.count_nonzero(found) + np.count_nonzero(truth))
            if abs(dice - goal) < least:
                best, least = found, abs(dice - goal)
            if least < 0.01:
                break
            low, high = (strength, high) if dice > goal else (low, strength)
        mask = best
    return mask


def radius_of(mask):
    return np.sqrt(np.count_nonzero(mask) / np.pi)


def depth_of(mask):
    """Distance to the edge, negative outside."""
    return ndi.distance_transform_edt(mask) - ndi.distance_transform_edt(~mask)


def smooth_field(shape, wavelength, rng):
    field = ndi.gaussian_filter(rng.standard_normal(shape), wavelength / 2, mode="nearest")
    return field / field.std()


def erode(mask, rng):
    depth = depth_of(mask)
    return lambda strength: depth > strength * depth.max() * 0.95


def dilate(mask, rng):
    depth, reach = depth_of(mask), 1.5 * radius_of(mask)
    return lambda strength: depth > -strength * reach


def shift(mask, rng):
    direction = rng.standard_normal(2)
    by = 2.2 * radius_of(mask) * direction / np.linalg.norm(direction)
    return lambda strength: ndi.shift(mask.view(np.uint8), np.rint(strength * by), order=0, prefilter=False) > 0


def remove_part(mask, rng):
    along = np.tensordot(rng.standard_normal(2), np.indices(mask.shape), 1)
    inside = np.sort(along[mask])
    return lambda strength: mask & (along >= inside[int(strength * 0.95 * len(inside))])


def add_part(mask, rng):
    centre = rng.choice(np.argwhere(mask))
    distance = np.linalg.norm(np.indices(mask.shape) - centre[:, None, None], axis=0)
    reach = 2.5 * radius_of(mask)
    field = distance + smooth_field(mask.shape, max(2, radius_of(mask) / 2), rng) * reach * 0.15
    return lambda strength: mask | (field < strength * reach)


def roughen_edge(mask, rng):
    depth, radius = depth_of(mask), radius_of(mask)
    noise = smooth_field(mask.shape, max(1.5, radius * (0.2 + 0.6 * rng.random())), rng)
    return lambda strength: depth + strength * radius * 0.9 * noise > 0


def warp(mask, rng):
    radius = radius_of(mask)
    fields = np.stack([smooth_field(mask.shape, max(3, radius), rng) for _ in range(2)])
    places, last = np.indices(mask.shape), np.array(mask.shape)[:, None, None] - 1

    def bent(strength):
        y, x = np.clip(np.rint(places + strength * radius * fields), 0, last).astype(int)
        return mask[y, x]

    return bent


def punch_holes(mask, rng):
    field = smooth_field(mask.shape, max(2, radius_of(mask) / 2), rng)
    inside = np.sort(field[mask])
    return lambda strength: mask & (field >= inside[int(strength * 0.9 * len(inside))])


def add_islands(mask, rng):
    field = smooth_field(mask.shape, max(2, radius_of(mask) / 2), rng)
    outside = np.sort(np.append(field[~mask], np.inf))[::-1]
    wanted = 2 * np.count_nonzero(mask)
    return lambda strength: mask | (field > outside[min(len(outside) - 1, int(strength * wanted))])


WAYS = (erode, dilate, shift, remove_part, add_part, roughen_edge, warp, punch_holes, add_islands)
