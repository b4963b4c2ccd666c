import { render } from "preact";
import { App } from "./app.tsx";
import { atBase } from "./base-path.ts";
import { createClient } from "./client.ts";
import { createDashboard } from "./dashboard.ts";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/parts.css";
import "./styles/table.css";
import "./styles/screens.css";

const root = document.getElementById("app");
if (root === null)
  throw new Error("[dashboard] The page has no element #app. Serve the index.html that the build wrote.");
const client = createClient((address, init) => fetch(atBase(address), init));
render(<App dashboard={createDashboard(client, window)} />, root);
