import type { explanation as english } from "../en/explanation.ts";
import { format } from "../format.ts";

const share = (value: number): string => format.percent(value, 0);

export const explanation: typeof english = {
  against: (remarks) => `Dagegen: ${remarks.join("; ")}.`,
  inFavour: (remarks) => `Dafür: ${remarks.join("; ")}.`,
  nothingStandsOut: "Neben angenommenen Masken fällt an dieser nichts auf.",
  shares: (surplus, missed) => {
    const parts = [
      surplus === null ? "" : `${share(surplus)} davon sind wahrscheinlich zu viel`,
      missed === null ? "" : `${share(missed)} des Objekts fehlen wahrscheinlich`,
    ].filter(Boolean);
    return parts.length === 0 ? "" : `${parts.join(", ")}.`;
  },
  sharesLoading: "Sucht, wo sie falsch ist",
  stranger: "Anders als alles bisher Markierte: ein Mensch entscheidet, gleich wie die Bewertung ausfällt.",
  loading: "Es wird gesucht, was dafür und dagegen spricht",
  showAll: "Alle Merkmale zeigen",
  hideAll: "Merkmale verbergen",
  caption: "Was für und gegen diese Maske spricht",
  signal: "Merkmal",
  weight: "Dagegen, dafür",
  weightLabel: (weight) => {
    const size = format.number(Math.abs(weight), 1);
    if (Math.abs(weight) < 0.05) return "spricht weder dagegen noch dafür";
    return weight < 0 ? `spricht dagegen, Gewicht ${size}` : `spricht dafür, Gewicht ${size}`;
  },
  groups: {
    size: "Größe",
    position: "Lage",
    shape: "Form",
    pieces: "Stücke",
    brightness: "Helligkeit",
    edge: "Rand",
    others: "Andere Masken des Falls",
    quality: "Qualitätsnetz",
    segmenter: "Aus allen Masken gelernt",
  },
  phrases: {
    size: {
      topic: "ihre Größe",
      "far-below": "weit kleiner als angenommene Masken",
      below: "kleiner als angenommene Masken",
      usual: "Größe wie bei angenommenen Masken",
      above: "größer als angenommene Masken",
      "far-above": "weit größer als angenommene Masken",
    },
    position: {
      topic: "ihre Lage",
      "far-below": "sie liegt weit ab von angenommenen Masken",
      below: "sie liegt anderswo als angenommene Masken",
      usual: "liegt, wo angenommene Masken liegen",
      above: "sie liegt anderswo als angenommene Masken",
      "far-above": "sie liegt weit ab von angenommenen Masken",
    },
    border: {
      topic: "wie sie den Bildrand berührt",
      "far-below": "sie berührt den Bildrand weit weniger als angenommene Masken",
      below: "sie berührt den Bildrand weniger als angenommene Masken",
      usual: "sie berührt den Bildrand wie angenommene Masken",
      above: "sie berührt den Bildrand mehr als angenommene Masken",
      "far-above": "sie berührt den Bildrand weit mehr als angenommene Masken",
    },
    shape: {
      topic: "ihre Form",
      "far-below": "Form ganz anders als bei angenommenen Masken",
      below: "Form anders als bei angenommenen Masken",
      usual: "Form wie bei angenommenen Masken",
      above: "Form anders als bei angenommenen Masken",
      "far-above": "Form ganz anders als bei angenommenen Masken",
    },
    outline: {
      topic: "ihr Umriss",
      "far-below": "Umriss weit glatter als bei angenommenen Masken",
      below: "Umriss glatter als bei angenommenen Masken",
      usual: "Umriss wie bei angenommenen Masken",
      above: "Umriss rauer als bei angenommenen Masken",
      "far-above": "Umriss weit rauer als bei angenommenen Masken",
    },
    pieces: {
      topic: "die Zahl ihrer Stücke",
      "far-below": "in weit weniger Stücken als angenommene Masken",
      below: "in weniger Stücken als angenommene Masken",
      usual: "so viele Stücke wie bei angenommenen Masken",
      above: "in mehr Stücken als angenommene Masken",
      "far-above": "in weit mehr Stücken als angenommene Masken",
    },
    holes: {
      topic: "ihre Löcher",
      "far-below": "weit weniger Löcher als bei angenommenen Masken",
      below: "weniger Löcher als bei angenommenen Masken",
      usual: "Löcher wie bei angenommenen Masken",
      above: "mehr Löcher als bei angenommenen Masken",
      "far-above": "weit mehr Löcher als bei angenommenen Masken",
    },
    greys: {
      topic: "ihre Helligkeit",
      "far-below": "Helligkeit ganz anders als bei angenommenen Masken",
      below: "Helligkeit anders als bei angenommenen Masken",
      usual: "Helligkeit wie bei angenommenen Masken",
      above: "Helligkeit anders als bei angenommenen Masken",
      "far-above": "Helligkeit ganz anders als bei angenommenen Masken",
    },
    inside: {
      topic: "ihre Helligkeit",
      "far-below": "innen weit dunkler als angenommene Masken",
      below: "innen dunkler als angenommene Masken",
      usual: "innen so hell wie angenommene Masken",
      above: "innen heller als angenommene Masken",
      "far-above": "innen weit heller als angenommene Masken",
    },
    contrast: {
      topic: "ihr Kontrast zur Umgebung",
      "far-below": "Kontrast zur Umgebung weit unter dem angenommener Masken",
      below: "Kontrast zur Umgebung unter dem angenommener Masken",
      usual: "Kontrast zur Umgebung wie bei angenommenen Masken",
      above: "Kontrast zur Umgebung über dem angenommener Masken",
      "far-above": "Kontrast zur Umgebung weit über dem angenommener Masken",
    },
    edge: {
      topic: "ihr Rand",
      "far-below": "Randkontrast weit unter dem angenommener Masken",
      below: "Randkontrast unter dem angenommener Masken",
      usual: "Randkontrast wie bei angenommenen Masken",
      above: "Randkontrast über dem angenommener Masken",
      "far-above": "Randkontrast weit über dem angenommener Masken",
    },
    others: {
      topic: "wie sie neben den anderen Masken des Falls liegt",
      "far-below": "die anderen Masken des Falls weichen stark ab",
      below: "die anderen Masken des Falls weichen ab",
      usual: "die anderen Masken des Falls stimmen überein",
      above: "die anderen Masken des Falls stimmen gut überein",
      "far-above": "die anderen Masken des Falls stimmen sehr gut überein",
    },
    quality: {
      topic: "was das Qualitätsnetz von ihr hält",
      "far-below": "das Qualitätsnetz erwartet eine sehr geringe Überlappung",
      below: "das Qualitätsnetz erwartet eine geringe Überlappung",
      usual: "das Qualitätsnetz erwartet die übliche Überlappung",
      above: "das Qualitätsnetz erwartet eine hohe Überlappung",
      "far-above": "das Qualitätsnetz erwartet eine sehr hohe Überlappung",
    },
    segmenter: {
      topic: "was aus allen Masken gelernt wurde",
      "far-below": "was aus allen Masken gelernt wurde, weicht stark ab",
      below: "was aus allen Masken gelernt wurde, weicht ab",
      usual: "was aus allen Masken gelernt wurde, stimmt überein",
      above: "was aus allen Masken gelernt wurde, stimmt gut überein",
      "far-above": "was aus allen Masken gelernt wurde, stimmt sehr gut überein",
    },
  },
};
