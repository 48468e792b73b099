import "./array-copies.ts";
import "./ui/tokens.css";
import "./ui/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { tell } from "./app/projects.ts";
import { followWriter } from "./client/follow-writer.ts";
import { keepConnected } from "./client/keep-connected.ts";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
// What no part of the window has caught is said, not swallowed.
window.addEventListener("unhandledrejection", (event) => tell(event.reason));
void keepConnected();
followWriter();
