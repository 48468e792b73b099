/** Progress and plain-word failures of the set-up. Everything goes to stderr: stdout belongs to the command that follows. */

/** A problem that the person at the keyboard can solve. `remedy` says how. */
export class SetupError extends Error {
  constructor(message, remedy) {
    super(message);
    this.name = "SetupError";
    this.remedy = remedy;
  }
}

export function say(text) {
  process.stderr.write(`[set-up] ${text}\n`);
}

/** Runs one step, and says how long it took when it took long enough to be noticed. */
export async function step(title, work) {
  say(`${title} …`);
  const startedAt = Date.now();
  const result = await work();
  const seconds = (Date.now() - startedAt) / 1000;
  if (seconds > 1) say(`${title}: done in ${seconds.toFixed(0)} s`);
  return result;
}
