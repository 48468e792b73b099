"""PNG, JPEG and BMP by Pillow, TIFF by tifffile and, where it turns, inverts or resolves, by Pillow."""

import base64
import struct

import numpy as np
import PIL
import tifffile
from PIL import Image, ImageOps

from reference import FILES, coloured, entry, phantom, refused, require_equal

PILLOW = f"Pillow {PIL.__version__}"
TIFFFILE = f"tifffile {tifffile.__version__}"

# Indexed by row, column (, channel).
GREY = phantom("uint8", (11, 13, 1))[:, :, 0]
GREY16 = phantom("uint16", (11, 13, 1))[:, :, 0]
RGB = phantom("uint8", (11, 13, 3))
RGBA = np.dstack([RGB, phantom("uint8", (11, 13, 4))[:, :, 3]])
BITS = ((np.add.outer(np.arange(11) * 2, np.arange(13)) % 5) < 2).astype("uint8")
LABELS = (np.add.outer(np.arange(11), np.arange(13)) % 4).astype("uint8")
COLOURS = [0, 0, 0, 200, 30, 40, 50, 210, 60, 70, 80, 220]


def entries():
    return [*png(), *jpeg(), *bmp(), *tiff()]


def by_pillow(path, format, variant, meant=None, written=False):
    """What is seen: a palette's colours, upright."""
    image = Image.open(path)
    # Of a TIFF, its size is known after loading alone; it is turned by then.
    image.load()
    if format == "JPEG":
        image = ImageOps.exif_transpose(image)
    if image.mode == "P":
        image = image.convert("RGB")
    read = np.array(image)
    if image.mode == "1":
        read = read.astype("uint8") * (255 if format == "BMP" else 1)
    if meant is not None:
        require_equal(read, meant, path.name)
    make = coloured if read.ndim == 3 else entry
    return make(path, format, variant, PILLOW, np.swapaxes(read, 0, 1), None, written)


def palette_image():
    image = Image.fromarray(LABELS, "P")
    image.putpalette(COLOURS)
    return image


def resolved():
    return np.array(COLOURS, "uint8").reshape(-1, 3)[LABELS]


# --- PNG --------------------------------------------------------------------------------------------------------------


def png():
    made = []
    for name, variant, array in [
        ("grey", "8-bit grey", GREY),
        ("grey16", "16-bit grey", GREY16),
        ("rgb", "RGB", RGB),
        ("rgba", "RGB and alpha", RGBA),
        ("grey-alpha", "grey and alpha", RGBA[:, :, 2:]),
    ]:
        path = FILES / f"png-{name}.png"
        image = Image.fromarray(array, "LA") if array.shape[2:] == (2,) else Image.fromarray(array)
        image.save(path)
        made.append(by_pillow(path, "PNG", variant, array, name in ("grey", "grey16", "rgb")))
    path = FILES / "png-palette.png"
    palette_image().save(path, bits=2)
    made.append(by_pillow(path, "PNG", "palette", resolved()))
    path = FILES / "png-1-bit.png"
    Image.fromarray(BITS * 255).convert("1").save(path)
    made.append(by_pillow(path, "PNG", "1 bit", BITS))
    return made


# --- JPEG -------------------------------------------------------------------------------------------------------------


def smooth(channels):
    y, x = np.mgrid[:24, :32]
    planes = [x * 5 + y * 2, 200 - x * 3 + y, x * y // 4 + 20]
    array = np.dstack(planes[:channels]).clip(0, 255).astype("uint8")
    return array[:, :, 0] if channels == 1 else array


def jpeg():
    made = []
    for name, variant, channels, options in [
        ("grey", "grey", 1, {}),
        ("rgb", "colours", 3, {"subsampling": 0}),
        ("subsampled", "colours, subsampled", 3, {"subsampling": 2}),
        ("progressive", "progressive", 3, {"progressive": True, "subsampling": 0}),
        *[(f"turned-{n}", "turned by EXIF orientation", 1, {"exif": exif(n)}) for n in range(2, 9)],
    ]:
        path = FILES / f"jpeg-{name}.jpg"
        Image.fromarray(smooth(channels)).save(path, quality=92, **options)
        made.append({**by_pillow(path, "JPEG", variant), **lossy(path, 4 if name == "subsampled" else 0)})
    return made


def exif(orientation):
    made = Image.Exif()
    made[274] = orientation
    return made


def lossy(path, tolerance):
    """Decoders differ in how they spread colours that are stored for four pixels at once."""
    if tolerance == 0:
        return {}
    read = np.array(ImageOps.exif_transpose(Image.open(path)))
    return {"tolerance": tolerance, "values": base64.b64encode(read.tobytes()).decode()}


# --- BMP --------------------------------------------------------------------------------------------------------------


def bmp():
    path = FILES / "bmp-grey.bmp"
    Image.fromarray(GREY).save(path)
    made = [by_pillow(path, "BMP", "8-bit grey", GREY)]
    path = FILES / "bmp-1-bit.bmp"
    Image.fromarray(BITS * 255).convert("1").save(path)
    made.append(by_pillow(path, "BMP", "1 bit", BITS * 255))
    path = FILES / "bmp-palette.bmp"
    palette_image().save(path)
    made.append(by_pillow(path, "BMP", "palette", resolved()))
    path = FILES / "bmp-4-bit.bmp"
    path.write_bytes(four_bit_bmp())
    made.append(by_pillow(path, "BMP", "palette, 4 bits", resolved()))
    path = FILES / "bmp-rgb.bmp"
    Image.fromarray(RGB).save(path)
    made.append(by_pillow(path, "BMP", "RGB", RGB))
    path = FILES / "bmp-top-down.bmp"
    path.write_bytes(top_down_bmp())
    made.append(by_pillow(path, "BMP", "RGB, from the top", RGB))
    path = FILES / "bmp-rgba.bmp"
    Image.fromarray(RGBA).save(path)
    made.append(by_pillow(path, "BMP", "32 bits, the fourth byte left out", RGB))
    path = FILES / "bmp-alpha.bmp"
    path.write_bytes(alpha_bmp())
    made.append(by_pillow(path, "BMP", "RGB and alpha", RGBA))
    path = FILES / "bmp-runs.bmp"
    path.write_bytes(struct.pack("<2sIHHIIiiHHIIiiII", b"BM", 58, 0, 0, 54, 40, 4, 4, 1, 8, 1, 4, 0, 0, 0, 0) + bytes(1028))
    made.append(refused(path, "BMP", "compressed (runs)", "picture-unsupported"))
    return made


def bmp_header(bits, palette_bytes, size, height):
    offset = 54 + palette_bytes
    return struct.pack(
        "<2sIHHIIiiHHIIiiII", b"BM", offset + size, 0, 0, offset, 40, 13, height, 1, bits, 0, size, 0, 0, palette_bytes // 4, 0
    )


def four_bit_bmp():
    rows = [bytes(16 * a + b for a, b in zip([*row, 0, 0, 0][::2], [*row, 0, 0, 0][1::2])) for row in LABELS[::-1]]
    colours = b"".join(bytes([*COLOURS[i : i + 3][::-1], 0]) for i in range(0, 12, 3))
    return bmp_header(4, 16, 8 * 11, 11) + colours + b"".join(rows)


def top_down_bmp():
    rows = [row[:, ::-1].tobytes() + b"\0" for row in RGB]
    return bmp_header(24, 0, 40 * 11, -11) + b"".join(rows)


def alpha_bmp():
    masks = struct.pack("<4I", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    rows = [row[:, [2, 1, 0, 3]].tobytes() for row in RGBA[::-1]]
    size = 52 * 11
    header = struct.pack("<2sIHHIIiiHHIIiiII", b"BM", 122 + size, 0, 0, 122, 108, 13, 11, 1, 32, 3, size, 0, 0, 0, 0)
    return header + masks + bytes(108 - 40 - 16) + b"".join(rows)


# --- TIFF -------------------------------------------------------------------------------------------------------------


def tiff():
    return [*plain_tiffs(), *packed_tiffs(), *tiffs_by_pillow(), *stacks(), *refused_tiffs()]


def by_tifffile(name, variant, array, **options):
    path = FILES / f"tiff-{name}.tif"
    tifffile.imwrite(path, array, metadata=None, software=False, **options)
    read = tifffile.imread(path)
    colours = options.get("photometric") == "rgb" or options.get("extrasamples")
    if options.get("planarconfig") == "separate":
        read, array = np.moveaxis(read, 0, -1), np.moveaxis(array, 0, -1)
    require_equal(read, array, name)
    make = coloured if colours else entry
    # Pages, rows, columns become x, y, pages; of colours rows and columns change places.
    return make(path, "TIFF", variant, TIFFFILE, np.swapaxes(read, 0, 1) if colours else read.T)


def plain_tiffs():
    planes = np.moveaxis(RGB, -1, 0)
    types = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"]
    return [
        *[by_tifffile(f"{t}", "grey, 8 to 64 bits", phantom(t, (11, 13, 1))[:, :, 0]) for t in types],
        by_tifffile("big-endian", "grey, big-endian", GREY16, byteorder=">"),
        by_tifffile("big-float", "grey, big-endian", phantom("float32", (11, 13, 1))[:, :, 0], byteorder=">"),
        by_tifffile("bigtiff", "BigTIFF", GREY16, bigtiff=True),
        by_tifffile("bigtiff-big", "BigTIFF", GREY16, bigtiff=True, byteorder=">"),
        by_tifffile("rgb", "RGB", RGB, photometric="rgb"),
        by_tifffile("rgb16", "RGB, 16 bits", RGB.astype("uint16") * 200, photometric="rgb"),
        by_tifffile("rgba", "RGB and alpha", RGBA, photometric="rgb", extrasamples=["unassalpha"]),
        by_tifffile("grey-alpha", "grey and alpha", RGBA[:, :, 2:], photometric="minisblack", extrasamples=["unassalpha"]),
        by_tifffile("planar", "RGB, plane by plane", planes, photometric="rgb", planarconfig="separate"),
        by_tifffile("strips", "several strips", GREY16, rowsperstrip=3),
        by_tifffile("tiles", "tiles", phantom("uint16", (37, 45, 1))[:, :, 0], tile=(16, 32)),
        by_tifffile("tiles-rgb", "tiles", phantom("uint8", (37, 45, 3)), tile=(16, 16), photometric="rgb"),
        by_tifffile(
            "tiles-planar",
            "tiles",
            phantom("uint8", (3, 37, 45)),
            tile=(16, 16),
            photometric="rgb",
            planarconfig="separate",
        ),
    ]


def packed_tiffs():
    made = []
    large = (np.indices((90, 80)).sum(0) % 61 * 3 + (np.indices((90, 80))[0] * 7) % 11).astype("uint8")
    for compression in ["lzw", "zlib", "adobe_deflate", "packbits"]:
        name, variant = f"{compression}", f"compressed, {compression.split('_')[-1]}"
        made.append(by_tifffile(name, variant.replace("zlib", "deflate"), large, compression=compression))
    noise = np.random.default_rng(3).integers(0, 256, (60, 70), "uint8")
    made.append(by_tifffile("lzw-noise", "compressed, lzw", noise, compression="lzw", rowsperstrip=60))
    predicted = "compressed, with predictor"
    for name, compression, array, options in [
        ("lzw-8", "lzw", GREY, {}),
        ("lzw-16", "lzw", GREY16, {}),
        ("deflate-16-big", "zlib", GREY16, {"byteorder": ">"}),
        ("deflate-32", "zlib", phantom("int32", (11, 13, 1))[:, :, 0], {}),
        ("lzw-rgb", "lzw", RGB, {"photometric": "rgb"}),
        ("lzw-tiles", "lzw", phantom("uint16", (37, 45, 3)), {"photometric": "rgb", "tile": (16, 16)}),
        ("deflate-float", "zlib", phantom("float32", (11, 13, 1))[:, :, 0], {"predictor": 3}),
        ("deflate-double-big", "zlib", phantom("float64", (11, 13, 1))[:, :, 0], {"predictor": 3, "byteorder": ">"}),
    ]:
        options = {"predictor": 2, **options}
        made.append(by_tifffile(f"predictor-{name}", predicted, array, compression=compression, **options))
    return made


def tiffs_by_pillow():
    made = []
    path = FILES / "tiff-palette.tif"
    palette_image().save(path)
    made.append(by_pillow(path, "TIFF", "palette", resolved()))
    path = FILES / "tiff-1-bit.tif"
    Image.fromarray(BITS * 255).convert("1").save(path, compression="packbits")
    made.append(by_pillow(path, "TIFF", "1 bit", BITS))
    path = FILES / "tiff-white-is-zero.tif"
    tifffile.imwrite(path, GREY, photometric="miniswhite", metadata=None, software=False)
    made.append(by_pillow(path, "TIFF", "white is zero", 255 - GREY))
    for orientation in range(2, 9):
        path = FILES / f"tiff-turned-{orientation}.tif"
        # Compressed: Pillow turns plain ones wrongly.
        tags = [(274, "H", 1, orientation, True)]
        tifffile.imwrite(path, GREY, metadata=None, software=False, compression="lzw", extratags=tags)
        made.append(by_pillow(path, "TIFF", "turned by its orientation"))
    return made


def stacks():
    volume = phantom("uint16")
    made = [
        by_tifffile("pages", "several pages, as a volume", volume.T.copy(), photometric="minisblack"),
        by_tifffile("pages-packed", "several pages, as a volume", volume.T.copy(), photometric="minisblack", compression="lzw"),
    ]
    path = FILES / "tiff-imagej.tif"
    tifffile.imwrite(
        path, volume.T.copy(), imagej=True, resolution=(1 / 0.7, 1 / 1.1), metadata={"spacing": 2.3, "unit": "mm", "axes": "ZYX"}
    )
    read = tifffile.imread(path).T
    require_equal(read, volume, path.name)
    with tifffile.TiffFile(path) as file:
        x, y = (file.pages[0].tags[tag].value for tag in ("XResolution", "YResolution"))
        steps = [x[1] / x[0], y[1] / y[0], file.imagej_metadata["spacing"]]
    made.append(entry(path, "TIFF", "stack of ImageJ, with its spacing", TIFFFILE, read, np.diag([-steps[0], -steps[1], steps[2], 1])))
    return made


def refused_tiffs():
    made = []
    path = FILES / "tiff-jpeg.tif"
    Image.fromarray(GREY).save(path, compression="jpeg")
    made.append(refused(path, "TIFF", "compressed, JPEG or CCITT", "picture-unsupported"))
    path = FILES / "tiff-cmyk.tif"
    Image.fromarray(RGBA, "CMYK").save(path)
    made.append(refused(path, "TIFF", "CMYK and other colours of print", "picture-unsupported"))
    path = FILES / "tiff-channels.tif"
    tifffile.imwrite(path, np.zeros((2, 3, 4, 5), "uint8"), imagej=True, metadata={"axes": "ZCYX"})
    made.append(refused(path, "TIFF", "several channels or points in time", "picture-unsupported"))
    path = FILES / "tiff-sizes.tif"
    with tifffile.TiffWriter(path) as writer:
        writer.write(np.zeros((4, 5), "uint8"), metadata=None)
        writer.write(np.zeros((5, 4), "uint8"), metadata=None)
    made.append(refused(path, "TIFF", "pages of different sizes", "picture-pages-differ"))
    return made
