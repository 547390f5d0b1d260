// Serves on a port of its own choice, which it prints; with WORKERS by so many processes.
import cluster from "node:cluster";

const workers = Number(process.env.WORKERS ?? 1);

if (cluster.isPrimary && workers > 1) {
  let listening = 0;
  cluster.on("listening", (_worker, { port }) => {
    listening += 1;
    if (listening === workers) {
      console.log(`listening on ${port}`);
    }
  });
  cluster.on("exit", () => process.exit(1));
  Array.from({ length: workers }, () => cluster.fork());
} else {
  const { app } = await import("./app.mjs");
  const server = app.listen(0, "127.0.0.1", () => {
    if (cluster.isPrimary) {
      console.log(`listening on ${server.address().port}`);
    }
  });
}

if (cluster.isPrimary) {
  // However the program that started this ends, its end of the pipe closes.
  process.stdin.on("end", () => process.exit()).resume();
}
