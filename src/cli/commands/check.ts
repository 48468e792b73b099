import type { Command } from "commander";
import { type CommonOptions, subcommand } from "../command.ts";
import { print, printJson } from "../output.ts";
import { withSession } from "../session.ts";
import { table } from "../text.ts";

export function verifyCommand(): Command {
  return subcommand<CommonOptions & { files: boolean }, [string]>(
    "verify",
    "check a project: integrity of the file, hashes, history",
    (command) => {
      command
        .argument("<project>", "the project file (.winnow)")
        .option("--no-files", "do not read the images and masks again");
    },
    async ({ json, files }, path) => {
      const answer = await withSession(null, ({ client, signal }) =>
        client.call("project.verify", { path, files }, { signal }),
      );
      if (json) printJson(answer);
      else print(table(answer.checks.map((check) => [check.good ? "good" : "BAD", check.what, check.detail])));
      return answer.good ? 0 : 1;
    },
  );
}

export function doctorCommand(): Command {
  return subcommand<CommonOptions, []>(
    "doctor",
    "TensorFlow, device, self-test, versions",
    () => undefined,
    async ({ json }) => {
      const answer = await withSession(null, ({ client, signal }) => client.call("engine.doctor", {}, { signal }));
      if (json) printJson(answer);
      else {
        const gigabytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GB`;
        const rows: [string, string][] = [
          ["Winnow", answer.winnow],
          ["Node", answer.node],
          ["TensorFlow", answer.tensorflow ?? "not there"],
          ["Backend", answer.backend ?? "none"],
          ["Device", answer.device ?? "none"],
          ["Memory", `${gigabytes(answer.memory.totalBytes)}, ${gigabytes(answer.memory.freeBytes)} free`],
          ["Cores", String(answer.cores)],
          ...answer.checks.map((check): [string, string] => [
            `Self-test: ${check.what}`,
            `${check.good ? "good" : "BAD"} (${check.detail})`,
          ]),
        ];
        print(table(rows));
      }
      return answer.good ? 0 : 1;
    },
  );
}
