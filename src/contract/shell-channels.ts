/** Names of the messages between the window's preload and the main process. */
export const channels = {
  connect: "winnow:connect",
  corePort: "winnow:core-port",
  ready: "winnow:ready",
  action: "winnow:action",
  chooseFolder: "winnow:choose-folder",
  chooseProject: "winnow:choose-project",
  chooseSave: "winnow:choose-save",
  dropped: "winnow:dropped",
  openPath: "winnow:open-path",
} as const;
