// A file that a reader asked for, once the server has made it.

const reader = new TextDecoder();

export default function ({ data }) {
  const { press, address, file } = JSON.parse(reader.decode(data));
  if (!address || window.wardToBoardSaved === press) return;
  window.wardToBoardSaved = press;
  const link = document.createElement("a");
  link.href = (window.__streamlit?.BACKEND_BASE_URL ?? "").replace(/\/$/, "") + address;
  link.download = file;
  document.body.append(link);
  link.click();
  link.remove();
}
