import { AppError } from "#contract/errors.ts";
import { errors } from "./de/errors.ts";
import { type Language, languageStore } from "./language.ts";

/**
 * A failure of the core in the language of the window. The core speaks English; elsewhere its words follow as the detail,
 * where they hold any (a path, a number).
 */
export function localiseError(error: unknown, language: Language = languageStore.getState().language): unknown {
  if (!(error instanceof AppError) || language === "en") return error;
  const { message, remedy, hasDetail } = errors[error.code];
  const detail = remedy === null ? `${error.message} ${error.remedy}`.trim() : error.message;
  const whole = hasDetail ? `${message} (${detail})` : message;
  return new AppError(error.code, whole, remedy ?? "", { cause: error });
}
