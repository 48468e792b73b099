import react from "@vitejs/plugin-react";
import { join } from "node:path";
import { defineConfig, type UserConfig } from "vite";

/**
 * The interface, the same for both shells: Chromium 108 and newer, addresses from the root of its origin.
 * @param home folder of the checkout
 */
export function rendererConfig(home: string): UserConfig {
  return {
    root: join(home, "src/renderer"),
    base: "/",
    plugins: [react()],
    build: {
      target: "chrome108",
      outDir: join(home, "out/renderer"),
      emptyOutDir: true,
      // Everything comes from the page's own origin: the content security policy allows no data: scripts or fonts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 3000,
    },
  };
}

export default defineConfig(rendererConfig(join(import.meta.dirname, "../..")));
