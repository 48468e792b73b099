"""Small DICOM segmentations and a structure set, with what libraries of reference make of them.

Writes dicom-masks/ (a turned series of 8 slices; segmentations by highdicom: overlapping, of some slices alone, fractional, a
label map; contours with a hole, a bridge and an island) and expected-dicom-masks.json: per file the masks of its segments, one
after the other, as highdicom reads them back; of the contours, what matplotlib finds inside of the polygons.

usage: python make-dicom-masks.py
set-up: python -m venv VENV && VENV/bin/pip install -r requirements-dicom-masks.txt
"""

import hashlib
import json
import shutil
from importlib.metadata import version
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
from matplotlib.path import Path as Polygon
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.sr.codedict import codes

HERE = Path(__file__).parent
FOLDER = HERE / "dicom-masks"
COLUMNS, ROWS, SLICES = 12, 10, 8
SPACING = (0.75, 1.25)  # between columns, between rows
STEP = 2.5
ROW = np.array([0.8, 0.6, 0.0])
COLUMN = np.array([-0.6, 0.8, 0.0])
ORIGIN = np.array([-20.0, 15.0, 4.0])


def uid(*parts):
    return "2.25." + str(int(hashlib.sha256(repr(parts).encode()).hexdigest()[:30], 16))


def position(z):
    return ORIGIN + z * STEP * np.cross(ROW, COLUMN)


def make_slice(z):
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = uid("slice", z)
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = uid("study"), uid("series"), uid("frame")
    ds.PatientID, ds.PatientName, ds.PatientBirthDate, ds.PatientSex = "P1", "Phantom", "", "O"
    ds.StudyDate, ds.StudyTime, ds.StudyID, ds.AccessionNumber, ds.ReferringPhysicianName = "", "", "1", "", ""
    ds.Modality, ds.SeriesNumber, ds.InstanceNumber, ds.PositionReferenceIndicator = "CT", 2, z + 1, ""
    ds.SliceThickness = STEP
    ds.ImagePositionPatient = [round(float(v), 6) for v in position(z)]
    ds.ImageOrientationPatient = [*ROW.tolist(), *COLUMN.tolist()]
    ds.PixelSpacing = [SPACING[1], SPACING[0]]
    ds.Rows, ds.Columns, ds.SamplesPerPixel, ds.PhotometricInterpretation = ROWS, COLUMNS, 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 0
    ds.PixelData = (np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS) + 200 * z).astype("<u2").tobytes()
    path = FOLDER / "ct" / f"{(z * 3) % SLICES}.dcm"
    ds.save_as(path, enforce_file_format=True)
    return pydicom.dcmread(path)


def description(number, label, kind=hd.seg.SegmentAlgorithmTypeValues.MANUAL):
    return hd.seg.SegmentDescription(
        segment_number=number,
        segment_label=label,
        segmented_property_category=codes.SCT.Organ,
        segmented_property_type=codes.SCT.Liver,
        algorithm_type=kind,
    )


def make_seg(name, source, pixels, kind, labels, **more):
    seg = hd.seg.Segmentation(
        source_images=source,
        pixel_array=pixels,
        segmentation_type=kind,
        segment_descriptions=[description(i + 1, label) for i, label in enumerate(labels)],
        series_instance_uid=uid(name, "series"),
        series_number=10,
        sop_instance_uid=uid(name),
        instance_number=1,
        manufacturer="test",
        manufacturer_model_name="test",
        software_versions="1",
        device_serial_number="1",
        content_date="20200101",
        content_time="000000",
        **more,
    )
    # The same bytes whenever this is run.
    for element in ("InstanceCreationDate", "InstanceCreationTime"):
        if element in seg:
            delattr(seg, element)
    seg.save_as(FOLDER / f"{name}.dcm")


def read_seg(name, source, n):
    seg = hd.seg.segread(FOLDER / f"{name}.dcm")
    pixels = seg.get_pixels_by_source_instance(
        source_sop_instance_uids=[s.SOPInstanceUID for s in source],
        assert_missing_frames_are_empty=True,
        rescale_fractional=True,
    )
    return [(np.asarray(pixels[..., i]) >= 0.5) for i in range(n)]


def point(x, y, z):
    p = position(z) + x * SPACING[0] * ROW + y * SPACING[1] * COLUMN
    return [f"{v:.5f}" for v in p]


def make_contours(name):
    """Two structures; what they hold, by matplotlib."""
    ring = lambda cx, cy, r, n: np.stack(  # noqa: E731
        [cx + r * np.cos(np.linspace(0, 2 * np.pi, n, endpoint=False)), cy + r * np.sin(np.linspace(0, 2 * np.pi, n, endpoint=False))], 1
    )
    outer, hole, island = ring(5.6, 4.7, 4.3, 40), ring(5.3, 4.6, 2.6, 30), ring(5.2, 4.4, 1.2, 20)
    # The hole reached by a bridge of no width, as some planning systems write it.
    bridged = np.concatenate([outer, outer[:1], hole[::-1], hole[-1:], outer[:1]])
    structures = {
        1: ("ring", {z: [outer, hole, island] for z in (2, 3, 4)}),
        2: ("bridged", {z: [bridged] for z in (4, 5)}),
    }
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.481.3"
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = uid(name)
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.Modality = uid("study"), uid(name, "series"), "RTSTRUCT"
    ds.PatientID, ds.PatientName, ds.StructureSetLabel = "P1", "Phantom", "structures"
    series, study, frame = Dataset(), Dataset(), Dataset()
    series.SeriesInstanceUID = uid("series")
    study.RTReferencedSeriesSequence = Sequence([series])
    frame.FrameOfReferenceUID, frame.RTReferencedStudySequence = uid("frame"), Sequence([study])
    ds.ReferencedFrameOfReferenceSequence = Sequence([frame])
    rois, contours, masks = [], [], []
    y, x = np.mgrid[0:ROWS, 0:COLUMNS]
    pixels = np.stack([x.ravel(), y.ravel()], 1)
    inside = lambda polygon: Polygon(polygon).contains_points(pixels).reshape(ROWS, COLUMNS)  # noqa: E731
    for number, (label, slices) in structures.items():
        roi, drawn = Dataset(), Dataset()
        roi.ROINumber, roi.ROIName, roi.ROIGenerationAlgorithm = number, label, "MANUAL"
        items = []
        mask = np.zeros((SLICES, ROWS, COLUMNS), bool)
        for z, polygons in slices.items():
            for polygon in polygons:
                item = Dataset()
                item.ContourGeometricType, item.NumberOfContourPoints = "CLOSED_PLANAR", len(polygon)
                item.ContourData = [v for px, py in polygon for v in point(px, py, z)]
                items.append(item)
            mask[z] = inside(outer) ^ inside(hole) ^ (inside(island) if number == 1 else False)
        drawn.ReferencedROINumber, drawn.ContourSequence = number, Sequence(items)
        rois.append(roi)
        contours.append(drawn)
        masks.append(mask)
    ds.StructureSetROISequence, ds.ROIContourSequence = Sequence(rois), Sequence(contours)
    ds.save_as(FOLDER / f"{name}.dcm", enforce_file_format=True)
    return masks


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "ct").mkdir(parents=True)
    source = [make_slice(z) for z in range(SLICES)]
    z, y, x = np.mgrid[0:SLICES, 0:ROWS, 0:COLUMNS]
    a = ((x - 4) ** 2 + (y - 4) ** 2 + (z - 3) ** 2 < 11) & ((x + y + z) % 5 > 0)
    b = ((x - 7) ** 2 + (y - 5) ** 2 + (z - 5) ** 2 < 9) | ((x == 11) & (z == 7))
    both = np.stack([a, b], -1).astype(np.uint8)
    kinds = hd.seg.SegmentationTypeValues
    highdicom = f"highdicom {version('highdicom')}"
    made = [
        ("seg-overlapping", "BINARY, segments that overlap", both, kinds.BINARY, {"omit_empty_frames": False}),
        ("seg-some-slices", "BINARY, empty frames left out", both, kinds.BINARY, {"omit_empty_frames": True}),
        ("seg-fractional", "FRACTIONAL", both * 0.7 + 0.1, kinds.FRACTIONAL, {"max_fractional_value": 200}),
        ("seg-label-map", "LABELMAP", (a & ~b) + 2 * b.astype(np.uint8), kinds.LABELMAP, {}),
    ]
    affine = np.eye(4)
    affine[:3, 0], affine[:3, 1], affine[:3, 2] = ROW * SPACING[0], COLUMN * SPACING[1], np.cross(ROW, COLUMN) * STEP
    affine[:3, 3] = position(0)
    affine[:2] *= -1
    entries = []

    def note(name, format, variant, reference, masks, more={}):
        voxels = np.concatenate([mask.astype("<f8").ravel() for mask in masks])
        entries.append(
            {
                "file": f"dicom-masks/{name}.dcm",
                "format": format,
                "variant": variant,
                "reference": reference,
                **more,
                "size": [COLUMNS, ROWS, SLICES],
                "channels": len(masks),
                "voxels": hashlib.sha256(voxels.tobytes()).hexdigest(),
                "affine": (affine + 0.0).ravel().tolist(),
            }
        )

    for name, variant, pixels, kind, more in made:
        array = pixels.astype(np.float32) if kind == kinds.FRACTIONAL else pixels.astype(np.uint8)
        make_seg(name, source, array, kind, ["first", "second"], **more)
        written = {"written": True} if name == "seg-overlapping" else {}
        note(name, "DICOM SEG", variant, highdicom, read_seg(name, source, 2), written)
    note("rtstruct", "RT Structure Set", "holes, islands, bridges", f"matplotlib {version('matplotlib')}", make_contours("rtstruct"))
    (HERE / "expected-dicom-masks.json").write_text(json.dumps(entries, indent=2) + "\n")


if __name__ == "__main__":
    main()
