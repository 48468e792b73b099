import { AppError, exitCodeOf, toWireError } from "#contract/errors.ts";
import type { Finding } from "#contract/findings.ts";

/** Data go to stdout; nothing else does. */
export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Findings, errors first, at most `limit` of them; the rest is counted. */
export function describeFindings(findings: readonly Finding[], limit = 20): string {
  const sorted = findings.toSorted((a, b) => (a.severity === b.severity ? 0 : a.severity === "error" ? -1 : 1));
  const lines = sorted
    .slice(0, limit)
    .map(
      (finding) =>
        `${finding.severity === "error" ? "left out" : "warning"}  ${finding.file}\n    ${finding.message} ${finding.remedy}  [${finding.code}]`,
    );
  if (findings.length > limit) lines.push(`and ${findings.length - limit} more (--json lists all)`);
  return lines.join("\n");
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}

/** Says what went wrong, on stderr or as the one JSON document, and gives the exit code. */
export function reportFailure(error: unknown, asJson: boolean): number {
  const wire = toWireError(error);
  if (asJson) printJson({ error: { code: wire.code, message: wire.message, remedy: wire.remedy } });
  process.stderr.write(`${wire.message}\n${wire.remedy}\n`);
  // A bug is worth its stack; an expected failure is not.
  if (!(error instanceof AppError) && error instanceof Error && wire.code === "internal")
    process.stderr.write(`${error.stack}\n`);
  return exitCodeOf[wire.code];
}
