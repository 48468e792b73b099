import type { Client } from "#contract/client.ts";
import { createCore } from "#core/core.ts";
import { connectDirect } from "#transport/direct.ts";

/**
 * Opens a project, made where there is none, has something done with it by the contract's commands, and closes it.
 * @param qualityNetwork file of a network that has not seen the data; the one that ships with Winnow where it is left out
 */
export async function withProject<T>(
  path: string,
  qualityNetwork: string | undefined,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const core = createCore(qualityNetwork === undefined ? {} : { qualityNetwork });
  const client = connectDirect(core.handlers, core.close);
  try {
    await client.call("project.open", { path, access: "write", create: true });
    return await work(client);
  } finally {
    await client.close();
  }
}
