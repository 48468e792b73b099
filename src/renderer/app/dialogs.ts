import { create } from "zustand";

/** The dialogs of the window itself; at most one is open. */
export type DialogName = "palette" | "help" | "settings";

export const dialogStore = create<{ open: DialogName | null }>(() => ({ open: null }));

export function openDialog(open: DialogName): void {
  dialogStore.setState({ open });
}

export function closeDialog(): void {
  dialogStore.setState({ open: null });
}
