// The deck and the window of who presents tell each other by a channel of the browser which slide is shown. A file opened from disk
// has no such channel: there the two windows write to each other.

function openChannel(name, hear) {
  const channel = new BroadcastChannel(`ward-to-board ${name}`), peers = new Set(window.opener ? [window.opener] : []);
  const listen = ({ data }) => hear(data);
  const post = ({ source, data }) => { if (peers.has(source) && data?.deck === name) hear(data.told); };
  channel.addEventListener("message", listen);
  window.addEventListener("message", post);
  return {
    tell(told) {
      channel.postMessage(told);
      // A page of a server hears the channel; only files from disk need the other way.
      if (location.protocol === "file:") for (const peer of peers) peer.postMessage({ deck: name, told }, "*");
    },
    join(peer) { peers.add(peer); },
    close() { channel.close(); window.removeEventListener("message", post); },
  };
}
