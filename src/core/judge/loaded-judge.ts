import type { EngineClient } from "../engine/engine-client.ts";
import { type TrainingBags, type TrainingState, VIEWS_AT_ONCE } from "../engine/judge-training.ts";
import type { WorkContext } from "./judge-kind.ts";
import { outliveEngine, type StepSize } from "../engine/outlive-engine.ts";

const LEAST_VIEWS = 16;

/** A judge in the engine. Another engine, after one has died, is told it again before it is asked anything. */
export class LoadedJudge {
  readonly #engine: EngineClient;
  readonly #judge: { readonly key: string; readonly weights: TrainingState["weights"] };
  readonly #steps: StepSize;
  readonly #context: WorkContext;
  /** The engine that knows it. */
  #pid: number | null = null;

  constructor(
    engine: EngineClient,
    judge: { readonly key: string; readonly weights: TrainingState["weights"] },
    steps: StepSize,
    context: WorkContext,
  ) {
    this.#engine = engine;
    this.#judge = judge;
    this.#steps = steps;
    this.#context = context;
  }

  /** Logits of `n` bags of views. */
  async score(data: Omit<TrainingBags, "labels">, n: number): Promise<Float32Array> {
    if (n === 0) return new Float32Array(0);
    const { bag, viewSide, views } = data;
    return outliveEngine(this.#context, this.#steps, async (attempt) => {
      await this.#load(attempt);
      const viewsAtOnce = this.#steps.of(VIEWS_AT_ONCE, LEAST_VIEWS);
      const task = { key: this.#judge.key, bag, viewSide, views, n, viewsAtOnce };
      const { logits } = await this.#engine.ask("score", task, { signal: this.#context.signal });
      return logits;
    });
  }

  async #load(attempt: number): Promise<void> {
    if (this.#pid !== null && this.#pid === this.#engine.pid) return;
    if (this.#pid !== null && attempt === 0) {
      // It died between two questions, while nobody waited for an answer.
      this.#steps.halve();
      this.#context.onRestart(this.#engine.lastDeath ?? "it ended");
    }
    await this.#engine.ask("loadJudge", this.#judge);
    this.#pid = this.#engine.pid;
  }
}
