import { useEffect, useId, useRef } from "react";
import { create } from "zustand";
import { preferencesStore } from "./preferences.ts";

/** Something that can be done now: what palette, menus, key help and tooltips read. */
export interface Action {
  readonly id: string;
  readonly title: string;
  /** As it is written in the interface: "1", "Ctrl+Z", "Shift+C", "ArrowLeft". */
  readonly key?: string;
  /** Further keys, known to people who come from other tools; not shown where there is little room. */
  readonly otherKeys?: readonly string[];
  readonly group: string;
  readonly isEnabled?: boolean;
  /** Not in the palette: moving about, which makes no sense from there. */
  readonly isHidden?: boolean;
  run(): void;
}

/** Later registrations win: a dialog or the focus view over the grid below it. */
export const actionRegistry = create<{ layers: readonly { id: string; actions: readonly Action[] }[] }>(() => ({
  layers: [],
}));

/** Every action that was registered since the window was opened: keys of other screens are taken too. */
const everSeen = new Map<string, Action>();

/** Registers actions while the component is mounted. `run` is always the one of the latest rendering. */
export function useActions(actions: readonly Action[]): void {
  const id = useId();
  const latest = useRef(actions);
  latest.current = actions;
  const shape = actions
    .map((action) =>
      [action.id, action.title, action.key, action.otherKeys, action.group, action.isEnabled].join("\u0000"),
    )
    .join("\u0001");
  useEffect(() => {
    const layer = {
      id,
      actions: latest.current.map((action, index) => ({ ...action, run: () => latest.current[index]?.run() })),
    };
    for (const action of layer.actions) everSeen.set(action.id, action);
    actionRegistry.setState(({ layers }) =>
      layers.some((other) => other.id === id)
        ? { layers: layers.map((other) => (other.id === id ? layer : other)) }
        : { layers: [...layers, layer] },
    );
  }, [id, shape]);
  useEffect(
    () => () => actionRegistry.setState(({ layers }) => ({ layers: layers.filter((layer) => layer.id !== id) })),
    [id],
  );
}

/** The key of an action as this person has it. */
export function keyOf(action: Action): string | undefined {
  return preferencesStore.getState().keys[action.id] ?? action.key;
}

/** The action that a chord means now: the one registered last, among those that can be done. */
export function actionFor(chord: string): Action | null {
  const own = preferencesStore.getState().keys;
  for (const { actions } of actionRegistry.getState().layers.toReversed()) {
    const found = actions.find(
      (action) =>
        action.isEnabled !== false &&
        ((own[action.id] ?? action.key) === chord || (!own[action.id] && action.otherKeys?.includes(chord))),
    );
    if (found) return found;
  }
  return null;
}

/** The other action that has this key, on any screen that was shown. */
export function ownerOfKey(chord: string, except: Action): Action | undefined {
  return [...everSeen.values()].find(
    (other) => other.id !== except.id && (keyOf(other) === chord || (other.otherKeys?.includes(chord) ?? false)),
  );
}

/** All that can be done now, each once. */
export function useAllActions(): Action[] {
  const layers = actionRegistry((state) => state.layers);
  const byId = new Map<string, Action>();
  for (const { actions } of layers) for (const action of actions) byId.set(action.id, action);
  return [...byId.values()];
}

/** Looks up the key of an action by its id, for the places where it can be clicked. */
export function useKeyOf(): (id: string, otherwise: string) => string {
  const keys = preferencesStore((state) => state.keys);
  return (id, otherwise) => keys[id] ?? otherwise;
}
