"""Automatic masks with scikit-image, SciPy and MiniSom: what `npm run bench:propose` compares Winnow's speed with.

Reads the PNG pictures of a folder as grey values and makes masks of all of them by twelve recipes, one after the other,
in a pool of two processes with one thread each. Prints one JSON document: {"seconds": {recipe: wall seconds for all
pictures}, ...}. Reading and decoding is timed apart.

usage: python propose.py --folder PICTURES [--limit N] [--repeats N] [--only a,b] [--masks FILE.npz]
set-up: python -m venv VENV && VENV/bin/pip install -r requirements.txt
"""

import os

# One thread a process, whatever library asks; before they are loaded.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import json
import multiprocessing
import platform
import time
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
import png
import scipy.ndimage as ndi
from minisom import MiniSom
from scipy.cluster.vq import kmeans2, vq
from skimage.feature import peak_local_max
from skimage.filters import (
    sobel,
    threshold_li,
    threshold_multiotsu,
    threshold_otsu,
    threshold_sauvola,
    threshold_triangle,
)
from skimage.morphology import flood
from skimage.segmentation import chan_vese, random_walker, watershed
from skimage.transform import resize

N_PROCESSES = 2
SEED = 1


def read_grey(path):
    """Luminance (ITU-R BT.601) of colours, alpha left out: the formula of src/domain/image/to-grey.ts."""
    width, height, rows, info = png.Reader(filename=str(path)).asDirect()
    samples = np.vstack([np.asarray(row) for row in rows]).reshape(height, width, info["planes"]).astype(np.float32)
    if info["planes"] < 3:
        return np.ascontiguousarray(samples[..., 0])
    grey = 0.299 * samples[..., 0] + 0.587 * samples[..., 1] + 0.114 * samples[..., 2]
    return grey.astype(np.float32)


def with_bright_object(image):
    """Turned round where the brighter side of Otsu's threshold touches more of the border than the darker one."""
    bright = image > threshold_otsu(image) if image.min() < image.max() else np.zeros(image.shape, bool)
    border = np.concatenate([bright[0], bright[-1], bright[1:-1, 0], bright[1:-1, -1]])
    return image.max() + image.min() - image if border.mean() > 0.5 else image


# Thresholds.


def otsu(image):
    return image > threshold_otsu(image)


def multi_otsu(image):
    return image > threshold_multiotsu(image, classes=3)[-1]


def li(image):
    return image > threshold_li(image)


def triangle(image):
    return image > threshold_triangle(image)


def sauvola(image):
    """The object is what is darker than its surroundings once the grey values are turned round (as in print)."""
    low, high = float(image.min()), float(image.max())
    turned = high - image
    return turned < threshold_sauvola(turned, window_size=51, k=0.2, r=max((high - low) / 2, 1e-12))

# Clusters of pixels. The features have mean 0 and deviation 1; some of the pixels are trained on, then all of them get
# the nearest centre.

TRAINING_PIXELS = 20_000
START_PIXELS = 2000
KMEANS_STARTS = 10
KMEANS_ROUNDS = 20
SOM_SAMPLES = 5000


def rows_of(fields):
    rows = np.stack([field.ravel() for field in fields], axis=1).astype(np.float32)
    rows -= rows.mean(axis=0)
    scale = rows.std(axis=0)
    return rows / np.where(scale > 0, scale, 1)


def smoothed(image, *sigmas):
    return [ndi.gaussian_filter(image, sigma, mode="nearest") for sigma in sigmas]


def some(rows, n, rng):
    return rows if len(rows) <= n else rows[rng.choice(len(rows), n, replace=False)]


def best_start(rows, n, rng):
    """k-means++ several times over: the centres with the least sum of squares."""
    starts = (
        kmeans2(rows, n, iter=KMEANS_ROUNDS, minit="++", rng=rng, check_finite=False)[0] for _ in range(KMEANS_STARTS)
    )
    return min(starts, key=lambda centres: np.square(vq(rows, centres, check_finite=False)[1]).sum())


def brightest_cluster(image, labels, n):
    counts = np.bincount(labels, minlength=n)
    sums = np.bincount(labels, weights=image.ravel(), minlength=n)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), -np.inf)
    return (labels == means.argmax()).reshape(image.shape)


def k_means(image):
    """Grey value, and smoothed with 1 and 3 pixels; starts are tried on few pixels, the best goes on with all."""
    rng = np.random.default_rng(SEED)
    rows = rows_of([image, *smoothed(image, 1, 3)])
    sample = some(rows, TRAINING_PIXELS, rng)
    start = best_start(some(sample, START_PIXELS, rng), 3, rng)
    centres = kmeans2(sample, start, iter=KMEANS_ROUNDS, minit="matrix", check_finite=False)[0]
    return brightest_cluster(image, vq(rows, centres, check_finite=False)[0], 3)


def som_3x3(image):
    """Grey value, smoothed with 1, 2 and 4 pixels, deviation within 5 x 5, gradient; units joined to three regions."""
    rng = np.random.default_rng(SEED)
    mean = ndi.uniform_filter(image, 5)
    deviation = np.sqrt(np.maximum(ndi.uniform_filter(image * image, 5) - mean * mean, 0))
    rows = rows_of([image, *smoothed(image, 1, 2, 4), deviation, sobel(image)])
    sample = some(rows, TRAINING_PIXELS, rng).astype(np.float64)
    som = MiniSom(3, 3, rows.shape[1], sigma=1.0, learning_rate=0.5, random_seed=SEED)
    som.random_weights_init(sample)
    som.train(sample, SOM_SAMPLES, random_order=True)
    units = som.get_weights().reshape(9, -1).astype(np.float32)
    regions = vq(units, best_start(units, 3, rng), check_finite=False)[0]
    return brightest_cluster(image, regions[vq(rows, units, check_finite=False)[0]], 3)


# Regions and contours.


def watershed_distance(image):
    filled = ndi.binary_fill_holes(otsu(image))
    distance = ndi.distance_transform_edt(filled)
    peaks = peak_local_max(distance, min_distance=5, threshold_abs=0, exclude_border=False)
    markers = np.zeros(image.shape, np.int32)
    markers[tuple(peaks.T)] = np.arange(1, len(peaks) + 1)
    basins = watershed(-distance, markers, mask=filled)
    sizes = np.bincount(basins.ravel())
    return (basins > 0) & (sizes[basins] >= 12)


def sure_markers(image, share=0.9):
    """2 for the brightest of what is above Otsu's threshold, 1 for the darkest of what is not."""
    bright = image > threshold_otsu(image)
    markers = np.zeros(image.shape, np.int32)
    if bright.any() and not bright.all():
        markers[image <= np.quantile(image[~bright], share)] = 1
        markers[image >= np.quantile(image[bright], 1 - share)] = 2
    return markers


def watershed_gradient(image):
    return watershed(sobel(image), sure_markers(image)) == 2


def region_growing(image):
    smooth = ndi.gaussian_filter(image, 2)
    seeds = peak_local_max(smooth, min_distance=5, threshold_abs=threshold_otsu(smooth), exclude_border=False)
    tolerance = 0.25 * float(image.max() - image.min())
    mask = np.zeros(image.shape, bool)
    reached = np.zeros(image.shape, bool)
    for seed in map(tuple, seeds[:200]):
        if reached[seed]:
            continue
        region = flood(image, seed, connectivity=1, tolerance=tolerance)
        reached |= region
        if np.count_nonzero(region) <= 0.5 * region.size:
            mask |= region
    return mask


def scaled(image):
    low, high = image.min(), image.max()
    return (image - low) / (high - low if high > low else 1)


def random_walker_half(image):
    half = resize(scaled(image), [(n + 1) // 2 for n in image.shape], order=1, anti_aliasing=True)
    markers = sure_markers(half)
    if markers.max() < 2:
        return np.zeros(image.shape, bool)
    if markers.all():
        return resize((markers == 2).astype(np.float32), image.shape, order=1) > 0.5
    probability = random_walker(half, markers, beta=130, tol=1e-3, mode="cg_j", return_full_prob=True)[1]
    return resize(probability, image.shape, order=1) > 0.5


def chan_vese_100(image):
    inside = chan_vese(image, mu=0.25, tol=1e-3, max_num_iter=100)
    if inside.all() or not inside.any():
        return np.zeros(image.shape, bool)
    return inside if image[inside].mean() > image[~inside].mean() else ~inside


RECIPES = {
    "otsu": otsu,
    "multi-otsu": multi_otsu,
    "li": li,
    "triangle": triangle,
    "sauvola": sauvola,
    "k-means": k_means,
    "som-3x3": som_3x3,
    "watershed-distance": watershed_distance,
    "watershed-gradient": watershed_gradient,
    "region-growing": region_growing,
    "random-walker-half": random_walker_half,
    "chan-vese-100": chan_vese_100,
}

pictures = []


def load(paths):
    """Every process holds all pictures, so that no recipe waits for pixels to be handed over."""
    warnings.simplefilter("ignore")
    pictures.extend(with_bright_object(read_grey(path)) for path in paths)


def ready(_):
    """Runs every recipe once on a small picture, and waits, so that each process takes one of these tasks."""
    y, x = np.mgrid[0:48, 0:48]
    small = (255 * np.exp(-((x - 20.0) ** 2 + (y - 26.0) ** 2) / 150)).astype(np.float32)
    for recipe in RECIPES.values():
        recipe(small)
    time.sleep(1)
    return len(pictures)


def propose(task):
    name, index = task
    return index, np.packbits(RECIPES[name](pictures[index]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True, help="folder of PNG pictures")
    parser.add_argument("--limit", type=int, default=None, help="only the first N pictures, by name")
    parser.add_argument("--repeats", type=int, default=1, help="the fastest of N times counts")
    parser.add_argument("--only", default=",".join(RECIPES), help="recipes, separated by commas")
    parser.add_argument("--masks", type=Path, default=None, help="also keep the masks, packed, in this .npz file")
    options = parser.parse_args()
    names = options.only.split(",")
    unknown = [name for name in names if name not in RECIPES]
    if unknown:
        parser.error(f"no recipe {', '.join(unknown)}; there are {', '.join(RECIPES)}")
    paths = sorted(options.folder.glob("*.png"))[: options.limit]
    if not paths:
        parser.error(f"no PNG pictures in {options.folder}")

    start = time.perf_counter()
    with multiprocessing.Pool(N_PROCESSES, load, (paths,)) as pool:
        pool.map(ready, range(N_PROCESSES), chunksize=1)
        loading = time.perf_counter() - start
        seconds, kept = {}, {}
        for name in names:
            times = []
            for _ in range(options.repeats):
                start = time.perf_counter()
                masks = pool.map(propose, [(name, index) for index in range(len(paths))], chunksize=4)
                times.append(time.perf_counter() - start)
            seconds[name] = round(min(times), 3)
            if options.masks:
                kept.update({f"{name}/{paths[index].stem}": mask for index, mask in masks})
    if options.masks:
        np.savez_compressed(options.masks, **kept)
    libraries = ("numpy", "scipy", "scikit-image", "MiniSom")
    print(
        json.dumps(
            {
                "seconds": seconds,
                "loadingSeconds": round(loading, 3),
                "nPictures": len(paths),
                "nProcesses": N_PROCESSES,
                "versions": {"python": platform.python_version(), **{name: version(name) for name in libraries}},
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
