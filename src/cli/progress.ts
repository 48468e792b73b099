import type { Client } from "#contract/client.ts";
import type { JobProgressed } from "#contract/events.ts";

/** Shows progress on stderr: one line that is written over in a terminal, a line every few seconds elsewhere. */
export function showProgress(client: Client): () => void {
  const isTerminal = process.stderr.isTTY;
  let lastPhase = "";
  let lastAt = 0;
  let isOpen = false;
  const stop = client.on("job.progressed", (event) => {
    const isNewPhase = event.phase !== lastPhase;
    const isLast = event.total !== null && event.done >= event.total;
    if (!isTerminal && !isNewPhase && Date.now() - lastAt < 5000) return;
    if (isTerminal && isNewPhase && isOpen) process.stderr.write("\n");
    lastPhase = event.phase;
    lastAt = Date.now();
    if (!isTerminal && isNewPhase && event.total === event.done) return;
    process.stderr.write(
      isTerminal ? `\r\u001b[2K${progressText(event)}${isLast ? "\n" : ""}` : `${progressText(event)}\n`,
    );
    isOpen = !isLast;
  });
  return () => {
    stop();
    if (isTerminal && isOpen) process.stderr.write("\n");
  };
}

/** "Reading masks: 120 of 520 files, about 4 s left, loss 0.412" */
export function progressText({ phase, done, total, unit, secondsLeft, metrics }: JobProgressed): string {
  const count =
    total === null
      ? `${done.toLocaleString("en")} ${unit}`
      : `${done.toLocaleString("en")} of ${total.toLocaleString("en")} ${unit}`;
  const left = secondsLeft === null ? "" : `, about ${duration(secondsLeft)} left`;
  const { loss, leftOut = 0 } = metrics ?? {};
  const problems = leftOut === 0 ? "" : `, ${leftOut.toLocaleString("en")} left out so far`;
  return `${phase}: ${count}${problems}${left}${loss === undefined ? "" : `, loss ${loss.toFixed(3)}`}`;
}

/** "12 s", "1 min 20 s", "2 h 5 min" */
export function duration(seconds: number): string {
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.round((s % 3600) / 60)} min`;
}
