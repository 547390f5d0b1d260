// The same application as a Lambda function: asks the Runtime API for events and answers them.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import http from "node:http";
import serverless from "serverless-http";
import { app } from "./app.mjs";
import { pool } from "./database.mjs";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true });
const handle = serverless(app);

const call = (method, path, headers = {}, body = undefined) =>
  new Promise((resolve, reject) => {
    const request = http.request({ host, port, agent, method, headers, path: `/2018-06-01/runtime/invocation/${path}` }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, text: Buffer.concat(chunks).toString() }));
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });

// As the other side does: the connection is made while Lambda does not yet wait for an answer.
await pool.query("select 1");

for (;;) {
  const { headers, text } = await call("GET", "next");
  const id = headers["lambda-runtime-aws-request-id"];
  const delivery = headers["lambda-runtime-invocation-id"];
  const answer = JSON.stringify(await handle(JSON.parse(text), { awsRequestId: id, callbackWaitsForEmptyEventLoop: false }));
  await call("POST", `${id}/response`, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(answer),
    ...(delivery && { "Lambda-Runtime-Invocation-Id": delivery }),
  }, answer);
}
