import * as v from "valibot";
import { text } from "./shapes.ts";

export const sessionRequest = v.object({ token: v.pipe(text, v.description("From the sign-in link; it holds once.")) });
export const sessionReply = v.object({ name: text, role: v.picklist(["admin", "csm", "viewer"]) });
