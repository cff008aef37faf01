// The agenda board: a row is lifted by hand or by keyboard, and where it is put down its reason is asked for, in place.
// The server decides: moving a row here only fills in the form that stands in it.

const board = document.getElementById("board");
const says = document.getElementById("board-says");
const rows = () =>
  [...board.tBodies[0].rows].filter((row) => row.id && row.classList.contains("ghost") === false);

let lifted = null; // { row, next, place }: what is being moved, and where it came from

function say(words) {
  says.textContent = words;
}

function placeOf(row) {
  return rows().indexOf(row) + 1;
}

function sayPlace(row) {
  say(board.dataset.at.replace("PLACE", placeOf(row)).replace("ALL", rows().length));
}

function lift(row) {
  if (lifted) putBack();
  lifted = { row, next: row.nextElementSibling, place: placeOf(row) };
  row.classList.add("lifted");
  row.querySelector(".handle").setAttribute("aria-pressed", "true");
}

function release() {
  const { row } = lifted;
  row.classList.remove("lifted");
  row.querySelector(".handle").setAttribute("aria-pressed", "false");
  lifted = null;
  return row;
}

function putBack() {
  lifted.row.parentNode.insertBefore(lifted.row, lifted.next);
  const row = release();
  say(board.dataset.back);
  row.querySelector(".handle").focus();
}

function putDown() {
  const moved = placeOf(lifted.row) !== lifted.place;
  const row = release();
  if (!moved) return;
  const details = row.querySelector(".pin-here");
  details.open = true;
  details.querySelector("[name=position]").value = placeOf(row);
  details.querySelector("[name=reason]").focus();
}

function step(by) {
  const all = rows();
  const neighbour = all[all.indexOf(lifted.row) + by];
  if (!neighbour) return;
  neighbour.parentNode.insertBefore(lifted.row, by < 0 ? neighbour : neighbour.nextElementSibling);
  lifted.row.querySelector(".handle").focus();
  sayPlace(lifted.row);
}

const KEYS = {
  ArrowUp: () => step(-1),
  ArrowDown: () => step(1),
  Enter: putDown,
  " ": putDown,
  Escape: putBack,
};

function onKey(event, row) {
  if (!lifted && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    lift(row);
    say(board.dataset.taken);
  } else if (lifted && KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
}

// By hand: pointer events serve mouse, pen and finger alike.
function onPointer(event, row) {
  if (event.button !== 0) return;
  event.preventDefault();
  const handle = event.currentTarget;
  lift(row);
  handle.setPointerCapture(event.pointerId);
  const follow = (move) => {
    const all = rows();
    const under = all.find((other) => {
      const box = other.getBoundingClientRect();
      return other !== row && move.clientY > box.top && move.clientY < box.bottom;
    });
    if (!under) return;
    const down = all.indexOf(under) > all.indexOf(row);
    under.parentNode.insertBefore(row, down ? under.nextElementSibling : under);
    handle.setPointerCapture(event.pointerId);
  };
  const end = (last) => {
    handle.removeEventListener("pointermove", follow);
    handle.removeEventListener("pointerup", end);
    handle.removeEventListener("pointercancel", end);
    if (!lifted) return;
    if (last.type === "pointerup") putDown();
    else putBack();
  };
  handle.addEventListener("pointermove", follow);
  handle.addEventListener("pointerup", end);
  handle.addEventListener("pointercancel", end);
}

function giveHandle(row) {
  const handle = document.createElement("button");
  handle.type = "button";
  handle.className = "btn quiet handle";
  handle.textContent = board.dataset.handle;
  const title = document.createElement("span");
  title.className = "vh";
  title.textContent = ` ${row.querySelector("th bdi").textContent}`;
  handle.append(title);
  handle.setAttribute("aria-pressed", "false");
  handle.addEventListener("keydown", (event) => onKey(event, row));
  handle.addEventListener("pointerdown", (event) => onPointer(event, row));
  row.querySelector(".pos").append(handle);
}

if (board) for (const row of rows().filter((one) => one.dataset.place)) giveHandle(row);
