"use strict";
// Charts are drawn when their panel is first seen, because a hidden one has no width.
function draw() {
  for (const place of document.querySelectorAll(".chart:not([data-state])")) {
    if (!place.offsetWidth) continue;
    place.dataset.state = "drawing";
    const spec = JSON.parse(document.getElementById(place.dataset.spec).textContent);
    // ast: expressions are interpreted, so that the page needs no right to evaluate text.
    const loader = { target: "_blank", rel: "noopener" }; // of the links that dots are
    vegaEmbed(place, spec, { actions: false, renderer: "svg", ast: true, loader })
      .then(() => { place.dataset.state = "drawn"; })
      .catch((error) => {
        place.dataset.state = "failed";
        place.textContent = "This chart could not be drawn: " + error.message;
        console.error(error);
      });
  }
}

function select(tab) {
  for (const other of tab.parentElement.querySelectorAll("[role=tab]")) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", chosen);
    other.tabIndex = chosen ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
  }
  draw();
}

for (const list of document.querySelectorAll("[role=tablist]")) {
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) select(tab);
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tabs = [...list.querySelectorAll("[role=tab]")];
    const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    next.focus();
    select(next);
  });
}

const store = JSON.parse(document.getElementById("record-data").textContent);

function cell(row, tag, content) {
  const made = document.createElement(tag);
  made.append(content);
  row.append(made);
  return made;
}

function link(url, name) {
  if (!url) return name;
  const made = document.createElement("a");
  Object.assign(made, { href: url, textContent: name, target: "_blank", rel: "noopener" });
  return made;
}

// A number's link is #records/<list>: fill the table with that list and bring it into view.
function showRecords() {
  const found = /^#records\/(.+)$/.exec(location.hash);
  const list = found && store.lists[decodeURIComponent(found[1])];
  if (!list) return;
  document.getElementById("records-title").textContent = list.title;
  const shown = list.ids.length;
  document.getElementById("records-count").textContent = shown < list.total
    ? `${shown.toLocaleString("en")} of ${list.total.toLocaleString("en")} records`
    : `${list.total.toLocaleString("en")} ${list.total === 1 ? "record" : "records"}`;
  const head = document.createElement("tr");
  for (const name of store.columns[list.kind]) {
    const made = cell(head, "th", name);
    made.scope = "col";
    if (name === "Amount") made.className = "n";
  }
  const rows = list.ids.map((id) => {
    const [url, name, identity, ...rest] = store.records[list.kind][id];
    const row = document.createElement("tr");
    const first = cell(row, "th", link(url, name));
    Object.assign(first, { scope: "row", className: "rec" });
    cell(first, "span", identity).className = "id";
    rest.forEach((value, place) => {
      const made = cell(row, "td", value);
      if (store.columns[list.kind][place + 1] === "Amount") made.className = "n";
    });
    return row;
  });
  document.getElementById("records-head").replaceChildren(head);
  document.getElementById("records-body").replaceChildren(...rows);
  const place = document.getElementById("records");
  place.hidden = false;
  place.scrollIntoView();
  place.focus({ preventScroll: true });
}

window.addEventListener("hashchange", showRecords);
document.getElementById("records-back").addEventListener("click", () => history.back());
draw();
showRecords();
