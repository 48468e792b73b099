import { type CorpusFile, refused, taken, TEXT, warned } from "./corpus-file.ts";
import { boxOf, niftiMask, voxels, zerosPacked } from "./malformed-nifti.ts";
import { HEIGHT, picture, pictureMask, square, WIDTH } from "./malformed-pictures.ts";
import { makeJpeg } from "./make-jpeg.ts";
import { makeNifti, ramp } from "./make-nifti.ts";

/** Masks of `images/plain.nii` (5 × 4 × 3), each in a folder of its own: each is another source of masks. */
function volumeMasks(): CorpusFile[] {
  const float = (values: readonly number[]): Uint8Array =>
    makeNifti({ datatype: 16, bitpix: 32, data: voxels("f32", values) });
  const box = Array.from(boxOf(60));
  const moved = { srow: [1, 0, 0, 15, 0, 1.5, 0, 20, 0, 0, 2, 30], qoffset: [15, 20, 30] as [number, number, number] };
  const of = (source: string): string => `masks_${source}/plain.nii`;
  return [
    refused(of("other-size"), "mask-size-differs", niftiMask({ dim: [3, 5, 4, 4] }, boxOf(80))),
    refused(of("one-slice"), "mask-size-differs", niftiMask({ dim: [2, 5, 4] }, boxOf(20))),
    refused(of("other-spacing"), "mask-spacing-differs", niftiMask({ pixdim: [1, 1, 1.5, 2.5] })),
    warned(of("moved-by-5-mm"), "mask-position-differs", niftiMask(moved)),
    refused(of("soft"), "mask-not-integer", float(box.map((value) => value * 0.4))),
    taken(of("almost-whole"), float(box.map((value) => value * 1.0004))),
    refused(of("nan"), "mask-not-finite", float([Number.NaN, ...box.slice(1)])),
    refused(
      of("negative"),
      "mask-negative",
      makeNifti({
        datatype: 4,
        bitpix: 16,
        data: voxels(
          "i16",
          box.map((value) => -value),
        ),
      }),
    ),
    refused(of("empty"), "mask-empty", niftiMask({}, new Uint8Array(60))),
    refused(of("everything"), "mask-covers-all", niftiMask({}, new Uint8Array(60).fill(1))),
    warned(of("one-voxel"), "mask-single-voxel", niftiMask({}, new Uint8Array(60).fill(1, 30, 31))),
    warned(of("instances"), "mask-of-instances", niftiMask({}, ramp(60).fill(0, 0, 20))),
    refused(of("four-dimensional"), "mask-several-volumes", makeNifti({ dim: [4, 5, 4, 3, 2], data: ramp(120) })),
    refused(of("text"), "nifti-not-nifti", TEXT),
    refused(of("cut"), "data-cut-short", niftiMask({}, boxOf(30))),
    refused(
      "masks_bomb/packed.nii.gz",
      "image-suspiciously-packed",
      zerosPacked(makeNifti({ dim: [3, 1024, 1024, 1024], data: ramp(60) }), 352 + 1024 ** 3),
    ),
    refused(
      "masks_too-many/noise.nii.gz",
      "mask-too-many-labels",
      makeNifti({
        dim: [3, 24, 20, 12],
        datatype: 512,
        bitpix: 16,
        gzip: true,
        data: voxels(
          "i16",
          Array.from({ length: 24 * 20 * 12 }, (_, i) => i % 300),
        ),
      }),
    ),
  ];
}

/** Masks of `images/grey.png` (24 × 20). */
function pictureMasks(): CorpusFile[] {
  const colours = square(1).flatMap((value) => (value ? [255, 0, 0] : [0, 0, 0]));
  const other = { width: HEIGHT, height: WIDTH };
  const many = Array.from({ length: WIDTH * HEIGHT }, (_, i) => i);
  return [
    refused("masks_jpeg/grey.jpg", "mask-lossy", makeJpeg()),
    refused("masks_coloured/grey.png", "mask-in-colours", pictureMask(0, { colourType: 2, samples: colours })),
    refused("masks_turned/grey.png", "mask-size-differs", pictureMask(1, other)),
    refused("masks_many/grey.png", "mask-too-many-labels", pictureMask(0, { depth: 16, samples: many })),
    refused("masks_black/grey.png", "mask-empty", pictureMask(0)),
    refused("masks_white/grey.png", "mask-covers-all", pictureMask(0, { samples: many.map(() => 255) })),
    warned(
      "masks_dot/grey.png",
      "mask-single-voxel",
      pictureMask(0, { samples: many.map((i) => (i === 77 ? 255 : 0)) }),
    ),
    refused("masks_text/grey.png", "picture-not-png", TEXT),
  ];
}

/** Masks whose image cannot be told, is not there, or cannot be used; images that have none. */
function pairingTroubles(): CorpusFile[] {
  return [
    refused("masks/whose-am-i.nii", "pair-mask-without-image", niftiMask()),
    refused("masks/text-short.nii", "pair-image-refused", niftiMask()),
    warned("images/no-mask.png", "pair-image-without-mask", picture(21)),
    warned("twins/images/twin.png", "pair-image-without-mask", picture(23)),
    warned("twins/images/twin.nii", "pair-image-without-mask", makeNifti()),
    refused("twins/masks/twin.nii", "pair-ambiguous", niftiMask()),
    taken("channels/imagesTr/a_0000.nii", makeNifti()),
    refused("channels/imagesTr/a_0001.nii", "data-cut-short", makeNifti({ data: ramp(9) })),
    refused("channels/imagesTr/a_0002.nii", "pair-channel-refused", makeNifti()),
    taken("channels/labelsTr/a.nii", niftiMask()),
    refused("channels/imagesTr/b_0000.nii", "nifti-not-nifti", TEXT),
    refused("channels/imagesTr/b_0001.nii", "pair-image-refused", makeNifti()),
    refused("channels/labelsTr/b.nii", "pair-image-refused", niftiMask()),
    taken("channels/imagesTr/c_0000.nii", makeNifti()),
    taken("channels/imagesTr/c_0001.nii", makeNifti()),
    taken("channels/labelsTr/c.nii", niftiMask()),
    taken("channels/imagesTr/d_0000.nii", makeNifti()),
    refused("channels/imagesTr/d_0001.nii", "channel-size-differs", makeNifti({ dim: [3, 4, 5, 3] })),
    taken("channels/labelsTr/d.nii", niftiMask()),
  ];
}

function tables(): CorpusFile[] {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  return [
    refused("tables/mapping.csv", "table-unreadable", text("picture,mask\na.png,b.png\n")),
    refused("tables/dataset.json", "table-unreadable", text('{"labels": {"background"')),
    refused("tables/subjects.csv", "table-unreadable", text("name,age\na,1\n")),
    taken("mapped/mapping.csv", text("img_path,mask_path\none.png,one-drawn.png\none.png,gone.png\n")),
    taken("mapped/one.png", picture(31)),
    taken("mapped/one-drawn.png", pictureMask()),
  ];
}

export function masks(): CorpusFile[] {
  return [...volumeMasks(), ...pictureMasks(), ...pairingTroubles(), ...tables()];
}
