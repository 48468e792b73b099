import type { TensorFlow } from "./tensorflow.ts";
import { scoreBags, trainJudge } from "./judge-training.ts";

/**
 * A small inference whose result is known, and a small training that must learn: what `winnow doctor` shows. Each step
 * says what it found instead of throwing.
 */
export async function selfTest(tf: TensorFlow): Promise<{ what: string; good: boolean; detail: string }[]> {
  return [await attempt("inference", async () => convolution(tf)), await attempt("training", async () => training(tf))];
}

async function attempt(
  what: string,
  test: () => Promise<{ good: boolean; detail: string }>,
): Promise<{ what: string; good: boolean; detail: string }> {
  try {
    return { what, ...(await test()) };
  } catch (error) {
    return { what, good: false, detail: (error as Error).message };
  }
}

function convolution(tf: TensorFlow): { good: boolean; detail: string } {
  const sum = tf.tidy(
    () => tf.sum(tf.conv2d(tf.ones([1, 8, 8, 2]) as never, tf.ones([3, 3, 2, 4]) as never, 1, "valid")).dataSync()[0]!,
  );
  // 36 positions × 4 filters × 18 ones
  return { good: sum === 2592, detail: `convolution gives ${sum}, expected 2592` };
}

async function training(tf: TensorFlow): Promise<{ good: boolean; detail: string }> {
  const side = 16;
  const n = 32;
  const views = new Uint8Array(n * 2 * side * side * 2);
  const labels = Float32Array.from({ length: n }, (_, i) => i % 2);
  // Good masks lie on the bright half of the picture, bad ones on the dark half.
  for (let i = 0; i < n * 2 * side * side; i += 1) {
    const bag = Math.floor(i / (2 * side * side));
    const isLeft = i % side < side / 2;
    views[2 * i] = isLeft ? 220 : 40;
    views[2 * i + 1] = isLeft === (labels[bag] === 1) ? 255 : 0;
  }
  const data = { bag: { nCrops: 1, nWholes: 1 }, viewSide: side, views, labels };
  const losses: number[] = [];
  const weights = await trainJudge(
    tf,
    data,
    { seed: 1, epochs: 15, batchSize: 16, learningRate: 5e-3, weightDecay: 0, cropsPerStep: 1 },
    null,
    async ({ loss }) => {
      losses.push(loss);
      return "go-on";
    },
  );
  const logits = scoreBags(tf, { ...data, n }, weights);
  const nRight = logits.reduce((count, logit, i) => count + (logit > 0 === (labels[i] === 1) ? 1 : 0), 0);
  return {
    good: nRight === n,
    detail: `loss ${losses[0]!.toFixed(3)} → ${losses.at(-1)!.toFixed(3)}, ${nRight} of ${n} right`,
  };
}
