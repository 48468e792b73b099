import { agreementNames } from "#domain/signals/agreement.ts";
import { featureNames } from "#domain/signals/mask-features.ts";
import { LEADING_SELF, selfNames } from "#domain/signals/self-agreement.ts";

/** Signals that need no network, in the order in which readers measure them. */
export const plainColumns: readonly string[] = [...featureNames, ...agreementNames];
/** The same, and the agreement with the segmenters. */
export const allColumns: readonly string[] = [...plainColumns, ...selfNames];
/** The column that is trusted most where labels are few. */
export const LEADING = plainColumns.length + LEADING_SELF;
