import { agreementNames } from "#domain/signals/agreement.ts";
import { featureNames } from "#domain/signals/mask-features.ts";
import type { CombinerColumns } from "#domain/learning/combiner.ts";
import { qualityNames } from "#domain/signals/quality-agreement.ts";
import { LEADING_SELF, selfNames } from "#domain/signals/self-agreement.ts";

/** Signals that readers measure, in their order: no network is needed. */
export const measuredColumns: readonly string[] = [...featureNames, ...agreementNames];
/** What the shipped quality network says, and the opinion that is formed before the first label. */
const shippedColumns = qualityNames.map((name) => `shipped-${name}`);
/** All that is known of a mask before networks are taught on the project: measured, shipped, first opinion. */
export const plainColumns: readonly string[] = [...measuredColumns, ...shippedColumns, "first-opinion"];
/** What networks say that were taught on the project's own masks. */
const taughtColumns = [...selfNames, ...qualityNames.map((name) => `quality-${name}`), "networks-overlap"];
export const allColumns: readonly string[] = [...plainColumns, ...taughtColumns];

/** Dice with what most of the other masks of the case hold, and with what they hold when weighed by how they agree. */
export const VOTE = measuredColumns.indexOf("vote-dice");
export const CONSENSUS = measuredColumns.indexOf("consensus-dice");
export const OTHERS = measuredColumns.indexOf("others");
export const SHIPPED_DICE = measuredColumns.length;
/** The column that is trusted most where labels are few: before networks are taught, and after. */
export const FIRST_OPINION = plainColumns.length - 1;
export const NETWORKS_OVERLAP = allColumns.length - 1;
/** Of the taught columns: the overlap with what the segmenter makes of the image, and the predicted Dice. */
export const SELF_OVERLAP = plainColumns.length + LEADING_SELF;
export const QUALITY_DICE = plainColumns.length + selfNames.length;
/**
 * What the combiner goes by before networks are taught on the project, and after. Labels say nothing of what the shipped
 * network says: it counts through the first opinion, as far as it is trusted.
 */
const measured = measuredColumns.map((_, column) => column);
export const plainCombination: CombinerColumns = { leading: FIRST_OPINION, weighed: [...measured, FIRST_OPINION] };
export const fullCombination: CombinerColumns = {
  leading: NETWORKS_OVERLAP,
  beside: [SELF_OVERLAP, QUALITY_DICE],
  weighed: [...measured, ...allColumns.map((_, column) => column).slice(plainColumns.length)],
};
