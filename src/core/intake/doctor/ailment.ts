import type { AilingMask } from "#contract/commands/doctor.ts";
import type { Finding } from "#contract/findings.ts";
import type { GridDiagnosis, ValuesDiagnosis } from "#contract/remedies.ts";
import type { MaskLabel } from "../inspect-mask.ts";

/** A mask file that something can be done about. */
export interface Ailment extends AilingMask {
  readonly folderId: number;
  readonly source: string;
  readonly sha256: string;
  readonly imageFileId: number;
  readonly imageSha256: string;
  readonly isRefused: boolean;
  readonly code: string;
  readonly severity: Finding["severity"];
  readonly labels: readonly MaskLabel[];
  readonly grid: GridDiagnosis | null;
  readonly values: ValuesDiagnosis | null;
}
