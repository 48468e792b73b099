import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { Output } from "#contract/commands.ts";
import { AppError } from "#contract/errors.ts";
import { PersonalFile } from "./app/personal-file.ts";
import { qualityNetworkPath } from "./app/places.ts";
import { rememberClosed, rememberOpened } from "./app/recents.ts";
import { EngineClient } from "./engine/engine-client.ts";
import { EngineTeam } from "./engine/engine-team.ts";
import { defaultLimits, type ReadLimits } from "./io/limits.ts";
import { ReaderPool } from "./io/workers/pool.ts";
import type { JudgeKind } from "./judge/judge-kind.ts";
import { qualityCnnJudge } from "./judge/quality-cnn-judge.ts";
import { readShippedNetwork, type ShippedNetwork, ShippedOpinions } from "./judge/signals/shipped-network.ts";
import { SignalSource } from "./judge/signals/signal-source.ts";
import { signalsJudge } from "./judge/signals-judge.ts";
import { engineEntry, readerEntry } from "./process-entries.ts";
import { BlobCache } from "./project/cache/blob-cache.ts";
import { Project } from "./project/project.ts";
import { getSetting } from "./project/queries/settings.ts";
import { openDesk, type ReviewDesk } from "./review/review-desk.ts";

const SIGNALS_MAX_BYTES = 2 * 1024 ** 3;

/** What is open: a project, and the readers and the engine once something has needed them. */
export class Session {
  readonly limits: ReadLimits = defaultLimits;
  readonly personal = new PersonalFile();
  #remembersProjects = false;
  readonly #closers: (() => void)[] = [];
  #project: Project | null = null;
  #desk: ReviewDesk | null = null;
  #pool: ReaderPool | null = null;
  #engine: EngineClient | null = null;
  #engines: EngineTeam | null = null;
  #measured: BlobCache | null = null;
  readonly #networkPath: string;
  #network: ShippedNetwork | null = null;

  /** @param qualityNetwork file of another network than the one that comes with Winnow: for one that has not seen a data set */
  constructor({ qualityNetwork }: { readonly qualityNetwork?: string } = {}) {
    this.#networkPath = qualityNetwork ?? qualityNetworkPath();
  }

  /** @throws AppError project-not-open */
  get project(): Project {
    if (!this.#project) throw new AppError("project-not-open", "No project is open.", "Open a project first.");
    return this.#project;
  }

  /** The masks of the open project in memory, and what its raters have been shown. */
  get desk(): ReviewDesk {
    return (this.#desk ??= openDesk(this.project));
  }

  get isProjectOpen(): boolean {
    return this.#project !== null;
  }

  get pool(): ReaderPool {
    return (this.#pool ??= new ReaderPool(readerEntry, Math.max(1, Math.min(8, availableParallelism()))));
  }

  get engine(): EngineClient {
    return (this.#engine ??= new EngineClient(engineEntry));
  }

  /** For small networks. */
  get engines(): EngineTeam {
    return (this.#engines ??= new EngineTeam(engineEntry));
  }

  get enginePid(): number | null {
    return this.#engine?.pid ?? this.#engines?.pid ?? null;
  }

  get isEngineAsked(): boolean {
    return (this.#engine?.nAsked ?? 0) + (this.#engines?.nAsked ?? 0) > 0;
  }

  get shippedNetwork(): ShippedNetwork {
    return (this.#network ??= readShippedNetwork(this.#networkPath));
  }

  /** The ways of judging that this program has, the one that trains new versions first. */
  get judges(): readonly JudgeKind[] {
    const { engine, engines, pool, limits } = this;
    const silent = new Set(getSetting(this.project, "silentSources"));
    const store = (this.#measured ??= new BlobCache(this.project.path, "signals", SIGNALS_MAX_BYTES));
    return [
      signalsJudge({
        engine: engines,
        signals: new SignalSource({ pool, limits }, store, silent),
        shipped: new ShippedOpinions(engines, this.shippedNetwork, store),
        store,
        speaks: (source) => !silent.has(source),
      }),
      qualityCnnJudge({ engine, pool, limits }),
    ];
  }

  open({ path, access, create }: { path: string; access: "read" | "write"; create: boolean }): Output<"project.open"> {
    // The project that is open stays so when the other cannot be opened; the same one is let go first, for its lock.
    if (this.#project?.path === resolve(path)) this.closeProject();
    const opened = Project.open(path, access, { create });
    this.closeProject();
    this.#project = opened;
    if (this.#remembersProjects) rememberOpened(this.personal, this.#project);
    const count = (sql: string): number => this.project.get<{ n: number }>(sql)!.n;
    return {
      path: this.project.path,
      nCases: count("SELECT count(*) AS n FROM cases WHERE retired_at IS NULL"),
      nCandidates: count("SELECT count(*) AS n FROM candidate WHERE retired_at IS NULL"),
      nLabels: count("SELECT count(*) AS n FROM label"),
    };
  }

  /** From now on, projects are put on the person's list of recent ones: a window asks for this, the command line does not. */
  rememberProjects(): void {
    if (this.#remembersProjects) return;
    this.#remembersProjects = true;
    if (this.#project) rememberOpened(this.personal, this.#project);
  }

  /** `work` runs before a project is closed: ends what is still under way for it. */
  onClose(work: () => void): void {
    this.#closers.push(work);
  }

  closeProject(): void {
    if (this.#project) for (const work of this.#closers) work();
    if (this.#project && this.#remembersProjects) rememberClosed(this.personal, this.#project);
    this.#measured?.close();
    this.#measured = null;
    this.#project?.close();
    this.#project = null;
    this.#desk = null;
  }

  async close(): Promise<void> {
    await this.#pool?.close();
    await Promise.all([this.#engine?.close(), this.#engines?.close()]);
    this.closeProject();
  }
}
