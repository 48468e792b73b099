"""What scikit-image, scipy, scikit-learn and minisom make of small pictures: the values that the tests of filters,
thresholds and clustering in src/core/propose compare with.

    python3 -m venv VENV && VENV/bin/pip install -r tests/propose-reference/requirements.txt
    VENV/bin/python tests/propose-reference/make-reference.py && npm run format

writes inputs.json and expected-*.json beside itself. Arrays are base64 of their bytes, x fastest: masks eight voxels a
byte (the first the lowest bit), fields of numbers as 16-bit steps between their smallest and largest value.
"""

import base64
import json
import pathlib

import numpy as np
from minisom import MiniSom
from scipy import ndimage
from skimage import exposure, filters, morphology
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture

HERE = pathlib.Path(__file__).parent


def write(name, value):
    (HERE / name).write_text(json.dumps(value, indent=2) + "\n")


def text(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def mask_text(mask):
    return text(np.packbits(np.asarray(mask, bool).ravel(), bitorder="little"))


def field(values):
    low, high = float(values.min()), float(values.max())
    steps = np.round((values.astype(float) - low) / (high - low) * 65535).astype("<u2")
    return {"low": low, "high": high, "steps": text(steps)}


# --- inputs -----------------------------------------------------------------------------------------------------------


def to_bytes(values):
    return np.clip(np.round(values), 0, 255).astype(np.uint8)


def make_inputs():
    rng = np.random.default_rng(20240607)
    y, x = np.mgrid[:40, :48]

    def disc(cx, cy, r):
        return np.hypot(x - cx, y - cy) <= r

    cells = np.full(x.shape, 30.0)
    for cx, cy, r, grey in [(10, 9, 6, 190), (34, 8, 5, 150), (22, 25, 8, 210), (41, 30, 4, 170), (8, 33, 3, 120)]:
        cells[disc(cx, cy, r)] = grey
    cells = ndimage.gaussian_filter(cells, 0.8) + rng.normal(0, 8, x.shape)

    # Light strokes on a background that grows brighter to the right: no one threshold fits all of it.
    strokes = ((x + 2 * y) % 13 < 3) | disc(30, 20, 4)
    shaded = 40 + 2.6 * x + 45 * strokes + rng.normal(0, 4, x.shape)

    levels = 40 + 70.0 * disc(20, 18, 15) + 80.0 * disc(24, 20, 7) + rng.normal(0, 9, x.shape)

    z, v, u = np.mgrid[:10, :18, :20]
    ball = (u - 9) ** 2 + (v - 8) ** 2 + (2 * (z - 4.5)) ** 2 <= 36
    volume = 50 + 3 * u + 100 * ball + rng.normal(0, 10, u.shape)
    return {name: to_bytes(values) for name, values in
            [("cells", cells), ("shaded", shaded), ("levels", levels), ("volume", volume)]}


inputs = make_inputs()
write("inputs.json", {
    name: {"size": [*array.shape[::-1], 1][:3], "bytes": text(array)} for name, array in inputs.items()
})
# As doubles: scikit-image has rules of its own for whole numbers.
cells, shaded, levels, volume = (inputs[name].astype(float) for name in ("cells", "shaded", "levels", "volume"))


def stretched(image):
    """Negative and uneven grey values, the same 32-bit floats as in the tests."""
    return (image * 0.37 - 20).astype(np.float32).astype(float)


# --- thresholds -------------------------------------------------------------------------------------------------------


def global_thresholds(image):
    return {
        "otsu": float(filters.threshold_otsu(image)),
        "multiOtsu3": [float(t) for t in filters.threshold_multiotsu(image, 3)],
        "multiOtsu4": [float(t) for t in filters.threshold_multiotsu(image, 4)],
        "li": float(filters.threshold_li(image)),
        "yen": float(filters.threshold_yen(image)),
        "triangle": float(filters.threshold_triangle(image)),
        "isodata": float(filters.threshold_isodata(image)),
    }


def local_thresholds():
    half_range = (shaded.max() - shaded.min()) / 2
    turned = shaded.max() - shaded
    return {
        "niblack15": field(filters.threshold_niblack(shaded, 15, 0.2)),
        "sauvola31": field(filters.threshold_sauvola(shaded, 31, 0.2, r=half_range)),
        # Wider than the picture is high: mirrored more than once.
        "niblack101": field(filters.threshold_niblack(shaded, 101, 0.2)),
        # Both were made for dark print: for bright objects grey values are turned round.
        "sauvolaMask": mask_text(turned < filters.threshold_sauvola(turned, 15, 0.2, r=half_range)),
        "niblackMask": mask_text(turned < filters.threshold_niblack(turned, 15, 0.2)),
    }


def hysteresis():
    threshold = filters.threshold_otsu(cells)
    dark, bright = cells[cells <= threshold].mean(), cells[cells > threshold].mean()
    low, high = dark + 0.35 * (bright - dark), dark + 0.7 * (bright - dark)
    return {
        "low": float(low),
        "high": float(high),
        "mask": mask_text(filters.apply_hysteresis_threshold(cells, low, high)),
        "volume": mask_text(filters.apply_hysteresis_threshold(volume, 90, 150)),
    }


write("expected-thresholds.json", {
    "global": {
        **{name: global_thresholds(image.astype(float)) for name, image in inputs.items()},
        **{f"{name}-stretched": global_thresholds(stretched(image.astype(float))) for name, image in inputs.items()},
    },
    "local": local_thresholds(),
    "hysteresis": hysteresis(),
})

# --- filters ----------------------------------------------------------------------------------------------------------


def diffuse(image, spacing, rounds, k, dt):
    """Perona and Malik with exp(-(v / k)^2); spacing along z, y, x."""
    image = image.copy()
    for _ in range(rounds):
        change = np.zeros_like(image)
        for axis, distance in enumerate(spacing):
            slope = np.diff(image, axis=axis) / distance
            flow = np.exp(-((slope / k) ** 2)) * slope / distance
            behind = [(0, 0)] * image.ndim
            before = [(0, 0)] * image.ndim
            behind[axis], before[axis] = (0, 1), (1, 0)
            change += np.pad(flow, behind) - np.pad(flow, before)
        image += dt * change
    return image


def bilateral(image, sigma_space, sigma_grey):
    """By its formula, neighbours within three deviations and inside of the picture. (scikit-image's `denoise_bilateral`
    0.26 takes its spatial weights from a table that is a row and a column larger than its window.)"""
    reach = 3 * sigma_space
    sums, totals = np.zeros_like(image), np.zeros_like(image)
    ny, nx = image.shape
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            if dx * dx + dy * dy > reach * reach:
                continue
            here = np.s_[max(0, -dy) : ny - max(0, dy), max(0, -dx) : nx - max(0, dx)]
            there = np.s_[max(0, dy) : ny - max(0, -dy), max(0, dx) : nx - max(0, -dx)]
            square = (dx * dx + dy * dy) / sigma_space**2 + ((image[there] - image[here]) / sigma_grey) ** 2
            weight = np.exp(-square / 2)
            sums[here] += weight * image[there]
            totals[here] += weight
    return sums / totals


def top_hat(image, footprint):
    eroded = morphology.erosion(image, footprint, mode="ignore")
    return image - morphology.dilation(eroded, footprint, mode="ignore")


w, v, u = np.mgrid[-2:3, -4:5, -4:5]
write("expected-filters.json", {
    "gaussian": field(ndimage.gaussian_filter(cells, 1.5, mode="nearest")),
    "gaussianVolume": field(ndimage.gaussian_filter(volume, (0.75, 1.5, 1.5), mode="nearest")),
    "median3": text(ndimage.median_filter(inputs["cells"], size=3, mode="nearest")),
    "median5": text(ndimage.median_filter(inputs["cells"], size=5, mode="nearest")),
    "medianVolume": text(ndimage.median_filter(inputs["volume"], size=3, mode="nearest")),
    "bilateral": field(bilateral(cells, 2, 25.5)),
    "diffusion": field(diffuse(cells, (1, 1), 15, 20, 0.2)),
    "diffusionVolume": field(diffuse(volume, (2, 1, 1), 10, 25, 0.15)),
    "adaptive": field(exposure.equalize_adapthist(cells / 255, kernel_size=(20, 24), clip_limit=0)),
    "clahe": field(exposure.equalize_adapthist(cells / 255, kernel_size=(20, 24), clip_limit=5 / 480)),
    "topHat": text(top_hat(inputs["cells"], morphology.disk(7))),
    "topHatVolume": text(top_hat(inputs["volume"], (u**2 + v**2 + (2 * w) ** 2 <= 16).astype(np.uint8))),
})

# --- clustering -------------------------------------------------------------------------------------------------------

samples = np.stack([inputs[name].ravel() / 64 for name in ("levels", "cells", "shaded")], axis=1)
grey = samples[:, :1]


def k_means():
    fit = KMeans(3, n_init=10, random_state=0, tol=1e-8).fit(samples)
    order = np.argsort(fit.cluster_centers_[:, 1])
    return {
        "inertia": float(fit.inertia_),
        "centroids": fit.cluster_centers_[order].tolist(),
        "brightest": mask_text(fit.labels_ == order[-1]),
    }


def mixture(data):
    fit = GaussianMixture(3, random_state=0, n_init=5, tol=1e-7, max_iter=1000).fit(data)
    order = np.argsort(fit.means_[:, 0])
    return {
        "shares": fit.weights_[order].tolist(),
        "means": fit.means_[order].tolist(),
        "logLikelihood": float(fit.lower_bound_),
        "brightest": mask_text(fit.predict(data) == order[-1]),
    }


def som(nx, ny, rounds):
    errors = []
    for seed in range(1, 11):
        trained = MiniSom(nx, ny, 3, sigma=1.0, learning_rate=0.5, random_seed=seed)
        trained.random_weights_init(samples)
        trained.train(samples, rounds, random_order=True)
        errors.append(trained.quantization_error(samples))
    return {"nx": nx, "ny": ny, "rounds": rounds, "quantisationError": float(np.mean(errors))}


write("expected-clusters.json", {
    "kMeans": k_means(),
    "mixture": mixture(samples),
    "greyMixture": mixture(grey),
    "som": [som(1, 3, 1000), som(4, 4, 1000), som(4, 4, 5000)],
})
