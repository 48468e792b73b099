"""Expected values of watersheds, growing regions, random walker, Chan-Vese and clean-up, from scikit-image and SciPy.

Writes expected-regions.json beside this file, which the tests read. Only needed again when the cases change:
python -m venv VENV && VENV/bin/pip install -r requirements.txt && VENV/bin/python make-region-reference.py
and then npm run format.
"""

import base64
import json
from pathlib import Path

import numpy as np
import scipy.ndimage as ndi
from skimage.feature import peak_local_max
from skimage.filters import sobel, threshold_otsu
from skimage.measure import label
from skimage.morphology import ball, closing, disk, flood, opening, remove_small_objects
from skimage.segmentation import chan_vese, random_walker, watershed

rng = np.random.default_rng(20261122)


def base64_of(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def bits(mask):
    return base64_of(np.packbits(np.asarray(mask, bool).ravel(), bitorder="little"))


def cells():
    """Discs that touch, one with a hole, on a ramp, with noise: 48 x 40, 8 bits."""
    y, x = np.mgrid[0:40, 0:48].astype(float)
    inside = np.zeros((40, 48))
    for cx, cy, r, value in [(12, 12, 8, 120), (25, 15, 7, 140), (38, 28, 8, 110), (14, 30, 6, 150), (40, 6, 3, 130)]:
        inside = np.maximum(inside, value * ((x - cx) ** 2 + (y - cy) ** 2 <= r * r))
    inside[11:14, 10:13] = 0
    grey = 30 + 0.5 * x + inside + rng.normal(0, 9, inside.shape)
    return np.clip(np.round(ndi.gaussian_filter(grey, 0.7)), 0, 255).astype(np.uint8)


def volume():
    """Two balls that touch, slices twice as far apart as pixels: 20 x 18 x 10, 8 bits."""
    z, y, x = np.mgrid[0:10, 0:18, 0:20].astype(float)
    first = (x - 6) ** 2 + (y - 8) ** 2 + (2 * (z - 4)) ** 2 <= 25
    second = (x - 14) ** 2 + (y - 9) ** 2 + (2 * (z - 5)) ** 2 <= 20
    grey = 60 + 110 * (first | second) + rng.normal(0, 12, z.shape)
    return np.clip(np.round(grey), 0, 255).astype(np.uint8)


def sure_markers(image, share):
    """As src/core/propose/methods/sure-markers.ts has them: 1 background, 2 object."""
    bright = image > threshold_otsu(image)
    markers = np.zeros(image.shape, np.int32)
    markers[image <= np.quantile(image[~bright], share, method="lower")] = 1
    markers[image >= np.quantile(image[bright], 1 - share, method="higher")] = 2
    return markers


def case(image, spacing):
    """Everything for one image; spacing along z, y, x."""
    grey = image.astype(np.float64)
    filled = ndi.binary_fill_holes(grey > threshold_otsu(grey))
    distance = ndi.distance_transform_edt(filled, sampling=spacing)
    out = {
        "size": [*image.shape[::-1], 1][:3],
        "data": base64_of(image),
        # Every seventh value.
        "sobel": base64_of(sobel(grey).ravel()[::7].astype(np.float32)),
    }
    if image.ndim == 2:
        peaks = peak_local_max(distance, min_distance=4, threshold_abs=0, exclude_border=False)
        flat = np.ravel_multi_index(tuple(peaks.T), image.shape)
        out["peaks"] = [int(at) for at in flat]
    else:
        flat = np.ravel_multi_index(([4, 5], [8, 9], [6, 14]), image.shape)
    # Heights without ties: which of two equal voxels comes first is nobody's definition.
    untied = -distance + np.linspace(0, 1e-3, image.size).reshape(image.shape)
    markers = np.zeros(image.size, np.int32)
    markers[flat] = np.arange(1, len(flat) + 1)
    basins = watershed(untied, markers.reshape(image.shape), mask=filled)
    out["distanceBasins"] = {"markers": [int(at) for at in flat], "basins": base64_of(basins.astype(np.uint8))}
    basins = watershed(sobel(grey), sure_markers(grey, 0.8))
    out["watershedGradient"] = {"markerShare": 0.8, "mask": bits(basins == 2)}
    scaled = (grey - grey.min()) / (grey.max() - grey.min())
    markers = sure_markers(scaled, 0.5)
    given = {} if image.ndim == 2 else {"spacing": spacing}
    exact = random_walker(scaled, markers, beta=130, mode="bf", return_full_prob=True, **given)[1]
    out["randomWalker"] = {
        "markerShare": 0.5,
        "background": bits(markers == 1),
        "object": bits(markers == 2),
        # In 65535ths.
        "probability": base64_of(np.round(exact.clip(0, 1) * 65535).astype(np.uint16)),
    }
    return out


def growing(image):
    grey = image.astype(np.float64)
    seeds = [int(np.ravel_multi_index(at, image.shape)) for at in [(12, 14), (15, 25), (30, 14), (28, 38)]]
    mask = np.zeros(image.shape, bool)
    for at in (np.unravel_index(seed, image.shape) for seed in seeds):
        # A seed in the region of an earlier one is left out.
        if not mask[at]:
            mask |= flood(grey, at, connectivity=1, tolerance=35)
    return {"seeds": seeds, "tolerance": 35, "mask": bits(mask)}


def contour(image, rounds, mu):
    inside, phi, energies = chan_vese(
        image.astype(np.float64), mu=mu, tol=1e-3, max_num_iter=rounds, extended_output=True
    )
    return {
        "mu": mu,
        "iterations": rounds,
        "rounds": len(energies),
        # Every seventh value.
        "phi": base64_of(phi.ravel()[::7].astype(np.float32)),
        "mask": bits(inside),
    }


def tidied(image, footprint, radius):
    mask = image > threshold_otsu(image)
    noisy = mask ^ (rng.random(mask.shape) < 0.04)
    return {
        "mask": bits(noisy),
        "radius": radius,
        "opened": bits(opening(noisy, footprint(radius))),
        "closed": bits(closing(noisy, footprint(radius))),
        "filled": bits(ndi.binary_fill_holes(noisy)),
        "without10": bits(remove_small_objects(label(noisy, connectivity=noisy.ndim), max_size=9) > 0),
    }


def main():
    picture, stack = cells(), volume()
    reference = {
        "picture": case(picture, (1, 1)),
        "volume": case(stack, (2, 1, 1)),
        "growing": growing(picture),
        "contours": [contour(picture, rounds, mu) for rounds, mu in [(1, 0.25), (20, 0.25), (100, 0.1)]],
        "tidied": [tidied(picture, disk, 2), tidied(picture, disk, 3), tidied(stack, ball, 2)],
    }
    path = Path(__file__).with_name("expected-regions.json")
    path.write_text(json.dumps(reference, indent=2) + "\n")
    print(path.name, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
