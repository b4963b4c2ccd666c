import { collector } from "../../../uptake.ts";

const answer = (request: Request) => collector.fetch(request);

export { answer as GET, answer as POST, answer as PUT, answer as DELETE, answer as OPTIONS, answer as HEAD };
