/** The engine: TensorFlow in a process of its own. */
import { serveEngine } from "#core/engine/serve-engine.ts";

serveEngine();
