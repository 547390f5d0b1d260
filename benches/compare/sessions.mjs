// Sessions in the table that both servers share.
import connectPgSimple from "connect-pg-simple";
import session from "express-session";
import { pool } from "./database.mjs";

const SEVEN_DAYS_MS = 7 * 24 * 60 * 60 * 1000;
const SLIDE_AFTER_MS = 5 * 60 * 1000;

const PgStore = connectPgSimple(session);

export const sessions = session({
  name: "connect.sid",
  secret: process.env.SESSION_SECRET.split(","),
  // Without disableTouch every request would write the session's row. `slide` does so when there is a reason.
  store: new PgStore({ pool, tableName: "session", disableTouch: true, pruneSessionInterval: false }),
  resave: false,
  saveUninitialized: false,
  cookie: { maxAge: SEVEN_DAYS_MS, httpOnly: true, sameSite: "lax", secure: false },
});

/** Sessions live on while they are used: a changed one is saved, and it changes every five minutes at most. */
export const slide = (request, _response, next) => {
  const { session } = request;
  if (session.userId && Date.now() - (session.slidAt ?? 0) > SLIDE_AFTER_MS) {
    session.slidAt = Date.now();
  }
  next();
};

/** Begins a session under a new id. */
export const begin = (request, userId) =>
  new Promise((resolve, reject) => {
    request.session.regenerate((error) => {
      if (error) {
        return reject(error);
      }
      Object.assign(request.session, { userId, slidAt: Date.now() });
      // Saved as the answer ends.
      resolve();
    });
  });

/** Only somebody with a session, and of unsafe requests only those from our own pages. */
export const signedIn = (request, response, next) => {
  const site = request.get("sec-fetch-site");
  if (request.method !== "GET" && site !== "same-origin") {
    return response.status(403).json({ error: "Forbidden", message: "The request comes from another site" });
  }
  if (!request.session.userId) {
    return response.status(401).json({ error: "Unauthorized", message: "Please log in to continue" });
  }
  next();
};
