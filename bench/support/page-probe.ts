/** What the page itself notes while it is measured; all times are in milliseconds of its own clock. */
export interface PageProbe {
  /** When the last click was made. */
  clickedAt: number;
  /** From the call of `review.mark` to the moment its answer has been dealt with. */
  readonly acknowledged: number[];
  /** From the key `1` to the frame in which the next tile stands painted with its focus. */
  readonly keys: number[];
  /** The browser's own account of the same keys, to the presented frame: in steps of 8, those from 16 on. */
  readonly presented: number[];
  /** When the first tile, and all tiles in view, stood painted. */
  untilTilesPainted(): Promise<{ first: number; all: number }>;
  /** Share of the tiles in view that are painted now. */
  paintedShare(): number;
  startFrames(): void;
  /** Times of the frames since `startFrames`. */
  stopFrames(): number[];
}

declare global {
  interface Window {
    probe: PageProbe;
  }
}

/** Runs in the page before anything of Winnow does; it must not refer to anything outside itself. */
export function installProbe(): void {
  const painted = new WeakSet<CanvasImageSource | OffscreenCanvas>();
  const pen = CanvasRenderingContext2D.prototype;
  const { drawImage, clearRect } = pen;
  pen.drawImage = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
    painted.add(this.canvas);
    return drawImage.apply(this, args as never);
  };
  pen.clearRect = function (...args) {
    painted.delete(this.canvas);
    return clearRect.apply(this, args);
  };

  /** A message sent within a frame is received after that frame has been painted. */
  const afterThisFrame = (then: () => void): void => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", then, { once: true });
    port1.start();
    port2.postMessage(null);
  };
  const grid = (): Element | null => document.querySelector("[role=grid]");
  const isPainted = (tile: Element): boolean => {
    const canvas = tile.querySelector("canvas");
    return canvas !== null && painted.has(canvas);
  };
  const tilesInView = (): Element[] => {
    const box = grid()?.getBoundingClientRect();
    if (!box) return [];
    return [...grid()!.querySelectorAll("[role=gridcell]")].filter((tile) => {
      const { top, bottom } = tile.getBoundingClientRect();
      return bottom > box.top && top < box.bottom;
    });
  };

  let frames: number[] | null = null;
  const probe: PageProbe = {
    clickedAt: 0,
    acknowledged: [],
    keys: [],
    presented: [],
    untilTilesPainted: () =>
      new Promise((resolve) => {
        let first = 0;
        const look = (): void => {
          const tiles = tilesInView();
          const n = tiles.filter(isPainted).length;
          if (n > 0 && first === 0) afterThisFrame(() => (first = performance.now()));
          if (n === 0 || n < tiles.length) requestAnimationFrame(look);
          else afterThisFrame(() => resolve({ first, all: performance.now() }));
        };
        requestAnimationFrame(look);
      }),
    paintedShare: () => {
      const tiles = tilesInView();
      return tiles.filter(isPainted).length / Math.max(1, tiles.length);
    },
    startFrames: () => {
      const mine: number[] = [];
      frames = mine;
      const note = (time: number): void => {
        mine.push(time);
        if (frames === mine) requestAnimationFrame(note);
      };
      requestAnimationFrame(note);
    },
    stopFrames: () => {
      const noted = frames ?? [];
      frames = null;
      return noted;
    },
  };
  window.probe = probe;

  window.addEventListener("click", (event) => (probe.clickedAt = event.timeStamp), true);
  window.addEventListener(
    "keydown",
    (event) => {
      const before = grid()?.getAttribute("aria-activedescendant");
      if (event.key !== "1" || !before) return;
      const pressed = performance.mark("key", { startTime: event.timeStamp });
      const look = (): void => {
        const id = grid()?.getAttribute("aria-activedescendant");
        const tile = id && id !== before ? document.getElementById(id) : null;
        const isThere = tile?.dataset["focused"] !== undefined && isPainted(tile) && tilesInView().includes(tile);
        if (!isThere) requestAnimationFrame(look);
        else
          afterThisFrame(() => {
            const { startTime } = performance.mark("next tile painted");
            probe.keys.push(startTime - pressed.startTime);
          });
      };
      requestAnimationFrame(look);
    },
    true,
  );
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === "keydown") probe.presented.push(entry.duration);
  }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);

  const { send } = WebSocket.prototype;
  const asked = new Map<number, number>();
  const heard = new WeakSet<WebSocket>();
  WebSocket.prototype.send = function (data) {
    const [, id] = /^\{"kind":"call","id":(\d+),"name":"review\.mark"/.exec(typeof data === "string" ? data : "") ?? [];
    if (id) asked.set(Number(id), performance.now());
    // After the listeners of the window, which are there before it sends anything.
    if (!heard.has(this))
      this.addEventListener("message", (event: MessageEvent<string>) => {
        const [, answered] = /^\{"kind":"\w+","id":(\d+)/.exec(event.data.slice(0, 60)) ?? [];
        const at = asked.get(Number(answered));
        if (at === undefined) return;
        asked.delete(Number(answered));
        probe.acknowledged.push(performance.now() - at);
      });
    heard.add(this);
    send.call(this, data);
  };
}
