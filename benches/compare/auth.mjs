// Registering, logging in, and who is signed in.
import bcrypt from "bcrypt";
import { randomBytes } from "node:crypto";
import { Router } from "express";
import { statement } from "./database.mjs";
import { begin, signedIn } from "./sessions.mjs";

/** As the server that was replaced had it. */
const COST = 10;
/** Compared with when there is no such user, so that the time does not tell. */
const NOBODY = bcrypt.hashSync(randomBytes(16).toString("hex"), COST);

const FIRST_CLIENT = `
  select u.id as "userId", u.username, u.password,
         c.id, c.name, c.public_api_key as "publicApiKey", c.allowed_domains as "allowedDomains", c.status
    from users u
    left join lateral (select * from clients where user_id = u.id order by created_at, id limit 1) c on true`;
const byName = statement(`${FIRST_CLIENT} where u.username = $1`);
const byId = statement(`${FIRST_CLIENT} where u.id = $1`);
const insert = statement(`
  with u as (insert into users (username, password) values ($1, $2) returning id, username),
       c as (insert into clients (user_id, name, public_api_key) select id, $3, $4 from u returning *),
       w as (insert into client_widgets (client_id) select id from c)
  select u.id as "userId", u.username,
         c.id, c.name, c.public_api_key as "publicApiKey", c.allowed_domains as "allowedDomains", c.status
    from u, c`);

const answer = ({ userId, username, password: _, ...client }) => ({
  user: { id: userId, username },
  client: client.id ? client : null,
});

const isText = (value, min, max) => typeof value === "string" && value.length >= min && value.length <= max;

export const auth = Router();

auth.post("/register", async (request, response) => {
  const { username, password, clientName = `${username}'s Dashboard` } = request.body ?? {};
  if (!isText(username, 3, 50) || !/^[\w-]+$/.test(username) || !isText(password, 6, 1000) || !isText(clientName, 1, 100)) {
    return response.status(400).json({ error: "Validation error" });
  }
  const hash = await bcrypt.hash(password, COST);
  const key = `pk_live_${randomBytes(32).toString("hex")}`;
  try {
    const [row] = await insert(username, hash, clientName, key);
    await begin(request, row.userId);
    response.status(201).json(answer(row));
  } catch (error) {
    if (error.constraint !== "users_username_unique") {
      throw error;
    }
    response.status(409).json({ error: "Conflict", message: "Username already exists" });
  }
});

auth.post("/login", async (request, response) => {
  const { username, password } = request.body ?? {};
  if (!isText(username, 1, 1000) || !isText(password, 1, 1000)) {
    return response.status(400).json({ error: "Validation error" });
  }
  const [row] = await byName(username);
  const isRight = await bcrypt.compare(password, row?.password ?? NOBODY);
  if (!row || !isRight) {
    return response.status(401).json({ error: "Unauthorized", message: "Invalid username or password" });
  }
  await begin(request, row.userId);
  response.json(answer(row));
});

auth.get("/me", signedIn, async (request, response) => {
  const [row] = await byId(request.session.userId);
  if (!row) {
    return response.status(401).json({ error: "Unauthorized", message: "Please log in to continue" });
  }
  response.json(answer(row));
});
