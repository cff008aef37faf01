// The worker around a socket of even traffic: the page says texts and hears texts.
import { EvenSocket } from "./even-socket.js";

let socket;

self.onmessage = ({ data }) => {
  if (data.open) {
    socket?.close();
    socket = new EvenSocket(data.open, data.tick, data.first, {
      message: (text) => self.postMessage({ text }),
      close: (code) => self.postMessage({ code }),
    });
  } else socket?.send(data.text);
};
