import { createHash } from "node:crypto";
import type { ErrorMap, Explanation } from "#contract/commands/review.ts";
import { AppError } from "#contract/errors.ts";
import { errorsAddress } from "#contract/pictures.ts";
import type { Engine } from "../../engine/engine-client.ts";
import type { ReadableProject } from "../../project/project.ts";
import { candidatesBeside } from "../../project/queries/candidates.ts";
import { currentVersion, judgeVersion } from "../../project/queries/judges.ts";
import type { JudgeKind, WorkContext } from "../judge-kind.ts";
import type { Readers } from "../read-case.ts";
import type { ShippedNetwork } from "../signals/shipped-network.ts";
import type { DrawnErrors } from "./draw-errors.ts";
import { errorMap, type MaskOnImage } from "./error-map.ts";
import { networksOf } from "./networks-of.ts";
import { voicesOf } from "./voices-of.ts";

/** Error maps that are kept: of the masks that were looked at last. */
const MOST_KEPT = 8;

/** What the explainer needs of the session. */
export interface ExplainerParts {
  readonly project: ReadableProject;
  readonly judges: readonly JudgeKind[];
  readonly engine: Engine;
  readonly readers: Readers;
  readonly shipped: ShippedNetwork;
}

/** Explanations and error maps of the masks of the open project, by the version in use. */
export class Explainer {
  readonly #partsNow: () => ExplainerParts;
  readonly #maskOf: (project: ReadableProject, candidateId: number) => MaskOnImage | null;
  readonly #drawn = new Map<string, Promise<DrawnErrors>>();

  /**
   * @param partsNow of the project that is open when it is asked
   * @param maskOf where a mask and its image are to be had
   */
  constructor(
    partsNow: () => ExplainerParts,
    maskOf: (project: ReadableProject, candidateId: number) => MaskOnImage | null,
  ) {
    this.#partsNow = partsNow;
    this.#maskOf = maskOf;
  }

  async explain(candidateId: number): Promise<Explanation> {
    const { project, judges } = this.#partsNow();
    const version = currentVersion(project);
    const judge = version === null ? null : judgeVersion(project, version);
    const kind = judges.find((one) => one.name === judge?.kind);
    const said = judge && kind?.explain?.(judge, candidatesBeside(project, candidateId), candidateId, quietly());
    return { candidateId, judgeVersion: version, ...((await said) ?? NOTHING_SAID) };
  }

  async errorMap(candidateId: number): Promise<ErrorMap> {
    const { key, drawing } = this.#draw(candidateId);
    const { nMissed, nSurplus, nMask, worstSlices } = await drawing;
    const address = errorsAddress(candidateId, key);
    return { candidateId, address, nMissed, nSurplus, nMask, worstSlices: [...worstSlices] };
  }

  /** The map as a NIfTI file. */
  async errorFile(candidateId: number): Promise<Uint8Array> {
    return (await this.#draw(candidateId).drawing).file;
  }

  /** @returns the map, and what it is known by: the same for the same mask by the same networks, in whatever project */
  #draw(candidateId: number): { readonly key: string; readonly drawing: Promise<DrawnErrors> } {
    const { project, engine, readers, shipped } = this.#partsNow();
    const version = currentVersion(project);
    const source = this.#maskOf(project, candidateId);
    if (!source?.mask)
      throw new AppError("bad-request", `There is no mask ${candidateId} in use.`, "Ask for the list again.");
    const judge = version === null ? null : judgeVersion(project, version);
    // The frame in which networks look at an image depends on all masks of the case.
    const group = candidatesBeside(project, candidateId);
    const about = [judge?.weightsSha256 ?? shipped.sha256, candidateId, source.image.sha256];
    const voices = version === null ? new Map<number, number>() : voicesOf(project, version, group);
    for (const { id, mask, classId } of group)
      about.push(mask.sha256, `${mask.labelValue}/${classId}/${voices.get(id) ?? 0}`);
    const key = createHash("sha256").update(JSON.stringify(about)).digest("hex").slice(0, 16);
    const known = this.#drawn.get(key);
    if (known) return { key, drawing: known };
    const networks = judge ? networksOf(judge) : [];
    const parts = { engine, readers, shipped, networks, voices, context: quietly() };
    const drawing = errorMap(group, candidateId, source, parts);
    this.#drawn.set(key, drawing);
    drawing.catch(() => this.#drawn.delete(key));
    if (this.#drawn.size > MOST_KEPT) this.#drawn.delete(this.#drawn.keys().next().value!);
    return { key, drawing };
  }
}

const NOTHING_SAID = { predictedDice: null, isStranger: false, signals: [] };

/** Short work that nobody follows or cancels. */
function quietly(): WorkContext {
  return {
    signal: new AbortController().signal,
    progress: { phase: () => undefined, done: () => undefined },
    onRestart: () => undefined,
  };
}
