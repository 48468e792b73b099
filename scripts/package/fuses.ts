import { flipFuses, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from "@electron/fuses";

/** How every fuse of the delivered application stands (reliability E8). */
const WANTED = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: process.platform !== "linux",
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
} as const;

/**
 * Sets the fuses of an Electron, and reads them back.
 * @throws Error naming each fuse that does not stand as it was set
 */
export async function setFuses(executable: string): Promise<void> {
  const before = await getCurrentFuseWire(executable);
  // An older Electron, as the tests have it, knows fewer.
  const known = Object.entries(WANTED).filter(([fuse]) => stateOf(before, fuse) !== undefined);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: false,
    ...(Object.fromEntries(known) as Partial<Record<FuseV1Options, boolean>>),
  });
  const after = await getCurrentFuseWire(executable);
  const wrong = known.filter(([fuse, isOn]) => stateOf(after, fuse) !== (isOn ? FuseState.ENABLE : FuseState.DISABLE));
  if (wrong.length > 0)
    throw new Error(`Fuses that do not stand as set: ${wrong.map(([fuse]) => FuseV1Options[Number(fuse)]).join(", ")}`);
}

/** Fuses are numbers, which are text as keys of an object. */
function stateOf(wire: object, fuse: string): FuseState | undefined {
  return (wire as Record<string, FuseState | undefined>)[fuse];
}
