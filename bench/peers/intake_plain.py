"""Reading and checking a folder of images and masks with nibabel, Pillow and pydicom as such scripts are usually written.

The second rival of `npm run bench:intake-large`, beside `intake.py`, which does every check of `winnow add` and each the
quickest way. This one does fewer (no fingerprints, no near copies, no equal masks, no checksums), with the libraries' own
convenient calls. Images: every file read whole and hashed (SHA-256), size, spacing, finite values, first and last percentile;
masks: on their image's grid, whole numbers, at most 255 values, neither empty nor everything, extent of each value; DICOM:
headers first, grouped by series, sorted by place, equal size, direction and spacing, no gaps, then voxels. In a pool of two
processes with one thread each. Prints one JSON document: {"seconds", "files", "images", "problems"}.

usage: python intake_plain.py --folder DIR
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
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


def load(path):
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if path.suffix == ".png":
        array = np.asarray(Image.open(io.BytesIO(data)))
        return digest, array, None
    image = nib.Nifti1Image.from_bytes(data) if path.suffix == ".nii" else nib.load(path)
    return digest, np.asanyarray(image.dataobj), image.affine


def check_pair(paths):
    image_path, mask_path = paths
    _, image, affine = load(image_path)
    if image.dtype.kind == "f" and not np.isfinite(image).all():
        return "not finite"
    np.percentile(image, [1, 99])
    if mask_path is None:
        return None
    _, mask, mask_affine = load(mask_path)
    if mask.shape != image.shape[: mask.ndim] or (affine is not None and not np.allclose(affine, mask_affine, atol=1e-3)):
        return "other grid"
    if mask.dtype.kind == "f" and not np.all(mask == np.round(mask)):
        return "not whole"
    values = np.unique(mask)
    if len(values) > 256 or not mask.any() or mask.all():
        return "bad values"
    for value in values[values != 0]:
        where = np.nonzero(mask == value)
        for axis in where:
            axis.min(), axis.max()
    return None


def read_header(path):
    header = pydicom.dcmread(path, stop_before_pixels=True)
    return (
        str(path),
        str(header.SeriesInstanceUID),
        int(header.Rows),
        int(header.Columns),
        tuple(float(v) for v in header.ImageOrientationPatient),
        tuple(float(v) for v in header.ImagePositionPatient),
        tuple(float(v) for v in header.PixelSpacing),
    )


def check_series(headers):
    first = headers[0]
    normal = np.cross(first[4][:3], first[4][3:])
    headers = sorted(headers, key=lambda h: float(np.dot(h[5], normal)))
    along = np.array([float(np.dot(h[5], normal)) for h in headers])
    steps = np.diff(along)
    if any(h[2:5] != first[2:5] or h[6] != first[6] for h in headers):
        return "mixed"
    if len(steps) and np.abs(steps - np.median(steps)).max() > max(0.01, 0.01 * np.median(steps)):
        return "gap"
    digest = hashlib.sha256()
    slices = []
    for header in headers:
        data = Path(header[0]).read_bytes()
        digest.update(data)
        one = pydicom.dcmread(io.BytesIO(data))
        slices.append(one.pixel_array.astype(np.float32) * float(one.get("RescaleSlope", 1)) + float(one.get("RescaleIntercept", 0)))
    np.percentile(np.stack(slices), [1, 99])
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True, type=Path)
    folder = parser.parse_args().folder
    started = time.perf_counter()
    files = [path for path in folder.rglob("*") if path.is_file()]
    masks = {path.stem.split(".")[0]: path for path in files if path.parent.name == "masks"}
    images = [path for path in files if path.parent.name == "images"]
    dicom = [path for path in files if path.suffix == ".dcm"]
    pairs = [(path, masks.get(path.stem.split(".")[0])) for path in images]
    with multiprocessing.Pool(2) as pool:
        found = list(pool.imap_unordered(check_pair, pairs, chunksize=8))
        series = defaultdict(list)
        for header in pool.imap_unordered(read_header, dicom, chunksize=16):
            series[header[1]].append(header)
        found += list(pool.imap_unordered(check_series, list(series.values())))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - started,
                "files": len(files),
                "images": len(images) + len(series),
                "problems": sum(problem is not None for problem in found),
                "peakMbOfOneProcess": peak,
            }
        )
    )


if __name__ == "__main__":
    main()
