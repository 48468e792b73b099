import { app } from "electron";

const en = {
  file: "File",
  openProject: "Open project…",
  addFolder: "Add a folder…",
  openRecent: "Open recent",
  noRecents: "None yet",
  saveCopy: "Save a copy…",
  closeProject: "Close project",
  quit: "Quit",
  edit: "Edit",
  undo: "Undo",
  redo: "Redo",
  view: "View",
  data: "Data",
  review: "Review",
  judge: "Judge",
  release: "Release",
  commands: "Commands…",
  dim: "Dim",
  help: "Help",
  keys: "Keys",
  about: "About Winnow",
  aboutText: (version: string): string =>
    `Winnow ${version}\n\nResearch use only. Not for diagnosis.\nNothing leaves this computer.`,
  chooseFolder: "Choose a folder of images and masks",
  chooseProject: "Open a project",
  choose: "Choose",
  open: "Open",
  save: "Save",
  projects: "Winnow projects",
  reports: "Reports",
  tables: "Tables",
  windowStopped: "The window stopped.",
  windowHangs: "The window does not answer.",
  labelsSafe: "All acknowledged labels are on disk.",
  reload: "Reload the window",
  wait: "Wait",
};

type Texts = typeof en;

const de: Texts = {
  file: "Datei",
  openProject: "Projekt öffnen …",
  addFolder: "Ordner hinzufügen …",
  openRecent: "Zuletzt geöffnet",
  noRecents: "Noch keine",
  saveCopy: "Kopie speichern …",
  closeProject: "Projekt schließen",
  quit: "Beenden",
  edit: "Bearbeiten",
  undo: "Rückgängig",
  redo: "Wiederholen",
  view: "Ansicht",
  data: "Daten",
  review: "Prüfen",
  judge: "Gutachter",
  release: "Ausgabe",
  commands: "Befehle …",
  dim: "Abdunkeln",
  help: "Hilfe",
  keys: "Tasten",
  about: "Über Winnow",
  aboutText: (version) =>
    `Winnow ${version}\n\nNur für die Forschung. Nicht für die Diagnose.\nNichts verlässt diesen Computer.`,
  chooseFolder: "Ordner mit Bildern und Masken wählen",
  chooseProject: "Projekt öffnen",
  choose: "Wählen",
  open: "Öffnen",
  save: "Speichern",
  projects: "Winnow-Projekte",
  reports: "Berichte",
  tables: "Tabellen",
  windowStopped: "Das Fenster wurde beendet.",
  windowHangs: "Das Fenster antwortet nicht.",
  labelsSafe: "Alle bestätigten Bewertungen sind gespeichert.",
  reload: "Fenster neu laden",
  wait: "Warten",
};

let language: "system" | "en" | "de" = "system";

/** The language that the person has set in the window; by default the system's. Returns whether it has changed. */
export function setLanguage(chosen: "system" | "en" | "de"): boolean {
  const hasChanged = chosen !== language;
  language = chosen;
  return hasChanged;
}

/** Texts of what the window itself does not draw: menus, dialogs. */
export function texts(): Texts {
  const chosen = language === "system" ? app.getLocale() : language;
  return chosen.startsWith("de") ? de : en;
}
