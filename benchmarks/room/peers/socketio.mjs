// The peer: Socket.IO with its Redis adapter, one room, nothing stored. BATCHED=1: what gathered in one turn leaves as one event.
import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const publisher = createClient({ socket: { path: process.env.VALKEY } });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);

const http = createServer();
const io = new Server(http, {
  adapter: createAdapter(publisher, subscriber),
  transports: ["websocket"],
  perMessageDeflate: false,
});
let gathered = [];

function say(text) {
  if (!process.env.BATCHED) {
    io.to("room").emit("said", text);
    return;
  }
  if (gathered.push(text) > 1) return;
  setImmediate(() => {
    io.to("room").emit("said", gathered);
    gathered = [];
  });
}

io.on("connection", (socket) => {
  socket.join("room");
  socket.on("say", say);
});
http.listen({ port: Number(process.env.PORT), host: "127.0.0.1", backlog: 2048 });
