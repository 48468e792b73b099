import { FLOAT, GraphDefinition, type GraphValue, INT32 } from "../graph/graph-definition.ts";
import { unet, type UnetLayers, type UnetShape } from "./unet.ts";

/** The pictures, among the inputs of the graph. All others are weights (`graphWeights`). */
export const PICTURES = "pictures";

/** What the weights of a layer are called. */
export const namesOf = (layer: string) =>
  ({ kernel: `${layer}/kernel`, repeated: `${layer}/repeated`, bias: `${layer}/bias` }) as const;

interface Channels {
  readonly value: GraphValue;
  readonly channels: number;
}

/**
 * A trained U-Net in two dimensions as a graph, quicker than the operations that it is trained with: batch normalisation
 * has become part of the convolutions, so that TensorFlow does a convolution, its bias and the cut at zero in one pass over
 * memory (its graph optimiser, "remapper"); and what is convolved after pixels were repeated is computed on the pixels
 * before that, as a transposed convolution: four ninths of the work.
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

const SAME = { text: "SAME" } as const;

function graphLayers(graph: GraphDefinition): UnetLayers<Channels> {
  const convolved = (name: string, { value, channels }: Channels, filters: number, side: number, stride: number) => {
    const kernel = graph.input(namesOf(name).kernel, [side, side, channels, filters]);
    const strides = { integers: [1, stride, stride, 1] };
    return graph.operation("Conv2D", `${name}/sums`, [value, kernel], { T: FLOAT, strides, padding: SAME });
  };
  const biased = (name: string, value: GraphValue, filters: number) =>
    graph.operation("BiasAdd", name, [value, graph.input(namesOf(name).bias, [filters])], { T: FLOAT });
  const cut = (name: string, value: GraphValue) => graph.operation("Relu", `${name}/cut`, [value], { T: FLOAT });
  return {
    block: (name, x, filters, stride) => ({
      value: cut(name, biased(name, convolved(name, x, filters, 3, stride), filters)),
      channels: filters,
    }),
    ascend: (name, skip, y, filters) => {
      const sums = convolved(name, skip, filters, 3, 1);
      const sides = graph.operation("Shape", `${name}/sides`, [sums], { T: FLOAT, out_type: INT32 });
      const kernel = graph.input(namesOf(name).repeated, [4, 4, filters, y.channels]);
      const strides = { integers: [1, 2, 2, 1] };
      const attributes = { T: FLOAT, strides, padding: SAME };
      const repeated = graph.operation("Conv2DBackpropInput", `${name}/others`, [sides, kernel, y.value], attributes);
      const both = graph.operation("AddV2", `${name}/both`, [biased(name, sums, filters), repeated], { T: FLOAT });
      return { value: cut(name, both), channels: filters };
    },
    weighted: (name, x, filters) => ({
      value: biased(name, convolved(name, x, filters, 1, 1), filters),
      channels: filters,
    }),
  };
}
