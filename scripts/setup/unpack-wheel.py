"""Takes TensorFlow's C library, its headers and its notices out of the wheels in a folder.

usage: unpack-wheel.py FOLDER_WITH_WHEELS OUT
"""
import pathlib
import shutil
import sys
import zipfile

# Parts of NVIDIA's wheels that TensorFlow never loads: 310 MB.
UNUSED = ("libcufftw.", "libcusolverMg.", "libnvblas.", "libnvrtc.alt.", "libnvrtc-builtins.alt.")
HEADERS = ("tensorflow/c/", "tensorflow/core/platform/ctstring", "tsl/platform/ctstring", "xla/tsl/c/")


def place_of(name: str):
    """Where a member of a wheel belongs under OUT; None leaves it out."""
    if name in ("tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2"):
        return "lib/" + name.split("/")[1]
    if name == "tensorflow/THIRD_PARTY_NOTICES.txt":
        return "THIRD_PARTY_NOTICES.txt"
    inside = name.removeprefix("tensorflow/include/")
    if inside != name and inside.endswith(".h") and inside.startswith(HEADERS):
        return "include/" + inside
    # NVIDIA's wheels: nvidia/<library>/lib/lib*.so.N, all into one folder, where each finds the others beside itself.
    if name.startswith("nvidia/") and "/lib/" in name and ".so" in name:
        library = name.rsplit("/", 1)[1]
        return None if library.startswith(UNUSED) else "lib/" + library
    return None


def main(source: str, out: str) -> None:
    for wheel in sorted(pathlib.Path(source).glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for member in archive.infolist():
                place = place_of(member.filename)
                if place is None:
                    continue
                target = pathlib.Path(out, place)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as data, open(target, "wb") as file:
                    shutil.copyfileobj(data, file, 1 << 20)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
