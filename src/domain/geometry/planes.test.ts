import { describe, expect, it } from "vitest";
import { bodyAxes, planeLayouts } from "./planes.ts";

const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const volume = { size: [4, 5, 6], orientationKnown: true };

describe("planeLayouts", () => {
  it("lays a volume whose axes run right, anterior, superior out with the patient's right at the left and the head up", () => {
    expect(planeLayouts({ ...volume, affine: identity })).toEqual([
      { axis: 2, name: "axial", across: { axis: 0, isFlipped: true }, down: { axis: 1, isFlipped: true } },
      { axis: 1, name: "coronal", across: { axis: 0, isFlipped: true }, down: { axis: 2, isFlipped: true } },
      { axis: 0, name: "sagittal", across: { axis: 1, isFlipped: false }, down: { axis: 2, isFlipped: true } },
    ]);
  });

  it("turns what runs the other way", () => {
    const lps = [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    const [axial, , sagittal] = planeLayouts({ ...volume, affine: lps });
    expect([axial!.across.isFlipped, axial!.down.isFlipped]).toEqual([false, false]);
    expect([sagittal!.across.isFlipped, sagittal!.down.isFlipped]).toEqual([true, true]);
  });

  it("takes for each axis of an oblique volume the direction of the body that it is closest to", () => {
    // Slices of a sagittal series, turned by 30 degrees: columns run anterior, lines down, slices to the left.
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    const oblique = [-s, 0, -c * 3, 0, c, 0, -s * 3, 0, 0, -1, 0, 0, 0, 0, 0, 1];
    expect(bodyAxes(oblique)).toEqual({ axes: [2, 0, 1], isNegative: [false, true, true] });
    expect(planeLayouts({ ...volume, affine: oblique }).map(({ axis, name }) => [name, axis])).toEqual([
      ["axial", 1],
      ["coronal", 0],
      ["sagittal", 2],
    ]);
  });

  it("gives every axis a direction of its own, even at 45 degrees", () => {
    const h = Math.SQRT1_2;
    const { axes } = bodyAxes([h, h, 0, 0, h, -h, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    expect(new Set(axes)).toEqual(new Set([0, 1, 2]));
  });

  it("shows a picture as it is stored, and one slice that says how it lies as that plane", () => {
    const picture = {
      axis: 2,
      name: "picture",
      across: { axis: 0, isFlipped: false },
      down: { axis: 1, isFlipped: false },
    };
    expect(planeLayouts({ size: [4, 5], affine: null, orientationKnown: false })).toEqual([picture]);
    expect(planeLayouts({ size: [4, 5, 1], affine: identity, orientationKnown: false })).toEqual([picture]);
    expect(
      planeLayouts({ size: [4, 5, 1], affine: identity, orientationKnown: true }).map((plane) => plane.name),
    ).toEqual(["axial"]);
    expect(planeLayouts({ size: [4, 5, 6], affine: identity, orientationKnown: false })).toHaveLength(3);
  });
});
