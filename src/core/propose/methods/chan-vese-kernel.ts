import {
  after,
  type Code,
  constant,
  difference,
  isGreater,
  load,
  product,
  quotient,
  root,
  SimdCode,
  type SimdModule,
  sum,
  where,
} from "../simd-code.ts";

const TIME_STEP = 0.5;
/** Keeps curvature finite where phi is flat. */
const ETA = 1e-16;

/** Addresses of the first voxel of a line, and numbers that hold for all voxels, in the order of the parameters. */
export type RunLine = (
  phi: number,
  /** Of the same place one line and one plane further on and back. */
  top: number,
  bottom: number,
  under: number,
  over: number,
  image: number,
  /** All bits for voxels of the image, none for those beyond the end of the line. */
  isIn: number,
  next: number,
  /** Where three times four sums go: squared changes, voxels above 0, their grey values. */
  sums: number,
  /** Bytes of the line, a multiple of 16. */
  end: number,
  meanAbove: number,
  meanBelow: number,
  mu: number,
  /** One over the squared spacing. */
  ix: number,
  iy: number,
  iz: number,
) => void;

/**
 * One semi-implicit round of the level set for a line of voxels, every voxel from its neighbours before the round:
 * (phi + dt δ (μ Σ cₙ phiₙ − (I − c1)² + (I − c2)²)) / (1 + μ dt δ Σ cₙ) with δ = 1 / (1 + phi²), and cₙ one over the
 * root of the squared slopes towards that neighbour and across. Both sides of the fraction are multiplied by 1 + phi².
 */
export function lineKernel(isVolume: boolean): SimdModule {
  const code = new SimdCode();
  const phi = code.address();
  const [top, bottom, under, over] = [code.address(), code.address(), code.address(), code.address()];
  const [image, isIn, next, sums, end] = [
    code.address(),
    code.address(),
    code.address(),
    code.address(),
    code.address(),
  ];
  const scalars = [code.scalar(), code.scalar(), code.scalar(), code.scalar(), code.scalar(), code.scalar()];
  const [meanAbove, meanBelow, mu, ix, iy, iz] = scalars.map((scalar) => code.let(scalar)) as [
    Code,
    Code,
    Code,
    Code,
    Code,
    Code,
  ];
  const quarter = constant(0.25);
  const [change, nAbove, above] = [code.vector(), code.vector(), code.vector()];
  for (const total of [change, nAbove, above]) code.set(total, constant(0));
  const square = (value: Code): Code => product(value, value);
  code.loop(end, (at) => {
    const here = code.let(load(after(phi, at), 4));
    const axis = (before: Code, beyond: Code, inverse: Code): Axis => ({
      back: code.let(before),
      forth: code.let(beyond),
      inverse,
    });
    const axes = [
      axis(load(after(phi, at)), load(after(phi, at), 8), ix),
      axis(load(after(top, at)), load(after(bottom, at)), iy),
      ...(isVolume ? [axis(load(after(under, at)), load(after(over, at)), iz)] : []),
    ];
    // Squared slopes across a voxel: a quarter of the square of the difference over two voxels.
    const slopes = axes.map(({ back, forth, inverse }) =>
      code.let(product(quarter, inverse, square(code.let(difference(forth, back))))),
    );
    const pulls: Code[] = [];
    const weights: Code[] = [];
    for (const [index, { back, forth, inverse }] of axes.entries()) {
      const across = code.let(sum(constant(ETA), ...slopes.filter((_, other) => other !== index)));
      const distance = (neighbour: Code): Code =>
        code.let(root(sum(product(inverse, square(code.let(difference(neighbour, here)))), across)));
      const [toBack, toForth] = [distance(back), distance(forth)];
      // inverse / toBack + inverse / toForth, by a single division.
      const share = code.let(quotient(inverse, product(toBack, toForth)));
      pulls.push(product(share, sum(product(back, toForth), product(forth, toBack))));
      weights.push(product(share, sum(toBack, toForth)));
    }
    const grey = code.let(load(after(image, at)));
    const fit = difference(
      square(code.let(difference(grey, meanBelow))),
      square(code.let(difference(grey, meanAbove))),
    );
    const spread = code.let(sum(constant(1), square(here)));
    const moved = code.let(
      quotient(
        sum(product(here, spread), product(constant(TIME_STEP), sum(product(mu, sum(...pulls)), fit))),
        sum(spread, product(constant(TIME_STEP), mu, sum(...weights))),
      ),
    );
    code.store(after(next, at), moved);
    const mask = code.let(load(after(isIn, at)));
    const isAbove = code.let(where(mask, isGreater(moved, constant(0))));
    code.set(change, sum(change.get, where(mask, square(code.let(difference(moved, here))))));
    code.set(nAbove, sum(nAbove.get, where(isAbove, constant(1))));
    code.set(above, sum(above.get, where(isAbove, grey)));
  });
  for (const [index, total] of [change, nAbove, above].entries()) code.store(sums, total.get, 16 * index);
  return code.compile();
}

/** The neighbours of four voxels along an axis, and one over its squared spacing. */
interface Axis {
  readonly back: Code;
  readonly forth: Code;
  readonly inverse: Code;
}
