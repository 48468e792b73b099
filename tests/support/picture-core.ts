import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { decode } from "fast-png";
import { caseTileAddress, imageAddress, maskAddress, tileAddress } from "#contract/pictures.ts";
import { type Core, createCore } from "#core/core.ts";
import { makePng } from "./make-png.ts";
import { temporaryFolder } from "./sample.ts";

const context = { signal: new AbortController().signal, emit: () => {} };

export interface SeenTile {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Samples of the upper half, and of the lower. */
  readonly image: number[];
  readonly mask: number[];
}

/** A core that is asked for pictures of one small project after the other. */
export class PictureCore {
  readonly core: Core = createCore();
  home = "";

  /** The project file of the test under way. */
  get project(): string {
    return join(this.home, "p.winnow");
  }

  /** Begins a folder of its own, for a test. */
  begin(): void {
    this.home = temporaryFolder("pictures");
  }

  /** Writes a file of the folder. */
  put(path: string, contents: Uint8Array | string): void {
    mkdirSync(dirname(join(this.home, "data", path)), { recursive: true });
    writeFileSync(join(this.home, "data", path), contents);
  }

  /** Adds the folder; ids count from 1. Hands back the sources of the masks in their order. */
  async add(): Promise<string[]> {
    await this.core.handlers["project.open"]({ path: this.project, access: "write", create: true }, context);
    await this.core.handlers["intake.add"]({ folder: join(this.home, "data") }, context);
    const { findings, candidates } = await this.core.handlers["intake.list"]({}, context);
    assert.deepEqual(
      findings.filter((finding) => finding.severity === "error"),
      [],
    );
    return candidates.map((row) => row.source);
  }

  async open(): Promise<void> {
    await this.core.handlers["project.open"]({ path: this.project, access: "write", create: false }, context);
  }

  async close(): Promise<void> {
    await this.core.handlers["project.close"]({}, context);
  }

  /** Address of a mask's tile or voxels as the review has it. */
  async ofMask(id: number, kind: "tile" | "voxels" = "tile"): Promise<string> {
    const rows = await this.core.handlers["review.rows"]({ rater: "R", ids: [id] }, context);
    return (kind === "tile" ? tileAddress : maskAddress)(id, rows[0]!.pictureVersion);
  }

  /** Address of a case's tile or voxels. */
  async ofCase(id: number, kind: "tile" | "voxels" = "tile"): Promise<string> {
    const { pictureVersion } = await this.core.handlers["review.case"]({ rater: "R", caseId: id }, context);
    return (kind === "tile" ? caseTileAddress : imageAddress)(id, pictureVersion);
  }

  async fetched(address: string): Promise<{ status: number; contentType: string; body: Uint8Array }> {
    return this.core.fetchPicture(address, context.signal);
  }

  /** The code of an answer that is no picture. */
  async refusal(address: string): Promise<{ status: number; code: string }> {
    const { status, contentType, body } = await this.fetched(address);
    assert.equal(contentType, "application/json");
    const { code, message, remedy } = JSON.parse(new TextDecoder().decode(body)) as Record<string, string>;
    assert.match(message!, /\w{3}.*\.$/);
    assert.match(remedy!, /\w{3}.*\.$/);
    return { status, code: code! };
  }

  async tile(address: string): Promise<SeenTile> {
    const { status, contentType, body } = await this.fetched(address);
    assert.deepEqual([status, contentType], [200, "image/png"]);
    const { width, height, channels, data } = decode(body);
    return {
      width,
      height: height / 2,
      channels,
      image: Array.from(data.subarray(0, data.length / 2)),
      mask: Array.from(data.subarray(data.length / 2)),
    };
  }
}

/** A grey PNG. */
export function greyPng(
  width: number,
  height: number,
  value: (x: number, y: number) => number,
  depth: 8 | 16 = 8,
): Uint8Array {
  const samples = Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
  return makePng({ width, height, depth, colourType: 0, samples });
}
