/** What the inspector of Node answers to `Runtime.evaluate`. */
interface Answer {
  readonly error?: { readonly message: string };
  readonly result?: { readonly exceptionDetails?: { readonly text: string } };
}

/**
 * Runs a script in the main process of an Electron whose inspect fuse is on; `electron` is Electron's module there.
 * @param address where its inspector listens, as it prints it
 */
export async function runInMain(address: string, script: string): Promise<void> {
  const socket = new WebSocket(address);
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      const expression = `((electron) => { ${script} })(process.mainModule.require("electron"))`;
      socket.addEventListener("open", () =>
        socket.send(JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression, returnByValue: true } })),
      );
      socket.addEventListener("message", ({ data }) => resolve(JSON.parse(data as string) as Answer));
      socket.addEventListener("error", () => reject(new Error(`The main process cannot be inspected at ${address}.`)));
    });
    const problem = answer.error?.message ?? answer.result?.exceptionDetails?.text;
    if (problem) throw new Error(`In the main process: ${problem}`);
  } finally {
    socket.close();
  }
}
