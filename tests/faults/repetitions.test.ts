import { testRepetitions } from "./repetitions.ts";
import { REPETITIONS } from "./support/scale.ts";

testRepetitions(REPETITIONS.short);
