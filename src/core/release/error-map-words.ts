import { ERROR_MAPS_FOLDER } from "#domain/pairing/folder-names.ts";
import { FINE_SIDE, PLANE_SIDE } from "#domain/signals/case-planes.ts";
import type { Manifest } from "./manifest.ts";
import { plural } from "./plural.ts";

/** What the data card says of the error maps of a release; nothing where it has none. */
export function errorMapWords({ error_maps: maps }: Manifest): string[] {
  if (maps === null) return [];
  const nShipped = maps.maps.filter(({ networks }) => networks === "shipped").length;
  const nOwn = maps.maps.length - nShipped;
  const by = [
    nOwn > 0 &&
      `${plural(nOwn, "map")} by networks that this version taught itself on masks of the class, not those of its subject`,
    nShipped > 0 && `${plural(nShipped, "map")} by the network that comes with Winnow`,
  ];
  return [
    `\`${ERROR_MAPS_FOLDER}/\` holds ${plural(maps.maps.length, "map")}, one a mask, NIfTI on the grid of the image: where judge version ${maps.judge_version} expects the mask to be wrong. The manifest names the mask of each.`,
    [
      "- The numbers are whole per cent. **Above 0**, inside the mask: the chance that the voxel is surplus. **Below 0**, outside the mask: the chance that it is missed. From 50 on, on either side, it is more likely wrong than not. 0: no error is expected there, or nothing was looked at.",
      "- They are the opinion of the judge and **no measurement**: the per cent are not calibrated, nobody has looked at them, and the error bound says nothing of them. Other masks of a case have a say in its maps, as far as the judge thinks them good.",
      `- The networks see ${PLANE_SIDE} × ${PLANE_SIDE} pixels along the frame of a case (where most of its masks lie, with half as much around), one of them ${FINE_SIDE} × ${FINE_SIDE} where the image shows more, slice by slice, so that finer detail is beyond them; of very many slices only every second, third, … one. What of a mask lies beyond the frame reads 100, without having been looked at.`,
      ...by.filter(Boolean).map((words) => `- ${String(words)}.`),
      ...(maps.not_made.length > 0
        ? [`- Of ${plural(maps.not_made.length, "mask")} no map could be made; the manifest says why.`]
        : []),
    ].join("\n"),
  ];
}
