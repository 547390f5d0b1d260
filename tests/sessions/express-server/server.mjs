// Log-in and sessions as the server that this project replaces has them: the same packages with the same settings.
import bcrypt from "bcrypt";
import connectPgSimple from "connect-pg-simple";
import express from "express";
import session from "express-session";
import pg from "pg";

const SEVEN_DAYS_MS = 7 * 24 * 60 * 60 * 1000;

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 2 });
pool.on("error", (error) => console.error(error.message));
const PgStore = connectPgSimple(session);
const store = new PgStore({ pool, tableName: "session", createTableIfMissing: true });

const app = express();
app.use(express.json());
app.use(
  session({
    name: "connect.sid",
    secret: process.env.SESSION_SECRET.split(","),
    store,
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: SEVEN_DAYS_MS, httpOnly: true, secure: false },
  }),
);

/** Express 4 does not wait for async handlers: what they throw goes to its error handler. */
const handler = (handle) => (request, response, next) => handle(request, response).catch(next);

const findUser = async (column, value) => {
  const { rows } = await pool.query(`select id, username, password from users where ${column} = $1`, [value]);
  return rows[0];
};

app.post(
  "/login",
  handler(async (request, response) => {
    const { username, password } = request.body;
    const user = await findUser("username", username);
    if (!user || !(await bcrypt.compare(password, user.password))) {
      return response.status(401).json({ error: "Unauthorized" });
    }
    request.session.userId = user.id;
    response.json({ username: user.username });
  }),
);

app.get(
  "/me",
  handler(async (request, response) => {
    const { userId } = request.session;
    const user = userId && (await findUser("id", userId));
    if (!user) {
      return response.status(401).json({ error: "Unauthorized" });
    }
    response.json({ username: user.username });
  }),
);

app.post("/logout", (request, response, next) => {
  request.session.destroy((error) => {
    if (error) {
      return next(error);
    }
    response.clearCookie("connect.sid");
    response.json({ message: "Logged out successfully" });
  });
});

// What the store does on a timer.
app.post("/prune", (request, response, next) => {
  store.pruneSessions((error) => (error ? next(error) : response.json({})));
});

const server = app.listen(0, "127.0.0.1", () => console.log(`listening on ${server.address().port}`));

// However the test that started this ends, its end of the pipe closes.
process.stdin.on("end", () => process.exit()).resume();
