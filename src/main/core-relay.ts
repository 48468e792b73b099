import { ipcMain, MessageChannelMain } from "electron";
import type { CommandName, Output } from "#contract/commands.ts";
import { channels } from "#contract/shell-channels.ts";
import { mainPort } from "#transport/message-port.ts";
import { serve } from "#transport/serve.ts";
import type { Service } from "#transport/service.ts";
import type { Grants } from "./grants.ts";
import { isTrusted } from "./trusted-sender.ts";

/** What the shell learns from the core's answers on their way to the window. */
export interface Learned {
  preferences(preferences: Output<"app.state">["preferences"]): void;
  recents(paths: readonly string[]): void;
  opened(path: string): void;
}

/** Gives every window that asks a channel to the core, on which it may name granted paths alone. */
export function relayCore(core: Service, grants: Grants, learned: Learned): void {
  ipcMain.on(channels.connect, (event) => {
    if (!isTrusted(event)) return;
    const { port1, port2 } = new MessageChannelMain();
    serve(mainPort(port1), core, {
      isPathGranted: (path, command) => grants.mayName(path, command),
      onOutput: (name, output) => {
        learn(name, output);
        return output;
      },
    });
    event.sender.postMessage(channels.corePort, null, [port2]);
  });

  function learn(name: CommandName, output: unknown): void {
    if (name === "app.state") {
      const { recents, sample, homeFolder, preferences } = output as Output<"app.state">;
      const paths = recents.map(({ path }) => path);
      for (const path of paths) grants.add(path);
      if (sample) for (const path of [sample.folder, sample.project]) grants.add(path);
      grants.addProposals(homeFolder);
      learned.recents(paths);
      learned.preferences(preferences);
    } else if (name === "app.setPreferences") {
      learned.preferences(output as Output<"app.setPreferences">);
    } else if (name === "project.open") {
      const { path } = output as Output<"project.open">;
      grants.add(path);
      learned.opened(path);
    }
  }
}
