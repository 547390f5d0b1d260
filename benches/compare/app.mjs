// The application, however it is served.
import express from "express";
import { auth } from "./auth.mjs";
import { dashboard } from "./dashboard.mjs";
import { sessions, slide } from "./sessions.mjs";
import { widget } from "./widget.mjs";

export const app = express();
app.disable("x-powered-by");
app.use(express.json({ limit: "100kb" }));
// Visitors have no session: theirs come first.
app.use("/api/widget", widget);
app.use(sessions, slide);
app.use("/api/auth", auth);
app.use("/api/dashboard", dashboard);
app.use((_request, response) => response.status(404).json({ error: "Not found" }));
app.use((error, _request, response, _next) => {
  const status = error.status ?? 500;
  if (status === 500) {
    console.error(error);
  }
  response.status(status).json({ error: status === 500 ? "Internal server error" : error.message });
});
