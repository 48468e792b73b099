import type { WritableProject } from "../project.ts";

/**
 * What is known of every class in every case (design, rule 10): `annotated` where a candidate shows it; `absent` where a
 * source of masks that draws the class elsewhere drew this case without it; `not-annotated` otherwise. What a person
 * said is never overwritten. A mask that Winnow made says nothing about what it does not show.
 */
export function derivePresence(project: WritableProject): void {
  project.run("DELETE FROM presence WHERE origin <> 'person'");
  project.run(`
    INSERT OR IGNORE INTO presence (case_id, class_id, state, origin)
    SELECT DISTINCT case_id, class_id, 'annotated', 'candidate' FROM candidate WHERE retired_at IS NULL`);
  project.run(`
    INSERT OR IGNORE INTO presence (case_id, class_id, state, origin)
    SELECT DISTINCT here.case_id, drawn.class_id, 'absent', 'source:' || here.source
    FROM candidate AS here
    JOIN (SELECT DISTINCT source, class_id FROM candidate WHERE retired_at IS NULL AND file_id IS NOT NULL) AS drawn ON drawn.source = here.source
    WHERE here.retired_at IS NULL AND here.file_id IS NOT NULL`);
  project.run(`
    INSERT OR IGNORE INTO presence (case_id, class_id, state, origin)
    SELECT cases.id, class.id, 'not-annotated', 'default' FROM cases CROSS JOIN class WHERE cases.retired_at IS NULL`);
}
