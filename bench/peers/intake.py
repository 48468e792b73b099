"""Reading and checking a folder of images and masks with nibabel, Pillow and pydicom: what `npm run bench:intake-large` compares.

The same checks as `winnow add`:
- every file: read whole, once, and hashed (SHA-256); compressed ones unpacked to their end, with checksum, and no more behind
  the picture than 16 MiB
- images: header as nibabel, Pillow or pydicom check it; spacing finite and above 0, sform and qform agree, axes at right angles,
  more than one voxel, finite values, first and last percentile of at most 200,000 voxels evenly spaced, a fingerprint of the
  middle slices (16 × 16, along each axis) with a 64-bit difference hash
- masks: size, spacing and place of their image, finite whole numbers from 0 on, at most 255 values, no smooth edges, neither
  empty nor everything, voxels and extent of each value, values of a single voxel
- DICOM: headers first, grouped by patient, study and series, no instance twice, sorted by place, equal size, direction and
  spacing, no gaps, then voxels, rescaled where the header says so
- all together: equal images, near copies (by fingerprint), masks that are another case's, values that leave gaps

Written as one would who knows numpy: whole arrays at once, hashes in dictionaries, nothing computed twice; near copies are
looked for among those only that agree in one byte of their hash. In a pool of two processes with one thread each. Nothing is
kept: `winnow add` writes all of this into a project as well. Prints one JSON document: {"seconds", "files", "images", "problems"}.

usage: python intake.py --folder DIR
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import functools
import gzip
import hashlib
import io
import json
import multiprocessing
import resource
import time
from collections import defaultdict
from pathlib import Path

import nibabel as nib
import numpy as np
import pydicom
from PIL import Image

TRAILING = 16 * 1024**2
SAMPLE = 200_000
SIDE = 16
CORNERS = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=float)
HEADER_TAGS = [
    "SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "PatientID", "Modality", "InstanceNumber",
    "Rows", "Columns", "SamplesPerPixel", "ImageOrientationPatient", "ImagePositionPatient", "PixelSpacing",
]  # fmt: skip


class Problem(Exception):
    pass


def require(condition, problem):
    if not condition:
        raise Problem(problem)


def load(path):
    """Hash, voxels (x first), spacing and affine of a file."""
    data = path.read_bytes()
    digest = hashlib.sha256(data).digest()
    if path.suffix == ".png":
        picture = Image.open(io.BytesIO(data))
        if picture.mode == "P":
            picture = picture.convert("RGB")
        array = np.asarray(picture)
        if array.ndim == 3:
            array = array[..., :3] @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
        return digest, array.T, None, None
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    image = nib.Nifti1Image.from_bytes(data)
    header = image.header
    spacing = np.array(header.get_zooms(), dtype=float)
    require(np.isfinite(spacing).all() and (spacing > 0).all(), "spacing")
    array = np.asanyarray(image.dataobj)
    require(len(data) <= image.dataobj.offset + array.nbytes + TRAILING, "trailing data")
    affine = image.affine
    columns = affine[:3, :3]
    lengths = np.sqrt((columns * columns).sum(axis=0))
    require(np.isfinite(affine).all() and (lengths > 0).all(), "affine")
    if header["sform_code"] > 0 and header["qform_code"] > 0:
        require(corner_distance(array.shape, affine, header.get_qform()) <= 0.1, "forms differ")
    axes = columns / lengths
    angles = axes.T @ axes
    require(max(abs(angles[0, 1]), abs(angles[0, 2]), abs(angles[1, 2])) <= 1e-3, "sheared")
    return digest, array, spacing, affine


def corner_distance(shape, a, b):
    corners = CORNERS * (np.array((*shape, 1)[:3]) - 1)
    apart = corners @ (a - b)[:3, :3].T + (a - b)[:3, 3]
    return float(np.sqrt((apart * apart).sum(axis=1).max()))


def window(array):
    """First and last percentile (nearest rank) of voxels evenly spaced."""
    flat = array.ravel(order="K")
    sample = flat[:: max(1, flat.size // SAMPLE)]
    ranks = [round(0.01 * (sample.size - 1)), round(0.99 * (sample.size - 1))]
    ordered = np.partition(sample, ranks)
    return float(ordered[ranks[0]]), float(ordered[ranks[1]])


@functools.lru_cache(maxsize=64)
def weights(n):
    """The matrix that scales n pixels to 16: area means where it shrinks, interpolation where it grows."""
    step = n / SIDE
    centres = (np.arange(SIDE) + 0.5) * step - 0.5
    matrix = np.maximum(0, 1 - np.abs(np.arange(n)[None, :] - centres[:, None]) / max(1.0, step))
    return (matrix / matrix.sum(axis=1, keepdims=True)).astype(np.float32)


def fingerprint(array):
    """Eight bytes of a difference hash, then the middle slices as 16 x 16 greys around 128."""
    middle = [n // 2 for n in array.shape]
    if array.ndim == 2 or array.shape[2] == 1:
        planes = [array.reshape(array.shape[:2])]
    else:
        planes = [array[:, :, middle[2]], array[:, middle[1], :], array[middle[0], :, :]]
    thumbs = np.stack([weights(plane.shape[0]) @ plane.astype(np.float32) @ weights(plane.shape[1]).T for plane in planes])
    cells = thumbs[0].reshape(8, 2, 8, 2).sum(axis=(1, 3))
    bits = np.packbits((cells < np.roll(cells, -1, axis=0)).T, axis=1)
    flat = thumbs.reshape(len(planes), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    deviation = np.sqrt((flat * flat).mean(axis=1, keepdims=True))
    scaled = flat * np.where(deviation > 0, 64 / np.maximum(deviation, 1e-30), 0)
    greys = np.clip(np.rint(scaled + 128), 0, 255).astype(np.uint8)
    return bits.tobytes() + greys.tobytes()


def check_image(digest, array):
    require(array.size > 1, "one voxel")
    if array.dtype.kind == "f":
        require(np.isfinite(array).all(), "not finite")
    window(array)
    return digest, fingerprint(array)


def check_mask(mask):
    """Voxels of each value; the largest count tells whether a mask that is shared is more than chance."""
    if mask.dtype.kind == "f":
        require(np.isfinite(mask).all(), "not finite")
        whole = np.rint(mask)
        require((np.abs(mask - whole) < 1e-3).all(), "not whole")
        mask = whole.astype(np.int64)
    if mask.dtype == np.uint8:
        counts = np.bincount(mask.ravel(order="K"), minlength=256)
        values = np.flatnonzero(counts)
        counts = counts[values]
    else:
        values, counts = np.unique(mask, return_counts=True)
    require(values[0] >= 0, "negative")
    counts = counts[values != 0]
    values = values[values != 0]
    require(0 < len(values) <= 255, "empty, or too many values")
    require(counts.max() < mask.size, "covers all")
    require(not (len(values) >= 8 and 255 in values), "smooth edges may be meant")
    require(counts.min() > 1, "single voxel")
    for value in values:
        inside = mask == value
        for axis in range(mask.ndim):
            along = np.flatnonzero(inside.any(axis=tuple(other for other in range(mask.ndim) if other != axis)))
            along[0], along[-1]
    return values.tolist(), int(counts.max())


def check_pair(paths):
    image_path, mask_path = paths
    try:
        digest, image, spacing, affine = load(image_path)
        found = check_image(digest, image)
        if mask_path is None:
            return None, found, None
        mask_digest, mask, mask_spacing, mask_affine = load(mask_path)
        require(mask.shape == image.shape, "other size")
        if spacing is not None:
            require((np.abs(spacing - mask_spacing) <= 1e-8 + 1e-5 * np.abs(mask_spacing)).all(), "other spacing")
            require(corner_distance(image.shape, affine, mask_affine) <= 0.1, "other place")
        return None, found, (mask_digest, *check_mask(mask))
    except Exception as problem:
        return f"{image_path}: {problem}", None, None


def read_header(path):
    header = pydicom.dcmread(path, stop_before_pixels=True, specific_tags=HEADER_TAGS)
    return (
        str(path),
        "\n".join(str(header.get(tag, "")) for tag in ("SeriesInstanceUID", "StudyInstanceUID", "PatientID")),
        str(header.SOPInstanceUID),
        (int(header.Rows), int(header.Columns), int(header.SamplesPerPixel)),
        tuple(float(v) for v in header.ImageOrientationPatient),
        tuple(float(v) for v in header.PixelSpacing),
        tuple(float(v) for v in header.ImagePositionPatient),
    )


def voxels(one):
    """Numbers that are stored as they are, are taken as they lie in the file; pydicom decodes the others."""
    if one.file_meta.TransferSyntaxUID.is_compressed or one.BitsAllocated != one.BitsStored or one.SamplesPerPixel != 1:
        stored = one.pixel_array
    else:
        kind = ("i" if one.PixelRepresentation else "u") + str(one.BitsAllocated // 8)
        order = "<" if one.file_meta.TransferSyntaxUID.is_little_endian else ">"
        stored = np.frombuffer(one.PixelData, dtype=order + kind, count=one.Rows * one.Columns).reshape(one.Rows, one.Columns)
    slope, intercept = float(one.get("RescaleSlope", 1)), float(one.get("RescaleIntercept", 0))
    return stored if slope == 1 and intercept == 0 else stored * np.float32(slope) + np.float32(intercept)


def check_series(headers):
    try:
        _, _, _, size, orientation, spacing, _ = headers[0]
        require(len({header[2] for header in headers}) == len(headers), "an instance twice")
        require(all(header[3] == size for header in headers), "mixed sizes")
        require(np.ptp([header[4] for header in headers], axis=0).max() <= 0.001, "mixed directions")
        require(np.ptp([header[5] for header in headers], axis=0).max() <= 0.001 * min(spacing), "mixed spacings")
        places = np.array([header[6] for header in headers])
        along = places @ np.cross(orientation[:3], orientation[3:])
        order = np.argsort(along, kind="stable")
        if len(order) > 1:
            steps = np.diff(places[order], axis=0)
            usual = np.median(steps, axis=0)
            length = np.sqrt((usual * usual).sum())
            require(np.diff(along[order]).min() > 0.01, "two slices at one place")
            require(np.abs(steps - usual).max() <= max(0.01, 0.01 * length), "gap, or off the line")
        digest = hashlib.sha256()
        slices = []
        for index in order:
            data = Path(headers[index][0]).read_bytes()
            digest.update(data)
            slices.append(voxels(pydicom.dcmread(io.BytesIO(data))))
        # x first, as of the others.
        return None, check_image(digest.digest(), np.stack(slices).transpose(2, 1, 0)), None
    except Exception as problem:
        return f"{headers[0][0]}: {problem}", None, None


def near_copies(prints):
    """Pairs whose hashes are at most 7 bits apart and whose greys are correlated to at least 0.98."""
    if not prints:
        return []
    table = np.frombuffer(b"".join(prints), dtype=np.uint8).reshape(len(prints), -1)
    hashes = np.ascontiguousarray(table[:, :8]).view(np.uint64).ravel()
    greys = table[:, 8:].astype(np.float32)
    greys -= greys.mean(axis=1, keepdims=True)
    greys /= np.maximum(np.sqrt((greys * greys).sum(axis=1, keepdims=True)), 1e-30)
    pairs = set()
    for band in range(8):
        order = np.argsort(table[:, band], kind="stable")
        for bucket in np.split(order, np.flatnonzero(np.diff(table[order, band])) + 1):
            apart = np.bitwise_count(hashes[bucket][:, None] ^ hashes[bucket][None, :])
            first, second = np.nonzero(np.triu(apart <= 7, 1))
            if len(first) == 0:
                continue
            first, second = bucket[first], bucket[second]
            alike = np.einsum("ij,ij->i", greys[first], greys[second]) >= 0.98
            pairs.update(zip(first[alike].tolist(), second[alike].tolist()))
    return pairs


def check_together(found):
    """What shows only when all files are known."""
    problems = [problem for problem, _, _ in found if problem is not None]
    images = [(image, mask) for _, image, mask in found if image is not None]
    by_image = defaultdict(list)
    by_mask = defaultdict(set)
    values = set()
    by_length = defaultdict(list)
    for (digest, print_), mask in images:
        by_image[digest].append(digest)
        by_length[len(print_)].append(print_)
        if mask is not None:
            mask_digest, mask_values, n_voxels = mask
            values.update(mask_values)
            if n_voxels >= 200:
                by_mask[mask_digest].add(digest)
    twice = sum(len(same) - 1 for same in by_image.values())
    borrowed = sum(len(owners) for owners in by_mask.values() if len(owners) > 1)
    alike = sum(len(near_copies(prints)) for prints in by_length.values())
    has_gaps = bool(values) and max(values) != len(values) and values != {255}
    return problems, {"twice": twice, "alike": alike, "borrowed": borrowed, "gaps": has_gaps}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True, type=Path)
    folder = parser.parse_args().folder
    started = time.perf_counter()
    files = [Path(place, name) for place, _, names in os.walk(folder) for name in names]
    masks = {path.stem.split(".")[0]: path for path in files if path.parent.name == "masks"}
    images = [path for path in files if path.parent.name == "images"]
    dicom = [path for path in files if path.suffix == ".dcm"]
    pairs = [(path, masks.get(path.stem.split(".")[0])) for path in images]
    with multiprocessing.Pool(2) as pool:
        found = list(pool.imap_unordered(check_pair, pairs, chunksize=min(32, max(1, len(pairs) // 16))))
        series = defaultdict(list)
        for header in pool.imap_unordered(read_header, dicom, chunksize=32):
            series[header[1]].append(header)
        found += list(pool.imap_unordered(check_series, list(series.values())))
    problems, noticed = check_together(found)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - started,
                "files": len(files),
                "images": len(images) + len(series),
                "problems": len(problems),
                "firstProblems": problems[:3],
                "noticed": noticed,
                "peakMbOfOneProcess": peak,
            }
        )
    )


if __name__ == "__main__":
    main()
