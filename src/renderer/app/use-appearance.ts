import { useEffect, useLayoutEffect } from "react";
import { coreStore } from "../client/core-store.ts";
import { languageStore, resolveLanguage } from "../i18n/language.ts";
import { preferencesStore } from "./preferences.ts";

/** Keeps theme, dimming and language of the page in step with the person's preferences and the system. */
export function useAppearance(): void {
  const generation = coreStore((state) => state.generation);
  const projectName = coreStore((state) => state.project?.name ?? null);
  // Read once for each connection: from then on the window itself knows best what the person wants.
  useLayoutEffect(() => {
    const loaded = coreStore.getState().app?.preferences;
    if (loaded) preferencesStore.setState(loaded);
  }, [generation]);
  useEffect(() => {
    document.title = projectName === null ? "Winnow" : `${projectName} – Winnow`;
  }, [projectName]);
  const { theme, isDimmed, language } = preferencesStore();
  useEffect(() => {
    const system = window.matchMedia("(prefers-color-scheme: light)");
    const apply = (): void => {
      const isLight = theme === "light" || (theme === "system" && system.matches);
      document.documentElement.dataset["theme"] = isLight ? "light" : "dark";
    };
    apply();
    system.addEventListener("change", apply);
    return () => system.removeEventListener("change", apply);
  }, [theme]);
  useEffect(() => {
    document.documentElement.toggleAttribute("data-dim", isDimmed);
  }, [isDimmed]);
  useEffect(() => {
    const spoken = resolveLanguage(language, navigator.languages);
    languageStore.setState({ language: spoken });
    document.documentElement.lang = spoken;
  }, [language]);
}
