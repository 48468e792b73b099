import { z } from "zod";
import type { Combiner } from "#domain/learning/combiner.ts";
import type { SelfTrainingAnswer } from "../../engine/self-training.ts";
import { packWeights, unpackWeights } from "../../engine/weights-file.ts";
import { sha256Of } from "../../io/files/hash.ts";

/** Everything that a version of this kind needs to score. */
export interface SignalsModel {
  /** Names of the signals, in the order of the combiner's columns. */
  readonly columns: readonly string[];
  readonly combiner: Combiner;
  /** Classes that have segmenters of their own, and whether their images are turned to one polarity first. */
  readonly segmenters: readonly {
    readonly classId: number;
    readonly turnsPolarity: boolean;
    readonly weights: SelfTrainingAnswer["weights"];
  }[];
}

const MAGIC = "WNSG";

const Header = z.object({
  columns: z.array(z.string()).readonly(),
  combiner: z.unknown(),
  segmenters: z.array(
    z.object({
      classId: z.int(),
      turnsPolarity: z.boolean(),
      parts: z.array(z.object({ bytes: z.int(), sha256: z.string() })),
    }),
  ),
});

/** As bytes: "WNSG" · uint32 length of a JSON header · header · weights of the segmenters, one after the other. */
export function packModel({ columns, combiner, segmenters }: SignalsModel): { bytes: Uint8Array; sha256: string } {
  const packed = segmenters.map(({ weights }) => weights.map((network) => packWeights(network)));
  const header = Buffer.from(
    JSON.stringify({
      columns,
      combiner,
      segmenters: segmenters.map(({ classId, turnsPolarity }, index) => ({
        classId,
        turnsPolarity,
        parts: packed[index]!.map(({ bytes, sha256 }) => ({ bytes: bytes.length, sha256 })),
      })),
    } satisfies z.input<typeof Header>),
  );
  const start = Buffer.alloc(8);
  start.write(MAGIC, "latin1");
  start.writeUInt32LE(header.length, 4);
  const bytes = Buffer.concat([start, header, ...packed.flat().map((part) => part.bytes)]);
  return { bytes, sha256: sha256Of(bytes) };
}

/** @throws Error saying what is wrong with the bytes */
export function unpackModel(bytes: Uint8Array, sha256: string): SignalsModel {
  if (sha256Of(bytes) !== sha256) throw new Error("the judge does not match its SHA-256");
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 8 || buffer.toString("latin1", 0, 4) !== MAGIC) throw new Error("this is no judge of Winnow");
  let at = 8 + buffer.readUInt32LE(4);
  const { columns, combiner, segmenters } = Header.parse(JSON.parse(buffer.toString("utf8", 8, at)));
  return {
    columns,
    combiner: combiner as Combiner,
    segmenters: segmenters.map(({ classId, turnsPolarity, parts }) => ({
      classId,
      turnsPolarity,
      weights: parts.map((part) => {
        const from = at;
        at += part.bytes;
        return unpackWeights(buffer.subarray(from, at), part.sha256);
      }),
    })),
  };
}
