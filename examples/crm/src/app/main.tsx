import "./styles/base.css";
import "./styles/controls.css";
import "./styles/shell.css";
import "./styles/areas.css";
import "./styles/work.css";
import { render } from "preact";
import { App } from "./app.tsx";

const root = document.getElementById("app");
if (root) render(<App />, root);
