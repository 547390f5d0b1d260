// What organisers read and change of their clients.
import { Router } from "express";
import { statement } from "./database.mjs";
import { signedIn } from "./sessions.mjs";

const WIDGET = `
  w.id, w.client_id as "clientId", w.primary_color as "primaryColor", w.position, w.welcome_message as "welcomeMessage",
  w.widget_name as "widgetName", w.theme, w.language, w.input_placeholder as "inputPlaceholder",
  w.suggested_questions as "suggestedQuestions", w.privacy_url as "privacyUrl", w.show_sources as "showSources",
  w.show_feedback as "showFeedback", w.sound, w.require_login as "requireLogin",
  (select l.sha256 from widget_logos l where l.client_id = w.client_id) as logo, w.updated_at as "updatedAt"`;
const clients = statement(`
  select id, name, public_api_key as "publicApiKey", allowed_domains as "allowedDomains", status, created_at as "createdAt"
    from clients where user_id = $1 order by created_at, id`);
const widget = statement(`
  select ${WIDGET} from client_widgets w join clients c on c.id = w.client_id where c.id = $1 and c.user_id = $2`);
const insertWidget = statement(`
  insert into client_widgets (client_id) select id from clients where id = $1 and user_id = $2 on conflict do nothing`);
const updateWidget = statement(`
  update client_widgets w
     set primary_color = coalesce($3, primary_color), position = coalesce($4, position),
         welcome_message = coalesce($5, welcome_message), widget_name = coalesce($6, widget_name), updated_at = now()
    from clients c
   where c.id = w.client_id and c.id = $1 and c.user_id = $2
  returning ${WIDGET}`);

const RULES = {
  primaryColor: (value) => /^#[0-9a-f]{6}$/i.test(value),
  position: (value) => ["bottom-left", "bottom-right"].includes(value),
  welcomeMessage: (value) => typeof value === "string" && value.length <= 500,
  widgetName: (value) => typeof value === "string" && value.length <= 100,
};

const notFound = (response) => response.status(404).json({ error: "Not found", message: "Client not found" });

export const dashboard = Router();
dashboard.use(signedIn);

dashboard.get("/clients", async (request, response) => {
  response.json({ clients: await clients(request.session.userId) });
});

dashboard.get("/widget/:id", async (request, response) => {
  const ids = [request.params.id, request.session.userId];
  let [found] = await widget(...ids);
  if (!found) {
    await insertWidget(...ids);
    [found] = await widget(...ids);
  }
  return found ? response.json(found) : notFound(response);
});

dashboard.put("/widget/:id", async (request, response) => {
  const body = request.body ?? {};
  const wrong = Object.entries(RULES).filter(([name, rule]) => body[name] !== undefined && !rule(body[name]));
  if (wrong.length > 0) {
    return response.status(400).json({ error: "Validation error", details: wrong.map(([field]) => ({ field })) });
  }
  const change = Object.keys(RULES).map((name) => body[name]);
  const ids = [request.params.id, request.session.userId];
  let [updated] = await updateWidget(...ids, ...change);
  if (!updated) {
    await insertWidget(...ids);
    [updated] = await updateWidget(...ids, ...change);
  }
  return updated ? response.json(updated) : notFound(response);
});
