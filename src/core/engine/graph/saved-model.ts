import { PbfWriter } from "pbf";
import type { GraphAttribute, GraphNode } from "./graph-definition.ts";

/** Numbers of fields in TensorFlow's protocol buffers (tensorflow/core/protobuf and tensorflow/core/framework, *.proto). */
const SAVED_MODEL = { schemaVersion: 1, metaGraphs: 2 } as const;
const META_GRAPH = { info: 1, graph: 2 } as const;
const META_INFO = { tags: 4 } as const;
const GRAPH = { node: 1, versions: 4 } as const;
const VERSIONS = { producer: 1 } as const;
const NODE = { name: 1, op: 2, input: 3, attributes: 5 } as const;
const MAP_ENTRY = { key: 1, value: 2 } as const;
const ATTRIBUTE = { list: 1, text: 2, integer: 3, type: 6, shape: 7, tensor: 8 } as const;
const LIST = { integers: 3 } as const;
const SHAPE = { dimension: 2 } as const;
const DIMENSION = { size: 1 } as const;
const TENSOR = { type: 1, shape: 2, content: 4 } as const;
/** Of TensorFlow's types. */
const TYPES = { float: 1, int32: 3 } as const;
/** A version of the graph format in which all operations are what they are today. */
const PRODUCER = 1500;

type Fill = (writer: PbfWriter) => void;

/** A graph as the bytes of a `saved_model.pb`. */
export function encodeSavedModel(nodes: readonly GraphNode[], tag: string): Uint8Array {
  const model = new PbfWriter();
  model.writeVarintField(SAVED_MODEL.schemaVersion, 1);
  within(model, SAVED_MODEL.metaGraphs, (meta) => {
    within(meta, META_GRAPH.info, (info) => info.writeStringField(META_INFO.tags, tag));
    within(meta, META_GRAPH.graph, (graph) => {
      for (const node of nodes) within(graph, GRAPH.node, (writer) => writeNode(writer, node));
      within(graph, GRAPH.versions, (versions) => versions.writeVarintField(VERSIONS.producer, PRODUCER));
    });
  });
  return model.finish();
}

function within(writer: PbfWriter, field: number, fill: Fill): void {
  writer.writeMessage(field, (_, inner) => fill(inner), null);
}

function writeNode(writer: PbfWriter, { name, op, inputs, attributes }: GraphNode): void {
  writer.writeStringField(NODE.name, name);
  writer.writeStringField(NODE.op, op);
  for (const input of inputs) writer.writeStringField(NODE.input, input);
  for (const [key, attribute] of Object.entries(attributes)) {
    within(writer, NODE.attributes, (entry) => {
      entry.writeStringField(MAP_ENTRY.key, key);
      within(entry, MAP_ENTRY.value, (value) => writeAttribute(value, attribute));
    });
  }
}

function writeAttribute(writer: PbfWriter, attribute: GraphAttribute): void {
  if ("type" in attribute) writer.writeVarintField(ATTRIBUTE.type, TYPES[attribute.type]);
  else if ("text" in attribute) writer.writeStringField(ATTRIBUTE.text, attribute.text);
  else if ("integer" in attribute) writer.writeVarintField(ATTRIBUTE.integer, attribute.integer);
  else if ("shape" in attribute) within(writer, ATTRIBUTE.shape, (shape) => writeShape(shape, attribute.shape));
  else if ("constant" in attribute)
    within(writer, ATTRIBUTE.tensor, (tensor) => writeTensor(tensor, attribute.constant));
  else within(writer, ATTRIBUTE.list, (list) => list.writePackedVarint(LIST.integers, [...attribute.integers]));
}

function writeShape(writer: PbfWriter, shape: readonly number[]): void {
  for (const size of shape)
    within(writer, SHAPE.dimension, (dimension) => dimension.writeVarintField(DIMENSION.size, size));
}

function writeTensor(writer: PbfWriter, constant: number | readonly number[]): void {
  const values = typeof constant === "number" ? [constant] : constant;
  writer.writeVarintField(TENSOR.type, TYPES.int32);
  within(writer, TENSOR.shape, (shape) => writeShape(shape, typeof constant === "number" ? [] : [values.length]));
  writer.writeBytesField(TENSOR.content, new Uint8Array(Int32Array.from(values).buffer));
}
