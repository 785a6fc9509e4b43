// A button that shows what is typed into the password fields of its form, and hides it again.
for (const button of document.querySelectorAll("[data-show]")) {
  const fields = [...button.form.querySelectorAll("input[type=password]")];
  const [show, hide] = [button.textContent, button.dataset.hide];
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = fields[0].type === "password";
    button.textContent = shown ? hide : show;
    for (const field of fields) field.type = shown ? "text" : "password";
  });
  button.form.addEventListener("submit", () => { for (const field of fields) field.type = "password"; });
}
// The link of an invitation carries its code behind the hash sign, which browsers never send: fill the form with it.
const code = document.querySelector("input[data-from-link]");
const found = /^#([0-9A-Za-z]{16})$/.exec(location.hash);
if (code && found) {
  code.value = found[1].match(/.{4}/g).join("-");
  history.replaceState(null, "", location.pathname);
}
