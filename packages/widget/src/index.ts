/** Importing this defines `<uptake-progress>`. */
import "./define.ts";

/** The element and its events, for typed hosts. */
export type { AdoptedDetail, UptakeProgressElement } from "./element-types.ts";
