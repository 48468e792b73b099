import type { ReadableProject, WritableProject } from "../project.ts";

/**
 * The class of that name, made where there is none. Call inside a transaction.
 * @param value of the class in label maps; a name that is a number stands for itself
 */
export function classId(project: WritableProject, name: string, value: number): number {
  const known = project.get<{ id: number }>("SELECT id FROM class WHERE name = ?", name);
  if (known) return known.id;
  return project.run("INSERT INTO class (name, value) VALUES (?, ?)", name, /^\d+$/.test(name) ? Number(name) : value)
    .lastInsertRowid;
}

/** A value in label maps that no class has yet. */
export function nextClassValue(project: ReadableProject): number {
  return 1 + project.get<{ most: number }>("SELECT coalesce(max(value), 0) AS most FROM class")!.most;
}

/** Classes that masks in use have, by their values. */
export function classesInUse(project: ReadableProject): { id: number; name: string; value: number }[] {
  return project.all(
    "SELECT DISTINCT class.id, class.name, class.value FROM class JOIN candidate ON candidate.class_id = class.id WHERE candidate.retired_at IS NULL ORDER BY class.value, class.name",
  );
}
