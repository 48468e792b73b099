"""NIfTI by nibabel, MetaImage and NRRD by SimpleITK, MGH by nibabel."""

import gzip
import struct

import nibabel as nib
import numpy as np
import SimpleITK as sitk

from reference import FILES, SIZE, SPACING, coloured, directions, entry, phantom, ras_affine, refused, require_equal

NIBABEL = f"nibabel {nib.__version__}"
SITK = f"SimpleITK {sitk.__version__}"
TO_LPS = np.diag([-1.0, -1.0, 1.0])


def entries():
    return [*nifti(), *metaimage(), *nrrd(), *mgh()]


# --- NIfTI ------------------------------------------------------------------------------------------------------------


def nifti():
    return [
        *[one_nifti(f"nifti-{dtype}.nii", "NIfTI-1, .nii", dtype) for dtype in ["uint8", "int8", "int16", "uint16"]],
        *[one_nifti(f"nifti-{dtype}.nii", "NIfTI-1, .nii", dtype) for dtype in ["int32", "uint32", "float32", "float64"]],
        one_nifti("nifti-int64.nii", "NIfTI-1, .nii, 64-bit integers", "int64"),
        one_nifti("nifti-uint8.nii.gz", "NIfTI-1, .nii.gz", "uint8", written=True),
        one_nifti("nifti-float32.nii.gz", "NIfTI-1, .nii.gz", "float32", written=True),
        one_nifti("nifti-big.nii", "NIfTI-1, big-endian", ">i2"),
        one_nifti("nifti-scaled.nii", "NIfTI-1, slope and intercept", "int16", slope=(0.5, -10)),
        one_nifti("nifti-qform.nii", "NIfTI-1, qform alone", "int16", forms=(0, 1)),
        one_nifti("nifti-2.nii", "NIfTI-2, .nii", "int16", image=nib.Nifti2Image),
        one_nifti("nifti-2.nii.gz", "NIfTI-2, .nii.gz", "float64", image=nib.Nifti2Image),
        one_nifti("nifti-pair.hdr", "NIfTI-1, .hdr and .img", "int16", image=nib.Nifti1Pair),
        one_nifti("nifti-2-pair.hdr", "NIfTI-2, .hdr and .img", "uint8", image=nib.Nifti2Pair),
        refused_nifti("nifti-complex.nii", "NIfTI-1, complex numbers", "complex64", "nifti-unsupported-datatype"),
        refused_nifti("nifti-4d.nii.gz", "NIfTI-1, several volumes", "uint8", "image-several-volumes", (3, 2, 2, 2)),
    ]


def one_nifti(name, variant, dtype, image=nib.Nifti1Image, slope=None, forms=(1, 1), written=False):
    path = FILES / name
    meant = phantom(dtype)
    header = image.header_class(endianness=">" if dtype.startswith(">") else "<")
    made = image(meant, ras_affine(), header)
    made.header.set_data_dtype(meant.dtype)
    made.set_sform(ras_affine(), code=forms[0])
    made.set_qform(ras_affine(), code=forms[1])
    nib.save(made, path)
    if slope:
        # nibabel chooses slopes of its own: the two numbers are put where nifti1.h has them.
        whole = bytearray(path.read_bytes())
        whole[112:120] = struct.pack("<2f", *slope)
        path.write_bytes(whole)
        meant = meant * slope[0] + slope[1]
    back = nib.load(path)
    read = np.asanyarray(back.dataobj)
    require_equal(read, meant, name)
    return entry(path, "NIfTI", variant, NIBABEL, read, back.affine, written)


def refused_nifti(name, variant, dtype, code, size=(3, 2, 2)):
    path = FILES / name
    nib.save(nib.Nifti1Image(np.zeros(size, dtype), np.eye(4)), path)
    return refused(path, "NIfTI", variant, code)


# --- what SimpleITK writes and reads ----------------------------------------------------------------------------------


def to_sitk(array):
    image = sitk.GetImageFromArray(np.ascontiguousarray(array.T))
    image.SetSpacing(SPACING)
    image.SetOrigin(tuple(TO_LPS @ ras_affine()[:3, 3]))
    image.SetDirection(tuple((TO_LPS @ directions()).ravel()))
    return image


def from_sitk(path, format, variant, meant, has_position=True):
    image = sitk.ReadImage(str(path))
    array = sitk.GetArrayFromImage(image)
    colours = image.GetNumberOfComponentsPerPixel() > 1
    read = np.swapaxes(array, 0, 1) if colours else array.T
    require_equal(read, meant, path.name)
    affine = None
    if has_position:
        n = image.GetDimension()
        direction = np.eye(3)
        direction[:n, :n] = np.reshape(image.GetDirection(), (n, n))
        affine = np.eye(4)
        affine[:3, :3] = TO_LPS @ direction * [*image.GetSpacing(), 1][:3]
        affine[:3, 3] = TO_LPS @ [*image.GetOrigin(), 0][:3]
    make = coloured if colours else entry
    return make(path, format, variant, SITK, read, affine)


def by_sitk(name, format, variant, dtype, compress=False):
    path = FILES / name
    meant = phantom(dtype)
    sitk.WriteImage(to_sitk(meant), str(path), compress)
    return from_sitk(path, format, variant, meant)


# --- MetaImage --------------------------------------------------------------------------------------------------------


def metaimage():
    kinds = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"]
    return [
        *[by_sitk(f"meta-{dtype}.mha", "MetaImage", ".mha", dtype) for dtype in kinds],
        by_sitk("meta-int64.mha", "MetaImage", ".mha, 64-bit integers", "int64"),
        by_sitk("meta-packed.mha", "MetaImage", ".mha, compressed", "int16", True),
        by_sitk("meta-pair.mhd", "MetaImage", ".mhd and .raw", "float32"),
        by_sitk("meta-packed-pair.mhd", "MetaImage", ".mhd and .zraw", "uint16", True),
        by_hand_metaimage("meta-big.mha", ".mha, big-endian", ">i2", "MET_SHORT"),
        by_hand_metaimage("meta-big-float.mha", ".mha, big-endian", ">f4", "MET_FLOAT"),
        by_hand_metaimage("meta-skip.mhd", ".mhd, voxels at the end of .raw", "<i2", "MET_SHORT"),
        text_metaimage(),
        flat_metaimage(),
        coloured_metaimage(),
        refused_metaimage(),
    ]


def meta_header(meant, dtype, type, data, extra=()):
    lps = TO_LPS @ directions()
    numbers = lambda values: " ".join(repr(float(value)) for value in np.ravel(values))
    lines = [
        "ObjectType = Image",
        "NDims = 3",
        "BinaryData = True",
        f"BinaryDataByteOrderMSB = {dtype.startswith('>')}",
        "CompressedData = False",
        # One axis after the other.
        f"TransformMatrix = {numbers(lps.T)}",
        f"Offset = {numbers(TO_LPS @ ras_affine()[:3, 3])}",
        "CenterOfRotation = 0 0 0",
        f"ElementSpacing = {numbers(SPACING)}",
        f"DimSize = {' '.join(map(str, meant.shape))}",
        f"ElementType = {type}",
        *extra,
        f"ElementDataFile = {data}",
    ]
    return ("\n".join(lines) + "\n").encode()


def by_hand_metaimage(name, variant, dtype, type):
    path = FILES / name
    meant = phantom(dtype)
    voxels = meant.tobytes(order="F")
    if path.suffix == ".mha":
        path.write_bytes(meta_header(meant, dtype, type, "LOCAL") + voxels)
    else:
        path.write_bytes(meta_header(meant, dtype, type, f"{path.stem}.raw", ["HeaderSize = -1"]))
        path.with_suffix(".raw").write_bytes(b"something before" + voxels)
    return from_sitk(path, "MetaImage", variant, meant)


def text_metaimage():
    path = FILES / "meta-text.mha"
    meant = phantom("int16")
    header = meta_header(meant, "<i2", "MET_SHORT", "LOCAL").replace(b"BinaryData = True", b"BinaryData = False")
    path.write_bytes(header + " ".join(map(str, meant.ravel(order="F"))).encode() + b"\n")
    return from_sitk(path, "MetaImage", ".mha, voxels as text", meant)


def flat_metaimage():
    path = FILES / "meta-2d.mha"
    meant = phantom("uint8", (7, 6, 1))[:, :, 0]
    image = sitk.GetImageFromArray(np.ascontiguousarray(meant.T))
    image.SetSpacing(SPACING[:2])
    image.SetOrigin((4.0, 5.0))
    sitk.WriteImage(image, str(path))
    return from_sitk(path, "MetaImage", ".mha, one plane", meant)


def coloured_metaimage():
    path = FILES / "meta-rgb.mha"
    meant = np.moveaxis(phantom("uint8", (3, 7, 6)), 0, -1)
    image = sitk.GetImageFromArray(np.ascontiguousarray(np.swapaxes(meant, 0, 1)), isVector=True)
    sitk.WriteImage(image, str(path))
    return from_sitk(path, "MetaImage", ".mha, one plane in colours", meant)


def refused_metaimage():
    path = FILES / "meta-slices.mhd"
    path.write_bytes(meta_header(phantom("uint8"), "<u1", "MET_UCHAR", "LIST"))
    return refused(path, "MetaImage", ".mhd, one file a slice", "volume-in-slices")


# --- NRRD -------------------------------------------------------------------------------------------------------------


def nrrd():
    kinds = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"]
    return [
        *[by_sitk(f"nrrd-{dtype}.nrrd", "NRRD", ".nrrd, raw", dtype) for dtype in kinds],
        by_sitk("nrrd-int64.nrrd", "NRRD", ".nrrd, 64-bit integers", "int64"),
        by_sitk("nrrd-gzip.nrrd", "NRRD", ".nrrd, gzip", "float32", True),
        by_sitk("nrrd-pair.nhdr", "NRRD", ".nhdr and .raw", "int16"),
        by_sitk("nrrd-gzip-pair.nhdr", "NRRD", ".nhdr and .raw.gz", "uint16", True),
        by_hand_nrrd("nrrd-big.nrrd", ".nrrd, big-endian", ">i2", "int16"),
        by_hand_nrrd("nrrd-big-gzip.nrrd", ".nrrd, big-endian", ">f8", "double", encoding="gzip"),
        by_hand_nrrd("nrrd-ras.nrrd", ".nrrd in RAS coordinates", "<u2", "ushort", space="right-anterior-superior"),
        by_hand_nrrd("nrrd-las.nrrd", ".nrrd in LAS coordinates", "<u1", "uchar", space="left-anterior-superior"),
        by_hand_nrrd("nrrd-text.nrrd", ".nrrd, voxels as text", "<f4", "float", encoding="ascii"),
        by_hand_nrrd("nrrd-skip.nrrd", ".nrrd, voxels at the end of the file", "<i2", "short", before=b"something"),
        no_space_nrrd(),
        coloured_nrrd(),
        *refused_nrrds(),
    ]


def nrrd_header(shape, dtype, type, fields):
    lines = [
        "NRRD0005",
        "# made by hand",
        f"type: {type}",
        f"dimension: {len(shape)}",
        f"sizes: {' '.join(map(str, shape))}",
        f"endian: {'big' if dtype.startswith('>') else 'little'}",
        *[f"{name}: {value}" for name, value in fields.items()],
        "author:=nobody",
    ]
    return ("\n".join(lines) + "\n\n").encode()


def by_hand_nrrd(name, variant, dtype, type, space="left-posterior-superior", encoding="raw", before=b""):
    path = FILES / name
    meant = phantom(dtype)
    to_space = {"right": np.eye(3), "left-p": TO_LPS, "left-a": np.diag([-1.0, 1, 1])}
    matrix = next(value for key, value in to_space.items() if space.startswith(key))
    vector = lambda values: "(" + ",".join(repr(float(value)) for value in values) + ")"
    fields = {
        "encoding": encoding,
        "space": space,
        "space directions": " ".join(vector(step) for step in (matrix @ ras_affine()[:3, :3]).T),
        "space origin": vector(matrix @ ras_affine()[:3, 3]),
        "kinds": "domain domain domain",
        **({"byte skip": "-1"} if before else {}),
    }
    voxels = meant.tobytes(order="F")
    packed = {
        "raw": lambda: before + voxels,
        "gzip": lambda: gzip.compress(voxels, mtime=0),
        "ascii": lambda: " ".join(repr(float(value)) for value in meant.ravel(order="F")).encode(),
    }[encoding]()
    path.write_bytes(nrrd_header(meant.shape, dtype, type, fields) + packed)
    return from_sitk(path, "NRRD", variant, meant)


def no_space_nrrd():
    path = FILES / "nrrd-no-space.nrrd"
    meant = phantom("uint8")
    fields = {"encoding": "raw", "spacings": "0.7 1.1 2.3"}
    path.write_bytes(nrrd_header(meant.shape, "<u1", "uchar", fields) + meant.tobytes(order="F"))
    return from_sitk(path, "NRRD", ".nrrd without coordinates", meant)


def coloured_nrrd():
    path = FILES / "nrrd-rgb.nrrd"
    meant = np.moveaxis(phantom("uint8", (3, 7, 6)), 0, -1)
    image = sitk.GetImageFromArray(np.ascontiguousarray(np.swapaxes(meant, 0, 1)), isVector=True)
    sitk.WriteImage(image, str(path))
    return from_sitk(path, "NRRD", ".nrrd, one plane in colours", meant)


def refused_nrrds():
    made = []
    for name, variant, code, shape, fields in [
        ("hex", ".nrrd, hex or bzip2", "volume-unsupported-encoding", (2, 2, 2), {"encoding": "hex"}),
        (
            "layers",
            ".nrrd, a segmentation with layers",
            "image-several-volumes",
            (2, 3, 3, 3),
            {"encoding": "raw", "kinds": "list domain domain domain"},
        ),
    ]:
        path = FILES / f"nrrd-{name}.nrrd"
        path.write_bytes(nrrd_header(shape, "<u1", "uchar", fields) + bytes(int(np.prod(shape))))
        made.append(refused(path, "NRRD", variant, code))
    return made


# --- MGH --------------------------------------------------------------------------------------------------------------


def mgh():
    return [
        *[one_mgh(f"mgh-{dtype}.mgh", ".mgh", dtype) for dtype in ["uint8", "int16", "int32", "float32"]],
        one_mgh("mgh-packed.mgz", ".mgz", "float32"),
        one_mgh("mgh-packed-uint8.mgz", ".mgz", "uint8"),
    ]


def one_mgh(name, variant, dtype):
    path = FILES / name
    meant = phantom(dtype)
    nib.save(nib.MGHImage(meant, ras_affine()), path)
    back = nib.load(path)
    read = np.asanyarray(back.dataobj)
    require_equal(read, meant, name)
    return entry(path, "MGH", variant, NIBABEL, read, back.affine)
