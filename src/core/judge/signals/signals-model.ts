import { z } from "zod";
import type { Combiner } from "#domain/learning/combiner.ts";
import { PLANE_SIDE } from "#domain/signals/case-planes.ts";
import type { TaughtNetworks } from "../../engine/self-training.ts";
import { packWeights, unpackWeights } from "../../engine/weights-file.ts";
import { sha256Of } from "../../io/files/hash.ts";

/** Networks taught on the masks of one class. */
export interface ClassNetworks extends TaughtNetworks {
  readonly classId: number;
  /** Its images are turned to one polarity first. */
  readonly turnsPolarity: boolean;
  /** Pixels along an edge of the planes that the segmenters see. */
  readonly segmenterSide: number;
}

/** How far networks, and the other masks of a case, are trusted with the masks of one class. */
export interface ClassTrust {
  readonly classId: number;
  /** How far the shipped network's word counts, 0 … 1. */
  readonly share: number;
  /** What the taught quality network's word weighs beside the segmenter's where the share is 1. */
  readonly qualityWeight: number;
  /** How far the others are asked by their consensus instead of by vote, 0 … 1. */
  readonly consensusShare: number;
}

/** Everything that a version of this kind needs to score. */
export interface SignalsModel {
  /** Names of the signals, in the order of the combiner's columns. */
  readonly columns: readonly string[];
  /** Null: no label has been given yet, and the leading signal is all there is. */
  readonly combiner: Combiner | null;
  readonly trust: readonly ClassTrust[];
  /** The shipped network that it was trained beside. */
  readonly shippedSha256: string;
  /** Signals of labelled masks, row by row: what a mask is held against to be called strange, or to be explained. */
  readonly known: { readonly rows: readonly (readonly number[])[]; readonly isGood: readonly boolean[] };
  readonly networks: readonly ClassNetworks[];
  /** Masks were measured on fine planes where those show more. */
  readonly isFine: boolean;
}

const MAGIC = "WNSG";

const Part = z.object({ bytes: z.int(), sha256: z.string() });
const Header = z.object({
  columns: z.array(z.string()).readonly(),
  combiner: z.unknown(),
  // Versions of before weighed both networks alike, and let the other masks vote.
  trust: z.array(
    z.object({
      classId: z.int(),
      share: z.number(),
      qualityWeight: z.number().default(1),
      consensusShare: z.number().default(0),
    }),
  ),
  shippedSha256: z.string(),
  isFine: z.boolean().default(false),
  known: z.object({ rows: z.array(z.array(z.number())), isGood: z.array(z.boolean()) }),
  networks: z.array(
    z.object({
      classId: z.int(),
      turnsPolarity: z.boolean(),
      // Versions of before knew coarse planes alone.
      segmenterSide: z.int().default(PLANE_SIDE),
      segmenters: z.array(Part),
      quality: z.array(Part),
    }),
  ),
});

/** As bytes: "WNSG" · uint32 length of a JSON header · header · weights of the networks, one after the other. */
export function packModel(model: SignalsModel): { bytes: Uint8Array; sha256: string } {
  const parts: Uint8Array[] = [];
  const packed = (weights: TaughtNetworks["quality"]): z.input<typeof Part>[] =>
    weights.map((network) => {
      const { bytes, sha256 } = packWeights(network);
      parts.push(bytes);
      return { bytes: bytes.length, sha256 };
    });
  const networks = model.networks.map(({ classId, turnsPolarity, segmenterSide, segmenters, quality }) => ({
    classId,
    turnsPolarity,
    segmenterSide,
    segmenters: packed(segmenters),
    quality: packed(quality),
  }));
  const { columns, combiner, trust, shippedSha256, known, isFine } = model;
  const header = Buffer.from(JSON.stringify({ columns, combiner, trust, shippedSha256, known, isFine, networks }));
  const start = Buffer.alloc(8);
  start.write(MAGIC, "latin1");
  start.writeUInt32LE(header.length, 4);
  const bytes = Buffer.concat([start, header, ...parts]);
  return { bytes, sha256: sha256Of(bytes) };
}

/** @throws Error saying what is wrong with the bytes */
export function unpackModel(bytes: Uint8Array, sha256: string): SignalsModel {
  if (sha256Of(bytes) !== sha256) throw new Error("the judge does not match its SHA-256");
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 8 || buffer.toString("latin1", 0, 4) !== MAGIC) throw new Error("this is no judge of Winnow");
  let at = 8 + buffer.readUInt32LE(4);
  const { networks, combiner, ...header } = Header.parse(JSON.parse(buffer.toString("utf8", 8, at)));
  const unpacked = (parts: readonly z.output<typeof Part>[]): TaughtNetworks["quality"] =>
    parts.map((part) => {
      const from = at;
      at += part.bytes;
      return unpackWeights(buffer.subarray(from, at), part.sha256);
    });
  return {
    ...header,
    combiner: combiner as Combiner | null,
    networks: networks.map(({ classId, turnsPolarity, segmenterSide, segmenters, quality }) => ({
      classId,
      turnsPolarity,
      segmenterSide,
      segmenters: unpacked(segmenters),
      quality: unpacked(quality),
    })),
  };
}
