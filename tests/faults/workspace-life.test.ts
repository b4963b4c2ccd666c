import { testWorkspaceLife } from "./workspace-life.ts";
import { WORKSPACE_LIFE } from "./support/scale.ts";

testWorkspaceLife(WORKSPACE_LIFE.short);
