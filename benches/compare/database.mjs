// One pool a process, and statements that each connection prepares once.
import pg from "pg";

export const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.POOL_SIZE ?? 20),
  idleTimeoutMillis: 60_000,
});
// An idle connection that Postgres closes would end the process otherwise.
pool.on("error", (error) => console.error(error.message));

let statements = 0;

/** A statement under a name of its own: parsed and planned once a connection. */
export const statement = (text) => {
  statements += 1;
  const name = `s${statements}`;
  return async (...values) => (await pool.query({ name, text, values })).rows;
};
