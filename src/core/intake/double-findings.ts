import type { Finding } from "#contract/findings.ts";
import type { ReadableProject } from "../project/project.ts";

/**
 * Images that are in the project twice, near copies that were taken for one subject, and masks that are those of another
 * image: what leaks from one side of a split to the other, and what a slip of copying looks like.
 * @returns of the files of one folder
 */
export function doubleFindings(project: ReadableProject, folderId: number): Finding[] {
  const folder = { folder: folderId };
  // The first case with each image; grouped once, for a lookup per case would walk through all of them.
  const firsts = `WITH firsts AS MATERIALIZED (
    SELECT image_sha256, min(id) AS first, count(*) AS n FROM cases WHERE retired_at IS NULL GROUP BY image_sha256)`;
  const twice = project.all<Pair>(
    `${firsts} SELECT file.path, owner.name AS other FROM firsts JOIN cases ON cases.image_sha256 = firsts.image_sha256
     JOIN cases AS owner ON owner.id = first JOIN file ON file.id = cases.file_id
     WHERE n > 1 AND cases.id <> first AND cases.retired_at IS NULL AND file.folder_id = :folder`,
    folder,
  );
  const alike = project.all<Pair>(
    `${firsts} SELECT file.path, cases.subject AS other FROM cases JOIN firsts ON firsts.first = cases.id
     JOIN file ON file.id = cases.file_id
     WHERE subject_origin = 'lookalike' AND file.folder_id = :folder`,
    folder,
  );
  // Masks of a few voxels are alike by chance; it takes some shape to be somebody else's.
  const borrowed = project.all<Pair>(
    `WITH shared AS MATERIALIZED (
       SELECT mask_sha256, min(case_id) AS first, max(case_id) AS last FROM candidate
       WHERE retired_at IS NULL AND n_voxels >= 200 GROUP BY mask_sha256 HAVING min(case_id) <> max(case_id))
     SELECT DISTINCT file.path, owner.name AS other FROM shared
     JOIN candidate ON candidate.mask_sha256 = shared.mask_sha256 AND candidate.retired_at IS NULL
     JOIN cases AS own ON own.id = candidate.case_id
     JOIN cases AS owner ON owner.id = iif(first = own.id, last, first)
     JOIN file ON file.id = candidate.file_id
     WHERE file.folder_id = :folder AND owner.image_sha256 <> own.image_sha256`,
    folder,
  );
  return [
    ...twice.map(({ path, other }) =>
      warning(
        path,
        "image-twice",
        `It is the same image as that of the case ${other}.`,
        "Take one of the two out of the folder, unless both are wanted. They count as one subject.",
      ),
    ),
    ...alike.map(({ path, other }) =>
      warning(
        path,
        "image-near-copy",
        `It looks almost the same as the image of the case ${other}.`,
        "Nothing to do: both count as one subject, and lie on one side of every split. If they are of different patients, say so in a table of subjects.",
      ),
    ),
    ...borrowed.map(({ path, other }) =>
      warning(
        path,
        "mask-of-another-case",
        `The same mask is that of the case ${other}, which has another image.`,
        "One of the two is probably a slip of copying. Look at both.",
      ),
    ),
  ];
}

interface Pair {
  readonly path: string;
  readonly other: string;
}

function warning(file: string, code: string, message: string, remedy: string): Finding {
  return { severity: "warning", code, file, message, remedy };
}
