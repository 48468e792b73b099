"""Small files of every image format that Winnow reads, and what the libraries of reference make of them.

    python3 -m venv VENV && VENV/bin/pip install -r tests/formats-reference/requirements.txt
    VENV/bin/python tests/formats-reference/make-reference.py && npm run format && npm run formats

writes files/ and expected.json beside itself; `npm run formats` then writes docs/formats.md. An entry of expected.json:

    file        the file, relative to this folder
    format      first column of the page
    variant     second column; entries of one format and variant share a row
    reference   the library that read the file, with its version
    size, channels, voxels (SHA-256 of the values as float64, low byte first, x fastest, channels interleaved)
    affine      voxel index to RAS in mm, or null where the file gives none
    refused     in place of the four above: the code with which Winnow refuses the file
    written     Winnow writes this variant too
"""

import json
import shutil


import pictures
import volumes
from reference import FILES, HERE


def main():
    shutil.rmtree(FILES, ignore_errors=True)
    FILES.mkdir()
    entries = [*volumes.entries(), *pictures.entries()]
    (HERE / "expected.json").write_text(json.dumps(entries, indent=2) + "\n")
    total = sum(path.stat().st_size for path in FILES.iterdir())
    print(f"{len(entries)} entries, {total / 1024:.0f} KB")


if __name__ == "__main__":
    main()
