import type { ReadableProject } from "../project.ts";

/** The name for a candidate, or that with the first number behind it that is free. */
export function freeName(project: ReadableProject, wanted: string): string {
  let name = wanted;
  for (let again = 2; project.get("SELECT 1 FROM candidate WHERE name = ?", name); again += 1)
    name = `${wanted}~${again}`;
  return name;
}
