import { format } from "../format.ts";

const share = (value: number): string => format.percent(value, 0);

export const explanation = {
  against: (remarks: readonly string[]): string => `Against: ${remarks.join("; ")}.`,
  inFavour: (remarks: readonly string[]): string => `For: ${remarks.join("; ")}.`,
  nothingStandsOut: "Nothing about this mask stands out beside accepted masks.",
  /** How much is thought to be wrong; what is not known is left out. */
  shares: (surplus: number | null, missed: number | null): string => {
    const parts = [
      surplus === null ? "" : `${share(surplus)} of it is probably too much`,
      missed === null ? "" : `${share(missed)} of the object is probably missed`,
    ].filter(Boolean);
    return parts.length === 0 ? "" : `${parts.join(", ")}.`;
  },
  sharesLoading: "Looking where it is wrong",
  stranger: "Unlike anything labelled so far: a person decides, whatever the score.",
  loading: "Looking for what speaks for and against it",
  showAll: "Show all signals",
  hideAll: "Hide all signals",
  caption: "What speaks for and against this mask",
  signal: "Signal",
  weight: "Against, for",
  weightLabel: (weight: number): string => {
    const size = format.number(Math.abs(weight), 1);
    if (Math.abs(weight) < 0.05) return "speaks neither against nor for it";
    return weight < 0 ? `speaks against it, weight ${size}` : `speaks for it, weight ${size}`;
  },
  groups: {
    size: "Size",
    position: "Position",
    shape: "Shape",
    pieces: "Pieces",
    brightness: "Brightness",
    edge: "Edge",
    others: "Other masks of the case",
    quality: "Quality network",
    segmenter: "Learned from all masks",
  },
  /** Of each aspect: what is spoken of, where no more can be said; and where it lies beside accepted masks. */
  phrases: {
    size: {
      topic: "its size",
      "far-below": "far smaller than accepted masks",
      below: "smaller than accepted masks",
      usual: "size as in accepted masks",
      above: "larger than accepted masks",
      "far-above": "far larger than accepted masks",
    },
    position: {
      topic: "its position",
      "far-below": "it lies far from where accepted masks lie",
      below: "it lies elsewhere than accepted masks",
      usual: "it lies where accepted masks lie",
      above: "it lies elsewhere than accepted masks",
      "far-above": "it lies far from where accepted masks lie",
    },
    border: {
      topic: "how it meets the border of the image",
      "far-below": "it touches the border of the image far less than accepted masks",
      below: "it touches the border of the image less than accepted masks",
      usual: "it touches the border of the image as accepted masks do",
      above: "it touches the border of the image more than accepted masks",
      "far-above": "it touches the border of the image far more than accepted masks",
    },
    shape: {
      topic: "its shape",
      "far-below": "shape very unlike accepted masks",
      below: "shape unlike accepted masks",
      usual: "shape as in accepted masks",
      above: "shape unlike accepted masks",
      "far-above": "shape very unlike accepted masks",
    },
    outline: {
      topic: "its outline",
      "far-below": "outline far smoother than in accepted masks",
      below: "outline smoother than in accepted masks",
      usual: "outline as in accepted masks",
      above: "outline rougher than in accepted masks",
      "far-above": "outline far rougher than in accepted masks",
    },
    pieces: {
      topic: "the number of its pieces",
      "far-below": "in far fewer pieces than accepted masks",
      below: "in fewer pieces than accepted masks",
      usual: "as many pieces as in accepted masks",
      above: "in more pieces than accepted masks",
      "far-above": "in far more pieces than accepted masks",
    },
    holes: {
      topic: "its holes",
      "far-below": "far fewer holes than in accepted masks",
      below: "fewer holes than in accepted masks",
      usual: "holes as in accepted masks",
      above: "more holes than in accepted masks",
      "far-above": "far more holes than in accepted masks",
    },
    greys: {
      topic: "its brightness",
      "far-below": "brightness very unlike accepted masks",
      below: "brightness unlike accepted masks",
      usual: "brightness as in accepted masks",
      above: "brightness unlike accepted masks",
      "far-above": "brightness very unlike accepted masks",
    },
    inside: {
      topic: "its brightness",
      "far-below": "far darker inside than accepted masks",
      below: "darker inside than accepted masks",
      usual: "as bright inside as accepted masks",
      above: "brighter inside than accepted masks",
      "far-above": "far brighter inside than accepted masks",
    },
    contrast: {
      topic: "its contrast with its surroundings",
      "far-below": "contrast with its surroundings far below accepted masks",
      below: "contrast with its surroundings below accepted masks",
      usual: "contrast with its surroundings as in accepted masks",
      above: "contrast with its surroundings above accepted masks",
      "far-above": "contrast with its surroundings far above accepted masks",
    },
    edge: {
      topic: "its edge",
      "far-below": "edge contrast far below accepted masks",
      below: "edge contrast below accepted masks",
      usual: "edge contrast as in accepted masks",
      above: "edge contrast above accepted masks",
      "far-above": "edge contrast far above accepted masks",
    },
    others: {
      topic: "how it lies beside the other masks of the case",
      "far-below": "the other masks of the case disagree strongly",
      below: "the other masks of the case disagree",
      usual: "the other masks of the case agree",
      above: "the other masks of the case agree well",
      "far-above": "the other masks of the case agree very well",
    },
    quality: {
      topic: "what the quality network makes of it",
      "far-below": "the quality network predicts a very low overlap",
      below: "the quality network predicts a low overlap",
      usual: "the quality network predicts the usual overlap",
      above: "the quality network predicts a high overlap",
      "far-above": "the quality network predicts a very high overlap",
    },
    segmenter: {
      topic: "what was learned from all masks",
      "far-below": "what was learned from all masks differs strongly",
      below: "what was learned from all masks differs",
      usual: "what was learned from all masks agrees",
      above: "what was learned from all masks agrees well",
      "far-above": "what was learned from all masks agrees very well",
    },
  },
};
