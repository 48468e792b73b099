"""Small DICOM files in every transfer syntax and kind of picture, and what pydicom makes of their voxels.

    python3 -m venv VENV && VENV/bin/pip install -r tests/formats-reference/requirements-dicom.txt
    VENV/bin/python tests/formats-reference/make-dicom-reference.py && npm run format && npm run formats

writes dicom/ and expected-dicom.json beside itself, in the form of expected.json (see make-reference.py). Positions are
calculated from the header as PS3.3 C.7.6.2.1.1 says, and compared with SimpleITK's where it reads them too.
"""

import base64
import json
import shutil

import numpy as np
import pydicom
import SimpleITK as sitk
from pydicom.pixels import apply_color_lut, apply_rescale, pixel_array
from pydicom.uid import ExplicitVRLittleEndian

import dicom_files as make
from dicom_files import DICOM
from reference import HERE, coloured, entry, refused

REFERENCE = f"pydicom {pydicom.__version__}"
FORMAT = "DICOM"


def frames_of(path):
    """Frames, rows, columns (, colours) as a person is to see them: greys rescaled, colours as 8 bits of RGB."""
    data = read(path)
    # In RGB, whatever colours the file keeps.
    stored = pixel_array(data)
    kind = data.PhotometricInterpretation
    if kind == "PALETTE COLOR":
        colours = apply_color_lut(stored, data)
        stored = (colours >> 8).astype("u1") if colours.dtype == np.uint16 else colours
    if kind == "MONOCHROME1":
        # Bright is bright: pydicom leaves it as it is.
        lowest = -(1 << (data.BitsStored - 1)) if data.PixelRepresentation else 0
        stored = 2 * lowest + (1 << data.BitsStored) - 1 - stored.astype("i8")
    if data.SamplesPerPixel == 1 and kind != "PALETTE COLOR":
        stored = rescaled(stored, data)
    return data, stored if stored.ndim > (3 if is_coloured(data) else 2) else stored[np.newaxis]


def read(path):
    data = pydicom.dcmread(path, force=True)
    if "TransferSyntaxUID" not in data.file_meta:
        data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return data


def is_coloured(data):
    return data.SamplesPerPixel > 1 or data.PhotometricInterpretation == "PALETTE COLOR"


def rescaled(stored, data):
    """In 32 bits where slopes are no whole numbers."""
    if "PerFrameFunctionalGroupsSequence" in data:
        pairs = [group.PixelValueTransformationSequence[0] if "PixelValueTransformationSequence" in group else None for group in data.PerFrameFunctionalGroupsSequence]
        if pairs[0] is None:
            return stored
        return np.stack([frame.astype("f8") * float(pair.RescaleSlope) + float(pair.RescaleIntercept) for frame, pair in zip(stored, pairs)])
    values = apply_rescale(stored, data)
    slope = float(data.get("RescaleSlope", 1))
    return values if slope.is_integer() else values.astype("f4")


def places_of(data):
    """Position, row, column and spacing of each frame; None where the file does not say."""
    if "PerFrameFunctionalGroupsSequence" in data:
        shared = data.SharedFunctionalGroupsSequence[0]
        turned = [float(value) for value in shared.PlaneOrientationSequence[0].ImageOrientationPatient]
        spacing = [float(value) for value in shared.PixelMeasuresSequence[0].PixelSpacing]
        groups = data.PerFrameFunctionalGroupsSequence
        return [(np.array(group.PlanePositionSequence[0].ImagePositionPatient, float), turned, spacing) for group in groups]
    if "ImagePositionPatient" not in data or int(data.get("NumberOfFrames", 1)) > 1:
        return None
    return [(np.array(data.ImagePositionPatient, float), [float(value) for value in data.ImageOrientationPatient], [float(value) for value in data.PixelSpacing])]


def affine_of(places, thickness):
    """RAS; places in their order."""
    position, turned, (between_rows, between_columns) = places[0]
    row, column = np.array(turned[:3]), np.array(turned[3:])
    step = np.cross(row, column) * thickness
    if len(places) > 1:
        step = (places[-1][0] - position) / (len(places) - 1)
    affine = np.eye(4)
    affine[:3, :3] = np.stack([row * between_columns, column * between_rows, step], axis=1)
    affine[:3, 3] = position
    return np.diag([-1, -1, 1, 1]) @ affine


def compare_with_sitk(paths, affine):
    """SimpleITK takes the slices in the order given; their spacing and directions are its own work."""
    image = sitk.ReadImage(paths if len(paths) > 1 else paths[0])
    if image.GetDimension() != 3 or (len(paths) == 1 and image.GetSize()[2] == 1):
        return
    theirs = np.eye(4)
    theirs[:3, :3] = np.array(image.GetDirection()).reshape(3, 3) * image.GetSpacing()
    theirs[:3, 3] = image.GetOrigin()
    theirs = np.diag([-1, -1, 1, 1]) @ theirs
    if not np.allclose(affine, theirs, atol=1e-4):
        raise AssertionError(f"{paths}: SimpleITK puts it elsewhere\n{affine}\n{theirs}")


def ordered(places):
    normal = np.cross(places[0][1][:3], places[0][1][3:])
    return sorted(range(len(places)), key=lambda index: places[index][0] @ normal)


def described_as(path, variant, data, frames, places, tolerance=None, written=False):
    order = ordered(places) if places and len(places) == len(frames) else range(len(frames))
    frames = np.asarray(frames)[list(order)]
    affine = None
    if places and len(places) == len(frames):
        affine = affine_of([places[index] for index in order], float(data.get("SliceThickness") or make.STEP))
    flat = len(frames) == 1 and affine is None
    if is_coloured(data):
        array = frames[0].transpose(1, 0, 2) if flat else frames.transpose(2, 1, 0, 3)
        made = coloured(path, FORMAT, variant, REFERENCE, array, affine)
    else:
        array = frames[0].T if flat else frames.transpose(2, 1, 0)
        made = entry(path, FORMAT, variant, REFERENCE, array, affine)
    made["file"] = str(path.relative_to(HERE))
    if tolerance is not None:
        kind = "u1" if frames.max() < 256 and frames.min() >= 0 else "<i2"
        values = np.ascontiguousarray(frames, kind)
        made |= {"tolerance": tolerance, "values": base64.b64encode(values.tobytes()).decode()}
        if kind != "u1":
            made["valueType"] = "int16"
    return made, affine


def one(path, variant, tolerance=None, is_compared=True):
    data, frames = frames_of(path)
    made, affine = described_as(path, variant, data, frames, places_of(data), tolerance)
    if affine is not None and is_compared:
        compare_with_sitk([str(path)], affine)
    return made


def of_series(folder, variant):
    read = [(path, *frames_of(path)) for path in sorted(folder.iterdir())]
    places = [places_of(data)[0] for _, data, _ in read]
    made, affine = described_as(folder, variant, read[0][1], np.concatenate([frames for *_, frames in read]), places)
    compare_with_sitk([str(read[index][0]) for index in ordered(places)], affine)
    return made


def main():
    shutil.rmtree(DICOM, ignore_errors=True)
    DICOM.mkdir()
    entries = []
    for variant, path, options in make.files():
        if "refused" in options:
            made = refused(path, FORMAT, variant, options["refused"])
            made["file"] = str(path.relative_to(HERE))
        elif path.is_dir():
            made = of_series(path, variant)
        else:
            made = one(path, variant, **options)
        entries.append(made)
    (HERE / "expected-dicom.json").write_text(json.dumps(entries, indent=2) + "\n")
    total = sum(path.stat().st_size for path in DICOM.rglob("*") if path.is_file())
    print(f"{len(entries)} entries, {total / 1024:.0f} KB")


if __name__ == "__main__":
    main()
