import express, { type Request } from "express";
import { createNodeHandler } from "@uptake/collector";
import { collector } from "./uptake.ts";

const app = express();
app.set("trust proxy", "loopback");
app.use("/uptake", createNodeHandler(collector, { address: (request: Request) => request.ip }));
// Body parsers come after it: the collector reads its bodies itself.
app.use(express.json());
app.listen(Number(process.env["PORT"] ?? 3000));
