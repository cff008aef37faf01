// Says how many points are left to spread while a weighting ballot is filled in. The sum is checked again when it is cast.

const line = document.querySelector("[data-points]");

if (line) {
  const fields = [...document.querySelectorAll('input[name^="points-"]')];
  const tell = () => {
    const spread = fields.reduce((sum, field) => sum + (Number(field.value) || 0), 0);
    line.textContent = `${line.dataset.points} ${100 - spread}`;
    line.hidden = false;
  };
  for (const field of fields) {
    field.addEventListener("input", tell);
  }
  tell();
}
