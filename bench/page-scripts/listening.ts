import { hearEverything } from "./hear-everything.ts";

hearEverything();
