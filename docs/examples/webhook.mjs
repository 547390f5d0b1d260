// A stand-in for an n8n workflow, to see a message go all the way: node docs/examples/webhook.mjs
// It shows the shapes that a real workflow must take and give; it repeats the question instead of answering it.
import { createServer } from 'node:http';

const port = Number(process.env.PORT ?? 5678);
const secret = process.env.N8N_WEBHOOK_SECRET ?? '';

createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const reply = (status, answer) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer));
    };
    if (secret && request.headers['x-webhook-secret'] !== secret) return reply(403, { message: 'wrong secret' });
    const { clientId, message, sessionId, metadata, timestamp } = JSON.parse(body);
    console.log({ clientId, message, sessionId, metadata, timestamp });
    reply(200, {
      response: `You asked: ${message}`,
      sources: [{ title: 'The question itself', excerpt: message }],
    });
  });
}).listen(port, '127.0.0.1', function () {
  console.log(`listening on http://127.0.0.1:${this.address().port}/webhook/chat`);
});
