import { create } from "zustand";
import type { Input } from "#contract/commands.ts";

export type Route =
  | { screen: "start" }
  | { screen: "data"; code?: string }
  | { screen: "propose" }
  /** `code`: what was noticed of the masks that are shown first. */
  | { screen: "mend"; code?: string }
  | { screen: "volumes" }
  | { screen: "review"; filter?: Partial<Input<"review.snapshot">>; focus?: number }
  | { screen: "judge" }
  | { screen: "release" };

export const routeStore = create<{ route: Route }>(() => ({ route: { screen: "start" } }));

export function goTo(route: Route): void {
  routeStore.setState({ route });
}

export function useRoute(): [Route, (route: Route) => void] {
  return [routeStore((state) => state.route), goTo];
}
