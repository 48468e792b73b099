import { contextBridge, ipcRenderer, webUtils } from "electron";
import { CORE_PORT_MESSAGE, type ShellBridge } from "#contract/shell-bridge.ts";
import { channels } from "#contract/shell-channels.ts";

/** Paths of what was dropped last. The page itself cannot read them, nor make a drop that counts. */
let dropped: readonly string[] = [];

window.addEventListener(
  "drop",
  (event) => {
    if (event.isTrusted) dropped = [...(event.dataTransfer?.files ?? [])].map(pathOf).filter((path) => path !== "");
  },
  { capture: true },
);

/** Electron 32 and newer tell the path of a file through webUtils; before, the file itself has it. */
function pathOf(file: File): string {
  return webUtils ? webUtils.getPathForFile(file) : ((file as File & { path?: string }).path ?? "");
}

ipcRenderer.on(channels.corePort, (event) => {
  const [port] = event.ports;
  if (port) window.postMessage(CORE_PORT_MESSAGE, window.location.origin, [port]);
});

const bridge: ShellBridge = {
  kind: "electron",
  connect: () => ipcRenderer.send(channels.connect),
  chooseFolder: () => ipcRenderer.invoke(channels.chooseFolder) as Promise<string | null>,
  chooseProject: () => ipcRenderer.invoke(channels.chooseProject) as Promise<string | null>,
  chooseSave: (options) => ipcRenderer.invoke(channels.chooseSave, options) as Promise<string | null>,
  pathsOfDrop: () => {
    const paths = dropped;
    dropped = [];
    return ipcRenderer.invoke(channels.dropped, paths) as Promise<string[]>;
  },
  openPath: async (path) => void (await ipcRenderer.invoke(channels.openPath, path)),
  onMenu: (listener) => {
    const receive = (_event: unknown, action: string): void => listener(action);
    ipcRenderer.on(channels.action, receive);
    ipcRenderer.send(channels.ready);
    return () => void ipcRenderer.removeListener(channels.action, receive);
  },
};

contextBridge.exposeInMainWorld("winnowShell", bridge);
