// What visitors' browsers ask: who may use a key, how the widget looks, and questions, which a workflow answers.
import { randomUUID } from "node:crypto";
import { Router } from "express";
import { statement } from "./database.mjs";

// Key, status, pages and looks in one round trip.
const byKey = statement(`
  select c.id, c.status, c.allowed_domains as "allowedDomains",
         w.primary_color as "primaryColor", w.position, w.welcome_message as "welcomeMessage", w.widget_name as "widgetName",
         w.theme, w.language, w.input_placeholder as "inputPlaceholder", w.suggested_questions as "suggestedQuestions",
         w.privacy_url as "privacyUrl", '/api/widget/logo/' || l.sha256 as "logoUrl", w.show_sources as "showSources",
         w.show_feedback as "showFeedback", w.sound, w.require_login as "requireLogin"
    from clients c
    left join client_widgets w on w.client_id = c.id
    left join widget_logos l on l.client_id = c.id
   where c.public_api_key = $1`);
const insertQuestion = statement(`
  with c as (
    insert into conversations as c (client_id, session_id, messages) values ($1, $2, 1)
    on conflict on constraint conversations_session_unique do update set messages = c.messages + 1, last_message_at = now()
    returning id)
  insert into messages (id, conversation_id, client_id, role, content)
  select $3, c.id, $1, 'visitor', $4 from c
  returning conversation_id as "conversationId"`);
const insertAnswer = statement(`
  with c as (update conversations set messages = messages + 1, last_message_at = now() where id = $1)
  insert into messages (id, conversation_id, client_id, role, content, reply_to, answerer, outcome, latency_ms, sources)
  values ($2, $1, $3, 'assistant', $4, $5, 'n8n', 'complete', $6, $7)`);

const DEFAULTS = {
  primaryColor: "#3b82f6", position: "bottom-right", welcomeMessage: "Hi! How can I help?", widgetName: "Support",
  theme: "auto", language: "auto", inputPlaceholder: null, suggestedQuestions: [], privacyUrl: null, logoUrl: null,
  showSources: true, showFeedback: true, sound: false, requireLogin: false,
};
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TIME_LIMIT_MS = 28_000;

const allows = (entry, { origin, host, hostname }) =>
  entry === origin || entry === host || (entry.startsWith("*.") && hostname.endsWith(entry.slice(1)));

const isAllowed = (domains, page) => {
  if (!page || domains.length === 0) {
    return true;
  }
  const url = URL.canParse(page) ? new URL(page) : undefined;
  return url !== undefined && domains.some((entry) => allows(entry, url));
};

/** Puts the client of the key into `request.client`. */
const withKey = async (request, response, next) => {
  const key = request.get("x-api-key");
  if (!key?.startsWith("pk_live_")) {
    return response.status(401).json({ error: key ? "Invalid API key format" : "Missing API key" });
  }
  const [client] = await byKey(key);
  if (!client) {
    return response.status(401).json({ error: "Invalid API key" });
  }
  if (client.status !== "active") {
    return response.status(403).json({ error: "Client account not active" });
  }
  const origin = request.get("origin");
  if (!isAllowed(client.allowedDomains, origin ?? request.get("referer"))) {
    return response.status(403).json({ error: "Domain not allowed" });
  }
  if (origin) {
    response.set({ "Access-Control-Allow-Origin": origin, Vary: "Origin" });
  }
  request.client = client;
  next();
};

const ask = async (question) => {
  const answer = await fetch(process.env.N8N_WEBHOOK_URL, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(question),
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  });
  if (!answer.ok) {
    throw new Error(`the workflow answered ${answer.status}`);
  }
  return answer.json();
};

export const widget = Router();

widget.get("/health", (_request, response) => {
  response.json({ status: "ok", timestamp: new Date().toISOString() });
});

widget.get("/config", withKey, (request, response) => {
  const { id: _id, status: _status, allowedDomains: _domains, ...looks } = request.client;
  response.json({ widget: looks.primaryColor === null ? DEFAULTS : looks });
});

widget.post("/chat", withKey, async (request, response) => {
  const { message, sessionId } = request.body ?? {};
  if (typeof message !== "string" || message.length < 1 || message.length > 2000 || !UUID.test(sessionId)) {
    return response.status(400).json({ error: "Invalid request" });
  }
  const askedAt = performance.now();
  const clientId = request.client.id;
  const questionId = randomUUID();
  const [{ conversationId }] = await insertQuestion(clientId, sessionId, questionId, message);
  const said = await ask({ clientId, message, sessionId, timestamp: new Date().toISOString() });
  const answerId = randomUUID();
  const latencyMs = Math.round(performance.now() - askedAt);
  const sources = said.sources ? JSON.stringify(said.sources) : null;
  await insertAnswer(conversationId, answerId, clientId, said.response, questionId, latencyMs, sources);
  response.set("X-Message-Id", answerId);
  response.json({ response: said.response, sessionId, ...(said.sources && { sources: said.sources }) });
});
