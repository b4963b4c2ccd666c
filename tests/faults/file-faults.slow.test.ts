import { testFileFaults } from "./file-faults.ts";
import { FILE_FAULTS } from "./support/scale.ts";

testFileFaults(FILE_FAULTS.long);
