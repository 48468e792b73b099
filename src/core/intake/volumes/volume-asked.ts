/**
 * What is said of a file that is left out until somebody chooses one of its volumes: that nobody has, or that it holds
 * another number of them than when one was chosen.
 */
export const VOLUME_ASKED = ["image-several-volumes", "image-volumes-changed"] as const;

/** @param code of a finding */
export function isVolumeAsked(code: string): boolean {
  return VOLUME_ASKED.some((asked) => asked === code);
}
