import { testKills } from "./kills.ts";
import { KILLS } from "./support/scale.ts";

testKills(KILLS.long);
