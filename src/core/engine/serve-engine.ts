import { setImmediate as nextTurn } from "node:timers/promises";
import { cancelledError, toWireError } from "#contract/errors.ts";
import { scoreBags, trainJudge, type TrainingState } from "./judge-training.ts";
import type { WeightArray } from "./parameters.ts";
import {
  type EngineMessage,
  type EngineRequest,
  type EngineTaskName,
  type EngineTasks,
  NO_MEMORY_CODE,
} from "./protocol.ts";
import { correctMasks } from "./quality-network.ts";
import { segmentCases } from "./segmentation/segment-cases.ts";
import { trainSupervised } from "./segmentation/supervised.ts";
import type { UnetTrainingState } from "./segmentation/train-unet.ts";
import { groupsOf, segmentPlanes, selfTrain } from "./self-training.ts";
import { selfTest } from "./self-test.ts";
import { deviceName, hasGpuLibrary, isOutOfMemory, loadTensorFlow, tensorFlowVersions } from "./tensorflow.ts";

interface TaskContext {
  readonly id: number;
  isCancelled(): boolean;
  send(message: EngineMessage): void;
}

type Tasks = {
  [N in EngineTaskName]: (input: EngineTasks[N]["input"], context: TaskContext) => Promise<EngineTasks[N]["output"]>;
};

/** The engine's process: answers the core's questions one after the other, and ends when the core does. */
export function serveEngine(): void {
  if (!process.send) throw new Error("serveEngine runs in a forked process");
  const send = (message: EngineMessage): void => void process.send!(message);
  const cancelled = new Set<number>();
  let last: Promise<void> = Promise.resolve();
  process.on("message", (request: EngineRequest) => {
    if (request.kind === "cancel") {
      cancelled.add(request.id);
      return;
    }
    last = last.then(() => answer(request, { id: request.id, send, isCancelled: () => cancelled.has(request.id) }));
  });
  process.once("disconnect", () => process.exit(0));
}

async function answer(
  { id, task, input }: Extract<EngineRequest, { kind: "ask" }>,
  context: TaskContext,
): Promise<void> {
  try {
    if (context.isCancelled()) throw cancelledError();
    const run = tasks[task] as (input: unknown, context: TaskContext) => Promise<unknown>;
    context.send({ kind: "answer", id, output: await run(input, context) });
  } catch (error) {
    // A new process starts with the card's memory in one piece, and is asked for less.
    if (isOutOfMemory(error)) process.exit(NO_MEMORY_CODE);
    const wire = toWireError(error);
    context.send({ kind: "error", id, error: wire.code === "internal" ? { ...wire, code: "engine-failed" } : wire });
  }
}

const STEPS_A_REPORT = 5;

const judges = new Map<string, readonly WeightArray[]>();

const tasks: Tasks = {
  info: async () => {
    const tf = loadTensorFlow();
    const { library, javascript } = tensorFlowVersions(tf);
    return {
      tensorflow: library,
      tfjs: javascript,
      backend: tf.getBackend(),
      device: deviceName(tf),
      hasGpuLibrary: hasGpuLibrary(),
      node: process.versions.node,
      pid: process.pid,
    };
  },
  selfTest: async () => selfTest(loadTensorFlow()),
  trainJudge: async ({ data, heldOut, settings, start, checkpointEveryMs }, { id, send, isCancelled }) => {
    let lastCheckpointAt = Date.now();
    const checkpoint = (state: () => TrainingState): void => {
      lastCheckpointAt = Date.now();
      send({ kind: "checkpoint", id, state: state() });
    };
    const onEpoch: Parameters<typeof trainJudge>[4] = async (report, state) => {
      send({ kind: "epoch", id, report });
      if (Date.now() - lastCheckpointAt >= checkpointEveryMs) checkpoint(state);
      // TensorFlow blocks this thread: without a turn of the event loop a cancel would never be heard.
      await nextTurn();
      if (!isCancelled()) return "go-on";
      checkpoint(state);
      return "stop";
    };
    const weights = await trainJudge(loadTensorFlow(), data, settings, start, onEpoch, heldOut ?? null);
    if (isCancelled()) throw cancelledError();
    return { weights };
  },
  selfTrain: async (task, { id, send, isCancelled }) => {
    const answer = await selfTrain(loadTensorFlow(), task, async (epoch, loss) => {
      send({
        kind: "epoch",
        id,
        report: {
          epoch,
          epochs: groupsOf(task).length * (task.steps.segmenter + task.steps.quality),
          loss,
          heldOutLoss: null,
        },
      });
      await nextTurn();
      return isCancelled() ? "stop" : "go-on";
    });
    if (!answer) throw cancelledError();
    return answer;
  },
  segment: async ({ weights, side, images }) => ({
    probabilities: segmentPlanes(loadTensorFlow(), weights, side, images),
  }),
  trainSegmenter: async ({ cases, settings, start, checkpointEveryMs }, { id, send, isCancelled }) => {
    let lastCheckpointAt = Date.now();
    const checkpoint = (state: UnetTrainingState): void => {
      lastCheckpointAt = Date.now();
      send({ kind: "checkpoint", id, state });
    };
    const weights = await trainSupervised(loadTensorFlow(), cases, settings, start, async (step, loss, state) => {
      if (step % STEPS_A_REPORT === 0 || step === settings.steps)
        send({ kind: "epoch", id, report: { epoch: step, epochs: settings.steps, loss, heldOutLoss: null } });
      if (Date.now() - lastCheckpointAt >= checkpointEveryMs) checkpoint(state());
      await nextTurn();
      if (!isCancelled()) return "go-on";
      checkpoint(state());
      return "stop";
    });
    if (isCancelled()) throw cancelledError();
    return { weights };
  },
  runSegmenter: async ({ segmenter, cases }) => ({ probabilities: segmentCases(loadTensorFlow(), segmenter, cases) }),
  correct: async ({ weights, side, images, masks, imageOf }) => ({
    probabilities: correctMasks(loadTensorFlow(), weights, side, images, masks, imageOf),
  }),
  loadJudge: async ({ key, weights }) => {
    judges.clear();
    judges.set(key, weights);
    return {};
  },
  score: async ({ key, bag, viewSide, views, n, viewsAtOnce }) => {
    const weights = judges.get(key);
    if (!weights) throw new Error(`judge ${key} is not loaded`);
    return { logits: scoreBags(loadTensorFlow(), { bag, viewSide, views, n }, weights, viewsAtOnce) };
  },
};
