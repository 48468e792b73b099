"""What the reference libraries read from the images and masks of a release.

usage: python release.py FOLDER
Prints one JSON document: path -> library -> size (x first), affine (RAS, row by row; null for pictures) and the SHA-256
of the values as little-endian float64, x fastest, channels of a picture interleaved.
"""

import hashlib
import json
import sys
from pathlib import Path

import nibabel
import numpy
import SimpleITK
from PIL import Image


def digest(values):
    return hashlib.sha256(numpy.ascontiguousarray(values, dtype="<f8").tobytes()).hexdigest()


def by_nibabel(path):
    image = nibabel.load(path)
    values = numpy.asarray(image.dataobj, dtype=numpy.float64)
    return {
        "size": list(image.shape),
        "affine": [float(value) for value in image.affine.ravel()],
        "sha256": digest(values.transpose()),
    }


def by_simpleitk(path):
    image = SimpleITK.ReadImage(str(path))
    spacing = numpy.array(image.GetSpacing())
    matrix = numpy.eye(4)
    matrix[:3, :3] = numpy.array(image.GetDirection()).reshape(3, 3) * spacing
    matrix[:3, 3] = image.GetOrigin()
    # ITK counts from right to left and from front to back.
    matrix[:2] *= -1
    return {
        "size": list(image.GetSize()),
        "affine": [float(value) for value in matrix.ravel()],
        "sha256": digest(SimpleITK.GetArrayFromImage(image)),
    }


def by_pillow(path):
    with Image.open(path) as image:
        values = numpy.asarray(image)
        texts = dict(image.info)
    return {
        "size": [values.shape[1], values.shape[0]],
        "affine": None,
        "sha256": digest(values),
        "texts": sorted(name for name in texts if isinstance(texts[name], str)),
    }


def read(path):
    if path.name.endswith(".png"):
        return {"pillow": by_pillow(path)}
    return {"nibabel": by_nibabel(path), "simpleitk": by_simpleitk(path)}


folder = Path(sys.argv[1])
images = sorted(path for path in folder.rglob("*") if path.name.endswith((".nii.gz", ".nii", ".png")))
print(json.dumps({path.relative_to(folder).as_posix(): read(path) for path in images}))
