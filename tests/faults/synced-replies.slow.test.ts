import { testSyncedReplies } from "./synced-replies.ts";
import { SYNCED_REPLIES } from "./support/scale.ts";

testSyncedReplies(SYNCED_REPLIES.long);
