import type { Engine } from "../../engine/engine-client.ts";
import type { TrainRequest, WorkContext } from "../judge-kind.ts";
import type { ShippedOpinions } from "./shipped-network.ts";
import type { SignalSource, SignalStore } from "./signal-source.ts";

/** A training under way: what is asked for, and what it is done with. */
export interface SignalsTraining {
  readonly request: TrainRequest;
  readonly context: WorkContext & { onCheckpoint(checkpoint: unknown): void };
  readonly engine: Engine;
  readonly signals: SignalSource;
  readonly shipped: ShippedOpinions;
  /** Remembers what taught networks say. */
  readonly store: SignalStore;
  /** Whether the masks of a source may speak for others. */
  readonly speaks: (source: string) => boolean;
}
