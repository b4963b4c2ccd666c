import { findWebKit } from "../../scripts/find-webkit.ts";
import { chromium } from "./chromium.ts";
import { firefox } from "./firefox.ts";
import { scenarios } from "./scenarios/index.ts";
import { tellScenarios } from "./tell.ts";
import { webkit } from "./webkit.ts";

// WebKit's browser for tests runs on Linux only; the test command says so elsewhere.
tellScenarios([chromium, firefox, ...(findWebKit() === null ? [] : [webkit])], scenarios);
