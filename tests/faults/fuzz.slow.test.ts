import { testFuzz } from "./fuzz.ts";
import { FUZZ } from "./support/scale.ts";

testFuzz(FUZZ.long);
