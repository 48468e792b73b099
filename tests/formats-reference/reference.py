"""What entries of expected.json are made with."""

import hashlib
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent
FILES = HERE / "files"

SIZE = (7, 6, 5)
SPACING = (0.7, 1.1, 2.3)
ORIGIN_RAS = (-12.5, 30.25, 7.75)


def phantom(dtype, size=SIZE):
    """Other values along every axis, x first: nothing fits by accident."""
    grid = np.indices(size)
    steps = (3, 17, 41)
    values = sum(step * axis for step, axis in zip(steps, grid)) + (grid[0] == 2) * 5
    kind = np.dtype(dtype)
    if kind.kind == "f":
        return (values / 7 - 11).astype(kind)
    if kind.kind == "i":
        return (values - 100).astype(kind) if kind.itemsize > 1 else (values - 100).clip(-128, 127).astype(kind)
    return (values * (1 if kind.itemsize == 1 else 250)).astype(kind)


def directions():
    """Columns: the axes of the grid in RAS, oblique, right-handed."""
    a, b = np.deg2rad(20), np.deg2rad(-35)
    about_z = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    turned = about_z @ about_x
    # The second axis of the grid runs down, the third to the left: axes are exchanged as well as turned.
    return turned @ np.array([[0, 0, -1], [1, 0, 0], [0, -1, 0]], float)


def ras_affine():
    affine = np.eye(4)
    affine[:3, :3] = directions() * SPACING
    affine[:3, 3] = ORIGIN_RAS
    return affine


def entry(path, format, variant, reference, array, affine=None, written=False):
    """
    array: indexed by x, y (, z) (, channel) as the library of reference read it
    """
    array = np.asarray(array)
    affine = None if affine is None else [float(value) for value in np.asarray(affine).ravel()]
    return {
        "file": f"files/{path.name}",
        "format": format,
        "variant": variant,
        "reference": reference,
        **({"written": True} if written else {}),
        **described(array),
        "affine": affine,
    }


def described(array, channels=1):
    """`array` with its channels last where there are several."""
    size = array.shape if channels == 1 else array.shape[:-1]
    if channels == 1:
        ordered = array.T
    else:
        ordered = np.moveaxis(array, -1, 0).T
    values = np.ascontiguousarray(ordered, "<f8")
    return {
        "size": list(size),
        "channels": channels,
        "voxels": hashlib.sha256(values.tobytes()).hexdigest(),
    }


def coloured(path, format, variant, reference, array, affine=None, written=False):
    """As `entry`, for pictures with several values a pixel, channels last."""
    array = np.asarray(array)
    made = entry(path, format, variant, reference, array, affine, written)
    return {**made, **described(array, array.shape[-1])}


def refused(path, format, variant, code):
    return {"file": f"files/{path.name}", "format": format, "variant": variant, "refused": code}


def require_equal(read, meant, what):
    """What the library of reference reads is what was meant: a fixture that says something else would prove nothing."""
    if not np.array_equal(np.asarray(read, float), np.asarray(meant, float)):
        raise AssertionError(f"{what}: the library of reference reads something else")
