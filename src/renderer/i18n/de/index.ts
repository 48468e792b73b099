export { common } from "./common.ts";
export { data } from "./data.ts";
export { findings } from "./findings.ts";
export { focus } from "./focus.ts";
export { judge } from "./judge.ts";
export { release } from "./release.ts";
export { review } from "./review.ts";
export { start } from "./start.ts";
