import type { CommandName, Input, Output } from "#contract/commands.ts";
import { AppError } from "#contract/errors.ts";
import type { JobProgressed } from "#contract/events.ts";
import { coreStore, type JobName, type RunningJob } from "./core-store.ts";
import { core } from "./core-link.ts";

/** Which job a command is, as the status bar speaks of it. */
const jobOf: Partial<Record<CommandName, JobName>> = {
  "intake.add": "add",
  "doctor.apply": "mend",
  "volumes.choose": "volumes",
  "volumes.undo": "volumes",
  "propose.run": "propose",
  "judge.train": "train",
  "judge.apply": "judge",
  "release.write": "release",
  "release.report": "report",
  "review.exportLabels": "labels",
  "project.verify": "check",
  "engine.doctor": "check",
};

/**
 * Starts long work that the status bar shows and can cancel. Rejects with `cancelled` where the person stopped it; the
 * error of a job that failed also stays with the job (`useJob`) until it is started again.
 */
export async function startJob<N extends CommandName>(name: N, input: Input<N>): Promise<Output<N>> {
  const job = jobOf[name];
  if (!job) throw new Error(`${name} is no job`);
  if (coreStore.getState().jobs[job]?.isRunning) {
    throw new AppError("bad-request", "This is running already.", "Wait until it has ended, or cancel it.");
  }
  const controller = new AbortController();
  put(job, {
    job,
    progress: null,
    startedAt: Date.now(),
    subject: subjectOf(input),
    error: null,
    isRunning: true,
    cancel: () => controller.abort(),
  });
  try {
    const output = await core.call(name, input, { signal: controller.signal });
    change(job, { isRunning: false });
    return output;
  } catch (thrown) {
    const error = asAppError(thrown);
    change(job, { isRunning: false, error: error.code === "cancelled" ? null : error });
    throw error;
  }
}

/** Progress from the core finds its job by name; work that another shell started is not shown as ours. */
export function noteProgress(progress: JobProgressed): void {
  const job = progress.job as JobName;
  const running = coreStore.getState().jobs[job] ?? coreStore.getState().jobs[aliases[progress.job] ?? job];
  if (running?.isRunning) change(running.job, { progress });
}

const aliases: Readonly<Record<string, JobName>> = { verify: "check", doctor: "check", "export-labels": "labels" };

/** The person has seen why it failed. */
export function forgetJob(name: JobName): void {
  coreStore.setState(({ jobs }) => ({
    jobs: Object.fromEntries(Object.entries(jobs).filter(([job]) => job !== name)),
  }));
}

/** The core is gone, and with it whatever ran in it: what had a checkpoint can be started again from there. */
export function endJobs(): void {
  for (const job of Object.values(coreStore.getState().jobs)) {
    if (job.isRunning) change(job.job, { isRunning: false });
  }
}

export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { message } = thrown instanceof Error ? thrown : { message: String(thrown) };
  return new AppError("internal", message, "This is a fault in Winnow. Labels that were acknowledged are safe.");
}

function subjectOf(input: unknown): string {
  const fields = input as { folder?: unknown; to?: unknown; path?: unknown };
  const subject = fields.folder ?? fields.to ?? fields.path;
  return typeof subject === "string" ? subject : "";
}

function put(name: JobName, job: RunningJob): void {
  coreStore.setState(({ jobs }) => ({ jobs: { ...jobs, [name]: job } }));
}

function change(name: JobName, part: Partial<RunningJob>): void {
  const job = coreStore.getState().jobs[name];
  if (job) put(name, { ...job, ...part });
}
