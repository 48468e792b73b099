"""What pydicom and highdicom read from the DICOM images and segmentations of a release.

usage: python release_dicom.py FOLDER
Prints one JSON document: path of a segmentation -> its segments by name with the SHA-256 of their masks as little-endian
float64 (x fastest, slices in the order of the image), and the SHA-256 of the image that it refers to, as pydicom reads it.
"""

import hashlib
import json
import sys
from pathlib import Path

import highdicom
import numpy
import pydicom


def digest(values):
    return hashlib.sha256(numpy.ascontiguousarray(values, dtype="<f8").tobytes()).hexdigest()


def read(path, images):
    seg = highdicom.seg.segread(path)
    # The release names image and segmentation alike.
    slices = [pydicom.dcmread(one) for one in images.glob("*.dcm")]
    normal = numpy.cross(*numpy.array(slices[0].ImageOrientationPatient, float).reshape(2, 3))
    slices.sort(key=lambda one: float(numpy.dot(numpy.array(one.ImagePositionPatient, float), normal)))
    uids = [one.SOPInstanceUID for one in slices]
    masks = seg.get_pixels_by_source_instance(
        source_sop_instance_uids=uids, ignore_spatial_locations=True, assert_missing_frames_are_empty=True
    )
    names = [seg.get_segment_description(number).segment_label for number in seg.segment_numbers]
    return {
        "segments": {name: digest(masks[..., index]) for index, name in enumerate(names)},
        "image": digest(numpy.stack([one.pixel_array for one in slices])),
        "isSamePatient": str(seg.PatientID) == str(slices[0].PatientID),
        "isSameStudy": seg.StudyInstanceUID == slices[0].StudyInstanceUID,
    }


folder = Path(sys.argv[1])
found = sorted((folder / "masks").glob("*.dcm"))
print(json.dumps({path.relative_to(folder).as_posix(): read(path, folder / "images" / path.stem) for path in found}))
