import { FLOAT, GraphDefinition, type GraphValue, INT32 } from "../graph/graph-definition.ts";
import { BATCH_NORM_EPSILON } from "../kernels.ts";
import type { WeightArray } from "../parameters.ts";
import { unet, type UnetLayers, type UnetShape } from "./unet.ts";

/** The pictures, among the inputs of the graph. All others are weights. */
export const PICTURES = "pictures";

interface Channels {
  readonly value: GraphValue;
  readonly channels: number;
}

/**
 * A trained U-Net in two dimensions as a graph whose batch normalisation has become part of the convolutions, so that
 * TensorFlow does a convolution, its bias and the cut at zero in one pass over memory (its graph optimiser, "remapper").
 * @param channels of the pictures: [batch, height, width, channels]
 * @param finish what is made of the logits
 */
export function unetGraph(
  shape: UnetShape,
  channels: number,
  finish: "Sigmoid" | "Softmax",
): { readonly graph: GraphDefinition; readonly output: GraphValue } {
  const graph = new GraphDefinition();
  const pictures = { value: graph.input(PICTURES, [-1, -1, -1, channels]), channels };
  const logits = unet(graphLayers(graph), pictures, shape);
  return { graph, output: graph.operation(finish, "answer", [logits.value], { T: FLOAT }) };
}

function graphLayers(graph: GraphDefinition): UnetLayers<Channels> {
  const lastAxis = graph.constant("axis", 3);
  const [from, to, step] = [[1], [3], [1]].map((values, index) => graph.constant(`sides/${index}`, values));
  const convolved = (name: string, { value, channels }: Channels, filters: number, side: number, stride: number) => {
    const kernel = graph.input(`${name}/kernel`, [side, side, channels, filters]);
    const bias = graph.input(`${name}/bias`, [filters]);
    const attributes = { T: FLOAT, strides: { integers: [1, stride, stride, 1] }, padding: { text: "SAME" } };
    const sums = graph.operation("Conv2D", `${name}/sums`, [value, kernel], attributes);
    return graph.operation("BiasAdd", name, [sums, bias], { T: FLOAT });
  };
  return {
    block: (name, x, filters, stride) => ({
      value: graph.operation("Relu", `${name}/cut`, [convolved(name, x, filters, 3, stride)], { T: FLOAT }),
      channels: filters,
    }),
    join: (name, skip, y) => {
      const shape = graph.operation("Shape", `${name}/shape`, [skip.value], { T: FLOAT, out_type: INT32 });
      const sides = graph.operation("StridedSlice", `${name}/sides`, [shape, from!, to!, step!], {
        T: INT32,
        Index: INT32,
      });
      const large = graph.operation("ResizeNearestNeighbor", `${name}/large`, [y.value, sides], { T: FLOAT });
      const value = graph.operation("ConcatV2", name, [skip.value, large, lastAxis], {
        N: { integer: 2 },
        T: FLOAT,
        Tidx: INT32,
      });
      return { value, channels: skip.channels + y.channels };
    },
    weighted: (name, x, filters) => ({ value: convolved(name, x, filters, 1, 1), channels: filters }),
  };
}

/**
 * The weights that `unetGraph` asks for: batch normalisation by running statistics is a factor and a summand for every
 * filter, which the kernel and a bias take in. Computed in double precision.
 * @param weights of a trained `unet`
 */
export function foldNormalisation(weights: readonly WeightArray[]): Pick<WeightArray, "name" | "shape" | "values">[] {
  const named = new Map(weights.map((one) => [one.name, one]));
  return weights.flatMap(({ name, shape, values }) => {
    if (!name.endsWith("/kernel")) return name.endsWith("/bias") ? [{ name, shape, values }] : [];
    const block = name.slice(0, -"/kernel".length);
    const [scale, offset, mean, variance] = ["scale", "offset", "mean", "variance"].map(
      (part) => named.get(`${block}/norm/${part}`)?.values,
    );
    if (!scale || !offset || !mean || !variance) return [{ name, shape, values }];
    const factors = Float64Array.from(scale, (value, filter) => value / Math.sqrt(variance[filter]! + BATCH_NORM_EPSILON));
    return [
      { name, shape, values: values.map((value, index) => value * factors[index % factors.length]!) },
      {
        name: `${block}/bias`,
        shape: [factors.length],
        values: offset.map((value, filter) => value - mean[filter]! * factors[filter]!),
      },
    ];
  });
}
