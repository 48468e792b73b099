import { app, type Session, type WebContents } from "electron";

/** Switches of Chromium that keep it from looking for anything outside; set before the application is ready. */
export function forbidNetwork(): void {
  const { commandLine } = app;
  for (const name of ["disable-background-networking", "disable-component-update", "disable-domain-reliability"])
    commandLine.appendSwitch(name);
  for (const name of ["no-proxy-server", "no-pings", "disable-sync"]) commandLine.appendSwitch(name);
  commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
  commandLine.appendSwitch("force-webrtc-ip-handling-policy", "disable_non_proxied_udp");
}

/** Schemes that a page of Winnow consists of. The debugger's own page is there while the application is developed. */
const OWN_SCHEMES = new Set(["winnow:", "blob:", "data:", "devtools:"]);

/** What the window's own pages may do beyond showing themselves: put text on the clipboard. */
const PERMISSIONS = new Set<string>(["clipboard-sanitized-write"]);

/** Denies a session everything that Winnow does not need: network, permissions, devices, spell-check dictionaries. */
export function lockSession(session: Session): void {
  session.webRequest.onBeforeRequest(({ url }, callback) =>
    callback({ cancel: !OWN_SCHEMES.has(new URL(url).protocol) }),
  );
  session.setPermissionRequestHandler((_contents, permission, callback) => callback(PERMISSIONS.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => PERMISSIONS.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on("will-download", (event) => event.preventDefault());
}

/** Denies every page, also those that should not be there, to lead elsewhere or to open another. */
export function lockContents(): void {
  app.on("web-contents-created", (_event, contents: WebContents) => {
    const deny = (event: { preventDefault(): void }): void => event.preventDefault();
    contents.on("will-navigate", deny);
    contents.on("will-redirect", deny);
    // Not in older Electrons, which then have no frames to navigate: the policy allows none.
    contents.on("will-frame-navigate" as "will-navigate", deny);
    contents.on("will-attach-webview", deny);
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
  });
}
