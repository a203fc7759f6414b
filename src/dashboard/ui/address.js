// The address of this page with its filters filled in, in place of the one that the link to the page gave it.

export default function ({ data }) {
  if (data) history.replaceState(history.state, "", `${location.pathname}?${data}${location.hash}`);
}
