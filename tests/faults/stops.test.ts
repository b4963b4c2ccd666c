import { testStops } from "./stops.ts";
import { STOPS } from "./support/scale.ts";

testStops(STOPS.short);
