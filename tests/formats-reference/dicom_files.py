"""DICOM files of a phantom of our own, written with pydicom; streams of JPEG's family by other encoders."""

import io

import imagecodecs
import numpy as np
from PIL import Image
from pydicom import uid
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence

from reference import HERE

DICOM = HERE / "dicom"
# JPEG 2000 in its usual five steps needs 32.
ROWS, COLUMNS = 32, 36
STEP = 2.5
ROW, COLUMN = [0.96, 0.28, 0.0], [-0.168, 0.576, -0.8]
CLASSES = {
    "ct": uid.CTImageStorage,
    "us": uid.UltrasoundImageStorage,
    "us-film": uid.UltrasoundMultiFrameImageStorage,
    "mr-enhanced": uid.EnhancedMRImageStorage,
    "capture": uid.MultiFrameSingleBitSecondaryCaptureImageStorage,
    "dx": uid.DigitalXRayImageStorageForPresentation,
}


def grey(dtype, frames=1, top=None):
    """Other values along every axis; the whole range of the type, or up to `top`."""
    z, y, x = np.indices((frames, ROWS, COLUMNS))
    ramp = (x * 37 + y * 101 + z * 211 + (x == 5) * 13) % 997 / 996
    kind = np.dtype(dtype)
    low, high = (np.iinfo(kind).min, np.iinfo(kind).max) if top is None else (0 if kind.kind == "u" else -top - 1, top)
    return np.round(low + ramp * (high - low)).astype(kind)


def colours(dtype="u1", frames=1):
    """Smooth, as photographs are: lossy encoders of the colours keep it nearly."""
    z, y, x = np.indices((frames, ROWS, COLUMNS))
    planes = [x * 6 + 10, y * 6 + 20 + z * 7, 230 - x * 3 - y * 2]
    return np.stack(planes, axis=-1).astype(dtype)


def smooth(dtype, top):
    y, x = np.indices((ROWS, COLUMNS))
    return np.round((x / COLUMNS + y / ROWS) / 2 * top).astype(dtype)[np.newaxis]


def dataset(array, kind="ct", photometric="MONOCHROME2", bits=None, syntax=uid.ExplicitVRLittleEndian, place=True):
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CLASSES[kind]
    meta.MediaStorageSOPInstanceUID = uid.UID("1.2.826.0.1.3680043.8.498.1")
    meta.TransferSyntaxUID = syntax
    data = FileDataset(None, {}, file_meta=meta, preamble=b"\0" * 128)
    data.SOPClassUID, data.SOPInstanceUID = CLASSES[kind], meta.MediaStorageSOPInstanceUID
    data.StudyInstanceUID, data.SeriesInstanceUID = "1.2.826.0.1.3680043.8.498.2", "1.2.826.0.1.3680043.8.498.3"
    data.Modality = "CT"
    data.PatientName, data.PatientID = "Phantom", "0"
    n = array.shape[0]
    data.Rows, data.Columns = array.shape[1:3]
    data.SamplesPerPixel = 3 if array.ndim == 4 else 1
    if array.ndim == 4:
        data.PlanarConfiguration = 0
    data.PhotometricInterpretation = photometric
    data.BitsAllocated = 8 * array.dtype.itemsize
    data.BitsStored = bits or data.BitsAllocated
    data.HighBit = data.BitsStored - 1
    data.PixelRepresentation = int(array.dtype.kind == "i")
    if n > 1:
        data.NumberOfFrames = n
    data.PixelSpacing = [0.8, 0.6]
    data.SliceThickness = STEP
    if place and n == 1:
        data.ImagePositionPatient = [-31.5, 12.25, 40.0]
        data.ImageOrientationPatient = [*ROW, *COLUMN]
    data.PixelData = padded(array.tobytes())
    data["PixelData"].VR = "OB" if data.BitsAllocated == 8 else "OW"
    return data


def padded(values):
    return values + b"\0" * (len(values) % 2)


def save(data, name):
    path = DICOM / f"{name}.dcm"
    syntax = data.file_meta.TransferSyntaxUID
    data.set_original_encoding(syntax.is_implicit_VR, syntax.is_little_endian)
    data.save_as(path, enforce_file_format=True)
    return path


def enhanced(array, order, scales=None, **options):
    """Frames at even places, written in another order."""
    data = dataset(array, "mr-enhanced", **options)
    del data.PixelSpacing, data.SliceThickness
    normal = np.cross(ROW, COLUMN)
    shared = Dataset()
    measures, turned = Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness = [0.8, 0.6], STEP
    turned.ImageOrientationPatient = [*ROW, *COLUMN]
    shared.PixelMeasuresSequence, shared.PlaneOrientationSequence = Sequence([measures]), Sequence([turned])
    data.SharedFunctionalGroupsSequence = Sequence([shared])
    groups = []
    for index, at in enumerate(order):
        group, position = Dataset(), Dataset()
        position.ImagePositionPatient = [float(round(value, 6)) for value in normal * STEP * at + [5, -6, 7]]
        group.PlanePositionSequence = Sequence([position])
        if scales:
            scaling = Dataset()
            scaling.RescaleSlope, scaling.RescaleIntercept = scales[index]
            scaling.RescaleType = "US"
            group.PixelValueTransformationSequence = Sequence([scaling])
        groups.append(group)
    data.PerFrameFunctionalGroupsSequence = Sequence(groups)
    return data


def with_elements(data, **elements):
    if "RescaleSlope" in elements:
        elements.setdefault("RescaleIntercept", 0)
    for name, value in elements.items():
        setattr(data, name, value)
    return data


def with_streams(data, streams, syntax, **elements):
    data.file_meta.TransferSyntaxUID = syntax
    data.PixelData = encapsulate(streams)
    data["PixelData"].VR = "OB"
    return with_elements(data, **elements)


def compressed(data, syntax, **options):
    data.compress(syntax, generate_instance_uid=False, **options)
    return data


def palette(data, bits, first=0):
    """A palette of 200 entries: red rises, green falls, blue goes up and down."""
    at = np.arange(200)
    for name, values in [("Red", at), ("Green", 199 - at), ("Blue", np.abs(at - 100))]:
        entries = (values * (257 if bits == 16 else 1)).astype("u2" if bits == 16 else "u1")
        setattr(data, f"{name}PaletteColorLookupTableDescriptor", [200, first, bits])
        setattr(data, f"{name}PaletteColorLookupTableData", padded(entries.tobytes()))
    return data


def jpeg(frame, subsampling=2, **options):
    stream = io.BytesIO()
    Image.fromarray(frame).save(stream, "jpeg", quality=95, subsampling=subsampling, **options)
    return stream.getvalue()


def to_ybr(rgb):
    matrix = np.array([[0.299, 0.587, 0.114], [-0.1687, -0.3313, 0.5], [0.5, -0.4187, -0.0813]])
    return np.clip(np.round(rgb @ matrix.T + [0, 128, 128]), 0, 255).astype("u1")


def files():
    return [*plain(), *kinds(), *several(), *rle(), *jpegs(), *jpeg_ls(), *jpeg_2000(), *not_read()]


def plain():
    for name, syntax in [
        ("implicit", uid.ImplicitVRLittleEndian),
        ("explicit", uid.ExplicitVRLittleEndian),
        ("deflated", uid.DeflatedExplicitVRLittleEndian),
        ("big", uid.ExplicitVRBigEndian),
    ]:
        variant = {
            "implicit": "implicit little endian",
            "explicit": "explicit little endian",
            "deflated": "deflated",
            "big": "explicit big endian",
        }[name]
        for dtype in ["u1", "i1", "u2", "i2", "u4", "i4"]:
            array = grey(dtype)
            written = array.astype(f">{dtype}") if name == "big" else array
            data = dataset(written, syntax=syntax)
            if name == "big" and dtype[1] == "1":
                # Bytes in words of 16 bits, as older machines wrote them.
                data.PixelData = np.frombuffer(data.PixelData, "<u2").astype(">u2").tobytes()
                data["PixelData"].VR = "OW"
            yield variant, save(data, f"{name}-{dtype}"), {"is_compared": dtype[1] != "4"}
    path = save(dataset(grey("i2")), "bare")
    path.write_bytes(without_meta(path.read_bytes()))
    yield "without preamble and meta information", path, {"is_compared": False}


def without_meta(whole):
    length = int.from_bytes(whole[140:144], "little")
    return whole[144 + length :]


def kinds():
    twelve = grey("u2", top=4095)
    yield "12 of 16 bits", save(dataset(twelve, bits=12), "bits-12"), {}
    yield "12 of 16 bits, signed", save(dataset(grey("i2", top=2047), bits=12), "bits-12-signed"), {}
    scaled = with_elements(dataset(grey("u2", top=4095), bits=12), RescaleSlope=1, RescaleIntercept=-1024)
    yield "rescaled", save(scaled, "rescaled"), {}
    scaled = with_elements(dataset(grey("i2")), RescaleSlope="0.0625", RescaleIntercept="-3.5")
    yield "rescaled", save(scaled, "rescaled-fraction"), {}
    yield "MONOCHROME1", save(dataset(grey("u1"), "dx", "MONOCHROME1", place=False), "mono1"), {}
    turned = with_elements(dataset(grey("i2", top=2047), "dx", "MONOCHROME1", 12), RescaleSlope=2, RescaleIntercept=5)
    yield "MONOCHROME1", save(turned, "mono1-signed-rescaled"), {"is_compared": False}
    bits = (grey("u1", 3) > 127).astype("u1")
    single = dataset(bits, "capture", place=False)
    single.PixelData = padded(np.packbits(bits.ravel(), bitorder="little").tobytes())
    yield "single bits, several frames", save(with_elements(single, BitsAllocated=1, BitsStored=1, HighBit=0), "one-bit"), {}
    for bits in [8, 16]:
        data = palette(dataset(grey("u1", top=199), "us", "PALETTE COLOR", place=False), bits)
        yield f"palette of {bits} bits", save(data, f"palette-{bits}"), {}
    data = palette(dataset(grey("u2", top=250), "us", "PALETTE COLOR", place=False), 16, first=20)
    yield "palette of 16 bits", save(data, "palette-offset"), {}
    yield "RGB", save(dataset(colours(), "us", "RGB", place=False), "rgb"), {}
    yield "RGB", save(dataset(colours("u2"), "us", "RGB", place=False), "rgb-16"), {}
    planes = dataset(colours(frames=2), "us-film", "RGB", place=False)
    planes.PixelData = padded(np.ascontiguousarray(colours(frames=2).transpose(0, 3, 1, 2)).tobytes())
    yield "RGB, plane by plane", save(with_elements(planes, PlanarConfiguration=1), "rgb-planes"), {}
    yield "YBR_FULL", save(dataset(to_ybr(colours()), "us", "YBR_FULL", place=False), "ybr"), {}
    halved = to_ybr(colours())
    pairs = np.concatenate([halved[:, :, 0::2, :1], halved[:, :, 1::2, :1], halved[:, :, 0::2, 1:]], axis=-1)
    data = dataset(halved, "us", "YBR_FULL_422", place=False)
    data.PixelData = padded(np.ascontiguousarray(pairs).tobytes())
    yield "YBR_FULL_422", save(data, "ybr-422"), {}


def several():
    yield "several frames without places", save(dataset(grey("u1", 4), "us-film", place=False), "film"), {}
    volume = grey("i2", 5)
    yield "enhanced MR, frames in order", save(enhanced(volume, range(5)), "enhanced"), {}
    yield "enhanced MR, frames in another order", save(enhanced(volume, [3, 0, 4, 1, 2]), "enhanced-shuffled"), {"is_compared": False}
    slopes = enhanced(grey("u2", 4, top=4095), range(4), [(1, 0), (2, -100), (3, -200), (4, -300)])
    yield "enhanced MR, each frame rescaled otherwise", save(slopes, "enhanced-rescaled"), {"is_compared": False}
    yield "a series, a file a slice", series("series", lambda index, data: data), {}
    scale = lambda index, data: with_elements(data, RescaleSlope=index + 1, RescaleIntercept=-7 * index)
    yield "a series, each slice rescaled otherwise", series("series-rescaled", scale), {}
    pack = lambda index, data: compressed(data, uid.JPEG2000Lossless) if index else compressed(data, uid.RLELossless)
    yield "a series, slices packed in several ways", series("series-packed", pack), {}


def series(name, change):
    folder = DICOM / name
    folder.mkdir()
    volume = grey("i2", 5, top=2000)
    normal = np.cross(ROW, COLUMN)
    # Files are called in another order than they lie.
    for index, called in enumerate("dbeac"):
        data = dataset(volume[index : index + 1])
        data.ImagePositionPatient = [float(round(value, 6)) for value in normal * STEP * index + [1, 2, 3]]
        data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = f"1.2.826.0.1.3680043.8.498.3.{index + 1}"
        data.InstanceNumber = index + 1
        change(index, data).save_as(folder / called, enforce_file_format=True)
    return folder


def rle():
    variant = "RLE"
    for dtype in ["u1", "i1", "u2", "i2"]:
        yield variant, save(compressed(dataset(grey(dtype)), uid.RLELossless), f"rle-{dtype}"), {}
    film = compressed(dataset(grey("u2", 3), "us-film", place=False), uid.RLELossless)
    yield "RLE, several frames", save(film, "rle-film"), {}
    for name, array in [("rle-rgb", colours()), ("rle-rgb-16", colours("u2"))]:
        yield "RLE, RGB", save(compressed(dataset(array, "us", "RGB", place=False), uid.RLELossless), name), {}
    data = palette(dataset(grey("u1", top=199), "us", "PALETTE COLOR", place=False), 16)
    yield "RLE, palette", save(compressed(data, uid.RLELossless), "rle-palette"), {}


def jpegs():
    tones = smooth("u1", 255)
    data = with_streams(dataset(tones), [jpeg(tones[0])], uid.JPEGBaseline8Bit)
    yield "JPEG baseline", save(data, "jpeg-baseline"), {"tolerance": 1}
    film = colours(frames=3)
    for name, sampling, photometric in [("full", 0, "YBR_FULL"), ("422", 1, "YBR_FULL_422")]:
        data = dataset(film, "us-film", photometric, place=False)
        streams = [jpeg(frame, sampling) for frame in film]
        yield "JPEG baseline, colours", save(with_streams(data, streams, uid.JPEGBaseline8Bit), f"jpeg-{name}"), {"tolerance": 4}
    twelve = smooth("u2", 4095)
    stream = imagecodecs.jpeg8_encode(twelve[0], level=97, bitspersample=12)
    data = with_streams(dataset(twelve, bits=12), [stream], uid.JPEGExtended12Bit)
    yield "JPEG extended, 12 bits", save(data, "jpeg-12"), {"tolerance": 2}
    for dtype, bits in [("u1", 8), ("u2", 12), ("u2", 16)]:
        array = grey(dtype, top=(1 << bits) - 1)
        for name, syntax in [("", uid.JPEGLosslessSV1), ("-p14", uid.JPEGLossless)]:
            stream = imagecodecs.ljpeg_encode(array[0], bitspersample=bits)
            data = with_streams(dataset(array, bits=bits), [stream], syntax)
            yield "JPEG lossless", save(data, f"jpeg-lossless-{bits}{name}"), {}


def jpeg_ls():
    for dtype in ["u1", "u2", "i2"]:
        data = compressed(dataset(grey(dtype)), uid.JPEGLSLossless)
        yield "JPEG-LS lossless", save(data, f"jpegls-{dtype}"), {}
    data = compressed(dataset(colours(), "us", "RGB", place=False), uid.JPEGLSLossless)
    yield "JPEG-LS lossless, RGB", save(data, "jpegls-rgb"), {}
    near = compressed(dataset(grey("u1")), uid.JPEGLSNearLossless, jls_error=3)
    yield "JPEG-LS near-lossless", save(near, "jpegls-near"), {}


def jpeg_2000():
    for dtype in ["u1", "u2", "i2"]:
        data = compressed(dataset(grey(dtype)), uid.JPEG2000Lossless)
        yield "JPEG 2000 lossless", save(data, f"j2k-{dtype}"), {}
    scaled = with_elements(dataset(grey("i2", top=2047), bits=12), RescaleSlope=2, RescaleIntercept=-1024)
    yield "JPEG 2000 lossless", save(compressed(scaled, uid.JPEG2000Lossless), "j2k-rescaled"), {}
    yield "JPEG 2000 lossless", save(compressed(dataset(grey("u2", top=4095), "dx", "MONOCHROME1", 12, place=False), uid.JPEG2000Lossless), "j2k-mono1"), {}
    data = compressed(dataset(colours(), "us", "RGB", place=False), uid.JPEG2000Lossless)
    yield "JPEG 2000 lossless, RGB", save(data, "j2k-rgb"), {}
    film = compressed(dataset(grey("u2", 3), "us-film", place=False), uid.JPEG2000Lossless)
    yield "JPEG 2000 lossless, several frames", save(film, "j2k-film"), {}
    slopes = enhanced(grey("u2", 4, top=4095), range(4), [(1, 0), (2, 0), (3, 0), (4, 0)])
    path = save(compressed(slopes, uid.JPEG2000Lossless), "j2k-enhanced-rescaled")
    yield "JPEG 2000 lossless, each frame rescaled otherwise", path, {"is_compared": False}
    data = palette(dataset(grey("u1", top=199), "us", "PALETTE COLOR", place=False), 16)
    yield "JPEG 2000 lossless, palette", save(compressed(data, uid.JPEG2000Lossless), "j2k-palette"), {}
    one = lambda index, data: compressed(with_elements(data, RescaleSlope=index + 1), uid.JPEG2000Lossless)
    yield "a series of JPEG 2000, each slice rescaled otherwise", series("series-j2k", one), {}
    shuffled = compressed(enhanced(grey("i2", 4), [2, 0, 3, 1]), uid.JPEG2000Lossless)
    yield "JPEG 2000 lossless, enhanced MR", save(shuffled, "j2k-enhanced"), {"is_compared": False}
    lossy = compressed(dataset(smooth("u1", 255)), uid.JPEG2000, j2k_cr=[6])
    yield "JPEG 2000 lossy", save(lossy, "j2k-lossy"), {"tolerance": 1}


def not_read():
    data = compressed(dataset(colours("u2"), "us", "RGB", place=False), uid.JPEG2000Lossless)
    yield "JPEG 2000, colours of 16 bits", save(data, "j2k-rgb-16"), {"refused": "dicom-picture-not-read"}
    film = with_streams(dataset(grey("u1")), [b"\0\0\0\1" * 8], uid.MPEG2MPML)
    yield "MPEG and other films", save(film, "mpeg"), {"refused": "dicom-picture-not-read"}
